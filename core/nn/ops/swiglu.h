// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// The gate of a Llama feed-forward layer. Keeps its two inputs, recomputes the rest in backward.
///
///     y = silu(g) · u,   silu(g) = g σ(g)
///     dg = dy · u · σ(g) (1 + g (1 − σ(g)));   du = dy · silu(g)
///
/// Shapes  g, u, y [T, f].
/// Source  Shazeer 2020, arXiv:2002.05202, eq. 6.
at::Tensor swiglu(const at::Tensor& g, const at::Tensor& u);

} // namespace luthier::nn
