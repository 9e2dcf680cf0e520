// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <filesystem>
#include <string>

namespace luthier::engine {

/// The folder of a run: a path, or the name of a folder in runsFolder().
/// Errors  InvalidInput at the folder that was looked for, with the command that lists runs.
Expected<std::filesystem::path> findRun(const std::string& nameOrPath);

} // namespace luthier::engine
