// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/simd.h"

#include <cstdint>
#include <cstring>

namespace luthier::nn {

inline constexpr float kInt8Most = 127; ///< symmetric: -128 is not used

/// The nearest whole numbers, ties to even, as bits whose lowest 8 are right for what fits into them.
template <class V>
LUTHIER_INLINE Like<V, std::uint32_t> wholeBits(const V& v)
{
    const V moved = v + 12'582'912.0F; // 1.5 · 2²³: the last bit of the sum stands for one
    Like<V, std::uint32_t> bits;
    std::memcpy(&bits, &moved, sizeof(bits));
    return bits;
}

/// Rows in 8 bits: x ≈ scale · q, scale the row's largest magnitude / 127; NaN where the row has a number
/// that is none. `to` has rows of `toStride`, filled up with zeros.
///
/// Shapes  a [rows, depth]; factors of the columns [depth], or null: ones; scales [rows].
void quantiseRows(const float* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,
                  const float* factors, std::int8_t* to, std::int64_t toStride, float* scales);
void quantiseRows(const Bf16* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,
                  const float* factors, std::int8_t* to, std::int64_t toStride, float* scales);

/// Products of 8-bit numbers on one road. Their sums are whole numbers, exact in 32 bits.
struct Int8Kernel {
    void (*enter)(); ///< as GemmKernel's
    void (*leave)();
    bool shifted{false}; ///< b's numbers have 128 added, as bytes without a sign
    /// sums (+)= rowScales · columnScales · Σ a b, for 32 rows and 32 columns. The segment's b is a panel of
    /// an Int8Matrix, its depth whole steps of it.
    void (*block)(const Segment& segment, const float* rowScales, const float* columnScales, float* sums,
                  bool add);
    /// As GemmKernel's.
    void (*wideBlock)(const Segment& segment, const Panels& panels, const float* rowScales,
                      const float* columnScales, float* sums, bool add){nullptr};
};

/// The one that this processor is fastest with, or the road that LUTHIER_ISA asks for; null where 8-bit
/// numbers are multiplied as float32. Then rows are not rounded.
const Int8Kernel* int8Kernel();

/// Steps [first, first + depth) of the panel that begins with `column`, as plainGemm() reads it: with scales
/// and factors.
void expandInt8(const Int8Matrix& matrix, std::int64_t column, std::int64_t first, std::int64_t depth,
                float* to);

/// Null where this build has none. REQUIRES to call their functions: cpuFeatures() has the road.
const Int8Kernel* amxInt8();
const Int8Kernel* vnniInt8();
const Int8Kernel* avxVnniInt8();

} // namespace luthier::nn
