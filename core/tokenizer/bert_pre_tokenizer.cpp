// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/bert_pre_tokenizer.h"

#include "core/tokenizer/characters.h"

#include <utility>

namespace luthier::tokenizer {

void BertPreTokenizer::split(AlignedText& text, std::vector<Piece>& pieces) const
{
    const auto& table = characters();
    std::vector<Piece> result;
    result.reserve(text.bytes.size() / 4 + pieces.size()); // an English word and its space are longer
    for (const Piece piece : pieces) {
        std::size_t word = piece.begin;
        const auto endWord = [&](std::size_t end, std::size_t next) {
            if (word < end) result.push_back({word, end});
            word = next;
        };
        for (std::size_t at = piece.begin; at < piece.end;) {
            const auto [character, length] = characterAt(text.bytes, at);
            if (table.is(character, Character::Space)) {
                endWord(at, at + length);
            } else if (table.is(character, Character::Punctuation)) {
                endWord(at, at);
                endWord(at + length, at + length);
            }
            at += length;
        }
        endWord(piece.end, piece.end);
    }
    pieces = std::move(result);
}

} // namespace luthier::tokenizer
