// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// One trained tensor with its optimizer state. A bfloat16 weight is the upper half of a float32 master whose
/// lower half stands beside it, so nothing is rounded away between steps and the master costs two bytes a
/// number:
///
///     master = weight + low,   the bits of both put together;   weight = master rounded to bfloat16
///
/// Shapes  all of one shape; low int16, for a bfloat16 weight only; gradient float32 or the weight's own
/// type.
struct AdamTensor {
    at::Tensor weight;
    at::Tensor low;
    at::Tensor m; ///< float32: running mean of the gradient
    at::Tensor v; ///< float32: running mean of its square
    double stepMultiplier{1}; ///< on the learning rate
    bool decays{false}; ///< weight decay applies
};

/// Numbers that a graphics card takes its step on at once: what it needs besides lies in its memory for so
/// many.
inline constexpr std::int64_t kCardStepNumbers = std::int64_t{32} << 20U;

struct AdamSettings {
    double learningRate{};
    double beta1{0.9};
    double beta2{0.999};
    double epsilon{1e-8};
    double weightDecay{0};
    std::int64_t step{1}; ///< from 1
    double gradientFactor{1}; ///< of clipping
};

/// An AdamTensor for `weight`, which keeps its storage. For bfloat16, `exact` (float32, same shape) is the
/// master.
AdamTensor adamTensor(const at::Tensor& weight, const at::Tensor& exact = {});

/// The exact values of the weight. float32
at::Tensor masterOf(const AdamTensor& tensor);
/// Sets weight and lower half from float32 values.
void setMaster(AdamTensor& tensor, const at::Tensor& exact);

/// One step of AdamW on all tensors, each number read and written once, in one parallel region. On a graphics
/// card the gradients are scaled in place: nobody reads them afterwards.
///
///     g' = factor g;   m = β₁ m + (1 − β₁) g';   v = β₂ v + (1 − β₂) g'²
///     w = w (1 − lr λ) − lr m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
///
/// Source  Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2, with the decay as in the Python stack.
void adamStep(std::vector<AdamTensor>& tensors, const std::vector<at::Tensor>& gradients,
              const AdamSettings& settings);

/// √Σ g² over all gradients; sums in float64, the same whatever the threads. NaN or ∞ where a gradient has
/// one.
double gradientNorm(const std::vector<at::Tensor>& gradients);

} // namespace luthier::nn
