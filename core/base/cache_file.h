// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace luthier {

/// Numbers that can be computed again, kept for the next run in the cache folder. They are read piece by
/// piece: a mapping would count as the process's memory, all of it after an epoch.
///
/// A file is found by what its numbers were made from: `kind` says what they are, `key` is a SHA-256 over all
/// that they depend on. It begins with a page that says both, how long the numbers are, and their SHA-256; a
/// file in which one of them is not so is no file. Nobody else's file is ever believed: neither its name nor
/// a length that it states.
///
/// Thread  reading from any.
class CacheFile {
public:
    CacheFile(CacheFile&& other) noexcept;
    CacheFile& operator=(CacheFile&& other) noexcept;
    ~CacheFile();

    /// The numbers kept under that key. Nothing where there is no such file, or it is damaged, cut short or
    /// foreign: then it is taken away. A file that is found counts as used now.
    static std::optional<CacheFile> find(std::string_view kind, const std::string& key);

    std::size_t size() const { return m_size; } ///< bytes of the numbers
    /// Errors  Io. REQUIRES: they are all inside.
    Expected<void> read(std::size_t offset, std::span<std::byte> to) const;

private:
    friend class CacheWriter;
    CacheFile() = default;
    static std::optional<CacheFile> open(const std::filesystem::path& path);

    std::filesystem::path m_path;
    int m_descriptor{-1};
    std::size_t m_size{0};
};

/// Such a file while it is made: room on the disk that is memory, too. Gone with the process, or with this,
/// unless it was published.
class CacheWriter {
public:
    /// Takes the room, after those that were not used for longest have made place for it.
    ///
    /// Errors  Limit where the file would be larger than all files together may be (see cacheLimit);
    /// DiskFull; Io.
    static Expected<CacheWriter> create(std::string_view kind, const std::string& key, std::uint64_t bytes);
    CacheWriter(CacheWriter&& other) noexcept;
    CacheWriter& operator=(CacheWriter&&) = delete;
    ~CacheWriter();

    std::span<std::byte> bytes(); ///< to be filled
    void release() const; ///< what was filled stays in the file, but no longer counts as the process's memory

    /// Sums up, syncs and names the file; find() sees it from now on. Errors  DiskFull, Io.
    Expected<CacheFile> publish();

private:
    CacheWriter() = default;

    std::string m_kind, m_key;
    std::filesystem::path m_path, m_temporary;
    int m_descriptor{-1};
    std::span<std::byte> m_mapped; ///< with the first page
};

/// Where they lie.
std::filesystem::path cacheFilesFolder();

/// Bytes that all files together may have where the disk has room for `room` more, what they have now counted
/// as room.
std::uint64_t cacheLimit(std::uint64_t room);

} // namespace luthier
