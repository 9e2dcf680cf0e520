// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/characters.h"

#include "core/tokenizer/unicode_tables.h"

#include <algorithm>
#include <map>

namespace luthier::tokenizer {
namespace {

constexpr char32_t kCapitalDottedI = 0x130; // the only one whose lower case is two characters

// Hangul syllables are decomposed by arithmetic, The Unicode Standard §3.12.
constexpr char32_t kSyllables = 0xAC00;
constexpr char32_t kLeading = 0x1100;
constexpr char32_t kVowels = 0x1161;
constexpr char32_t kTrailing = 0x11A7;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kTrailingCount = 28;
constexpr char32_t kSyllableCount = 19 * kVowelCount * kTrailingCount;

bool isSyllable(char32_t character)
{
    return character >= kSyllables && character < kSyllables + kSyllableCount;
}

constexpr std::uint16_t bit(Character kind)
{
    return static_cast<std::uint16_t>(kind);
}

/// What `rows` says of a character, or what it is where they say nothing.
template <class Row, class Value>
Value valueOf(const std::vector<Row>& rows, char32_t character, Value otherwise)
{
    const auto found = std::lower_bound(rows.begin(), rows.end(), character,
                                        [](const Row& row, char32_t wanted) { return row.first < wanted; });
    return found != rows.end() && found->first == character ? found->second : otherwise;
}

} // namespace

Characters::Characters()
{
    for (std::size_t i = 0; i < kLowerRuns.size(); i += 4) {
        for (std::uint32_t k = 0; k < kLowerRuns[i + 1]; ++k) {
            const std::uint32_t shift = k * kLowerRuns[i + 2];
            m_lower.emplace_back(kLowerRuns[i] + shift, kLowerRuns[i + 3] + shift);
        }
    }
    for (std::size_t i = 0; i < kCombiningRuns.size(); i += 3) {
        for (std::uint32_t k = 0; k < kCombiningRuns[i + 1]; ++k) {
            m_combining.emplace_back(kCombiningRuns[i] + k, static_cast<std::uint8_t>(kCombiningRuns[i + 2]));
        }
    }
    char32_t character = 0;
    for (std::size_t i = 0; i < kDecompositions.size(); i += 2 + kDecompositions[i + 1]) {
        character += kDecompositions[i];
        Few& few = m_decomposed.emplace_back(character, Few{}).second;
        few.count = kDecompositions[i + 1];
        std::copy_n(kDecompositions.begin() + static_cast<std::ptrdiff_t>(i) + 2, few.count,
                    few.characters.begin());
    }

    std::vector<std::uint16_t> all;
    all.reserve(kEnd);
    for (std::size_t i = 0; i < kClassRuns.size(); i += 2) {
        all.insert(all.end(), kClassRuns[i], static_cast<std::uint16_t>(kClassRuns[i + 1]));
    }
    const auto mark = [&all](char32_t which, Character kind) { all[which] |= bit(kind); };
    for (const auto& entry : m_lower) {
        mark(entry.first, Character::Lowers);
    }
    mark(kCapitalDottedI, Character::Lowers);
    for (const auto& entry : m_decomposed) {
        mark(entry.first, Character::Decomposes);
    }
    for (char32_t syllable = kSyllables; isSyllable(syllable); ++syllable) {
        mark(syllable, Character::Decomposes);
    }
    for (const auto& entry : m_combining) {
        mark(entry.first, Character::Combines);
    }

    std::map<Block, std::uint16_t> known; // most of the 4,352 blocks are alike
    for (std::size_t i = 0; i < m_index.size(); ++i) {
        Block block;
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(i * kBlock), kBlock, block.begin());
        const auto [entry, isNew] = known.emplace(block, static_cast<std::uint16_t>(m_blocks.size()));
        if (isNew) m_blocks.push_back(block);
        m_index[i] = entry->second;
    }
}

Few Characters::lower(char32_t character) const
{
    if (character == kCapitalDottedI) return {{U'i', 0x307}, 2};
    return {{valueOf(m_lower, character, character)}, 1};
}

Few Characters::decomposed(char32_t character) const
{
    if (isSyllable(character)) {
        const char32_t index = character - kSyllables;
        const char32_t trailing = index % kTrailingCount;
        return {{kLeading + index / (kVowelCount * kTrailingCount),
                 kVowels + index / kTrailingCount % kVowelCount, kTrailing + trailing},
                trailing == 0 ? std::size_t{2} : std::size_t{3}};
    }
    return valueOf(m_decomposed, character, Few{{character}, 1});
}

std::uint8_t Characters::combiningClass(char32_t character) const
{
    return valueOf(m_combining, character, std::uint8_t{0});
}

const Characters& characters()
{
    static const Characters table;
    return table;
}

} // namespace luthier::tokenizer
