// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/format.h"

#include <algorithm>
#include <array>

namespace luthier::data {
#define FORMAT(stem) const Format& stem();
#include "core/data/formats.def"
#undef FORMAT

std::span<const Format* const> formats()
{
    static const std::array table{
#define FORMAT(stem) &stem(),
#include "core/data/formats.def"
#undef FORMAT
    };
    return table;
}

Expected<Sniffed> sniffed(const Head& head)
{
    Sniffed best;
    int confidence = 0;
    for (const Format* format : formats()) {
        auto recognition = format->recognise(head);
        if (recognition.confidence <= confidence) continue;
        confidence = recognition.confidence;
        best = {format, std::move(recognition.reason)};
    }
    if (best.format != nullptr) return best;
    return Unexpected{
        {.code = ErrorCode::Unsupported,
         .message = QT_TRANSLATE_NOOP("core", "no row of this file looks like a table, JSON or JSON Lines"),
         .hint = QT_TRANSLATE_NOOP("core", "save it as CSV (UTF-8), or choose the format by hand")}};
}

Place placeAt(std::string_view text, std::size_t offset, std::int64_t line)
{
    Place place{line, 1};
    for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool firstOfTwo = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if ((c == '\n' || c == '\r') && !firstOfTwo) {
            place = {place.line + 1, 1};
        } else if ((c & 0xC0U) != 0x80U) { // a continuation byte is no character
            ++place.column;
        }
    }
    return place;
}

std::string excerpt(std::string_view text)
{
    constexpr std::size_t kBytes = 120;
    const bool cut = text.size() > kBytes;
    text = text.substr(0, kBytes);
    text.remove_suffix(cut ? cutCharacterBytes(text) : 0);
    std::string line{text};
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20U) c = ' ';
    }
    return cut ? line + "…" : line;
}

} // namespace luthier::data
