// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cache_file.h"

#include "core/base/assert.h"
#include "core/base/descriptor.h"
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "luthier cache 1\n"; // another number wherever the layout changes
constexpr std::size_t kPage = 4096; // the numbers begin here: aligned for every type and instruction
constexpr const char* kEnding = ".kept";
constexpr const char* kTemporaryMark = ".making-";
constexpr std::uint64_t kGiB = std::uint64_t{1} << 30U;

/// The first page: what the numbers are, what they were made from, how many bytes, and their sum. `read(at,
/// into)` reads them. Errors  those of `read`.
template <class F>
Expected<std::string> firstPage(std::string_view kind, const std::string& key, std::size_t size, F read)
{
    std::vector<std::byte> some(std::min(size, std::size_t{1} << 20U));
    Sha256 sum;
    for (std::size_t at = 0; at < size; at += some.size()) {
        const auto part = std::span{some}.first(std::min(some.size(), size - at));
        LUTHIER_CHECK(read(at, part));
        sum.add(part);
    }
    std::string page{kMagic};
    page.append(kind).append("\n").append(key).append("\n");
    page.append(std::to_string(size)).append("\n").append(sum.hex()).append("\n");
    LUTHIER_ASSERT(page.size() <= kPage);
    page.resize(kPage);
    return page;
}

fs::path pathOf(std::string_view kind, const std::string& key)
{
    return cacheFilesFolder() / (std::string{kind} + "-" + key + kEnding);
}

struct Kept {
    fs::path path;
    std::uint64_t bytes;
    timespec used;
};

/// The files that there are, the longest unused first. What a process that died was making is taken away.
std::vector<Kept> keptFiles()
{
    std::vector<Kept> files;
    for (const auto& path : entriesOf(cacheFilesFolder())) {
        const auto name = path.filename().string();
        if (name.find(kTemporaryMark) != std::string::npos) {
            const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
            // Whoever makes it holds a lock on it, which ends with the process.
            if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
            if (descriptor >= 0) ::close(descriptor);
            continue;
        }
        struct stat status { };
        if (!name.ends_with(kEnding) || ::stat(path.c_str(), &status) != 0) continue;
        files.push_back({path, static_cast<std::uint64_t>(status.st_size), status.st_mtim});
    }
    std::ranges::sort(files, [](const Kept& a, const Kept& b) {
        return std::pair{a.used.tv_sec, a.used.tv_nsec} < std::pair{b.used.tv_sec, b.used.tv_nsec};
    });
    return files;
}

/// Errors  Limit where the files could not make so much place.
Expected<void> makePlaceFor(std::uint64_t bytes)
{
    auto files = keptFiles();
    std::uint64_t sum = 0;
    for (const Kept& file : files) {
        sum += file.bytes;
    }
    const auto limit = cacheLimit(freeBytes(cacheFilesFolder()).value_or(0) + sum);
    if (bytes > limit) {
        constexpr std::uint64_t kMegabyte = 1'000'000;
        return Unexpected{{.code = ErrorCode::Limit,
                           .message = Text{QT_TRANSLATE_NOOP("core",
                                                             "%1 MB are more than the %2 MB that may be kept "
                                                             "on this disk"),
                                           static_cast<std::int64_t>(bytes / kMegabyte),
                                           static_cast<std::int64_t>(limit / kMegabyte)},
                           .where = cacheFilesFolder().string()}};
    }
    for (auto file = files.begin(); file != files.end() && sum + bytes > limit; ++file) {
        ::unlink(file->path.c_str()); // whoever has it mapped still reads it
        sum -= file->bytes;
    }
    return {};
}

} // namespace

fs::path cacheFilesFolder()
{
    return cacheFolder() / "kept";
}

std::uint64_t cacheLimit(std::uint64_t room)
{
    // A tenth of a large disk is nobody's loss; on a small one some gigabytes are worth more than a tenth.
    constexpr std::uint64_t kShare = 10, kOfASmallDisk = 2;
    return std::max(room / kShare, std::min(4 * kGiB, room / kOfASmallDisk));
}

std::optional<CacheFile> CacheFile::find(std::string_view kind, const std::string& key)
{
    const auto path = pathOf(kind, key);
    auto file = open(path);
    if (!file) return std::nullopt;
    std::string page(kPage, ' ');
    const auto readPage = readAt(file->m_descriptor, path, 0, std::as_writable_bytes(std::span{page}));
    const auto expected
        = firstPage(kind, key, file->m_size, [&](std::size_t at, auto into) { return file->read(at, into); });
    if (!readPage || !expected || page != *expected) {
        ::unlink(path.c_str());
        return std::nullopt;
    }
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    return file;
}

/// Nothing where there is none, or it is too short for one.
std::optional<CacheFile> CacheFile::open(const fs::path& path)
{
    CacheFile file;
    file.m_path = path;
    // Whatever lies there: a pipe must not make anybody wait.
    file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status { };
    if (file.m_descriptor < 0 || ::fstat(file.m_descriptor, &status) != 0) return std::nullopt;
    if (!S_ISREG(status.st_mode) || status.st_size < static_cast<off_t>(kPage)) {
        ::unlink(path.c_str());
        return std::nullopt;
    }
    file.m_size = static_cast<std::size_t>(status.st_size) - kPage;
    return file;
}

CacheFile::CacheFile(CacheFile&& other) noexcept
    : m_path{std::move(other.m_path)}
    , m_descriptor{std::exchange(other.m_descriptor, -1)}
    , m_size{other.m_size}
{
}

CacheFile& CacheFile::operator=(CacheFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    return *this;
}

CacheFile::~CacheFile()
{
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Expected<void> CacheFile::read(std::size_t offset, std::span<std::byte> to) const
{
    LUTHIER_ASSERT(offset <= m_size && to.size() <= m_size - offset);
    return readAt(m_descriptor, m_path, kPage + offset, to);
}

Expected<CacheWriter> CacheWriter::create(std::string_view kind, const std::string& key, std::uint64_t bytes)
{
    LUTHIER_CHECK(makeFolder(cacheFilesFolder()));
    LUTHIER_CHECK(makePlaceFor(bytes + kPage));
    CacheWriter writer;
    writer.m_kind = kind;
    writer.m_key = key;
    writer.m_path = pathOf(kind, key);
    auto name = writer.m_path.string() + kTemporaryMark + "XXXXXX";
    writer.m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (writer.m_descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not create"), writer.m_path, errno)};
    }
    writer.m_temporary = name;
    const auto size = static_cast<std::size_t>(bytes) + kPage;
    // The room is taken now: writing to a mapping that the disk cannot hold would be the end of the process.
    int failure = ::flock(writer.m_descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (failure == 0) failure = ::posix_fallocate(writer.m_descriptor, 0, static_cast<off_t>(size));
    if (failure == 0) {
        void* const start = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, writer.m_descriptor, 0);
        if (start != MAP_FAILED) {
            writer.m_mapped = {static_cast<std::byte*>(start), size};
            return writer;
        }
        failure = errno;
    }
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not create"), writer.m_path, failure)};
}

CacheWriter::CacheWriter(CacheWriter&& other) noexcept
    : m_kind{std::move(other.m_kind)}
    , m_key{std::move(other.m_key)}
    , m_path{std::move(other.m_path)}
    , m_temporary{std::move(other.m_temporary)}
    , m_descriptor{std::exchange(other.m_descriptor, -1)}
    , m_mapped{std::exchange(other.m_mapped, {})}
{
}

CacheWriter::~CacheWriter()
{
    if (!m_mapped.empty()) ::munmap(m_mapped.data(), m_mapped.size());
    if (m_descriptor < 0) return;
    ::unlink(m_temporary.c_str());
    ::close(m_descriptor);
}

std::span<std::byte> CacheWriter::bytes()
{
    return m_mapped.subspan(kPage);
}

void CacheWriter::release() const
{
    ::madvise(m_mapped.data(), m_mapped.size(), MADV_DONTNEED); // a shared mapping loses nothing by it
}

Expected<CacheFile> CacheWriter::publish()
{
    LUTHIER_ASSERT(m_descriptor >= 0);
    release();
    LUTHIER_TRY(const auto page, firstPage(m_kind, m_key, bytes().size(), [this](std::size_t at, auto into) {
                    return readAt(m_descriptor, m_path, kPage + at, into);
                }));
    std::memcpy(m_mapped.data(), page.data(), page.size());
    if (::msync(m_mapped.data(), m_mapped.size(), MS_SYNC) != 0 || ::fsync(m_descriptor) != 0
        || ::rename(m_temporary.c_str(), m_path.c_str()) != 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not write"), m_path, errno)};
    }
    ::close(std::exchange(m_descriptor, -1));
    // The name may be lost with the power, the file then is not there; it can be made again.
    auto file = CacheFile::open(m_path);
    if (!file) return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), m_path, errno)};
    return *std::move(file);
}

} // namespace luthier
