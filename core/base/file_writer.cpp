// SPDX-License-Identifier: GPL-3.0-or-later
// The half of files.h in which files and folders appear whole or not at all.
#include "core/base/descriptor.h"
#include "core/base/files.h"
#include "core/base/folder_path.h"

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporaryMark = ".tmp-";

fs::path temporaryBeside(const fs::path& path)
{
    static std::atomic<unsigned> count{0};
    fs::path temporary = path;
    temporary += kTemporaryMark + std::to_string(::getpid()) + "-" + std::to_string(++count);
    return temporary;
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

Expected<void> writeFolder(const fs::path& folder, const std::function<Expected<void>(const fs::path&)>& fill)
{
    const auto path = withoutSlash(folder);
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

Expected<void> removeFolder(const fs::path& folder)
{
    const auto path = withoutSlash(folder);
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

} // namespace luthier
