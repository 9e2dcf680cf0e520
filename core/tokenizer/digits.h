// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/pre_tokenizer.h"

namespace luthier::tokenizer {

/// Cuts numbers off what stands around them, and their digits from each other where `individually`.
class Digits final : public PreTokenizer {
public:
    explicit Digits(bool individually)
        : m_individually{individually}
    {
    }
    static Expected<std::unique_ptr<const PreTokenizer>> fromJson(const Node& node);

    void split(AlignedText& text, std::vector<Piece>& pieces) const override;

private:
    bool m_individually;
};

} // namespace luthier::tokenizer
