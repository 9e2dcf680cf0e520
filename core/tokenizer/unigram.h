// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/model.h"
#include "core/tokenizer/trie.h"

#include <array>
#include <vector>

namespace luthier::tokenizer {

/// The likeliest way to write a piece with the vocabulary, each token by itself as likely as its score says;
/// found by Viterbi's algorithm. Characters that the vocabulary lacks become the unknown, neighbours
/// together, or their bytes.
///
/// Source  Kudo 2018, arXiv:1804.10959; what is left open there as the reference has it (formats.md §4.4).
class Unigram final : public Model {
public:
    static Expected<std::unique_ptr<const Model>> fromJson(const Node& node);

    void tokenize(std::string_view text, std::span<const Piece> pieces,
                  std::vector<Token>& tokens) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<std::int32_t> unknown() const override
    {
        return m_unknown < 0 ? std::nullopt : std::optional{m_unknown};
    }

private:
    struct Step;
    Unigram() = default;
    void tokenizePiece(std::string_view text, Piece piece, std::vector<Step>& steps,
                       std::vector<Token>& tokens) const;
    void addUnknown(std::string_view text, Piece piece, std::vector<Token>& tokens) const;

    Vocabulary m_vocabulary;
    Trie m_trie;
    std::vector<double> m_scores; ///< by id
    double m_unknownScore{0};
    std::int32_t m_unknown{-1};
    bool m_usesBytes{false};
    std::array<std::int32_t, 256> m_ofByte{}; ///< −1: the vocabulary lacks it
};

/// Whole pieces, or the unknown.
class WordLevel final : public Model {
public:
    static Expected<std::unique_ptr<const Model>> fromJson(const Node& node);

    void tokenize(std::string_view text, std::span<const Piece> pieces,
                  std::vector<Token>& tokens) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<std::int32_t> unknown() const override
    {
        return m_unknown < 0 ? std::nullopt : std::optional{m_unknown};
    }

private:
    WordLevel() = default;
    Vocabulary m_vocabulary;
    std::int32_t m_unknown{-1};
};

/// "<0x0A>": what byte fallback calls a byte.
std::string nameOfByte(unsigned char byte);

} // namespace luthier::tokenizer
