// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/model.h"

#include <string>

namespace luthier::tokenizer {

/// The longest token that a word begins with, then the longest continuation ("##…") of what is left, and so
/// on. A word that leaves a rest, or is longer than `mostCharacters`, is one unknown.
///
/// Source  Wu et al. 2016, arXiv:1609.08144, §4.1; greedy as in BERT's code.
class WordPiece final : public Model {
public:
    struct Options {
        std::string unknown{"[UNK]"};
        std::string prefix{"##"}; ///< of continuations
        std::size_t mostCharacters{100};
    };

    /// REQUIRES: options.unknown is in the vocabulary.
    WordPiece(Vocabulary vocabulary, Options options);
    static Expected<std::unique_ptr<const Model>> fromJson(const Node& node);
    /// Errors  Inconsistent where the unknown token is not in the vocabulary.
    static Expected<std::unique_ptr<const Model>> make(Vocabulary vocabulary, Options options,
                                                       const Node& place);

    void tokenize(std::string_view text, std::span<const Piece> pieces,
                  std::vector<Token>& tokens) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<std::int32_t> unknown() const override { return m_unknown; }

private:
    void tokenizeWord(std::string_view text, Piece word, std::string& buffer,
                      std::vector<Token>& tokens) const;
    Token longest(std::string_view candidate) const;

    Vocabulary m_vocabulary;
    Options m_options;
    std::int32_t m_unknown;
    std::size_t m_longestToken{0}; ///< in bytes
};

} // namespace luthier::tokenizer
