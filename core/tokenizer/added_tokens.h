// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"
#include "core/tokenizer/normalizer.h"
#include "core/tokenizer/trie.h"
#include "core/tokenizer/vocabulary.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace luthier::tokenizer {

/// A token that is looked for in the text itself, before the model sees it.
struct AddedToken {
    std::string text;
    std::int32_t id{0};
    bool singleWord{false}; ///< only where no letter or digit stands beside it
    bool takesSpaceBefore{false};
    bool takesSpaceAfter{false};
    bool normalized{false}; ///< looked for in the normalised text
    bool special{false};
    /// What it is on the way back: the reference gives the form that it was found in.
    std::string decoded{};
};

/// A part of a text: an added token, or what the model has to tokenise.
struct Segment {
    Piece piece;
    std::int32_t id{-1}; ///< −1: no added token
};

/// The added tokens of a tokenizer, cut out of a text from left to right, the longest first.
class AddedTokens {
public:
    /// Ids that the model's vocabulary does not have go on where that ends, without gaps.
    ///
    /// Errors  Inconsistent where an id is not the one that the reference would give, Limit.
    static Expected<AddedTokens> make(std::vector<AddedToken> tokens, const Vocabulary& vocabulary,
                                      const Normalizer* normalizer, const Node& place);
    static Expected<std::vector<AddedToken>> fromJson(const Node& list);

    /// Appends the segments of `text`. `normalized` chooses the tokens that are looked for.
    void split(std::string_view text, bool normalized, std::vector<Segment>& segments) const;
    bool anyNormalized() const { return !m_normalized.trie.empty(); }

    const AddedToken* find(std::int32_t id) const;
    std::optional<std::int32_t> id(std::string_view text) const;
    /// One more than the largest id, of vocabulary and added tokens together.
    std::size_t end() const { return m_end; }

private:
    struct Matcher {
        Trie trie{}; ///< to indices into m_tokens
        std::array<bool, 256> begins{}; ///< whether a token begins with that byte

        void add(std::string_view text, std::size_t index);
    };
    struct Found {
        Piece piece;
        const AddedToken* token;
    };

    bool extend(std::string_view text, std::size_t from, Found& found) const;

    std::vector<AddedToken> m_tokens;
    std::unordered_map<std::int32_t, std::size_t> m_byId;
    Matcher m_raw;
    Matcher m_normalized;
    std::size_t m_end{0};
};

} // namespace luthier::tokenizer
