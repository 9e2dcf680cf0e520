// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/splitters.h"

#include "core/tokenizer/characters.h"
#include "core/tokenizer/pattern.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <unicode/uscript.h>

namespace luthier::tokenizer {
namespace {

/// Cuts each piece into what partsOf(piece) says.
template <class F>
void cut(std::vector<Piece>& pieces, SplitBehaviour behaviour, F partsOfPiece)
{
    std::vector<Piece> result;
    result.reserve(pieces.size());
    for (const Piece piece : pieces) {
        addPieces(partsOfPiece(piece), behaviour, result);
    }
    pieces = std::move(result);
}

/// Parts where matches(character) is the same for all characters; each match by itself where `single`.
template <class F>
std::vector<Part> runsOf(std::string_view text, Piece piece, bool single, F matches)
{
    std::vector<Part> parts;
    for (auto at = piece.begin; at < piece.end;) {
        const auto [character, length] = characterAt(text, at);
        const bool matched = matches(character);
        if (!parts.empty() && parts.back().matched == matched && !(matched && single)) {
            parts.back().piece.end = at + length;
        } else {
            parts.push_back({{at, at + length}, matched});
        }
        at += length;
    }
    return parts;
}

/// Words, and what stands together without spaces between them.
class Whitespace final : public PreTokenizer {
public:
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        enum Kind { None, Word, Other };
        const auto& table = characters();
        std::vector<Piece> result;
        result.reserve(text.bytes.size() / 4 + pieces.size());
        for (const Piece piece : pieces) {
            auto before = None;
            for (auto at = piece.begin; at < piece.end;) {
                const auto [character, length] = characterAt(text.bytes, at);
                const auto kind = table.is(character, Character::Word) ? Word
                    : table.is(character, Character::Space)            ? None
                                                                       : Other;
                if (kind != None && kind == before) {
                    result.back().end = at + length;
                } else if (kind != None) {
                    result.push_back({at, at + length});
                }
                before = kind;
                at += length;
            }
        }
        pieces = std::move(result);
    }
};

/// Cuts at characters of one kind.
class CharacterSplit final : public PreTokenizer {
public:
    CharacterSplit(Character kind, SplitBehaviour behaviour)
        : m_kind{kind}
        , m_behaviour{behaviour}
    {
    }
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        cut(pieces, m_behaviour, [&](Piece piece) {
            return runsOf(text.bytes, piece, true,
                          [&](char32_t character) { return characters().is(character, m_kind); });
        });
    }

private:
    Character m_kind;
    SplitBehaviour m_behaviour;
};

class PatternSplit final : public PreTokenizer {
public:
    PatternSplit(Pattern pattern, SplitBehaviour behaviour, bool inverts)
        : m_pattern{std::move(pattern)}
        , m_behaviour{behaviour}
        , m_inverts{inverts}
    {
    }
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        cut(pieces, m_behaviour, [&](Piece piece) {
            auto parts = partsOf(m_pattern, text.bytes, piece);
            for (Part& part : parts) {
                part.matched = part.matched != m_inverts;
            }
            return parts;
        });
    }

private:
    Pattern m_pattern;
    SplitBehaviour m_behaviour;
    bool m_inverts;
};

/// Cuts where the script changes; spaces go with what is before them, Japanese letters with the ideographs.
class UnicodeScripts final : public PreTokenizer {
public:
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        std::vector<Piece> result;
        for (const Piece piece : pieces) {
            int last = kAny;
            auto begin = piece.begin;
            for (auto at = piece.begin; at < piece.end;) {
                const auto [character, length] = characterAt(text.bytes, at);
                const int script = scriptOf(character);
                if (script != kAny && last != kAny && script != last && at > begin) {
                    result.push_back({begin, at});
                    begin = at;
                }
                if (script != kAny || at == piece.begin) last = script;
                at += length;
            }
            if (begin < piece.end) result.push_back({begin, piece.end});
        }
        pieces = std::move(result);
    }

private:
    static constexpr int kAny = -1;
    static int scriptOf(char32_t character)
    {
        constexpr char32_t kLongVowel = 0x30FC;
        if (character == U' ') return kAny;
        if (character == kLongVowel) return USCRIPT_HAN;
        UErrorCode status = U_ZERO_ERROR;
        const auto script = uscript_getScript(static_cast<UChar32>(character), &status);
        return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ? USCRIPT_HAN : script;
    }
};

class FixedLength final : public PreTokenizer {
public:
    explicit FixedLength(std::int64_t length)
        : m_length{length}
    {
    }
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        std::vector<Piece> result;
        for (const Piece piece : pieces) {
            std::int64_t count = 0;
            for (auto at = piece.begin; at < piece.end; ++count) {
                const auto length = characterAt(text.bytes, at).length;
                if (count % m_length == 0) {
                    result.push_back({at, at + length});
                } else {
                    result.back().end = at + length;
                }
                at += length;
            }
        }
        pieces = std::move(result);
    }

private:
    std::int64_t m_length;
};

/// SentencePiece's way with spaces: they become a mark, and the mark begins a word.
class Metaspace final : public PreTokenizer {
public:
    Metaspace(std::string mark, PrependScheme scheme, bool splits)
        : m_mark{std::move(mark)}
        , m_pattern{Pattern::plain(m_mark)}
        , m_scheme{scheme}
        , m_splits{splits}
    {
    }
    void split(AlignedText& text, std::vector<Piece>& pieces) const override
    {
        AlignedText result{.keepsOrigins = text.keepsOrigins, .isFirst = text.isFirst};
        result.bytes.reserve(text.bytes.size() + pieces.size() * m_mark.size());
        std::vector<Piece> marked;
        for (const Piece piece : pieces) {
            const auto begin = result.bytes.size();
            const bool wants = m_scheme == PrependScheme::Always
                || (m_scheme == PrependScheme::First && text.isFirst && piece.begin == 0);
            const auto part = piece.in(text.bytes);
            if (wants && !part.starts_with(' ') && !part.starts_with(m_mark)) mark(result, text, piece.begin);
            for (auto at = piece.begin; at < piece.end;) {
                const auto space = std::min(text.bytes.find(' ', at), piece.end);
                result.add(text, {at, space});
                if (space < piece.end) mark(result, text, space);
                at = space + 1;
            }
            marked.push_back({begin, result.bytes.size()});
        }
        text = std::move(result);
        pieces = std::move(marked);
        if (!m_splits) return;
        cut(pieces, SplitBehaviour::MergedWithNext,
            [&](Piece piece) { return partsOf(m_pattern, text.bytes, piece); });
    }

private:
    void mark(AlignedText& to, const AlignedText& from, std::size_t at) const
    {
        to.bytes += m_mark;
        if (to.keepsOrigins) to.origins.resize(to.bytes.size(), from.origins[at]);
    }

    std::string m_mark;
    Pattern m_pattern;
    PrependScheme m_scheme;
    bool m_splits;
};

} // namespace

Expected<std::string> letterAt(const Node& node, std::string_view key)
{
    LUTHIER_TRY(auto letter, node.text(key));
    if (!letter.empty() && characterAt(letter, 0).length == letter.size()) return letter;
    return node.refuse(ErrorCode::BadValue, {QT_TRANSLATE_NOOP("core", "'%1' must be one character"), key});
}

Expected<PrependScheme> prependScheme(const Node& node)
{
    LUTHIER_TRY(const auto said, node.optionalText("prepend_scheme"));
    if (said.empty()) { // the spelling of older files
        LUTHIER_TRY(const bool adds, node.boolean("add_prefix_space", true));
        return adds ? PrependScheme::Always : PrependScheme::Never;
    }
    if (said == "always") return PrependScheme::Always;
    if (said == "first") return PrependScheme::First;
    if (said == "never") return PrependScheme::Never;
    return node.refuse(ErrorCode::BadValue,
                       {QT_TRANSLATE_NOOP("core", "'%1' is not known for '%2'"), said, "prepend_scheme"});
}

Expected<std::unique_ptr<const PreTokenizer>> makeSplitter(const Node& node, std::string_view type)
{
    if (type == "Whitespace") return std::make_unique<const Whitespace>();
    if (type == "WhitespaceSplit")
        return std::make_unique<const CharacterSplit>(Character::Space, SplitBehaviour::Removed);
    if (type == "UnicodeScripts") return std::make_unique<const UnicodeScripts>();
    if (type == "Punctuation") {
        LUTHIER_TRY(const auto said, node.optional("behavior"));
        auto behaviour = SplitBehaviour::Isolated;
        if (said) {
            LUTHIER_TRY(behaviour, splitBehaviour(node, "behavior"));
        }
        return std::make_unique<const CharacterSplit>(Character::Punctuation, behaviour);
    }
    if (type == "CharDelimiterSplit") {
        LUTHIER_TRY(auto letter, letterAt(node, "delimiter"));
        return std::make_unique<const PatternSplit>(Pattern::plain(std::move(letter)),
                                                    SplitBehaviour::Removed, false);
    }
    if (type == "FixedLength") {
        LUTHIER_TRY(const auto lengthNode, node.optional("length"));
        std::int64_t length = 5; // what the reference takes where nothing is said
        if (lengthNode) {
            LUTHIER_TRY(length, lengthNode->number(std::numeric_limits<std::int32_t>::max()));
        }
        if (length == 0)
            return node.refuse(ErrorCode::BadValue, {QT_TRANSLATE_NOOP("core", "%1 is %2"), "length", 0});
        return std::make_unique<const FixedLength>(length);
    }
    if (type == "Split") {
        LUTHIER_TRY(const auto where, node.member("pattern"));
        LUTHIER_TRY(auto pattern, Pattern::fromJson(where));
        LUTHIER_TRY(const auto behaviour, splitBehaviour(node, "behavior"));
        LUTHIER_TRY(const bool inverts, node.boolean("invert"));
        return std::make_unique<const PatternSplit>(std::move(pattern), behaviour, inverts);
    }
    if (type == "Metaspace") {
        LUTHIER_TRY(auto mark, letterAt(node, "replacement"));
        LUTHIER_TRY(const auto scheme, prependScheme(node));
        LUTHIER_TRY(const bool splits, node.boolean("split", true));
        return std::make_unique<const Metaspace>(std::move(mark), scheme, splits);
    }
    return nullptr;
}

} // namespace luthier::tokenizer
