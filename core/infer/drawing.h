// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/infer/generate.h"

#include <cstdint>
#include <vector>

namespace luthier::infer {

/// Draws tokens; keeps its memory from one to the next.
class Drawing {
public:
    /// logits [vocabulary] -> an id.
    std::int32_t drawn(const float* logits, std::int64_t vocabulary, const Sampling& sampling,
                       Random& random);

private:
    std::int32_t fromAll(double left, std::int32_t otherwise) const;
    std::int32_t fromLikeliest(double topP, double sum, Random& random);

    std::vector<float> m_weights;
    std::vector<std::int32_t> m_order;
};

} // namespace luthier::infer
