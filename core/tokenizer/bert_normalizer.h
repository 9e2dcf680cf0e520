// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/normalizer.h"

#include <array>

namespace luthier::tokenizer {

/// BERT's cleaning, character by character: control characters go and white space becomes a space; ideographs
/// get a space on both sides; accents go; capitals become small.
///
/// Source  BasicTokenizer of Devlin et al. 2018, arXiv:1810.04805, as the reference library has it
///         (formats.md §4.1): also where each character is said to come from.
class BertNormalizer final : public Normalizer {
public:
    struct Options {
        bool clean{true};
        bool spaceIdeographs{true};
        bool stripAccents{true};
        bool lower{true};
    };

    explicit BertNormalizer(Options options);
    static Expected<std::unique_ptr<const Normalizer>> fromJson(const Node& node);

    void apply(AlignedText& text) const override;

private:
    class Rewriting;

    Options m_options;
    std::array<char, 128> m_ascii{}; ///< what becomes of the first 128 characters; NUL where one goes
};

} // namespace luthier::tokenizer
