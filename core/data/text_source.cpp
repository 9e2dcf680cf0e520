// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_source.h"

#include "core/base/files.h"
#include "core/base/json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

namespace luthier::data {
namespace {

// Large enough to forget the call, small enough for caches.
constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;
constexpr std::size_t kHeadBytes = std::size_t{1} << 18U; // what formats are told by

using namespace std::string_view_literals;

Text chooseEncoding()
{
    return QT_TRANSLATE_NOOP("core", "choose its encoding, or save it as UTF-8");
}

} // namespace

TextSource::TextSource(std::filesystem::path file, int descriptor, std::uint64_t size, const Job& job)
    : m_file{std::move(file)}
    , m_descriptor{descriptor}
    , m_size{size}
    , m_job{job}
{
}

TextSource::~TextSource()
{
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Expected<std::unique_ptr<TextSource>> TextSource::open(const std::filesystem::path& file,
                                                       std::string_view encoding, const Job& job)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), file, errno)};
    }
    struct stat status { };
    const bool isFile = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    std::unique_ptr<TextSource> source{
        new TextSource{file, descriptor, static_cast<std::uint64_t>(status.st_size), job}};
    if (!isFile) {
        return Unexpected{{.code = ErrorCode::Io,
                           .message = QT_TRANSLATE_NOOP("core", "this is not a file that can be read"),
                           .where = file.string()}};
    }
    LUTHIER_CHECK(source->read(kHeadBytes));
    auto found = recogniseEncoding(source->m_raw, encoding);
    if (!found) {
        Error error = std::move(found).error();
        error.where = file.string();
        return Unexpected{std::move(error)};
    }
    source->m_encoding = found->encoding;
    source->m_markBytes = found->markBytes;
    source->m_raw.erase(0, found->markBytes);
    LUTHIER_CHECK(source->decode());
    if (source->window().find_first_not_of("\r\n"sv) == std::string_view::npos && source->atEnd()) {
        return Unexpected{
            {.code = ErrorCode::EmptyFile,
             .message = QT_TRANSLATE_NOOP("core", "the file is empty"),
             .where = file.string(),
             .hint = QT_TRANSLATE_NOOP("core", "export it again, with one row for each example")}};
    }
    return source;
}

std::string TextSource::placeOf(std::int64_t line, std::int64_t column) const
{
    return m_file.string() + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Expected<void> TextSource::more()
{
    if (m_job.stop.stop_requested()) return Unexpected{interrupted()};
    if (m_size > 0) {
        m_job.report(static_cast<double>(m_readBytes) / static_cast<double>(std::max(m_size, m_readBytes)),
                     QT_TRANSLATE_NOOP("core", "Reading the rows"));
    }
    // A window that must hold one very long row doubles, so that what looks at it again does so rarely.
    const auto had = window().size();
    while (!m_atEnd && window().size() == had) {
        LUTHIER_CHECK(read(std::max(kBlockBytes, had)));
        LUTHIER_CHECK(decode());
    }
    return {};
}

Expected<void> TextSource::read(std::size_t bytes)
{
    const auto kept = m_raw.size();
    m_raw.resize(kept + bytes);
    std::size_t got = 0;
    while (got < bytes) {
        const auto count = ::read(m_descriptor, m_raw.data() + kept + got, bytes - got);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not read"), m_file, errno)};
        }
        if (count == 0) break;
        got += static_cast<std::size_t>(count);
    }
    m_raw.resize(kept + got);
    m_readBytes += got;
    m_atEnd = got < bytes;
    return {};
}

Expected<void> TextSource::decode()
{
    switch (m_encoding) {
    case Encoding::Utf8:
        return checkUtf8();
    case Encoding::Utf16Little:
    case Encoding::Utf16Big:
        return decodeUtf16();
    case Encoding::Latin1:
        decodeLatin1();
        break;
    }
    return {};
}

/// Room for that many bytes behind the window, and the padding behind them.
char* TextSource::room(std::size_t bytes)
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= std::exchange(m_begin, 0);
    }
    if (m_buffer.size() < m_end + bytes + kPadding) m_buffer.resize(m_end + bytes + kPadding);
    return m_buffer.data() + m_end;
}

Expected<void> TextSource::checkUtf8()
{
    const std::string_view raw{m_raw};
    const auto whole = m_atEnd ? raw.size() : raw.size() - cutCharacterBytes(raw);
    if (!simdjson::validate_utf8(raw.data(), whole)) {
        const auto bad = invalidUtf8(raw.substr(0, whole));
        const auto from = bad - std::min<std::size_t>(bad, 20);
        const auto around = raw.substr(from, bad + 20 - from);
        const bool isControl = std::ranges::any_of(around, [](char c) { // no such character in real texts
            return static_cast<unsigned char>(c) >= 0x80U && static_cast<unsigned char>(c) < 0xA0U;
        });
        std::string shown = utf8OfLatin1(around);
        std::ranges::replace_if(
            shown, [](char c) { return static_cast<unsigned char>(c) < 0x20U; }, ' ');
        const auto offset = m_readBytes - raw.size() + bad;
        return Unexpected{atByte(
            ErrorCode::BadUtf8,
            Text{QT_TRANSLATE_NOOP("core", "byte %1 (value %2) is no UTF-8"), offset,
                 static_cast<int>(static_cast<unsigned char>(raw[bad]))},
            isControl
                ? chooseEncoding()
                : Text{QT_TRANSLATE_NOOP("core", "choose the encoding latin-1 if '%1' reads well"), shown},
            offset)};
    }
    std::memcpy(room(whole), raw.data(), whole);
    m_end += whole;
    m_raw.erase(0, whole);
    return {};
}

Expected<void> TextSource::decodeUtf16()
{
    const bool big = m_encoding == Encoding::Utf16Big;
    const auto unit = [&](std::size_t i) {
        const auto first = static_cast<unsigned char>(m_raw[i]);
        const auto second = static_cast<unsigned char>(m_raw[i + 1]);
        return static_cast<std::uint32_t>(big ? first << 8U | second : second << 8U | first);
    };
    char* const begin = room(m_raw.size() / 2 * 3);
    char* at = begin;
    std::size_t i = 0;
    bool fault = false;
    while (i + 2 <= m_raw.size() && !fault) {
        std::uint32_t character = unit(i);
        std::size_t length = 2;
        if (character >= 0xD800U && character < 0xE000U) {
            if (character < 0xDC00U && i + 4 > m_raw.size() && !m_atEnd) break;
            const auto low = i + 4 <= m_raw.size() ? unit(i + 2) : 0;
            fault = character >= 0xDC00U || low < 0xDC00U || low >= 0xE000U;
            character = 0x10000U + ((character - 0xD800U) << 10U) + (low - 0xDC00U);
            length = 4;
        }
        if (fault) break;
        appendUtf8(at, character);
        i += length;
    }
    const bool cut = m_atEnd && !fault && i < m_raw.size();
    if (fault || cut) {
        return Unexpected{
            atByte(ErrorCode::BadEncoding,
                   cut ? Text{QT_TRANSLATE_NOOP("core", "the file ends inside a UTF-16 character")}
                       : Text{QT_TRANSLATE_NOOP("core", "half a UTF-16 character at byte %1"),
                              m_readBytes - m_raw.size() + i},
                   chooseEncoding(), m_readBytes - m_raw.size() + i)};
    }
    m_end += static_cast<std::size_t>(at - begin);
    m_raw.erase(0, i);
    return {};
}

void TextSource::decodeLatin1()
{
    char* const begin = room(2 * m_raw.size());
    char* at = begin;
    for (const char byte : m_raw) {
        appendUtf8(at, static_cast<unsigned char>(byte));
    }
    m_end += static_cast<std::size_t>(at - begin);
    m_raw.clear();
}

/// An error at a byte of the file; what stands before it is read once more to count its lines.
Error TextSource::atByte(ErrorCode code, Text message, Text hint, std::uint64_t offset) const
{
    const std::size_t width = m_encoding == Encoding::Utf8 ? 1 : 2;
    const std::size_t low = m_encoding == Encoding::Utf16Big ? 1 : 0;
    std::int64_t line = 1, column = 1;
    bool afterReturn = false;
    std::string block(kBlockBytes, '\0');
    for (std::uint64_t at = m_markBytes; at < offset;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kBlockBytes, offset - at));
        const auto got = ::pread(m_descriptor, block.data(), wanted, static_cast<off_t>(at));
        if (got <= 0) break;
        at += static_cast<std::uint64_t>(got);
        for (std::size_t i = 0; i + width <= static_cast<std::size_t>(got); i += width) {
            const auto byte = static_cast<unsigned char>(block[i + low]);
            const bool wide = width == 2 && block[i + 1 - low] != '\0';
            if (!wide && (byte == '\n' || byte == '\r')) {
                if (byte == '\r' || !afterReturn) ++line;
                column = 1;
            } else if (width == 2 || (byte & 0xC0U) != 0x80U) {
                ++column;
            }
            afterReturn = !wide && byte == '\r';
        }
    }
    return {
        .code = code, .message = std::move(message), .where = placeOf(line, column), .hint = std::move(hint)};
}

} // namespace luthier::data
