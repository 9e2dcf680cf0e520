// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace luthier::runs {

// What a person does with a run. Errors of all but rename()  Busy where a process trains in it. Of all  Io.

/// Which checkpoints of an ended run stay.
enum class Keep { Best, Last, Both, Nothing };

/// Removes the others. Nothing: the run goes to `bin` as a whole. What is to stay is verified before anything
/// is removed.
///
/// Errors  as findCheckpoint().
Expected<void> keep(const std::filesystem::path& run, Keep what, const std::filesystem::path& bin);

/// The name that lists show; the folder's stays, so that what refers to it still finds it.
///
/// Errors  InvalidInput where the name is empty, has more than 200 bytes, control characters or is no UTF-8.
Expected<void> rename(const std::filesystem::path& run, const std::string& name);
/// The name given by rename(), or empty.
std::string givenName(const std::filesystem::path& run);

/// Moves the run into the folder `bin` and returns where it is now.
///
/// Errors  Io where that is on another disk.
Expected<std::filesystem::path> moveToBin(const std::filesystem::path& run, const std::filesystem::path& bin);
/// The way back. Errors  Busy where something else stands there now; NotFound where it did not come from one.
Expected<std::filesystem::path> restore(const std::filesystem::path& binned);
/// Removes for good what has been in the bin for longer than `age`.
Expected<void> emptyBin(const std::filesystem::path& bin, std::chrono::system_clock::time_point now,
                        std::chrono::hours age = std::chrono::hours{24 * 30});

} // namespace luthier::runs
