// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/decoder.h"

#include "core/base/utf8.h"
#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/pattern.h"
#include "core/tokenizer/splitters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace luthier::tokenizer {
namespace {

class DecoderSequence final : public Decoder {
public:
    explicit DecoderSequence(std::vector<std::unique_ptr<const Decoder>> parts)
        : m_parts{std::move(parts)}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        for (const auto& part : m_parts) {
            part->apply(tokens);
        }
    }
    bool needsNext(std::string_view token) const override
    {
        return std::ranges::any_of(m_parts, [&](const auto& part) { return part->needsNext(token); });
    }

private:
    std::vector<std::unique_ptr<const Decoder>> m_parts;
};

std::string validUtf8(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto [character, length] = characterAt(bytes, at);
        if (character == kReplacementCharacter && length == 1) {
            appendUtf8(text, kReplacementCharacter);
            at += subpartAt(bytes, at);
        } else {
            text.append(bytes, at, length);
            at += length;
        }
    }
    return text;
}

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// The reference's own list, in its order.
void cleanUp(std::string& token)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kRules{
        {{" .", "."},
         {" ?", "?"},
         {" !", "!"},
         {" ,", ","},
         {" ' ", "'"},
         {" n't", "n't"},
         {" 'm", "'m"},
         {" do not", " don't"},
         {" 's", "'s"},
         {" 've", "'ve"},
         {" 're", "'re"}}};
    for (const auto& [from, to] : kRules) {
        replaceAll(token, from, to);
    }
}

/// "<0x0A>" and its neighbours become bytes; those that are no UTF-8 together, each a U+FFFD.
class ByteFallbackDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override
    {
        std::vector<std::string> result;
        std::string bytes;
        const auto settle = [&] {
            if (bytes.empty()) return;
            if (invalidUtf8(bytes) == std::string::npos) {
                result.push_back(std::move(bytes));
            } else {
                std::string mark;
                appendUtf8(mark, kReplacementCharacter);
                result.insert(result.end(), bytes.size(), mark);
            }
            bytes.clear();
        };
        for (std::string& token : tokens) {
            if (const auto byte = byteOf(token)) {
                bytes.push_back(*byte);
                continue;
            }
            settle();
            result.push_back(std::move(token));
        }
        settle();
        tokens = std::move(result);
    }
    bool needsNext(std::string_view token) const override { return byteOf(token).has_value(); }

private:
    static std::optional<char> byteOf(std::string_view token)
    {
        constexpr std::size_t kLength = 6;
        if (token.size() != kLength || !token.starts_with("<0x") || !token.ends_with('>'))
            return std::nullopt;
        unsigned value = 0;
        const auto digits = token.substr(3, 2);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
        return static_cast<char>(value);
    }
};

class FuseDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override
    {
        std::string all;
        for (const std::string& token : tokens) {
            all += token;
        }
        tokens.assign(1, std::move(all));
    }
};

/// Takes away so many of one character at the ends of each token.
class StripDecoder final : public Decoder {
public:
    StripDecoder(std::string content, std::int64_t start, std::int64_t stop)
        : m_content{std::move(content)}
        , m_start{start}
        , m_stop{stop}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        for (std::string& token : tokens) {
            std::string_view rest{token};
            for (std::int64_t i = 0; i < m_start && rest.starts_with(m_content); ++i) {
                rest.remove_prefix(m_content.size());
            }
            for (std::int64_t i = 0; i < m_stop && rest.ends_with(m_content); ++i) {
                rest.remove_suffix(m_content.size());
            }
            token = std::string{rest};
        }
    }

private:
    std::string m_content;
    std::int64_t m_start, m_stop;
};

class ReplaceDecoder final : public Decoder {
public:
    ReplaceDecoder(Pattern pattern, std::string content)
        : m_pattern{std::move(pattern)}
        , m_content{std::move(content)}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        for (std::string& token : tokens) {
            std::string result;
            for (const auto& [piece, matched] : partsOf(m_pattern, token, {0, token.size()})) {
                result += matched ? std::string_view{m_content} : piece.in(token);
            }
            token = std::move(result);
        }
    }

private:
    Pattern m_pattern;
    std::string m_content;
};

class MetaspaceDecoder final : public Decoder {
public:
    MetaspaceDecoder(std::string mark, PrependScheme scheme)
        : m_mark{std::move(mark)}
        , m_scheme{scheme}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        const auto* first = m_scheme == PrependScheme::Never ? " " : "";
        for (std::string& token : tokens) {
            replaceAll(token, m_mark, first);
            first = " ";
        }
    }

private:
    std::string m_mark;
    PrependScheme m_scheme;
};

/// The mark of a word's end becomes a space, but for the last word.
class SuffixDecoder final : public Decoder {
public:
    explicit SuffixDecoder(std::string suffix)
        : m_suffix{std::move(suffix)}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (!m_suffix.empty()) replaceAll(tokens[i], m_suffix, i + 1 < tokens.size() ? " " : "");
        }
    }

private:
    std::string m_suffix;
};

/// Of a model that says one thing at each moment of a sound: what is said twice in a row is one.
class CtcDecoder final : public Decoder {
public:
    CtcDecoder(std::string pad, std::string delimiter, bool cleansUp)
        : m_pad{std::move(pad)}
        , m_delimiter{std::move(delimiter)}
        , m_cleansUp{cleansUp}
    {
    }
    void apply(std::vector<std::string>& tokens) const override
    {
        tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
        std::vector<std::string> result;
        for (std::string& token : tokens) {
            if (!m_pad.empty()) replaceAll(token, m_pad, "");
            if (m_cleansUp) {
                cleanUp(token);
                if (!m_delimiter.empty()) replaceAll(token, m_delimiter, " ");
            }
            if (!token.empty()) result.push_back(std::move(token));
        }
        tokens = std::move(result);
    }

private:
    std::string m_pad, m_delimiter;
    bool m_cleansUp;
};

Expected<std::unique_ptr<const Decoder>> makeSmallDecoder(const Node& node, std::string_view type)
{
    constexpr std::int64_t kMostCut = 1 << 20;
    if (type == "ByteFallback") return std::make_unique<const ByteFallbackDecoder>();
    if (type == "Fuse") return std::make_unique<const FuseDecoder>();
    if (type == "Metaspace") {
        LUTHIER_TRY(auto mark, node.text("replacement"));
        LUTHIER_TRY(const auto scheme, prependScheme(node));
        return std::make_unique<const MetaspaceDecoder>(std::move(mark), scheme);
    }
    if (type == "BPEDecoder") {
        LUTHIER_TRY(auto suffix, node.text("suffix"));
        return std::make_unique<const SuffixDecoder>(std::move(suffix));
    }
    if (type == "Strip") {
        LUTHIER_TRY(auto content, letterAt(node, "content"));
        LUTHIER_TRY(const auto startNode, node.member("start"));
        LUTHIER_TRY(const auto stopNode, node.member("stop"));
        LUTHIER_TRY(const auto start, startNode.number(kMostCut));
        LUTHIER_TRY(const auto stop, stopNode.number(kMostCut));
        return std::make_unique<const StripDecoder>(std::move(content), start, stop);
    }
    if (type == "Replace") {
        LUTHIER_TRY(const auto where, node.member("pattern"));
        LUTHIER_TRY(auto pattern, Pattern::fromJson(where));
        LUTHIER_TRY(auto content, node.text("content"));
        return std::make_unique<const ReplaceDecoder>(std::move(pattern), std::move(content));
    }
    if (type == "CTC") {
        LUTHIER_TRY(auto pad, node.text("pad_token"));
        LUTHIER_TRY(auto delimiter, node.text("word_delimiter_token"));
        LUTHIER_TRY(const bool cleansUp, node.boolean("cleanup"));
        return std::make_unique<const CtcDecoder>(std::move(pad), std::move(delimiter), cleansUp);
    }
    return nullptr;
}

} // namespace

void ByteLevelDecoder::apply(std::vector<std::string>& tokens) const
{
    std::string bytes;
    for (const std::string& token : tokens) {
        bytes += bytesOfToken(token).value_or(token);
    }
    tokens.assign(1, validUtf8(bytes));
}

void WordPieceDecoder::apply(std::vector<std::string>& tokens) const
{
    bool isFirst = true;
    for (std::string& token : tokens) {
        if (!std::exchange(isFirst, false)) {
            if (token.starts_with(m_prefix)) {
                token.erase(0, m_prefix.size());
            } else {
                token.insert(token.begin(), ' ');
            }
        }
        if (m_cleansUp) cleanUp(token);
    }
}

Expected<std::unique_ptr<const Decoder>> makeDecoder(const Node& node, int depth)
{
    LUTHIER_CHECK(checkDepth(node, depth));
    LUTHIER_TRY(const auto type, componentType(node));
    if (type == "ByteLevel") {
        LUTHIER_CHECK(ByteLevel::fromJson(node));
        return std::make_unique<const ByteLevelDecoder>();
    }
    if (type == "WordPiece") {
        LUTHIER_TRY(auto prefix, node.text("prefix"));
        LUTHIER_TRY(const bool cleansUp, node.boolean("cleanup"));
        return std::make_unique<const WordPieceDecoder>(std::move(prefix), cleansUp);
    }
    if (type == "Sequence") {
        LUTHIER_TRY(const auto list, node.member("decoders"));
        LUTHIER_TRY(const auto nodes, list.elements());
        std::vector<std::unique_ptr<const Decoder>> parts;
        for (const Node& part : nodes) {
            LUTHIER_TRY(parts.emplace_back(), makeDecoder(part, depth + 1));
        }
        return std::make_unique<const DecoderSequence>(std::move(parts));
    }
    LUTHIER_TRY(auto small, makeSmallDecoder(node, type));
    if (small) return small;
    return unknownComponent(node, type, {});
}

} // namespace luthier::tokenizer
