// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/normalizers.h"

#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/pattern.h"

#include <algorithm>
#include <utility>

namespace luthier::tokenizer {
namespace {

AlignedText emptyLike(const AlignedText& text)
{
    AlignedText result{.keepsOrigins = text.keepsOrigins, .isFirst = text.isFirst};
    result.bytes.reserve(text.bytes.size());
    return result;
}

/// Writes a text anew, character by character: f(character, origin, to).
template <class F>
void rewrite(AlignedText& text, F f)
{
    auto result = emptyLike(text);
    for (std::size_t at = 0; at < text.bytes.size();) {
        const auto [character, length] = characterAt(text.bytes, at);
        f(character, text.originAt(at), result);
        result.isFirst = result.isFirst && !result.bytes.empty(); // what the original begins with may be gone
        at += length;
    }
    text = std::move(result);
}

bool isIn(const Ranges& ranges, char32_t character)
{
    const auto behind = std::ranges::upper_bound(ranges, character, {}, &Ranges::value_type::first);
    return behind != ranges.begin() && std::prev(behind)->second >= character;
}

class Strip final : public Normalizer {
public:
    Strip(bool left, bool right)
        : m_left{left}
        , m_right{right}
    {
    }
    void apply(AlignedText& text) const override
    {
        const auto isSpace = [](char32_t character) { return characters().is(character, Character::Space); };
        std::size_t begin = 0;
        auto end = text.bytes.size();
        while (m_left && begin < end) {
            const auto [character, length] = characterAt(text.bytes, begin);
            if (!isSpace(character)) break;
            begin += length;
        }
        while (m_right && end > begin) {
            const auto before = characterBefore(text.bytes, end);
            if (!isSpace(characterAt(text.bytes, before).character)) break;
            end = before;
        }
        auto result = emptyLike(text);
        result.add(text, {begin, end});
        result.isFirst = text.isFirst && begin == 0;
        text = std::move(result);
    }

private:
    bool m_left, m_right;
};

class StripAccents final : public Normalizer {
public:
    void apply(AlignedText& text) const override
    {
        rewrite(text, [this](char32_t character, Origin origin, AlignedText& to) {
            if (!isIn(m_accents, character)) to.add(character, origin);
        });
    }

private:
    Ranges m_accents{rangesOf("accents")};
};

class Lowercase final : public Normalizer {
public:
    void apply(AlignedText& text) const override
    {
        rewrite(text, [](char32_t character, Origin origin, AlignedText& to) {
            if (!characters().is(character, Character::Lowers)) return to.add(character, origin);
            for (const char32_t part : characters().lower(character)) {
                to.add(part, origin);
            }
        });
    }
};

class Nmt final : public Normalizer {
public:
    void apply(AlignedText& text) const override
    {
        rewrite(text, [this](char32_t character, Origin origin, AlignedText& to) {
            if (isIn(m_removed, character)) return;
            to.add(isIn(m_spaces, character) ? U' ' : character, origin);
        });
    }

private:
    Ranges m_removed{rangesOf("nmt removed")};
    Ranges m_spaces{rangesOf("nmt space")};
};

class Replace final : public Normalizer {
public:
    Replace(Pattern pattern, std::string content)
        : m_pattern{std::move(pattern)}
        , m_content{std::move(content)}
    {
    }
    void apply(AlignedText& text) const override
    {
        auto result = emptyLike(text);
        for (const auto& [piece, matched] : partsOf(m_pattern, text.bytes, {0, text.bytes.size()})) {
            if (!matched) {
                result.add(text, piece);
                continue;
            }
            result.bytes += m_content; // all of it came from the last character
            if (result.keepsOrigins) result.origins.resize(result.bytes.size(), text.origins[piece.end - 1]);
            result.isFirst = result.isFirst && !result.bytes.empty();
        }
        text = std::move(result);
    }

private:
    Pattern m_pattern;
    std::string m_content;
};

class Prepend final : public Normalizer {
public:
    explicit Prepend(std::string content)
        : m_content{std::move(content)}
    {
    }
    void apply(AlignedText& text) const override
    {
        if (text.bytes.empty()) return;
        text.bytes.insert(0, m_content);
        if (text.keepsOrigins)
            text.origins.insert(text.origins.begin(), m_content.size(), text.origins.front());
    }

private:
    std::string m_content;
};

class ByteLetters final : public Normalizer {
public:
    void apply(AlignedText& text) const override
    {
        auto result = emptyLike(text);
        for (std::size_t at = 0; at < text.bytes.size(); ++at) {
            result.add(letterOfByte(static_cast<unsigned char>(text.bytes[at])), text.originAt(at));
        }
        text = std::move(result);
    }
};

} // namespace

Expected<std::unique_ptr<const Normalizer>> makeSmallNormalizer(const Node& node, std::string_view type)
{
    if (type == "StripAccents") return std::make_unique<const StripAccents>();
    if (type == "Lowercase") return std::make_unique<const Lowercase>();
    if (type == "Nmt") return std::make_unique<const Nmt>();
    if (type == "ByteLevel") return std::make_unique<const ByteLetters>();
    if (type == "Strip") {
        LUTHIER_TRY(const bool left, node.boolean("strip_left"));
        LUTHIER_TRY(const bool right, node.boolean("strip_right"));
        return std::make_unique<const Strip>(left, right);
    }
    if (type == "Replace") {
        LUTHIER_TRY(const auto where, node.member("pattern"));
        LUTHIER_TRY(auto pattern, Pattern::fromJson(where));
        LUTHIER_TRY(auto content, node.text("content"));
        return std::make_unique<const Replace>(std::move(pattern), std::move(content));
    }
    if (type == "Prepend") {
        LUTHIER_TRY(auto content, node.text("prepend"));
        return std::make_unique<const Prepend>(std::move(content));
    }
    return nullptr;
}

} // namespace luthier::tokenizer
