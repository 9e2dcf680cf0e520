// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/added_tokens.h"
#include "core/tokenizer/decoder.h"
#include "core/tokenizer/model.h"
#include "core/tokenizer/normalizer.h"
#include "core/tokenizer/post_processor.h"
#include "core/tokenizer/pre_tokenizer.h"
#include "core/tokenizer/tokenizer.h"

#include <memory>
#include <string>
#include <utility>

namespace luthier::tokenizer {

/// The steps of formats.md §4 in their order; each but the model may be absent.
struct Steps {
    AddedTokens added{};
    std::unique_ptr<const Normalizer> normalizer{};
    std::unique_ptr<const PreTokenizer> preTokenizer{};
    std::unique_ptr<const Model> model{};
    PostProcessor postProcessor{};
    std::unique_ptr<const Decoder> decoder{}; ///< absent: tokens are joined with spaces
    SpecialIds special{};
    std::string chatTemplate{};
};

/// A tokenizer as the chain of its steps.
class Pipeline final : public Tokenizer {
public:
    /// REQUIRES: steps.model.
    explicit Pipeline(Steps steps);

    Encoding encode(std::string_view text, bool special, bool withOffsets) const override;
    Encoding encodePair(std::string_view first, std::string_view second, bool special,
                        bool withOffsets) const override;
    std::string decode(std::span<const std::int32_t> ids, bool skipSpecial) const override;

    std::size_t vocabularySize() const override { return m_steps.added.end(); }
    std::string token(std::int32_t id) const override;
    std::optional<std::int32_t> id(std::string_view token) const override;
    bool isSpecial(std::int32_t id) const override;
    bool needsNext(std::int32_t id) const override
    {
        return m_steps.decoder && m_steps.decoder->needsNext(token(id));
    }
    const SpecialIds& special() const override { return m_steps.special; }
    const std::string& chatTemplate() const override { return m_steps.chatTemplate; }

private:
    struct Work;

    Encoding encodeOne(std::string_view text, bool withOffsets) const;
    void encodeAround(const AlignedText& text, bool normalized, Work& work) const;
    void encodeSegment(Work& work) const;
    void encodeWords(Work& work) const;
    void add(std::int32_t id, std::string_view written, const AlignedText& text, Piece piece,
             Work& work) const;

    Steps m_steps;
};

} // namespace luthier::tokenizer
