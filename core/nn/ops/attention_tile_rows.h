// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/gemm_kernels.h"
#include "core/nn/ops/simd.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <immintrin.h>

// What attention does with rows of a block of sums. For attention_tiles.cpp alone, which compiles it for
// AVX-512.

namespace luthier::nn {

inline constexpr std::int64_t kSide = kGemmRows; ///< queries, keys or numbers of a head: a block's side
inline constexpr std::int64_t kHalfSide = 16; ///< what a register holds

[[gnu::always_inline]] inline __mmask16 firstLanes(std::int64_t count)
{
    return count >= kHalfSide ? 0xFFFF : count <= 0 ? 0 : static_cast<__mmask16>((1U << count) - 1);
}
[[gnu::always_inline]] inline void storeLanes(Bf16* to, __mmask16 lanes, __m512 numbers)
{
    _mm256_mask_storeu_epi16(to, lanes, reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(numbers)));
}
[[gnu::always_inline]] inline void storeLanes(float* to, __mmask16 lanes, __m512 numbers)
{
    _mm512_mask_storeu_ps(to, lanes, numbers);
}
[[gnu::always_inline]] inline __m512 loadLanes(const Bf16* from, __mmask16 lanes)
{
    return _mm512_castsi512_ps(
        _mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(lanes, from)), 16));
}
[[gnu::always_inline]] inline __m512 loadLanes(const float* from, __mmask16 lanes)
{
    return _mm512_maskz_loadu_ps(lanes, from);
}
[[gnu::always_inline]] inline __m512 exponentialOf(__m512 x)
{
    Lanes<float, 64> lanes = reinterpret_cast<Lanes<float, 64>>(x);
    exponential(lanes);
    return reinterpret_cast<__m512>(lanes);
}
[[gnu::always_inline]] inline __m512 masked(const DropMask& mask, std::int64_t column, __m512 x)
{
    Lanes<float, 64> lanes = reinterpret_cast<Lanes<float, 64>>(x);
    applyMask(mask, column, lanes);
    return reinterpret_cast<__m512>(lanes);
}

/// A row of numbers for many keys, as blocks of sums leave it: 32 of them together.
[[gnu::always_inline]] inline float* at(float* row, std::int64_t key)
{
    return row + key / kSide * kBlockSums + key % kSide;
}

/// Scores of one query become e to the power of their distance from the largest one, rounded to S and times
/// the mask; what lies behind `seen` becomes 0. Returns the logarithm of their sum, which is `total`.
template <class S>
[[gnu::always_inline]] inline float soften(float* row, std::int64_t seen, std::int64_t covered, float scale,
                                           const DropMask* mask, S* to, float& total)
{
    __m512 largests = _mm512_set1_ps(-3e38F);
    for (std::int64_t j = 0; j < seen; j += kHalfSide) {
        largests = _mm512_mask_max_ps(largests, firstLanes(seen - j), largests, _mm512_loadu_ps(at(row, j)));
    }
    const float largest = _mm512_reduce_max_ps(largests) * scale;
    const __m512 offset = _mm512_set1_ps(-largest);
    __m512 sums = _mm512_setzero_ps();
    for (std::int64_t j = 0; j < covered; j += kHalfSide) {
        const __m512 scaled = _mm512_fmadd_ps(_mm512_loadu_ps(at(row, j)), _mm512_set1_ps(scale), offset);
        __m512 p = _mm512_maskz_mov_ps(firstLanes(seen - j), exponentialOf(scaled));
        sums = _mm512_add_ps(sums, p);
        if (mask != nullptr) p = masked(*mask, j, p);
        storeLanes(to + j, 0xFFFF, p);
    }
    total = _mm512_reduce_add_ps(sums);
    return largest + std::log(total);
}

/// What backward makes of a query's scores and of its dL/do · v: probabilities times mask, and slopes.
template <class S>
struct Slopes {
    std::int64_t seen, covered;
    float scale, lse, delta;
    const DropMask* mask;
    S *p, *ds;
};
template <class S>
[[gnu::always_inline]] inline void slopesOf(const Slopes<S>& a, float* scores, float* products)
{
    for (std::int64_t j = 0; j < a.covered; j += kHalfSide) {
        const __m512 scaled
            = _mm512_fmsub_ps(_mm512_loadu_ps(at(scores, j)), _mm512_set1_ps(a.scale), _mm512_set1_ps(a.lse));
        __m512 p = _mm512_maskz_mov_ps(firstLanes(a.seen - j), exponentialOf(scaled));
        __m512 slope = _mm512_loadu_ps(at(products, j));
        if (a.mask != nullptr) slope = masked(*a.mask, j, slope);
        storeLanes(a.ds + j, 0xFFFF, _mm512_mul_ps(p, _mm512_sub_ps(slope, _mm512_set1_ps(a.delta))));
        if (a.mask != nullptr) p = masked(*a.mask, j, p);
        storeLanes(a.p + j, 0xFFFF, p);
    }
}

template <class S>
[[gnu::always_inline]] inline float dot(const S* a, const S* b, std::int64_t width)
{
    __m512 sums = _mm512_setzero_ps();
    for (std::int64_t d = 0; d < width; d += kHalfSide) {
        const auto lanes = firstLanes(width - d);
        sums = _mm512_fmadd_ps(loadLanes(a + d, lanes), loadLanes(b + d, lanes), sums);
    }
    return _mm512_reduce_add_ps(sums);
}

/// Row `from` of a block of sums, times `factor`.
template <class O>
[[gnu::always_inline]] inline void write(const float* from, std::int64_t width, float factor, O* to)
{
    const __m512 f = _mm512_set1_ps(factor);
    for (std::int64_t d = 0; d < std::min(width, kSide); d += kHalfSide) {
        storeLanes(to + d, firstLanes(width - d), _mm512_mul_ps(_mm512_loadu_ps(from + d), f));
    }
}

} // namespace luthier::nn
