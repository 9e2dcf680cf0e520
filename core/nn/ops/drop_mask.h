// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/simd.h"

#include <cmath>

namespace luthier::nn {

/// The mask of probability `p`, without a seed yet. p = 0 keeps everything.
inline DropMask maskOf(double p)
{
    constexpr double kRange = 4294967296.0; // 2³²
    return {.seed = 0,
            .drop = static_cast<std::uint32_t>(std::min(p * kRange, kRange - 1)),
            .scale = static_cast<float>(1 / (1 - p))};
}

} // namespace luthier::nn
