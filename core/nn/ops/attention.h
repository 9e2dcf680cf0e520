// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/dropout.h"

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

struct AttentionShape {
    std::int64_t heads{};
    std::int64_t keyHeads{}; ///< each serves heads / keyHeads query heads
    std::int64_t width{}; ///< of a head
    double scale{}; ///< of the scores: usually 1 / √width
    bool causal{false}; ///< a token sees itself and what stands before it
    std::int64_t window{0}; ///< it sees only tokens nearer than so many; 0: all
    double cap{0}; ///< scores become cap · tanh(score / cap); 0: they stay

    /// Whether this is nothing but scores, masked and made probabilities, in sequences of at most `longest`:
    /// what has kernels. The rest is for ATen.
    bool isPlain(std::int64_t longest) const { return cap == 0 && (window == 0 || window >= longest); }
};

/// Attention of packed sequences: each token looks at the tokens of its own sequence and of those that this
/// one goes on from. Keeps q, k, v, the output and one number a token and head; scores are made anew in
/// backward, never stored as a whole.
///
///     s_ij = scale q_i · k_j;   p_ij = exp(s_ij − lse_i);   o_i = Σ_j m_ij p_ij v_j
///     dv_j = Σ_i m_ij p_ij do_i;   ds_ij = p_ij (m_ij do_i · v_j − do_i · o_i)
///     dq_i = scale Σ_j ds_ij k_j;   dk_j = scale Σ_i ds_ij q_i
///
/// with m the dropout mask divided by 1 − p (1 without dropout).
///
/// Shapes  q [Q, heads · width]; k, v [T, keyHeads · width]; borders [N+1], ascending from 0, over k and v.
///         queryBorders [N+1] over q, where q holds only the last so many tokens of each sequence; empty: q
///         has all, Q = T. Rows behind a last border belong to nobody: output and gradients there are 0.
///         parents [N]: the sequence before its own that one goes on from, −1 for none; empty: none does.
///         -> [Q, heads · width]
/// Units   one floating type; scores and sums in float32 where that type is narrower.
/// Source  Dao et al. 2022, arXiv:2205.14135, §3.1 and appendix B.2, without its tiling: rows here are short.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const std::vector<std::int32_t>& borders, const AttentionShape& shape,
                     const Dropout& dropout = {}, const std::vector<std::int32_t>& queryBorders = {},
                     const std::vector<std::int32_t>& parents = {});

/// How many tokens each sequence has, with those that it goes on from.
std::vector<std::int64_t> lengthsOf(const std::vector<std::int32_t>& borders,
                                    const std::vector<std::int32_t>& parents);

/// The keys and values of one sequence in one layer while text is generated.
struct KeyValues {
    at::Tensor k; ///< [capacity, keyHeads · width]
    at::Tensor v;
    std::int64_t length{0}; ///< tokens in it
};

/// Attention of new tokens over what was cached and themselves; `cached[b]` already holds the new keys. No
/// gradient.
///
/// Shapes  q [T, heads · width], the new tokens of all sequences; borders [B+1]; cached [B].
at::Tensor attentionOver(const at::Tensor& q, const std::vector<const KeyValues*>& cached,
                         const std::vector<std::int32_t>& borders, const AttentionShape& shape);

} // namespace luthier::nn
