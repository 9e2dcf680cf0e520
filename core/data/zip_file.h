// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

/// A zip archive that is read in passes. A small one that says it unpacks to a large one is refused on the
/// way.
///
/// Errors  NotFound, Io; Truncated or BadValue where the archive is damaged; Limit beyond kMostUnpacked times
/// the file
///         (and 64 MiB); Interrupted.
class ZipFile {
public:
    explicit ZipFile(std::filesystem::path file)
        : m_file{std::move(file)}
    {
    }

    Expected<std::vector<std::string>> names() const;

    /// Hands the entry's bytes to `take`, piece by piece. MissingFile where there is no such entry.
    Expected<void> read(const std::string& entry, const std::function<Expected<void>(std::string_view)>& take,
                        const Job& job) const;
    const std::filesystem::path& file() const { return m_file; }

private:
    static constexpr std::uint64_t kMostUnpacked = 250; // times as large: texts rarely come to 20
    std::filesystem::path m_file;
};

} // namespace luthier::data
