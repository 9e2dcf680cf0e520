// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/added_tokens.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace luthier::tokenizer {
namespace {

// Both keep the search linear and its tables small; real tokenizers stay below a hundredth of it.
constexpr std::size_t kLongestToken = 1'024;
constexpr std::size_t kMostBytes = std::size_t{4} << 20U;

bool isKind(std::string_view text, std::size_t at, Character kind)
{
    return characters().is(characterAt(text, at).character, kind);
}

Expected<AddedToken> tokenFromJson(const Node& node)
{
    AddedToken token;
    LUTHIER_TRY(const auto idNode, node.member("id"));
    LUTHIER_TRY(const auto id, idNode.number(std::numeric_limits<std::int32_t>::max()));
    token.id = static_cast<std::int32_t>(id);
    LUTHIER_TRY(token.text, node.text("content"));
    LUTHIER_TRY(token.singleWord, node.boolean("single_word"));
    LUTHIER_TRY(token.takesSpaceBefore, node.boolean("lstrip"));
    LUTHIER_TRY(token.takesSpaceAfter, node.boolean("rstrip"));
    LUTHIER_TRY(token.special, node.boolean("special"));
    LUTHIER_TRY(token.normalized, node.boolean("normalized", !token.special));
    return token;
}

} // namespace

void AddedTokens::Matcher::add(std::string_view text, std::size_t index)
{
    if (text.empty()) return;
    trie.add(text, static_cast<std::int32_t>(index));
    begins[static_cast<unsigned char>(text.front())] = true;
}

Expected<std::vector<AddedToken>> AddedTokens::fromJson(const Node& list)
{
    LUTHIER_TRY(const auto nodes, list.elements());
    std::vector<AddedToken> tokens;
    for (const Node& node : nodes) {
        LUTHIER_TRY(tokens.emplace_back(), tokenFromJson(node));
    }
    return tokens;
}

Expected<AddedTokens> AddedTokens::make(std::vector<AddedToken> tokens, const Vocabulary& vocabulary,
                                        const Normalizer* normalizer, const Node& place)
{
    AddedTokens result;
    result.m_end = vocabulary.end();
    std::size_t bytes = 0;
    for (AddedToken& token : tokens) {
        if (token.text.empty()) continue;
        bytes += token.text.size();
        if (token.text.size() > kLongestToken || bytes > kMostBytes) {
            return place.refuse(ErrorCode::Limit, QT_TRANSLATE_NOOP("core", "the added tokens are too long"));
        }
        const auto known = vocabulary.id(token.text);
        const auto expected = known ? static_cast<std::size_t>(*known) : result.m_end;
        if (static_cast<std::size_t>(token.id) != expected || result.m_byId.contains(token.id)) {
            return place.refuse(ErrorCode::Inconsistent,
                                {QT_TRANSLATE_NOOP("core", "the added token '%1' has the id %2, expected %3"),
                                 token.text, token.id, expected});
        }
        result.m_end = std::max(result.m_end, expected + 1);
        const auto index = result.m_tokens.size();
        result.m_byId.emplace(token.id, index);
        token.decoded = token.text;
        if (token.normalized) {
            AlignedText text{.bytes = token.text};
            if (normalizer != nullptr) normalizer->apply(text);
            result.m_normalized.add(text.bytes, index);
            token.decoded = std::move(text.bytes);
        } else {
            result.m_raw.add(token.text, index);
        }
        result.m_tokens.push_back(std::move(token));
    }
    return result;
}

/// Applies the token's flags to a match that may not reach back before `from`; false where the match is none.
bool AddedTokens::extend(std::string_view text, std::size_t from, Found& found) const
{
    auto& [begin, end] = found.piece;
    if (found.token->singleWord) {
        if (begin > 0 && isKind(text, characterBefore(text, begin), Character::Word)) return false;
        if (end < text.size() && isKind(text, end, Character::Word)) return false;
    }
    if (found.token->takesSpaceBefore) {
        while (begin > from) {
            const auto before = characterBefore(text, begin);
            if (!isKind(text, before, Character::Space)) break;
            begin = before;
        }
    }
    if (found.token->takesSpaceAfter) {
        while (end < text.size() && isKind(text, end, Character::Space)) {
            end += characterAt(text, end).length;
        }
    }
    return true;
}

void AddedTokens::split(std::string_view text, bool normalized, std::vector<Segment>& segments) const
{
    const Matcher& matcher = normalized ? m_normalized : m_raw;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!matcher.begins[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        const auto match = matcher.trie.longest(text.substr(at, kLongestToken));
        if (match.value < 0) {
            ++at;
            continue;
        }
        Found found{{at, at + match.length}, &m_tokens[static_cast<std::size_t>(match.value)]};
        at += match.length; // spaces that this match takes may be another's own text
        if (!extend(text, done, found)) continue;
        if (done < found.piece.begin) segments.push_back({{done, found.piece.begin}});
        segments.push_back({found.piece, found.token->id});
        done = found.piece.end;
    }
    if (done < text.size()) segments.push_back({{done, text.size()}});
}

const AddedToken* AddedTokens::find(std::int32_t id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_tokens[found->second];
}

std::optional<std::int32_t> AddedTokens::id(std::string_view text) const
{
    for (const AddedToken& token : m_tokens) {
        if (token.text == text) return token.id;
    }
    return std::nullopt;
}

} // namespace luthier::tokenizer
