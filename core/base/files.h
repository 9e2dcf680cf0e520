// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luthier {

/// The error of a system call that failed with `error` (an errno) on `path`: NotFound, DiskFull or Io.
Error systemError(const Text& doing, const std::filesystem::path& path, int error);

/// What a call returns whose stop token was asked.
Error interrupted();

/// A whole file that is opened for reading only. The file may vanish or change its name while it is mapped.
///
/// Errors  open(): NotFound, Io. Reading beyond a file that was cut short meanwhile is a SIGBUS: readers of
/// user
///         files take `size()` once and copy what they keep.
/// Thread  reading from any.
class MappedFile {
public:
    MappedFile() = default;
    static Expected<MappedFile> open(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return m_bytes; }
    std::string_view text() const;
    /// Tells the system that these pages need not stay in memory; they come back when read.
    void release(std::size_t offset, std::size_t length) const;

private:
    std::span<const std::byte> m_bytes;
};

/// Errors  NotFound, Io, Limit where the file is longer than `limit` bytes.
Expected<std::string> readFile(const std::filesystem::path& path, std::size_t limit);

/// Writes a file that appears whole or not at all: temporary name in the same folder, flush, rename, flush
/// folder. Errors  DiskFull, Io. What stood there before stays on any error.
Expected<void> writeFile(const std::filesystem::path& path, std::string_view bytes);

/// A file that grows piece by piece under a temporary name until `publish()`; gone if that is never called.
class FileWriter {
public:
    static Expected<FileWriter> create(const std::filesystem::path& path);
    FileWriter(FileWriter&& other) noexcept;
    FileWriter& operator=(FileWriter&&) = delete;
    ~FileWriter();

    Expected<void> write(std::span<const std::byte> bytes);
    Expected<void> write(std::string_view text);
    Expected<void> publish();

private:
    FileWriter(std::filesystem::path path, std::filesystem::path temporary, int descriptor);
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
    int m_descriptor{-1};
};

/// A folder that appears whole or not at all: `fill` writes into a temporary folder beside `path`, which is
/// then flushed and renamed. An existing folder at `path` is an error (Busy).
Expected<void> writeFolder(const std::filesystem::path& path,
                           const std::function<Expected<void>(const std::filesystem::path&)>& fill);

/// Removes a folder that never stands half-empty under its own name, whatever interrupts it.
Expected<void> removeFolder(const std::filesystem::path& path);

/// Removes what an interrupted writeFile, writeFolder or removeFolder left in `folder`.
void removeLeftovers(const std::filesystem::path& folder);

/// Appends whole lines; each reaches the system's cache before `line` returns.
class LineAppender {
public:
    LineAppender() = default;
    /// A torn last line of an earlier process is ended first, so that it spoils no new one.
    static Expected<LineAppender> open(const std::filesystem::path& path);
    LineAppender(LineAppender&& other) noexcept;
    LineAppender& operator=(LineAppender&& other) noexcept;
    ~LineAppender();

    Expected<void> line(std::string_view text);
    Expected<void> flush(); ///< to the disk

private:
    std::filesystem::path m_path;
    int m_descriptor{-1};
};

/// One process at a time in a folder. Released when the process ends, however it ends.
class FolderLock {
public:
    /// Errors  Busy where another process has it; the message names its number.
    static Expected<FolderLock> take(const std::filesystem::path& folder);
    /// Whether some process, this one too, has it right now. Looks only: makes no file.
    static bool isTaken(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor)
        : m_descriptor{descriptor}
    {
    }
    int m_descriptor;
};

Expected<void> makeFolder(const std::filesystem::path& folder);

/// What lies directly in `folder`, sorted by name; nothing where it cannot be read.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder);

/// The lengths of all files in `folder` and below together; links are not followed.
std::int64_t folderBytes(const std::filesystem::path& folder);

/// Bytes that may still be written where `path` lies (or will lie).
std::optional<std::uint64_t> freeBytes(const std::filesystem::path& path);

} // namespace luthier
