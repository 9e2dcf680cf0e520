// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/dropout.h"

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// What stands at the end of each half of a BERT block, in one pass: dropout, residual sum, layer norm.
///
///     s = residual + dropout(h);   y = ŝ · weight + bias,   ŝ = r (s − mean(s)),   r = 1 / √(var(s) +
///     epsilon) ds = r (g − mean(g) − ŝ mean(g · ŝ)),   g = dy · weight;   dresidual = ds;   dh = ds · mask /
///     (1 − p) dweight = Σ dy · ŝ;   dbias = Σ dy
///
/// Keeps s, and mean and r of each token; the mask is drawn anew.
///
/// Shapes  h, residual, y [T, d]; weight, bias [d]. Without residual (undefined): s = dropout(h).
/// Units   one floating type; sums in float32 where that type is narrower; variance over d, not d − 1.
/// Source  Ba et al. 2016, arXiv:1607.06450, eq. 3.
at::Tensor addNorm(const at::Tensor& h, const at::Tensor& residual, const at::Tensor& weight,
                   const at::Tensor& bias, double epsilon, const Dropout& dropout = {});

} // namespace luthier::nn
