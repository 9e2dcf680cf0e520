// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"

#include "core/base/files.h"

#include <cerrno>

#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;

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

Expected<void> readAt(int descriptor, const fs::path& path, std::size_t offset, std::span<std::byte> to)
{
    while (!to.empty()) {
        const auto read = ::pread(descriptor, to.data(), to.size(), static_cast<off_t>(offset));
        if (read < 0 && errno == EINTR) continue;
        if (read <= 0) {
            return Unexpected{
                systemError(QT_TRANSLATE_NOOP("core", "could not read"), path, read < 0 ? errno : EIO)};
        }
        to = to.subspan(static_cast<std::size_t>(read));
        offset += static_cast<std::size_t>(read);
    }
    return {};
}

Expected<void> flush(int descriptor, const fs::path& path)
{
    // EINVAL: a file system that cannot flush this kind of file has nothing to lose either.
    if (::fsync(descriptor) == 0 || errno == EINVAL) return {};
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not flush"), path, errno)};
}

} // namespace luthier
