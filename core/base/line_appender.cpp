// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"
#include "core/base/files.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace luthier {
namespace fs = std::filesystem;

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

} // namespace luthier
