// SPDX-License-Identifier: GPL-3.0-or-later
// Source  The Unicode Standard §3.11 and §3.12.
#include "core/tokenizer/unicode_forms.h"

#include "core/tokenizer/characters.h"
#include "core/tokenizer/number_map.h"
#include "core/tokenizer/unicode_tables.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace luthier::tokenizer {
namespace {

constexpr char32_t kSyllables = 0xAC00;
constexpr char32_t kLeading = 0x1100;
constexpr char32_t kVowels = 0x1161;
constexpr char32_t kTrailing = 0x11A7;
constexpr char32_t kLeadingCount = 19;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kTrailingCount = 28;

/// What the tables say beyond characters.h: compatible parts, and which two become one.
class Forms {
public:
    Forms()
    {
        char32_t character = 0;
        for (std::size_t i = 0; i < kCompatibilities.size(); i += 2 + kCompatibilities[i + 1]) {
            character += kCompatibilities[i];
            m_compatible[character] = {static_cast<std::uint32_t>(i + 2), kCompatibilities[i + 1]};
        }
        character = 0;
        for (std::size_t i = 0; i < kDecompositions.size(); i += 2 + kDecompositions[i + 1]) {
            character += kDecompositions[i];
            if (kDecompositions[i + 1] > 1 && !std::ranges::binary_search(kExclusions, character))
                m_composites.push_back(character);
        }
        // The parts of the first part are known only when shorter ones are composed.
        const auto partsOf = [](char32_t composite) { return characters().decomposed(composite); };
        std::ranges::stable_sort(m_composites, {},
                                 [&](char32_t composite) { return partsOf(composite).count; });
        for (const char32_t composite : m_composites) {
            const auto parts = partsOf(composite);
            char32_t first = parts.characters[0];
            for (std::size_t i = 1; i + 1 < parts.count && first != 0; ++i) {
                first = composed(first, parts.characters[i]);
            }
            if (first != 0) m_pairs[pairOf(first, parts.characters[parts.count - 1])] = composite;
        }
    }

    /// 0: these two stay two.
    char32_t composed(char32_t first, char32_t second) const
    {
        if (first >= kLeading && first < kLeading + kLeadingCount && second >= kVowels
            && second < kVowels + kVowelCount)
            return kSyllables + ((first - kLeading) * kVowelCount + (second - kVowels)) * kTrailingCount;
        const bool isOpen = first >= kSyllables
            && first < kSyllables + kLeadingCount * kVowelCount * kTrailingCount
            && (first - kSyllables) % kTrailingCount == 0;
        if (isOpen && second > kTrailing && second < kTrailing + kTrailingCount)
            return first + (second - kTrailing);
        const auto* const found = m_pairs.find(pairOf(first, second));
        return found == nullptr ? 0 : *found;
    }

    template <class F>
    void eachPart(char32_t character, bool compatible, F f) const
    {
        if (const auto* const found = compatible ? m_compatible.find(character) : nullptr; found != nullptr) {
            for (const auto part : kCompatibilities.subspan(found->begin, found->count)) {
                f(static_cast<char32_t>(part));
            }
        } else {
            for (const char32_t part : characters().decomposed(character)) {
                f(part);
            }
        }
    }

private:
    struct Parts {
        std::uint32_t begin, count;
    };
    static std::uint64_t pairOf(char32_t first, char32_t second)
    {
        return std::uint64_t{first} << 32U | second;
    }

    NumberMap<Parts> m_compatible;
    std::vector<char32_t> m_composites;
    NumberMap<char32_t> m_pairs;
};

const Forms& forms()
{
    static const Forms table;
    return table;
}

/// A character on its way, and how many more there are of it than of those that it was made from: the
/// reference hands origins out by that. 1: further parts of one; below 0: so many were taken in.
struct Part {
    char32_t character;
    std::uint8_t combiningClass;
    int change;
};

/// Marks behind a letter in the order of their classes.
void order(std::vector<Part>& parts)
{
    const auto isMark = [](const Part& part) { return part.combiningClass != 0; };
    for (auto begin = parts.begin(); begin != parts.end();) {
        begin = std::find_if(begin, parts.end(), isMark);
        const auto end = std::find_if_not(begin, parts.end(), isMark);
        std::stable_sort(begin, end,
                         [](const Part& a, const Part& b) { return a.combiningClass < b.combiningClass; });
        begin = end;
    }
}

void compose(std::vector<Part>& parts)
{
    std::vector<Part> result;
    std::size_t starter = 0;
    bool hasStarter = false;
    int lastClass = -1; // of what stands between the starter and here; −1: nothing
    for (const Part& part : parts) {
        const bool isBlocked = lastClass >= static_cast<int>(part.combiningClass) && lastClass != -1;
        if (hasStarter && !isBlocked) {
            const auto one = forms().composed(result[starter].character, part.character);
            if (one != 0) {
                result[starter].character = one;
                result[starter].change += part.change - 1;
                continue;
            }
        }
        if (part.combiningClass == 0) {
            starter = result.size();
            hasStarter = true;
            lastClass = -1;
        } else {
            lastClass = part.combiningClass;
        }
        result.push_back(part);
    }
    parts = std::move(result);
}

/// Whether a text of these characters is in every form already.
bool isPlain(std::string_view bytes)
{
    return std::ranges::all_of(bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

} // namespace

void UnicodeForm::apply(AlignedText& text) const
{
    if (isPlain(text.bytes)) return;
    std::vector<Part> parts;
    std::vector<Origin> origins;
    for (std::size_t at = 0; at < text.bytes.size();) {
        const auto [character, length] = characterAt(text.bytes, at);
        origins.push_back(text.originAt(at));
        int change = 0;
        forms().eachPart(character, m_compatible, [&](char32_t part) {
            parts.push_back({part, characters().combiningClass(part), change});
            change = 1;
        });
        at += length;
    }
    order(parts);
    if (m_composes) compose(parts);
    AlignedText result{.keepsOrigins = text.keepsOrigins, .isFirst = text.isFirst};
    result.bytes.reserve(text.bytes.size());
    std::size_t next = 0;
    for (const Part& part : parts) {
        const auto from = part.change > 0 ? next - std::min<std::size_t>(next, 1) : next;
        result.add(part.character, origins[std::min(from, origins.size() - 1)]);
        if (part.change <= 0) next += 1 + static_cast<std::size_t>(-part.change);
    }
    text = std::move(result);
}

} // namespace luthier::tokenizer
