// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/word_piece.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace luthier::tokenizer {

WordPiece::WordPiece(Vocabulary vocabulary, Options options)
    : m_vocabulary{std::move(vocabulary)}
    , m_options{std::move(options)}
    , m_unknown{m_vocabulary.find(m_options.unknown)}
{
    LUTHIER_ASSERT(m_unknown >= 0);
    for (std::size_t id = 0; id < m_vocabulary.end(); ++id) {
        m_longestToken = std::max(m_longestToken, m_vocabulary.text(static_cast<std::int32_t>(id)).size());
    }
}

Expected<std::unique_ptr<const Model>> WordPiece::fromJson(const Node& node)
{
    Options options;
    LUTHIER_TRY(options.unknown, node.text("unk_token"));
    LUTHIER_TRY(options.prefix, node.text("continuing_subword_prefix"));
    LUTHIER_TRY(const auto most, node.member("max_input_chars_per_word"));
    LUTHIER_TRY(const auto characters, most.number(std::numeric_limits<std::int32_t>::max()));
    options.mostCharacters = static_cast<std::size_t>(characters);
    LUTHIER_TRY(const auto list, node.member("vocab"));
    LUTHIER_TRY(auto vocabulary, vocabularyFromJson(list));
    return make(std::move(vocabulary), std::move(options), node);
}

Expected<std::unique_ptr<const Model>> WordPiece::make(Vocabulary vocabulary, Options options,
                                                       const Node& place)
{
    if (vocabulary.find(options.unknown) < 0) {
        return place.refuse(
            ErrorCode::Inconsistent,
            {QT_TRANSLATE_NOOP("core", "the token for the unknown, '%1', is not in the vocabulary"),
             options.unknown});
    }
    return std::make_unique<const WordPiece>(std::move(vocabulary), std::move(options));
}

void WordPiece::tokenize(std::string_view text, std::span<const Piece> pieces,
                         std::vector<Token>& tokens) const
{
    std::string buffer;
    for (const Piece word : pieces) {
        const auto whole = m_vocabulary.find(word.in(text));
        if (whole >= 0 && word.size() <= m_options.mostCharacters) {
            tokens.push_back({whole, word});
        } else {
            tokenizeWord(text, word, buffer, tokens);
        }
    }
}

/// The longest token that `candidate` begins with.
Token WordPiece::longest(std::string_view candidate) const
{
    for (auto length = std::min(candidate.size(), m_longestToken); length > 0; --length) {
        const auto id = m_vocabulary.find(candidate.substr(0, length));
        if (id >= 0) return {id, {0, length}};
    }
    return {m_unknown, {0, 0}};
}

void WordPiece::tokenizeWord(std::string_view text, Piece word, std::string& buffer,
                             std::vector<Token>& tokens) const
{
    const auto before = tokens.size();
    const bool tooLong = characterCount(word.in(text)) > m_options.mostCharacters;
    for (std::size_t at = word.begin; at < word.end && !tooLong;) {
        const auto prefix = at == word.begin ? 0 : m_options.prefix.size();
        buffer.assign(m_options.prefix, 0, prefix).append(Piece{at, word.end}.in(text));
        const auto found = longest(buffer);
        if (found.piece.size() <= prefix) break;
        const auto end = at + found.piece.size() - prefix;
        tokens.push_back({found.id, {at, end}});
        at = end;
    }
    if (tokens.size() == before || tokens.back().piece.end != word.end) {
        tokens.resize(before, {m_unknown, word});
        tokens.push_back({m_unknown, word});
    }
}

} // namespace luthier::tokenizer
