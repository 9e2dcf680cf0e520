// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLockName = ".lock";

} // namespace

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

} // namespace luthier
