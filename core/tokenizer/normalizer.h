// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"

#include <memory>

namespace luthier::tokenizer {

/// Rewrites a text before it is split: the second step of a pipeline.
class Normalizer {
public:
    virtual ~Normalizer() = default;
    virtual void apply(AlignedText& text) const = 0;
};

/// Errors  those of Node; BadType, Unsupported, TooDeep.
Expected<std::unique_ptr<const Normalizer>> makeNormalizer(const Node& node, int depth = 0);

} // namespace luthier::tokenizer
