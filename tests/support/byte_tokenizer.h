// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <string>

namespace luthier::test {

/// One token a byte, so that lengths can be counted by eye. Around a text stand [CLS] (1) and [SEP] (2), as
/// in BERT; 0 ends an answer.
class ByteTokenizer : public tokenizer::Tokenizer {
public:
    static constexpr std::int32_t kEnd = 0, kCls = 1, kSep = 2, kFirstByte = 3;

    tokenizer::Encoding encode(std::string_view text, bool special, bool = false) const override
    {
        tokenizer::Encoding result;
        if (special) result.ids.push_back(kCls);
        append(text, result);
        if (special) result.ids.push_back(kSep);
        result.types.assign(result.ids.size(), 0);
        return result;
    }
    tokenizer::Encoding encodePair(std::string_view first, std::string_view second, bool special,
                                   bool = false) const override
    {
        auto result = encode(first, special);
        append(second, result);
        if (special) result.ids.push_back(kSep);
        result.types.resize(result.ids.size(), 1);
        return result;
    }
    std::string decode(std::span<const std::int32_t> ids, bool skipSpecial) const override
    {
        std::string text;
        for (const auto id : ids) {
            if (!isSpecial(id) || !skipSpecial) text += token(id);
        }
        return text;
    }
    std::size_t vocabularySize() const override { return kFirstByte + 256; }
    std::string token(std::int32_t id) const override
    {
        if (id == kEnd) return "<end>";
        if (id == kCls) return "[CLS]";
        if (id == kSep) return "[SEP]";
        return std::string(1, static_cast<char>(id - kFirstByte));
    }
    std::optional<std::int32_t> id(std::string_view token) const override
    {
        if (token.size() != 1) return std::nullopt;
        return static_cast<unsigned char>(token[0]) + kFirstByte;
    }
    bool isSpecial(std::int32_t id) const override { return id < kFirstByte; }
    const tokenizer::SpecialIds& special() const override { return m_special; }
    const std::string& chatTemplate() const override { return m_template; }

private:
    static void append(std::string_view text, tokenizer::Encoding& into)
    {
        for (const char c : text) {
            into.ids.push_back(static_cast<unsigned char>(c) + kFirstByte);
        }
    }

    tokenizer::SpecialIds m_special{};
    std::string m_template;
};

} // namespace luthier::test
