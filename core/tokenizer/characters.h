// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// What the components of a pipeline ask of a character. The reference library mixes Unicode versions, so
/// each question has its own members (formats.md §4.3).
enum class Character : std::uint16_t {
    Letter = 1U << 0U, ///< \p{L}
    Number = 1U << 1U, ///< \p{N}
    Space = 1U << 2U, ///< White_Space
    Digit = 1U << 3U, ///< what `Digits` takes for one: a little more than Number
    Word = 1U << 4U, ///< \w of added tokens
    Punctuation = 1U << 5U, ///< of BERT
    Unprintable = 1U << 6U, ///< removed where BERT cleans a text
    Ideograph = 1U << 7U, ///< a word of its own for BERT
    Accent = 1U << 8U, ///< removed where BERT strips accents
    // Not in the tables, but told by them: where it is worth asking further.
    Lowers = 1U << 9U,
    Decomposes = 1U << 10U,
    Combines = 1U << 11U, ///< has a canonical combining class other than 0
};

/// The few characters that one becomes.
struct Few {
    std::array<char32_t, 4> characters{};
    std::size_t count{0};

    const char32_t* begin() const { return characters.data(); }
    const char32_t* end() const { return characters.data() + count; }
};

/// The tables of unicode_tables.h, spread out for fast answers.
///
/// Thread  any; it does not change. `characters()` makes the only one.
class Characters {
public:
    Characters();

    bool is(char32_t character, Character kind) const
    {
        return (bits(character) & static_cast<std::uint16_t>(kind)) != 0;
    }
    std::uint16_t bits(char32_t character) const
    {
        return character < kEnd ? m_blocks[m_index[character / kBlock]][character % kBlock]
                                : std::uint16_t{0};
    }
    /// By code point and without a language: Σ is always σ.
    Few lower(char32_t character) const;
    /// The full canonical decomposition of one character (NFD), in canonical order.
    Few decomposed(char32_t character) const;
    /// Canonical_Combining_Class as the decompositions' Unicode version has it.
    std::uint8_t combiningClass(char32_t character) const;

private:
    static constexpr char32_t kEnd = 0x110000;
    static constexpr char32_t kBlock = 256;
    using Block = std::array<std::uint16_t, kBlock>;

    std::array<std::uint16_t, kEnd / kBlock> m_index{};
    std::vector<Block> m_blocks;
    // Each in order of the character.
    std::vector<std::pair<char32_t, char32_t>> m_lower;
    std::vector<std::pair<char32_t, Few>> m_decomposed;
    std::vector<std::pair<char32_t, std::uint8_t>> m_combining;
};

/// Made at the first call.
const Characters& characters();

} // namespace luthier::tokenizer
