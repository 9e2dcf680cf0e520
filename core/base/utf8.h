// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace luthier {

constexpr char32_t kReplacementCharacter = 0xFFFD;

struct Utf8Character {
    char32_t character;
    std::size_t length; ///< in bytes
};

/// How many bytes from `text[at]` on are a character, or the longest beginning of one that is cut or goes
/// wrong: what becomes one U+FFFD.
///
/// REQUIRES: at < text.size().
/// Source  The Unicode Standard §3.9, table 3-7 and "maximal subpart".
inline std::size_t subpartAt(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(text[at + i]); };
    const unsigned lead = byte(0);
    if (lead < 0xC2U || lead > 0xF4U) return 1;
    // The second byte's range shuts out overlong forms, surrogates and what lies above U+10FFFF.
    const unsigned low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    const unsigned high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    const std::size_t most = std::min<std::size_t>(lead >= 0xF0U       ? 4
                                                       : lead >= 0xE0U ? 3
                                                                       : 2,
                                                   text.size() - at);
    if (most < 2 || byte(1) < low || byte(1) > high) return 1;
    std::size_t length = 2;
    while (length < most && (byte(length) & 0xC0U) == 0x80U) {
        ++length;
    }
    return length;
}

/// The character that begins at `text[at]`. A byte that is no UTF-8 counts as one character, U+FFFD: a text
/// is never refused here, readers of files check theirs.
///
/// REQUIRES: at < text.size().
inline Utf8Character characterAt(std::string_view text, std::size_t at)
{
    const auto bits = [&](std::size_t i, unsigned mask) -> char32_t {
        return static_cast<unsigned char>(text[at + i]) & mask;
    };
    const char32_t lead = bits(0, 0xFFU);
    if (lead < 0x80U) return {lead, 1};
    const auto length = subpartAt(text, at);
    if (length == 2 && lead < 0xE0U) return {bits(0, 0x1FU) << 6U | bits(1, 0x3FU), 2};
    if (length == 3 && lead < 0xF0U) {
        return {bits(0, 0x0FU) << 12U | bits(1, 0x3FU) << 6U | bits(2, 0x3FU), 3};
    }
    if (length == 4) {
        return {bits(0, 0x07U) << 18U | bits(1, 0x3FU) << 12U | bits(2, 0x3FU) << 6U | bits(3, 0x3FU), 4};
    }
    return {kReplacementCharacter, 1};
}

/// Where the character before `text[end]` begins.
///
/// REQUIRES: end > 0.
inline std::size_t characterBefore(std::string_view text, std::size_t end)
{
    for (std::size_t length = 2; length <= 4 && length <= end; ++length) {
        if (characterAt(text.substr(0, end), end - length).length == length) return end - length;
    }
    return end - 1;
}

inline void appendUtf8(std::string& text, char32_t character)
{
    const auto add = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (character < 0x80U) {
        add(character);
    } else if (character < 0x800U) {
        add(0xC0U | character >> 6U);
        add(0x80U | (character & 0x3FU));
    } else if (character < 0x10000U) {
        add(0xE0U | character >> 12U);
        add(0x80U | (character >> 6U & 0x3FU));
        add(0x80U | (character & 0x3FU));
    } else {
        add(0xF0U | character >> 18U);
        add(0x80U | (character >> 12U & 0x3FU));
        add(0x80U | (character >> 6U & 0x3FU));
        add(0x80U | (character & 0x3FU));
    }
}

/// How many characters begin in valid UTF-8.
inline std::size_t characterCount(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

} // namespace luthier
