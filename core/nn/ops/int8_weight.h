// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/stored_matrix.h"

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// A frozen matrix b [columns, depth] in 8 bits, in the order that products read: b(n, k) ≈ scales[n] · q(n,
/// k).
///
/// Panels of 32 columns stand one behind the other; a panel is steps of 64 of the depth, each two tiles of 16
/// columns, each tile 16 rows of four neighbours of the depth. What is missing is zero. To all of them 128 is
/// added, as bytes without a sign, where the processor's instruction takes such (Int8Kernel::shifted).
struct Int8Matrix {
    static constexpr std::int64_t kStepDepth = 64;
    static constexpr std::int64_t kStepBytes = 2048;

    const std::int8_t* numbers{nullptr};
    const float* scales{nullptr}; ///< of whole panels
    const float* factors{nullptr}; ///< of a's columns, before a row of it is rounded; null: none
    std::int64_t panelBytes{0};
};

/// A weight that does not learn, rounded to 8 bits twice: with one scale for each output, as forward sums it,
/// and with one for each input, as the gradient back through it is summed. Each is rounded from the exact
/// numbers.
///
/// Inputs differ in size by orders, and one scale a row leaves the small ones few steps. With `inputSizes`,
/// the mean magnitude of each input, forward rounds x_k / √size_k and w_nk · √size_k instead, whose product
/// is the same.
///
/// Shapes  exact [out, in] float32, contiguous; inputSizes [in] float32, or undefined.
/// Thread  any, once it is made.
/// Source  symmetric per-channel rounding: Jacob et al. 2018, arXiv:1712.05877, §2; the switch of scales for
///         backward is ours. Moving size from inputs to weights: Xiao et al. 2023, arXiv:2211.10438, with the
///         mean for the largest, as Lin et al. 2024, arXiv:2306.00978, have it.
class Int8Weight {
public:
    explicit Int8Weight(const at::Tensor& exact, const at::Tensor& inputSizes = {});
    /// Layers with equal sizes share their factors, so that what they read is rounded once.
    void shareFactors(const Int8Weight& other);

    Int8Matrix forward() const; ///< columns: outputs
    Int8Matrix back() const { return m_back.view(); } ///< columns: inputs
    at::Tensor expanded() const; ///< what forward computes with. float32 [out, in]
    /// A copy as few rows at a time are multiplied with it: the same numbers, rounded once more where inputs
    /// have factors.
    StoredMatrix inRows() const;
    std::int64_t bytes() const;

private:
    struct Panels {
        Panels(std::int64_t columns, std::int64_t depth);
        Int8Matrix view() const;

        at::Tensor numbers; // int8 [panels, bytes of a panel]
        at::Tensor scales; // float32 [panels · 32]
    };

    void copyRow(std::int64_t n, std::int8_t* to) const; ///< of forward, without the factors
    StoredMatrix numbersInRows() const; ///< all of them

    std::int64_t m_out, m_in;
    Panels m_forward, m_back;
    at::Tensor m_factors; ///< float32 [in] or undefined
};

/// Bytes that a weight of this shape takes as an Int8Weight.
std::int64_t int8Bytes(std::int64_t out, std::int64_t in);

} // namespace luthier::nn
