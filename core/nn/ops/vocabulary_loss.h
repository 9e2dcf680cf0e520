// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

inline constexpr std::int64_t kCardLogitBytes = std::int64_t{64}
    << 20U; ///< that are held at once on a graphics card

/// What becomes of the products of hidden states and words before they are logits.
///
///     z = cap tanh((factor h Wᵀ + bias) / cap)
struct LogitForm {
    double factor{1};
    double cap{0}; ///< 0: none
    at::Tensor bias{}; ///< [V] or undefined

    bool isPlain() const { return factor == 1 && cap == 0 && !bias.defined(); }
    /// products [T, V] -> logits
    at::Tensor of(const at::Tensor& products) const;
};

/// The language head and its cross-entropy in one: logits exist for a few rows at a time and never as a
/// whole, and their gradient is made in place while they are there.
///
///     z = h Wᵀ, see LogitForm;   loss_i = log Σ_v exp(z_iv) − z_i,target;   dz_iv = g_i (softmax(z_i)_v − [v
///     = target_i]) dh = dz W;   dW = dzᵀ h
///
/// The rows' weights must be known in forward: `rowWeights` [N] float32 are what backward would receive for
/// each row where it is called on the sum Σ rowWeights_i loss_i, which is what it must be called on.
///
/// Shapes  hidden [N, d], weight [V, d], of one device; targets [N] int32 -> float32 [N].
///
/// Units   nats; sums over the vocabulary in float32 (float64 for float64).
///
/// Source  making the gradient in forward: Hsu et al. 2024, arXiv:2410.10989, §3.2.
struct VocabularyLoss {
    at::Tensor total; ///< scalar: Σ rowWeights · loss, differentiable
    at::Tensor perRow; ///< float32 [N], without gradient
    at::Tensor likeliest; ///< int64 [N]: the id with the largest logit, without gradient
};
VocabularyLoss vocabularyLoss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& targets,
                              const at::Tensor& rowWeights, const LogitForm& form = {});

/// Bytes that the loss needs beside its tensors on the processor, backward included: logits, and shares of
/// dh. `numberBytes`: of a number of hidden and weight.
std::int64_t vocabularyLossBytes(std::int64_t rows, std::int64_t d, std::int64_t vocabulary,
                                 std::int64_t numberBytes);

} // namespace luthier::nn
