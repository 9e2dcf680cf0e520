// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"

#include <cstdint>
#include <functional>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// What is added to the scores of one sequence of n tokens.
///
/// Shapes  q, k [heads, n, width] -> [heads, n, n]
using ScoreTerm = std::function<at::Tensor(const at::Tensor& q, const at::Tensor& k)>;

/// Attention of whole sequences, each with a further term in its scores, through ATen; autograd goes
/// backward.
///
/// Shapes  q, k, v [T, heads · width]; borders as attention() has them -> [T, heads · width]
at::Tensor attentionWith(const ScoreTerm& term, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                         const std::vector<std::int32_t>& borders, const AttentionShape& shape,
                         const Dropout& dropout);

/// A number for each head and distance: table [buckets, heads]; half of the buckets for each direction,
/// single distances first, then ever wider ones.
///
/// Source  Raffel et al. 2020, arXiv:1910.10683, §2.1; Song et al. 2020, arXiv:2004.09297.
ScoreTerm distanceBias(const at::Tensor& table);

/// Queries look at the place of keys, and keys at the place of queries: c2p and p2c.
///
///     s_ij += (q_i · keyOf(δ(i, j)) + k_j · queryOf(δ(j, i))) · scale
///
/// `queries`, `keys` [2 span, heads · width]: what a block's own layers make of the vectors of distances.
///
/// Source  He et al. 2021, arXiv:2006.03654, eq. 4; log buckets: He et al. 2023, arXiv:2111.09543, as
/// transformers has
///         them.
ScoreTerm disentangled(const at::Tensor& queries, const at::Tensor& keys, const AttentionShape& shape,
                       std::int64_t span, std::int64_t reach);

} // namespace luthier::nn
