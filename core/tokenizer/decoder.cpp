// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/decoder.h"

#include "core/base/utf8.h"
#include "core/tokenizer/byte_level.h"

#include <array>
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
    return unknownComponent(node, type,
                            {"Metaspace", "BPEDecoder", "ByteFallback", "Fuse", "Strip", "Replace", "CTC"});
}

} // namespace luthier::tokenizer
