// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/dropout.h"

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// A frozen linear layer with a low-rank update beside it, in one node of the graph.
///
///     y = x Wᵀ + b + s t Bᵀ,   t = dropout(x) Aᵀ
///     dt = s dy B;   dx = dy W + mask(dt A);   dA = dtᵀ dropout(x);   dB = s dyᵀ t
///
/// Keeps x and t. W and b get no gradient.
///
/// Shapes  x [T, in], W [out, in], b [out] or undefined, A [rank, in], B [out, rank] -> [T, out]
/// Source  Hu et al. 2021, arXiv:2106.09685, §4.1.
at::Tensor lowRankLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                         const at::Tensor& a, const at::Tensor& b, double scale, const Dropout& dropout = {});

} // namespace luthier::nn
