// SPDX-License-Identifier: GPL-3.0-or-later
// The place where std::filesystem's and the system's failures become values.
#include "core/base/files.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;

Error systemError(const Text& doing, const fs::path& path, int error)
{
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    Error result{.code = error == ENOENT ? ErrorCode::NotFound
                     : full              ? ErrorCode::DiskFull
                                         : ErrorCode::Io,
                 .message = Text{"%1: %2", doing, std::generic_category().message(error)},
                 .where = path.string()};
    if (error == ENOENT) {
        result.message = Text{QT_TRANSLATE_NOOP("core", "there is no such file or folder")};
        result.hint
            = Text{QT_TRANSLATE_NOOP("core", "look at how the name is written, and in which folder it is")};
    }
    if (full) {
        result.message = Text{QT_TRANSLATE_NOOP("core", "the disk is full")};
        result.hint = Text{QT_TRANSLATE_NOOP("core",
                                             "free some space there, then go on; nothing that was "
                                             "saved before is lost")};
    }
    if (error == EACCES) result.hint = Text{QT_TRANSLATE_NOOP("core", "your account may not do that there")};
    return result;
}

Error interrupted()
{
    return {.code = ErrorCode::Interrupted, .message = QT_TRANSLATE_NOOP("core", "stopped on request")};
}

Expected<MappedFile> MappedFile::open(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, errno)};
    }
    struct stat status { };
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return Unexpected{{.code = ErrorCode::Io,
                           .message = QT_TRANSLATE_NOOP("core", "this is not a file that can be read"),
                           .where = path.string()}};
    }
    MappedFile file;
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > 0) {
        void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (start == MAP_FAILED) {
            const int error = errno;
            ::close(descriptor);
            return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not map"), path, error)};
        }
        file.m_bytes = {static_cast<const std::byte*>(start), size};
    }
    ::close(descriptor);
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_bytes{std::exchange(other.m_bytes, {})}
{
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty()) ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

std::string_view MappedFile::text() const
{
    return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()};
}

void MappedFile::release(std::size_t offset, std::size_t length) const
{
    if (offset >= m_bytes.size()) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto first = (offset + page - 1) / page * page; // only pages that lie inside as a whole
    const auto last = std::min(offset + length, m_bytes.size()) / page * page;
    if (first < last) ::madvise(const_cast<std::byte*>(m_bytes.data()) + first, last - first, MADV_DONTNEED);
}

Expected<std::string> readFile(const fs::path& path, std::size_t limit)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, errno)};
    }
    std::string text;
    constexpr std::size_t kBlock = std::size_t{1} << 16U;
    for (;;) {
        const auto had = text.size();
        text.resize(had + kBlock);
        const auto got = ::read(descriptor, text.data() + had, kBlock);
        const int error = errno;
        text.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got < 0 && error == EINTR) continue;
        if (got < 0) {
            ::close(descriptor);
            return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not read"), path, error)};
        }
        if (got == 0) break;
        if (text.size() > limit) {
            ::close(descriptor);
            return Unexpected{{.code = ErrorCode::Limit,
                               .message = Text{QT_TRANSLATE_NOOP("core", "the file is longer than %1 bytes"),
                                               static_cast<std::int64_t>(limit)},
                               .where = path.string()}};
        }
    }
    ::close(descriptor);
    return text;
}

Expected<void> makeFolder(const fs::path& folder)
{
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (!failure) return {};
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not create"), folder, failure.value())};
}

std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code failure;
    for (fs::directory_iterator entry{folder, failure}; !failure && entry != fs::directory_iterator{};
         entry.increment(failure)) {
        entries.push_back(entry->path());
    }
    std::ranges::sort(entries);
    return entries;
}

std::int64_t folderBytes(const fs::path& folder)
{
    std::int64_t bytes = 0;
    std::error_code failure;
    for (fs::recursive_directory_iterator entry{folder, failure};
         !failure && entry != fs::recursive_directory_iterator{}; entry.increment(failure)) {
        std::error_code gone; // a file may vanish between being listed and being asked
        const auto size = entry->symlink_status(gone).type() == fs::file_type::regular
            ? entry->file_size(gone)
            : std::uintmax_t{0};
        if (!gone) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

std::optional<std::uint64_t> freeBytes(const fs::path& path)
{
    std::error_code failure;
    fs::path existing = fs::absolute(path, failure);
    while (!existing.empty() && !fs::exists(existing, failure) && existing != existing.parent_path()) {
        existing = existing.parent_path();
    }
    const auto space = fs::space(existing, failure);
    if (failure) return std::nullopt;
    return space.available;
}

} // namespace luthier
