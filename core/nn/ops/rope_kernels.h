// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rows.h"

#include <cstdint>

namespace luthier::nn {

/// Rows of rope (see there), for whoever goes over rows anyway. y may be x itself.
template <class S>
struct Turning {
    Rows<S> x, y;
    const std::int32_t* positions;
    const float* cosine;
    const float* sine;
    std::int64_t heads, width, half; ///< half: rotated / 2
    bool back;
};
void turn(const Turning<float>& args, std::int64_t begin, std::int64_t end);
void turn(const Turning<Bf16>& args, std::int64_t begin, std::int64_t end);
void turn(const Turning<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
