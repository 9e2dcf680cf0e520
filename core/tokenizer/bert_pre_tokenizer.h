// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/pre_tokenizer.h"

namespace luthier::tokenizer {

/// Words end at white space, which goes, and at each punctuation character, which is a piece of its own.
class BertPreTokenizer final : public PreTokenizer {
public:
    void split(AlignedText& text, std::vector<Piece>& pieces) const override;
};

} // namespace luthier::tokenizer
