// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/runs/flat_recipe.h"

#include <filesystem>
#include <string>

namespace luthier::engine {

/// Whether a run that has a checkpoint can go on with this resolved recipe and these rows: with others it
/// would be neither the old run nor a new one. A run without a checkpoint begins anew, with anything.
///
/// Errors  InvalidInput, with what differs; the faults of the checkpoint's files.
Expected<void> isTheSameRun(const std::filesystem::path& run, const runs::FlatRecipe& recipe,
                            const std::string& dataHash);

} // namespace luthier::engine
