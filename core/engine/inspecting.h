// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/engine/workshop.h"

#include <filesystem>
#include <string>

namespace luthier::engine {

/// {"kind", "format", …, "problems": [{"code", "message", "where", "count"}]} of contract.md §2.
/// Errors  what makes the file or folder as a whole unreadable.
Expected<Json> inspected(Workshop& workshop, const std::filesystem::path& path, const std::string& model,
                         const Job& job);

} // namespace luthier::engine
