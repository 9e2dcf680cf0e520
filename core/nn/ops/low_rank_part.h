// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// What two thin matrices add to a linear layer: scale · (x Aᵀ) Bᵀ.
///
/// Shapes  a [rank, in], b [out, rank]
struct LowRankPart {
    at::Tensor a, b;
    double scale{1};
    double dropout{0}; ///< of x, while training
};

} // namespace luthier::nn
