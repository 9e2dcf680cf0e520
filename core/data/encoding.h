// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace luthier::data {

/// How the bytes of a text file stand for characters.
enum class Encoding { Utf8, Utf16Little, Utf16Big, Latin1 };

/// As in the recipe: utf-8, utf-16, latin-1.
std::string_view encodingWord(Encoding encoding);

struct FoundEncoding {
    Encoding encoding{Encoding::Utf8};
    std::size_t markBytes{0}; ///< of the mark (BOM) at the start
};

/// Tells it from the first bytes of a file. A mark is believed; what merely looks like an encoding is not, it
/// must be `chosen` (auto, utf-8, utf-16, latin-1).
///
/// Errors  without a place: BadEncoding where the bytes are something else than a table of text, UTF-32, or
///         look like UTF-16 without its mark; NulByte for other binary data.
Expected<FoundEncoding> recogniseEncoding(std::string_view head, std::string_view chosen);

/// Writes one character, at most 4 bytes, and moves `at` behind it.
void appendUtf8(char*& at, std::uint32_t character);

/// Each byte as the character of its number.
std::string utf8OfLatin1(std::string_view bytes);

/// How many bytes at the end of a UTF-8 text begin a character that goes on behind it.
std::size_t cutCharacterBytes(std::string_view text);

} // namespace luthier::data
