// SPDX-License-Identifier: GPL-3.0-or-later
// The place where std::filesystem's and the system's failures become values.
#include "core/base/files.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporaryMark = ".tmp-";
constexpr const char* kLockName = ".lock";

fs::path temporaryBeside(const fs::path& path)
{
    static std::atomic<unsigned> count{0};
    fs::path temporary = path;
    temporary += kTemporaryMark + std::to_string(::getpid()) + "-" + std::to_string(++count);
    return temporary;
}

Expected<void> writeAll(int descriptor, const fs::path& path, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not write"), path, errno)};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Expected<void> flush(int descriptor, const fs::path& path)
{
    // EINVAL: a file system that cannot flush this kind of file has nothing to lose either.
    if (::fsync(descriptor) == 0 || errno == EINVAL) return {};
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not flush"), path, errno)};
}

Expected<void> flushPath(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, errno)};
    }
    auto flushed = flush(descriptor, path);
    ::close(descriptor);
    return flushed;
}

fs::path folderOf(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

Expected<void> renamePath(const fs::path& from, const fs::path& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not name"), to, errno)};
    }
    return flushPath(folderOf(to));
}

} // namespace

Error systemError(const Text& doing, const fs::path& path, int error)
{
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    Error result{.code = error == ENOENT ? ErrorCode::NotFound
                     : full              ? ErrorCode::DiskFull
                                         : ErrorCode::Io,
                 .message = Text{QT_TRANSLATE_NOOP("core", "%1: %2"), doing.english(),
                                 std::generic_category().message(error)},
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

Expected<void> writeFile(const fs::path& path, std::string_view bytes)
{
    LUTHIER_TRY(auto writer, FileWriter::create(path));
    LUTHIER_CHECK(writer.write(bytes));
    return writer.publish();
}

FileWriter::FileWriter(fs::path path, fs::path temporary, int descriptor)
    : m_path{std::move(path)}
    , m_temporary{std::move(temporary)}
    , m_descriptor{descriptor}
{
}

Expected<FileWriter> FileWriter::create(const fs::path& path)
{
    auto temporary = temporaryBeside(path);
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not create"), path, errno)};
    }
    return FileWriter{path, std::move(temporary), descriptor};
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : m_path{std::move(other.m_path)}
    , m_temporary{std::move(other.m_temporary)}
    , m_descriptor{std::exchange(other.m_descriptor, -1)}
{
}

FileWriter::~FileWriter()
{
    if (m_descriptor < 0) return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
}

Expected<void> FileWriter::write(std::span<const std::byte> bytes)
{
    LUTHIER_ASSERT(m_descriptor >= 0);
    return writeAll(m_descriptor, m_path, bytes);
}

Expected<void> FileWriter::write(std::string_view text)
{
    return write(std::as_bytes(std::span{text.data(), text.size()}));
}

Expected<void> FileWriter::publish()
{
    LUTHIER_ASSERT(m_descriptor >= 0);
    LUTHIER_CHECK(flush(m_descriptor, m_path));
    if (::close(std::exchange(m_descriptor, -1)) != 0) {
        const int error = errno; // a quota may speak up only here
        ::unlink(m_temporary.c_str());
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not write"), m_path, error)};
    }
    return renamePath(m_temporary, m_path);
}

Expected<void> writeFolder(const fs::path& path, const std::function<Expected<void>(const fs::path&)>& fill)
{
    if (fs::exists(path)) {
        return Unexpected{{.code = ErrorCode::Busy,
                           .message = QT_TRANSLATE_NOOP("core", "this folder exists already"),
                           .where = path.string(),
                           .hint = QT_TRANSLATE_NOOP("core", "choose another name, or remove it first")}};
    }
    const auto temporary = temporaryBeside(path);
    LUTHIER_CHECK(makeFolder(temporary));
    auto filled = fill(temporary);
    std::error_code failure;
    if (filled) filled = flushPath(temporary);
    if (filled) filled = renamePath(temporary, path);
    if (!filled) fs::remove_all(temporary, failure);
    return filled;
}

Expected<void> removeFolder(const fs::path& path)
{
    const auto temporary = temporaryBeside(path);
    if (::rename(path.c_str(), temporary.c_str()) != 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not remove"), path, errno)};
    }
    LUTHIER_CHECK(flushPath(folderOf(path)));
    std::error_code failure;
    fs::remove_all(temporary, failure);
    if (!failure) return {};
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not remove"), path, failure.value())};
}

void removeLeftovers(const fs::path& folder)
{
    std::error_code failure;
    for (const fs::path& entry : entriesOf(folder)) {
        if (entry.filename().string().find(kTemporaryMark) != std::string::npos) {
            fs::remove_all(entry, failure);
        }
    }
}

Expected<LineAppender> LineAppender::open(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, errno)};
    }
    LineAppender appender;
    appender.m_path = path;
    appender.m_descriptor = descriptor;
    const auto size = ::lseek(descriptor, 0, SEEK_END);
    char last = '\n';
    if (size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n') {
        LUTHIER_CHECK(writeAll(descriptor, path, std::as_bytes(std::span{"\n", 1})));
    }
    return appender;
}

LineAppender::LineAppender(LineAppender&& other) noexcept
    : m_path{std::move(other.m_path)}
    , m_descriptor{std::exchange(other.m_descriptor, -1)}
{
}

LineAppender& LineAppender::operator=(LineAppender&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

LineAppender::~LineAppender()
{
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Expected<void> LineAppender::line(std::string_view text)
{
    std::string whole{text};
    whole += '\n'; // one write a line: two processes never mix inside one
    return writeAll(m_descriptor, m_path, std::as_bytes(std::span{whole.data(), whole.size()}));
}

Expected<void> LineAppender::flush()
{
    return luthier::flush(m_descriptor, m_path);
}

Expected<FolderLock> FolderLock::take(const fs::path& folder)
{
    const auto path = folder / kLockName;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, errno)};
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        std::string owner(32, '\0');
        const auto length = ::pread(descriptor, owner.data(), owner.size(), 0);
        owner.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
        ::close(descriptor);
        return Unexpected{
            {.code = ErrorCode::Busy,
             .message = Text{QT_TRANSLATE_NOOP("core", "another process (%1) works in this folder"),
                             owner.empty() ? "?" : owner},
             .where = folder.string(),
             .hint = QT_TRANSLATE_NOOP("core", "wait until it is done, or choose another folder")}};
    }
    const auto self = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, self.data(), self.size(), 0) < 0) {
        // The number is a courtesy to the reader of the message; the lock holds without it.
    }
    return FolderLock{descriptor};
}

bool FolderLock::isTaken(const fs::path& folder)
{
    const int descriptor = ::open((folder / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool taken = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return taken;
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : m_descriptor{std::exchange(other.m_descriptor, -1)}
{
}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0) ::close(m_descriptor);
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
