// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/model.h"
#include "core/tokenizer/number_map.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// Byte-pair encoding of bytes or of characters: of all neighbours that may merge, those whose merge was
/// learned first do, leftmost first, until none may.
///
/// Most words of a text are tokens themselves. Which tokens come out of their own bytes by merging is found
/// out once, so that such a word costs one look-up; the others take O(n log n).
///
/// Source  Sennrich et al. 2016, arXiv:1508.07909; on bytes as in Radford et al. 2019 (GPT-2).
class Bpe final : public Model {
public:
    struct Options {
        std::string unknown{}; ///< for what the vocabulary lacks; empty: it vanishes
        bool fuseUnknown{false};
        bool ignoreMerges{false}; ///< a piece that is a token is taken as it is
        /// The vocabulary is written in the alphabet of byte_level.h, and pieces come as raw bytes; else both
        /// are text.
        bool ofBytes{true};
        // Of characters:
        bool byteFallback{false}; ///< one that the vocabulary lacks becomes its bytes, if it has all of them
        std::string prefix{}; ///< what a token has in front that does not begin a piece
        std::string suffix{}; ///< what a token has behind that ends one
    };
    /// Two tokens that may merge; what they make is their texts joined. The earlier in the list the sooner.
    using Merges = std::vector<std::pair<std::string, std::string>>;

    static Expected<std::unique_ptr<const Model>> fromJson(const Node& node, bool bytes);
    /// Errors  Inconsistent at `place` where a merge or the unknown token is not in the vocabulary.
    static Expected<std::unique_ptr<const Model>> make(Vocabulary vocabulary, const Merges& merges,
                                                       const Options& options, const Node& place);

    void tokenize(std::string_view text, std::span<const Piece> pieces,
                  std::vector<Token>& tokens) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<std::int32_t> unknown() const override
    {
        return m_unknown < 0 ? std::nullopt : std::optional{m_unknown};
    }

private:
    struct Merge {
        std::uint32_t rank;
        std::int32_t result;
    };
    struct Symbol;
    struct Candidate;
    struct Scratch;

    Bpe(Vocabulary vocabulary, const Options& options);
    Expected<void> learn(const Merges& merges, const Node& place);
    void findWholeTokens();

    static std::uint64_t pairOf(std::int32_t left, std::int32_t right)
    {
        return std::uint64_t{static_cast<std::uint32_t>(left)} << 32U | static_cast<std::uint32_t>(right);
    }
    void tokenizeWord(std::string_view text, Piece word, Scratch& scratch, std::vector<Token>& tokens) const;
    void shiftOverVanished(std::string_view text, Piece word, std::span<Token> tokens) const;
    void makeSymbols(std::string_view bytes, Scratch& scratch) const;
    void makeCharacterSymbols(std::string_view text, Scratch& scratch) const;
    static void addSymbol(Scratch& scratch, std::int32_t id, std::size_t length);
    void consider(Scratch& scratch, std::int32_t left) const;

    Vocabulary m_vocabulary;
    Options m_options;
    std::int32_t m_unknown;
    std::array<std::int32_t, 256> m_ofByte{}; ///< −1: the vocabulary lacks it
    NumberMap<Merge> m_merges;
    Vocabulary m_whole; ///< the bytes of the tokens that a piece of just these bytes becomes
};

} // namespace luthier::tokenizer
