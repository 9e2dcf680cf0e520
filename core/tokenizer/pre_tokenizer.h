// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"

#include <memory>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// Cuts a text into the pieces that a model looks at one by one.
class PreTokenizer {
public:
    virtual ~PreTokenizer() = default;
    /// Cuts each of `pieces` further. May rewrite the text too.
    virtual void split(AlignedText& text, std::vector<Piece>& pieces) const = 0;
};

/// One after the other.
class PreTokenizerSequence final : public PreTokenizer {
public:
    explicit PreTokenizerSequence(std::vector<std::unique_ptr<const PreTokenizer>> parts)
        : m_parts{std::move(parts)}
    {
    }
    void split(AlignedText& text, std::vector<Piece>& pieces) const override;

private:
    std::vector<std::unique_ptr<const PreTokenizer>> m_parts;
};

/// What a tokenizer.json's pre-tokenizer comes to.
struct PreTokenizing {
    std::unique_ptr<const PreTokenizer> splitter{}; ///< none: the text stays whole
    /// The pieces are raw bytes, and the model's vocabulary is written in the alphabet of byte_level.h.
    bool bytes{false};
};

/// `modelTakesBytes`: a last ByteLevel may leave the bytes as they are, because the model knows its alphabet.
///
/// Errors  those of Node; BadType, Unsupported, TooDeep.
Expected<PreTokenizing> makePreTokenizer(const Node& node, bool modelTakesBytes);

} // namespace luthier::tokenizer
