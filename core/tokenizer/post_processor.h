// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// What a tokenizer puts around one text or two, and which characters it leaves out of the offsets. All of
/// the reference's post-processors come to these few values.
struct PostProcessor {
    struct Part {
        enum class Kind { First, Second, Special };
        Kind kind{Kind::First};
        std::vector<std::int32_t> ids{}; ///< of Special
        std::int8_t type{0};
    };

    std::vector<Part> single = {Part{}};
    std::vector<Part> pair = {Part{}, Part{.kind = Part::Kind::Second, .type = 1}};
    bool trimsSpaces{false}; ///< white space at a token's ends does not count in its offsets …
    bool keepsPrefixSpace{false}; ///< … but a single one at the start was put there by us

    /// [CLS] A [SEP], and B [SEP] after it where there are two.
    static PostProcessor bert(std::int32_t cls, std::int32_t sep);

    /// Puts the parts together. `second` is none where there is one text.
    Encoding process(Encoding first, const Encoding* second, bool special, bool withOffsets) const;
    /// The offsets of a token without the white space that its text begins and ends with.
    Origin trimmed(Origin origin, std::string_view token, bool isFirst) const;
};

/// `idEnd`: one more than the largest id that a special token may have.
///
/// Errors  those of Node; BadType, BadValue, Inconsistent, TooDeep.
Expected<PostProcessor> makePostProcessor(const Node& node, std::size_t idEnd, int depth = 0);

} // namespace luthier::tokenizer
