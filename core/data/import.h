// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace luthier::data {

/// What tells whether a file is still the one that was read.
struct FileState {
    std::uint64_t bytes{};
    std::int64_t modifiedNs{};
    std::uint64_t inode{};

    friend bool operator==(const FileState&, const FileState&) = default;
};
/// Errors  NotFound; Io where it is no regular file.
Expected<FileState> fileState(const std::filesystem::path& file);

/// The SHA-256 of a file, read only where the memo in the cache does not know it for this very state.
///
/// Errors  Io, Interrupted.
Expected<std::string> knownSha256(const std::filesystem::path& file, const FileState& state, const Job& job);

/// Where the cache keeps the rows of a file with this sum, read this way.
std::filesystem::path cachedTable(const std::filesystem::path& file, const std::string& sha256,
                                  const config::Chosen& format);

/// Reads `file` into an Arrow IPC file at `destination`, which is whole or not there.
///
/// Errors  InvalidInput for an unknown format or setting; what the format says of the file; Inconsistent
/// where
///         the file changed on the way; DiskFull; Interrupted.
Expected<void> importTable(const std::filesystem::path& file, const FileState& state,
                           const std::string& sha256, const config::Chosen& format,
                           const std::filesystem::path& destination, const Job& job);

} // namespace luthier::data
