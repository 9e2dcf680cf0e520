// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// Rows of a table, by id.
///
///     y_t = weight[ids_t];   dweight[i] = Σ over t with ids_t = i of dy_t
///
/// The gradient's sums are made in float32 in the order of the tokens, whatever the threads.
///
/// Shapes  ids [T] int32, weight [V, d] -> [T, d]. REQUIRES: 0 ≤ ids < V.
at::Tensor embeddingRows(const at::Tensor& ids, const at::Tensor& weight);

} // namespace luthier::nn
