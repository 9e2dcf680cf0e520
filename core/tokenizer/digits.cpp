// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/digits.h"

#include "core/tokenizer/characters.h"

#include <utility>

namespace luthier::tokenizer {

Expected<std::unique_ptr<const PreTokenizer>> Digits::fromJson(const Node& node)
{
    LUTHIER_TRY(const bool individually, node.boolean("individual_digits"));
    return std::make_unique<const Digits>(individually);
}

void Digits::split(AlignedText& text, std::vector<Piece>& pieces) const
{
    const auto& table = characters();
    std::vector<Piece> result;
    result.reserve(pieces.size());
    for (const Piece piece : pieces) {
        std::size_t begin = piece.begin;
        bool inNumber = false;
        for (std::size_t at = piece.begin; at < piece.end;) {
            const auto [character, length] = characterAt(text.bytes, at);
            const bool isDigit = table.is(character, Character::Digit);
            if (at > begin && (isDigit != inNumber || (isDigit && m_individually))) {
                result.push_back({begin, at});
                begin = at;
            }
            inNumber = isDigit;
            at += length;
        }
        if (begin < piece.end) result.push_back({begin, piece.end});
    }
    pieces = std::move(result);
}

} // namespace luthier::tokenizer
