// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/pre_tokenizer.h"

#include <optional>
#include <string>
#include <string_view>

namespace luthier::tokenizer {

/// The letter that the vocabularies of byte-level models write for a byte: most printable bytes stand for
/// themselves, the others for U+0100 … U+0143.
///
/// Source  Radford et al. 2019 (GPT-2), bytes_to_unicode of their encoder.
char32_t letterOfByte(unsigned char byte);
std::optional<unsigned char> byteOfLetter(char32_t letter);
/// The bytes that a token stands for; nothing where it is not all in that alphabet.
std::optional<std::string> bytesOfToken(std::string_view token);

/// Cuts `piece` as GPT-2's regular expression does, without an engine:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
void splitAsGpt2(std::string_view text, Piece piece, std::vector<Piece>& result);

/// The pre-tokenizer of GPT-2 and its many heirs.
class ByteLevel final : public PreTokenizer {
public:
    struct Options {
        bool prefixSpace{true};
        bool split{true};
        bool writeLetters{true}; ///< else the bytes stay, for a model that knows the alphabet
    };

    explicit ByteLevel(Options options)
        : m_options{options}
    {
    }
    static Expected<Options> fromJson(const Node& node);

    void split(AlignedText& text, std::vector<Piece>& pieces) const override;

private:
    Options m_options;
};

} // namespace luthier::tokenizer
