// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
#include <cstring>

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma,avxvnni")

namespace luthier::nn {
namespace {

// As gemm_vnni.cpp, in registers of 256 bits: processors for laptops and desktops that have no AVX-512.

constexpr std::int64_t kStep = Int8Matrix::kStepDepth;
constexpr std::int64_t kTileBytes = 1024; // 16 columns of a step

/// Eight sums; see gemm_vnni.cpp for the type.
using Sums = Lanes<std::int32_t, 32>;
[[gnu::always_inline]] inline Sums summed(Sums sums, __m256i b, __m256i a)
{
    return reinterpret_cast<Sums>(_mm256_dpbusd_avx_epi32(reinterpret_cast<__m256i>(sums), b, a));
}

/// Σ q of a row, 128 times: what b's shift by 128 has added to each of its sums.
[[gnu::always_inline]] inline std::int32_t shiftOf(const std::byte* a, std::int64_t depth)
{
    __m256i sums = _mm256_setzero_si256();
    for (std::int64_t k = 0; k < depth; k += 32) {
        const auto row = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + k));
        sums = _mm256_dpbusd_avx_epi32(sums, _mm256_set1_epi8(1), row);
    }
    const __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    const __m128i pair = _mm_add_epi32(half, _mm_unpackhi_epi64(half, half));
    return 128 * (_mm_cvtsi128_si32(pair) + _mm_extract_epi32(pair, 1));
}

struct Rows16 {
    const Segment& segment;
    const float *rowScales, *columnScales;
    float* sums;
    bool add;
    const std::int32_t* shifts;
};

/// R rows from m on, times the 16 columns of one half of the panel.
template <int R>
[[gnu::always_inline]] inline void tile(const Rows16& x, std::int64_t m, std::int64_t half)
{
    const auto& [a, stride, b, depth, across] = x.segment;
    Sums left[R];
    Sums right[R];
    LUTHIER_UNROLL
    for (int r = 0; r < R; ++r) {
        left[r] = right[r] = Sums{} - x.shifts[m + r];
    }
    // The instruction takes unsigned by signed numbers. b is made unsigned, as one register serves all rows.
    const __m256i shift = _mm256_set1_epi8(static_cast<char>(0x80));
    for (std::int64_t k = 0; k < depth; k += 4) {
        const auto* const four = reinterpret_cast<const __m256i*>(b + k / kStep * Int8Matrix::kStepBytes
                                                                  + half * kTileBytes + k % kStep * 16);
        const __m256i first = _mm256_xor_si256(_mm256_loadu_si256(four), shift);
        const __m256i second = _mm256_xor_si256(_mm256_loadu_si256(four + 1), shift);
        LUTHIER_UNROLL
        for (int r = 0; r < R; ++r) {
            std::int32_t neighbours;
            std::memcpy(&neighbours, a + (m + r) * stride + k, sizeof(neighbours));
            const __m256i row = _mm256_set1_epi32(neighbours);
            left[r] = summed(left[r], first, row);
            right[r] = summed(right[r], second, row);
        }
    }
    const __m256 leftScale = _mm256_loadu_ps(x.columnScales + half * 16);
    const __m256 rightScale = _mm256_loadu_ps(x.columnScales + half * 16 + 8);
    LUTHIER_UNROLL
    for (int r = 0; r < R; ++r) {
        const __m256 scale = _mm256_set1_ps(x.rowScales[m + r]);
        auto* const to = x.sums + (m + r) * kGemmColumns + half * 16;
        const __m256 zero = _mm256_setzero_ps();
        const __m256 first = _mm256_mul_ps(_mm256_cvtepi32_ps(reinterpret_cast<__m256i>(left[r])), scale);
        const __m256 second = _mm256_mul_ps(_mm256_cvtepi32_ps(reinterpret_cast<__m256i>(right[r])), scale);
        _mm256_storeu_ps(to, _mm256_fmadd_ps(first, leftScale, x.add ? _mm256_loadu_ps(to) : zero));
        _mm256_storeu_ps(to + 8, _mm256_fmadd_ps(second, rightScale, x.add ? _mm256_loadu_ps(to + 8) : zero));
    }
}

void block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums, bool add)
{
    std::int32_t shifts[kGemmRows];
    for (std::int64_t m = 0; m < kGemmRows; ++m) {
        shifts[m] = shiftOf(segment.a + m * segment.stride, segment.depth);
    }
    const Rows16 rows{segment, rowScales, columnScales, sums, add, shifts};
    for (std::int64_t half = 0; half < 2; ++half) {
        for (std::int64_t m = 0; m < 24; m += 6) {
            tile<6>(rows, m, half);
        }
        tile<4>(rows, 24, half);
        tile<4>(rows, 28, half);
    }
}

} // namespace

const Int8Kernel* avxVnniInt8()
{
    static constexpr Int8Kernel kKernel{.enter = [] {}, .leave = [] {}, .block = &block};
    return &kKernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const Int8Kernel* avxVnniInt8()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
