// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/bpe.h"

#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/unigram.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace luthier::tokenizer {

/// A token of a word in the making; linked to its neighbours, because merging takes some away.
struct Bpe::Symbol {
    std::int32_t id;
    std::int32_t before; ///< −1: none
    std::int32_t after; ///< −1: none
    std::uint32_t length; ///< in bytes; 0: merged into the one before
};

struct Bpe::Candidate {
    std::uint32_t rank;
    std::int32_t left;
    std::int32_t result;

    /// For a heap with the first to merge on top.
    friend bool operator<(const Candidate& a, const Candidate& b)
    {
        return a.rank != b.rank ? a.rank > b.rank : a.left > b.left;
    }
};

struct Bpe::Scratch {
    std::vector<Symbol> symbols{};
    std::vector<Candidate> heap{};
};

namespace {

/// ["a", "b"] or "a b".
Expected<std::pair<std::string, std::string>> mergeFromJson(const Node& node)
{
    if (node.json().is_array()) {
        LUTHIER_TRY(const auto parts, node.elements());
        if (parts.size() != 2) {
            return node.refuse(ErrorCode::BadValue,
                               {QT_TRANSLATE_NOOP("core", "a merge has two parts, not %1"), parts.size()});
        }
        LUTHIER_TRY(auto left, parts[0].text());
        LUTHIER_TRY(auto right, parts[1].text());
        return std::pair{std::move(left), std::move(right)};
    }
    LUTHIER_TRY(const auto text, node.text());
    const auto space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
        return node.refuse(ErrorCode::BadValue,
                           {QT_TRANSLATE_NOOP("core", "'%1' is no merge of two parts"), text});
    }
    return std::pair{text.substr(0, space), text.substr(space + 1)};
}

/// Merges dropped by chance would change ids.
Expected<void> refuseDropout(const Node& node)
{
    LUTHIER_TRY(const auto dropout, node.optional("dropout"));
    if (!dropout) return {};
    if (!dropout->json().is_number()) return dropout->wrongType(QT_TRANSLATE_NOOP("core", "a number"));
    const auto rate = dropout->json().get<double>();
    if (rate < 0 || rate > 1) {
        return dropout->refuse(ErrorCode::BadValue,
                               {QT_TRANSLATE_NOOP("core", "%1 is no probability"), rate});
    }
    if (rate > 0) {
        return dropout->refuse(ErrorCode::Unsupported,
                               QT_TRANSLATE_NOOP("core", "BPE that drops merges by chance is not supported"));
    }
    return {};
}

} // namespace

Expected<std::unique_ptr<const Model>> Bpe::fromJson(const Node& node, bool bytes)
{
    LUTHIER_CHECK(refuseDropout(node));
    Options options{.ofBytes = bytes};
    LUTHIER_TRY(options.prefix, node.optionalText("continuing_subword_prefix"));
    LUTHIER_TRY(options.suffix, node.optionalText("end_of_word_suffix"));
    LUTHIER_TRY(options.byteFallback, node.boolean("byte_fallback", false));
    LUTHIER_TRY(options.unknown, node.optionalText("unk_token"));
    LUTHIER_TRY(options.fuseUnknown, node.boolean("fuse_unk", false));
    LUTHIER_TRY(options.ignoreMerges, node.boolean("ignore_merges", false));
    LUTHIER_TRY(const auto list, node.member("vocab"));
    LUTHIER_TRY(auto vocabulary, vocabularyFromJson(list));
    LUTHIER_TRY(const auto mergeList, node.member("merges"));
    LUTHIER_TRY(const auto mergeNodes, mergeList.elements());
    Merges merges;
    merges.reserve(mergeNodes.size());
    for (const Node& merge : mergeNodes) {
        LUTHIER_TRY(merges.emplace_back(), mergeFromJson(merge));
    }
    return make(std::move(vocabulary), merges, options, node);
}

Expected<std::unique_ptr<const Model>> Bpe::make(Vocabulary vocabulary, const Merges& merges,
                                                 const Options& options, const Node& place)
{
    if (!options.unknown.empty() && vocabulary.find(options.unknown) < 0) {
        return place.refuse(
            ErrorCode::Inconsistent,
            {QT_TRANSLATE_NOOP("core", "the token for the unknown, '%1', is not in the vocabulary"),
             options.unknown});
    }
    std::unique_ptr<Bpe> model{new Bpe{std::move(vocabulary), options}};
    LUTHIER_CHECK(model->learn(merges, place));
    model->findWholeTokens();
    return std::unique_ptr<const Model>{std::move(model)};
}

Bpe::Bpe(Vocabulary vocabulary, const Options& options)
    : m_vocabulary{std::move(vocabulary)}
    , m_options{options}
    , m_unknown{options.unknown.empty() ? -1 : m_vocabulary.find(options.unknown)}
{
    for (std::size_t byte = 0; byte < m_ofByte.size(); ++byte) {
        std::string letter;
        if (options.ofBytes) {
            appendUtf8(letter, letterOfByte(static_cast<unsigned char>(byte)));
        } else {
            letter = nameOfByte(static_cast<unsigned char>(byte));
        }
        m_ofByte[byte] = m_vocabulary.find(letter);
    }
}

Expected<void> Bpe::learn(const Merges& merges, const Node& place)
{
    std::uint32_t rank = 0;
    for (const auto& [left, right] : merges) {
        const auto behind = right.starts_with(m_options.prefix) ? m_options.prefix.size() : 0;
        const auto result = m_vocabulary.find(left + right.substr(behind));
        const auto leftId = m_vocabulary.find(left);
        const auto rightId = m_vocabulary.find(right);
        if (result < 0 || leftId < 0 || rightId < 0) {
            return place.refuse(
                ErrorCode::Inconsistent,
                {QT_TRANSLATE_NOOP("core", "merge %1 joins '%2' and '%3', but the vocabulary lacks '%4'"),
                 rank, left, right,
                 leftId < 0        ? left
                     : rightId < 0 ? right
                                   : left + right});
        }
        m_merges[pairOf(leftId, rightId)] = {rank++, result};
    }
    return {};
}

void Bpe::findWholeTokens()
{
    // What a token with an affix is in a text depends on where it stands.
    if (!m_options.prefix.empty() || !m_options.suffix.empty()) return;
    Scratch scratch;
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < m_vocabulary.end(); ++i) {
        const auto id = static_cast<std::int32_t>(i);
        const auto written = m_vocabulary.text(id);
        const auto bytes = m_options.ofBytes ? bytesOfToken(written) : std::optional{std::string{written}};
        if (!bytes || bytes->empty()) continue;
        tokens.clear();
        if (!m_options.ignoreMerges) tokenizeWord(*bytes, {0, bytes->size()}, scratch, tokens);
        if (m_options.ignoreMerges || (tokens.size() == 1 && tokens.front().id == id)) {
            m_whole.add(*bytes, id);
        }
    }
}

void Bpe::tokenize(std::string_view text, std::span<const Piece> pieces, std::vector<Token>& tokens) const
{
    Scratch scratch;
    for (const Piece piece : pieces) {
        const auto whole = m_whole.find(piece.in(text));
        if (whole >= 0) {
            tokens.push_back({whole, piece});
        } else {
            tokenizeWord(text, piece, scratch, tokens);
        }
    }
}

/// One symbol a byte; bytes that the vocabulary lacks become the unknown or nothing.
void Bpe::makeSymbols(std::string_view bytes, Scratch& scratch) const
{
    auto& symbols = scratch.symbols;
    symbols.clear();
    if (!m_options.ofBytes) return makeCharacterSymbols(bytes, scratch);
    bool afterUnknown = false;
    for (const char byte : bytes) {
        const auto id = m_ofByte[static_cast<unsigned char>(byte)];
        const bool isUnknown = id < 0;
        if (isUnknown && m_unknown < 0) continue;
        if (isUnknown && afterUnknown && m_options.fuseUnknown) {
            ++symbols.back().length;
            continue;
        }
        addSymbol(scratch, isUnknown ? m_unknown : id, 1);
        afterUnknown = isUnknown;
    }
    if (!symbols.empty()) symbols.back().after = -1;
}

void Bpe::addSymbol(Scratch& scratch, std::int32_t id, std::size_t length)
{
    const auto index = static_cast<std::int32_t>(scratch.symbols.size());
    scratch.symbols.push_back({id, index - 1, index + 1, static_cast<std::uint32_t>(length)});
}

/// One symbol a character, with the affixes of its place; see makeSymbols.
void Bpe::makeCharacterSymbols(std::string_view text, Scratch& scratch) const
{
    bool afterUnknown = false;
    std::string decorated;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = characterAt(text, at).length;
        const auto bytes = text.substr(at, length);
        const bool isFirst = at == 0;
        at += length;
        auto written = bytes;
        if (!m_options.prefix.empty() || !m_options.suffix.empty()) {
            decorated = isFirst ? std::string{bytes} : m_options.prefix + std::string{bytes};
            if (at == text.size()) decorated += m_options.suffix;
            written = decorated;
        }
        const auto id = m_vocabulary.find(written);
        if (id >= 0) {
            addSymbol(scratch, id, length);
            afterUnknown = false;
            continue;
        }
        const bool hasBytes = m_options.byteFallback && std::ranges::all_of(bytes, [this](char byte) {
                                  return m_ofByte[static_cast<unsigned char>(byte)] >= 0;
                              });
        if (hasBytes) {
            for (const char byte : bytes) {
                addSymbol(scratch, m_ofByte[static_cast<unsigned char>(byte)], 1);
            }
            afterUnknown = false;
        } else if (m_unknown >= 0 && afterUnknown && m_options.fuseUnknown) {
            scratch.symbols.back().length += static_cast<std::uint32_t>(length);
        } else if (m_unknown >= 0) {
            addSymbol(scratch, m_unknown, length);
            afterUnknown = true;
        }
    }
    if (!scratch.symbols.empty()) scratch.symbols.back().after = -1;
}

/// Queues the merge of a symbol with the one after it, where there is one.
void Bpe::consider(Scratch& scratch, std::int32_t left) const
{
    const auto& symbols = scratch.symbols;
    if (left < 0) return;
    const Symbol& symbol = symbols[static_cast<std::size_t>(left)];
    if (symbol.after < 0) return;
    const auto* const merge
        = m_merges.find(pairOf(symbol.id, symbols[static_cast<std::size_t>(symbol.after)].id));
    if (merge == nullptr) return;
    scratch.heap.push_back({merge->rank, left, merge->result});
    std::push_heap(scratch.heap.begin(), scratch.heap.end());
}

void Bpe::tokenizeWord(std::string_view text, Piece word, Scratch& scratch, std::vector<Token>& tokens) const
{
    auto& [symbols, heap] = scratch;
    makeSymbols(word.in(text), scratch);
    heap.clear();
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
        consider(scratch, static_cast<std::int32_t>(i));
    }
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end());
        const Candidate next = heap.back();
        heap.pop_back();
        Symbol& left = symbols[static_cast<std::size_t>(next.left)];
        if (left.length == 0 || left.after < 0) continue;
        Symbol& right = symbols[static_cast<std::size_t>(left.after)];
        // Either side may have become something else since this was queued.
        const auto* const merge = m_merges.find(pairOf(left.id, right.id));
        if (merge == nullptr || merge->result != next.result) continue;
        left.id = next.result;
        left.length += right.length;
        right.length = 0;
        left.after = right.after;
        if (left.after >= 0) symbols[static_cast<std::size_t>(left.after)].before = next.left;
        consider(scratch, left.before);
        consider(scratch, next.left);
    }
    const auto before = tokens.size();
    auto at = word.begin;
    for (const Symbol& symbol : symbols) {
        if (symbol.length == 0) continue;
        tokens.push_back({symbol.id, {at, at + symbol.length}});
        at += symbol.length;
    }
    if (at < word.end) shiftOverVanished(text, word, std::span{tokens}.subspan(before));
}

/// Where bytes vanished, the reference counts the lengths of the other tokens from the word's beginning on,
/// in the UTF-8 of its byte alphabet. That is hardly useful, but it is what its offsets are.
void Bpe::shiftOverVanished(std::string_view text, Piece word, std::span<Token> tokens) const
{
    if (!m_options.ofBytes) return; // tokens keep the lengths of what is left, from the beginning on
    const auto letterLength = [text](std::size_t at) -> std::size_t {
        return letterOfByte(static_cast<unsigned char>(text[at])) < 0x80U ? 1 : 2;
    };
    std::vector<std::size_t> byteOf; // of each byte of the word as the alphabet writes it
    std::vector<std::size_t> kept;
    for (std::size_t at = word.begin; at < word.end; ++at) {
        byteOf.insert(byteOf.end(), letterLength(at), at);
        if (m_ofByte[static_cast<unsigned char>(text[at])] >= 0) kept.push_back(at);
    }
    std::size_t written = 0;
    std::size_t next = 0;
    for (Token& token : tokens) {
        std::size_t length = 0;
        for (const auto end = next + token.piece.size(); next < end; ++next) {
            length += letterLength(kept[next]);
        }
        token.piece = {byteOf[written], byteOf[written + length - 1] + 1};
        written += length;
    }
}

} // namespace luthier::tokenizer
