// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"

#include "core/nn/ops/int8_weight.h"

#include <array>
#include <vector>

namespace luthier::nn {
namespace {

using Bytes = std::uint8_t __attribute__((vector_size(16)));

LUTHIER_INLINE Lanes<float> magnitudeOf(const Lanes<float>& v)
{
    return v < 0.0F ? -v : v;
}

template <class S>
LUTHIER_INLINE void loadTimes(const S* a, const float* factors, std::int64_t i, std::int64_t n,
                              Lanes<float>& v)
{
    loadPiece(a + i, n, v);
    if (factors == nullptr) return;
    Lanes<float> factor;
    loadPiece(factors + i, n, factor);
    v *= factor;
}

template <class S>
LUTHIER_INLINE void quantiseRow(const S* a, std::int64_t depth, const float* factors, std::int8_t* to,
                                std::int64_t padded, float* scale)
{
    Lanes<float> largest{};
    Lanes<float> poison{}; // stays zero unless a number is infinite or none
    eachPiece<float>(
        depth, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float> v;
            loadTimes(a, factors, i, n, v);
            const auto magnitude = magnitudeOf(v);
            largest = magnitude > largest ? magnitude : largest;
            poison += v * 0.0F;
        });
    const float most = largestOf<float>(largest);
    *scale = most / kInt8Most + sumOf<float>(poison);
    const float inverse = most > 0 ? kInt8Most / most : 0;
    eachPiece<float>(
        depth, [&](auto i, auto n) __attribute__((always_inline)) {
            Lanes<float> v;
            loadTimes(a, factors, i, n, v);
            // In two halvings: at once, g++ 12 moves them one by one.
            const Half half = __builtin_convertvector(wholeBits(v * inverse), Half);
            const Bytes whole = __builtin_convertvector(half, Bytes);
            std::memcpy(to + i, &whole, static_cast<std::size_t>(n));
        });
    std::memset(to + depth, 0, static_cast<std::size_t>(padded - depth));
}

template <class S>
LUTHIER_INLINE void eachRow(const S* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,
                            const float* factors, std::int8_t* to, std::int64_t toStride, float* scales)
{
    for (std::int64_t m = 0; m < rows; ++m) {
        quantiseRow(a + m * stride, depth, factors, to + m * toStride, toStride, scales + m);
    }
}

// --- processors without products of 8-bit numbers: the same whole numbers in float32 ---

LUTHIER_INLINE void expandLeft(const std::int8_t* a, std::int64_t stride, std::int64_t depth, float* to)
{
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        for (std::int64_t k = 0; k < depth; ++k) {
            to[m * depth + k] = static_cast<float>(a[m * stride + k]);
        }
    }
}

/// A panel as the plain road reads it: to[k][column].
LUTHIER_INLINE void expandRight(const std::int8_t* b, std::int64_t depth, float* to)
{
    constexpr std::int64_t kTile = 16;
    for (std::int64_t k = 0; k < depth; k += 4) {
        const auto* const four
            = b + k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes + k % Int8Matrix::kStepDepth * kTile;
        for (std::int64_t half = 0; half < 2; ++half) {
            for (std::int64_t j = 0; j < 4; ++j) {
                for (std::int64_t n = 0; n < kTile; ++n) {
                    to[(k + j) * kGemmColumns + half * kTile + n]
                        = static_cast<float>(four[half * 1024 + n * 4 + j]);
                }
            }
        }
    }
}

LUTHIER_INLINE void addRows(const float* whole, const float* rowScales, const float* columnScales,
                            float* sums, bool add)
{
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        for (std::int64_t n = 0; n < kGemmColumns; n += kLanes<float>) {
            Lanes<float> v;
            Lanes<float> scale;
            load(whole + m * kGemmColumns + n, v);
            load(columnScales + n, scale);
            v *= scale * rowScales[m];
            if (add) {
                Lanes<float> there;
                load(sums + m * kGemmColumns + n, there);
                v += there;
            }
            store(sums + m * kGemmColumns + n, v);
        }
    }
}

LUTHIER_KERNEL(void, leftExpanded, (const std::int8_t* a, std::int64_t stride, std::int64_t depth, float* to),
               (a, stride, depth, to), expandLeft(a, stride, depth, to))
LUTHIER_KERNEL(void, rightExpanded, (const std::int8_t* b, std::int64_t depth, float* to), (b, depth, to),
               expandRight(b, depth, to))
LUTHIER_KERNEL(void, scaledInto,
               (const float* whole, const float* rowScales, const float* columnScales, float* sums, bool add),
               (whole, rowScales, columnScales, sums, add),
               addRows(whole, rowScales, columnScales, sums, add))

void plainBlock(const Segment& segment, const float* rowScales, const float* columnScales, float* sums,
                bool add)
{
    thread_local std::vector<float> left;
    thread_local std::vector<float> right;
    const auto depth = segment.depth;
    left.resize(static_cast<std::size_t>(kGemmRows * depth));
    right.resize(static_cast<std::size_t>(kGemmColumns * depth));
    leftExpanded(reinterpret_cast<const std::int8_t*>(segment.a), segment.stride, depth, left.data());
    rightExpanded(reinterpret_cast<const std::int8_t*>(segment.b), depth, right.data());
    alignas(64) std::array<float, kGemmRows * kGemmColumns> whole;
    const Segment exact{reinterpret_cast<const std::byte*>(left.data()), depth,
                        reinterpret_cast<const std::byte*>(right.data()), depth};
    plainGemm(static_cast<const float*>(nullptr)).block({&exact, 1}, whole.data(), false);
    scaledInto(whole.data(), rowScales, columnScales, sums, add);
}

constexpr Int8Kernel kPlain{.enter = [] {}, .leave = [] {}, .block = &plainBlock};

} // namespace

#define LUTHIER_QUANTISE(S)                                                                                  \
    LUTHIER_KERNEL(void, quantiseRows,                                                                       \
                   (const S* a, std::int64_t stride, std::int64_t rows, std::int64_t depth,                  \
                    const float* factors, std::int8_t* to, std::int64_t toStride, float* scales),            \
                   (a, stride, rows, depth, factors, to, toStride, scales),                                  \
                   eachRow(a, stride, rows, depth, factors, to, toStride, scales))
LUTHIER_QUANTISE(float)
LUTHIER_QUANTISE(Bf16)
#undef LUTHIER_QUANTISE

const Int8Kernel& int8Kernel()
{
    const auto& features = cpuFeatures();
    if (features.amxInt8 && features.isa() == Isa::Amx && amxInt8() != nullptr) return *amxInt8();
    if (features.vnni && features.isa() >= Isa::Avx512 && vnniInt8() != nullptr) return *vnniInt8();
    return kPlain;
}

} // namespace luthier::nn
