// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/encoding.h"

#include "core/base/json.h"
#include "core/data/not_a_table.h"

#include <algorithm>
#include <utility>

namespace luthier::data {
namespace {

using namespace std::string_view_literals;

/// NUL bytes at even and at odd places: text of 16 bits a character has them at one of the two.
struct Nuls {
    std::size_t even{0}, odd{0};

    explicit Nuls(std::string_view bytes)
    {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (bytes[i] == '\0') ++(i % 2 == 0 ? even : odd);
        }
    }
    std::size_t all() const { return even + odd; }
    bool fewer(std::size_t one, std::size_t other, std::size_t half) const
    {
        return one * 5 < other && other * 5 >= half * 2; // from two in five of the units on
    }
};

Text saveAsCsv()
{
    return QT_TRANSLATE_NOOP("core", "open it in the program that made it and save it as CSV (UTF-8)");
}

Unexpected refused(ErrorCode code, Text message, Text hint)
{
    return {{.code = code, .message = std::move(message), .hint = std::move(hint)}};
}

} // namespace

std::string_view encodingWord(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Utf8:
        return "utf-8";
    case Encoding::Utf16Little:
    case Encoding::Utf16Big:
        return "utf-16";
    case Encoding::Latin1:
        break;
    }
    return "latin-1";
}

void appendUtf8(char*& at, std::uint32_t character)
{
    const auto put = [&at](std::uint32_t byte) { *at++ = static_cast<char>(byte); };
    if (character < 0x80U) {
        put(character);
    } else if (character < 0x800U) {
        put(0xC0U | character >> 6U);
        put(0x80U | (character & 0x3FU));
    } else if (character < 0x10000U) {
        put(0xE0U | character >> 12U);
        put(0x80U | (character >> 6U & 0x3FU));
        put(0x80U | (character & 0x3FU));
    } else {
        put(0xF0U | character >> 18U);
        put(0x80U | (character >> 12U & 0x3FU));
        put(0x80U | (character >> 6U & 0x3FU));
        put(0x80U | (character & 0x3FU));
    }
}

std::string utf8OfLatin1(std::string_view bytes)
{
    std::string text(2 * bytes.size(), '\0');
    char* at = text.data();
    for (const char byte : bytes) {
        appendUtf8(at, static_cast<unsigned char>(byte));
    }
    text.resize(static_cast<std::size_t>(at - text.data()));
    return text;
}

std::size_t cutCharacterBytes(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U) continue;
        const std::size_t length = byte >= 0xF0U ? 4 : byte >= 0xE0U ? 3 : byte >= 0xC0U ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

Expected<FoundEncoding> recogniseEncoding(std::string_view head, std::string_view chosen)
{
    if (const auto kind = foreignKind(head)) {
        return refused(ErrorCode::BadEncoding,
                       Text{QT_TRANSLATE_NOOP("core", "this is %1, not a table of text"), Text{*kind}},
                       saveAsCsv());
    }
    if (head.starts_with("\xff\xfe\0\0"sv) || head.starts_with("\0\0\xfe\xff"sv)) {
        return refused(ErrorCode::BadEncoding,
                       QT_TRANSLATE_NOOP("core", "the file is UTF-32, which is not read"), saveAsCsv());
    }
    const Nuls nuls{head};
    const auto half = head.size() / 2;
    const bool littleMark = head.starts_with("\xff\xfe"), bigMark = head.starts_with("\xfe\xff");
    if (chosen == "utf-16" || (chosen == "auto" && (littleMark || bigMark))) {
        const bool big = bigMark || (!littleMark && nuls.even > nuls.odd);
        return FoundEncoding{big ? Encoding::Utf16Big : Encoding::Utf16Little,
                             littleMark || bigMark ? 2U : 0U};
    }
    if (nuls.fewer(nuls.even, nuls.odd, half) || nuls.fewer(nuls.odd, nuls.even, half)) {
        return refused(ErrorCode::BadEncoding,
                       QT_TRANSLATE_NOOP("core",
                                         "every other byte is NUL: this looks like UTF-16 without its "
                                         "mark"),
                       QT_TRANSLATE_NOOP("core", "choose the encoding utf-16, or save it as UTF-8"));
    }
    const bool isUtf8
        = invalidUtf8(head.substr(0, head.size() - cutCharacterBytes(head))) == std::string_view::npos;
    constexpr std::size_t kFewNuls = 16; // a handful are faults of their rows
    if ((nuls.all() > 0 && !isUtf8) || (nuls.all() > kFewNuls && nuls.all() * 100 > head.size())) {
        return refused(ErrorCode::NulByte,
                       Text{QT_TRANSLATE_NOOP("core",
                                              "%1 of the first %2 bytes are NUL: this is binary data, "
                                              "not a table of text"),
                            nuls.all(), head.size()},
                       saveAsCsv());
    }
    if (chosen == "latin-1") return FoundEncoding{Encoding::Latin1, 0};
    return FoundEncoding{Encoding::Utf8, head.starts_with("\xef\xbb\xbf") ? 3U : 0U};
}

} // namespace luthier::data
