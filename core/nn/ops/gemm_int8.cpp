// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"

#include "core/nn/ops/int8_weight.h"

namespace luthier::nn {
namespace {

template <int W>
LUTHIER_INLINE Lanes<float, W> magnitudeOf(const Lanes<float, W>& v)
{
    return v < 0.0F ? -v : v;
}

template <int W, class S>
LUTHIER_INLINE void loadTimes(const S* a, const float* factors, std::int64_t i, std::int64_t n,
                              Lanes<float, W>& v)
{
    loadPiece(a + i, n, v);
    if (factors == nullptr) return;
    Lanes<float, W> factor;
    loadPiece(factors + i, n, factor);
    v *= factor;
}

template <int W, class S>
LUTHIER_INLINE void quantiseRow(const S* a, std::int64_t depth, const float* factors, std::int8_t* to,
                                std::int64_t padded, float* scale)
{
    Lanes<float, W> largest{};
    Lanes<float, W> poison{}; // stays zero unless a number is infinite or none
    eachPiece<float, W>(
        depth, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> v;
            loadTimes<W>(a, factors, i, n, v);
            const auto magnitude = magnitudeOf<W>(v);
            largest = magnitude > largest ? magnitude : largest;
            poison += v * 0.0F;
        });
    const float most = largestOf(largest);
    *scale = most / kInt8Most + sumOf(poison);
    const float inverse = most > 0 ? kInt8Most / most : 0;
    eachPiece<float, W>(
        depth, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float, W> v;
            loadTimes<W>(a, factors, i, n, v);
            // In two halvings: at once, g++ 12 moves them one by one.
            const auto half = __builtin_convertvector(wholeBits(v * inverse), Lanes<std::uint16_t, W / 2>);
            const auto whole = __builtin_convertvector(half, Lanes<std::uint8_t, W / 4>);
            std::memcpy(to + i, &whole, static_cast<std::size_t>(n));
        });
    std::memset(to + depth, 0, static_cast<std::size_t>(padded - depth));
}

template <int W, class S>
LUTHIER_INLINE void eachRow(const S* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,
                            const float* factors, std::int8_t* to, std::int64_t toStride, float* scales)
{
    for (std::int64_t m = 0; m < rows; ++m) {
        quantiseRow<W>(a + m * stride, depth, factors, to + m * toStride, toStride, scales + m);
    }
}

/// A panel as the plain road reads it: to[k][column].
LUTHIER_INLINE void expandPanel(const Int8Matrix& matrix, std::int64_t column, std::int64_t first,
                                std::int64_t depth, float* to)
{
    constexpr std::int64_t kTile = 16;
    const auto* const panel = matrix.numbers + column / kGemmColumns * matrix.panelBytes;
    for (std::int64_t i = 0; i < depth; ++i) {
        const auto k = first + i;
        const auto* const from = panel + k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes
            + k % Int8Matrix::kStepDepth / 4 * (kTile * 4) + k % 4;
        const float factor = matrix.factors == nullptr ? 1 : matrix.factors[k];
        for (std::int64_t half = 0; half < 2; ++half) {
            for (std::int64_t n = 0; n < kTile; ++n) {
                to[i * kGemmColumns + half * kTile + n] = static_cast<float>(from[half * 1024 + n * 4])
                    * (matrix.scales[column + half * kTile + n] * factor);
            }
        }
    }
}

} // namespace

#define LUTHIER_QUANTISE(S)                                                                                  \
    LUTHIER_KERNEL(void, quantiseRows,                                                                       \
                   (const S* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,                  \
                    const float* factors, std::int8_t* to, std::int64_t toStride, float* scales),            \
                   (a, stride, rows, depth, factors, to, toStride, scales),                                  \
                   eachRow<W>(a, stride, rows, depth, factors, to, toStride, scales))
LUTHIER_QUANTISE(float)
LUTHIER_QUANTISE(Bf16)
#undef LUTHIER_QUANTISE

LUTHIER_KERNEL(void, expandInt8,
               (const Int8Matrix& matrix, std::int64_t column, std::int64_t first, std::int64_t depth,
                float* to),
               (matrix, column, first, depth, to), expandPanel(matrix, column, first, depth, to))

const Int8Kernel* int8Kernel()
{
    const auto& features = cpuFeatures();
    if (features.amxInt8) return amxInt8();
    if (features.vnni) return vnniInt8();
    return features.avxVnni ? avxVnniInt8() : nullptr;
}

} // namespace luthier::nn
