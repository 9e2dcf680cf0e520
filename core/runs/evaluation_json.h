// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/runs/comparison.h"

#include <filesystem>
#include <optional>
#include <string>

namespace luthier::runs {

/// {"rows", "loss", "metrics": {"accuracy": {"value", "low", "high"}}} of contract.md §2, and the rest of it.
Json evaluationToJson(const Evaluation& evaluation);
/// What is missing is zero or empty.
Evaluation evaluationFromJson(const Json& json);

// <run>/evaluations/ keeps what was measured once. The `key` names everything that a result depends on: the
// step of the checkpoint, the part or the sum of a file, whatever was asked of the model.

/// Nothing where it was not measured, or cannot be read: then it is measured again.
std::optional<Evaluation> keptEvaluation(const std::filesystem::path& run, const std::string& key);
Expected<void> keepEvaluation(const std::filesystem::path& run, const std::string& key,
                              const Evaluation& evaluation);

} // namespace luthier::runs
