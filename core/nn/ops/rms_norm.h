// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// Root-mean-square norm: keeps x and one number a token, no intermediates.
///
///     y = x̂ · weight,   x̂ = r x,   r = 1 / √(mean(x²) + epsilon)
///     dx = r (g − x̂ mean(g · x̂)),   g = dy · weight;   dweight = Σ dy · x̂
///
/// Shapes  x [T, d], weight [d] -> y [T, d]. T tokens of a packed batch: no padding, no batch dimension.
/// Units   x and weight of one floating type; sums in float32 where that type is narrower.
/// Source  Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4; epsilon inside the root as in llama.
at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double epsilon);

} // namespace luthier::nn
