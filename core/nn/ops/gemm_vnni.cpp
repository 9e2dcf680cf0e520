// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/int8_weight.h"

#if defined(__x86_64__)
#include <array>
#include <cstring>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")

namespace luthier::nn {
namespace {

constexpr int kRows = 8; // times two registers of columns: 16 sums, two of b
constexpr std::int64_t kStep = Int8Matrix::kStepDepth;

/// Σ q of a row, 128 times: what b's shift by 128 has added to each of its sums.
[[gnu::always_inline]] inline std::int32_t shiftOf(const std::byte* a, std::int64_t depth)
{
    __m512i sums = _mm512_setzero_si512();
    for (std::int64_t k = 0; k < depth; k += kStep) {
        sums = _mm512_dpbusd_epi32(sums, _mm512_set1_epi8(1), _mm512_loadu_si512(a + k));
    }
    return 128 * _mm512_reduce_add_epi32(sums);
}

[[gnu::always_inline]] inline void rowsOf(const std::byte* a, std::int64_t stride, const std::byte* b,
                                          std::int64_t depth, __m512i (&left)[kRows], __m512i (&right)[kRows])
{
    // The instruction takes unsigned by signed numbers. b is made unsigned, as one register serves eight
    // rows.
    const __m512i shift = _mm512_set1_epi8(static_cast<char>(0x80));
    for (int r = 0; r < kRows; ++r) {
        left[r] = right[r] = _mm512_set1_epi32(-shiftOf(a + r * stride, depth));
    }
    for (std::int64_t k = 0; k < depth; k += 4) {
        const auto* const four = b + k / kStep * Int8Matrix::kStepBytes + k % kStep * 16;
        const __m512i first = _mm512_xor_si512(_mm512_loadu_si512(four), shift);
        const __m512i second = _mm512_xor_si512(_mm512_loadu_si512(four + 1024), shift);
        for (int r = 0; r < kRows; ++r) {
            std::int32_t neighbours;
            std::memcpy(&neighbours, a + r * stride + k, sizeof(neighbours));
            const __m512i row = _mm512_set1_epi32(neighbours);
            left[r] = _mm512_dpbusd_epi32(left[r], first, row);
            right[r] = _mm512_dpbusd_epi32(right[r], second, row);
        }
    }
}

void block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums, bool add)
{
    const __m512 leftScale = _mm512_loadu_ps(columnScales);
    const __m512 rightScale = _mm512_loadu_ps(columnScales + 16);
    for (std::int64_t m = 0; m < kGemmRows; m += kRows) {
        __m512i left[kRows];
        __m512i right[kRows];
        rowsOf(segment.a + m * segment.stride, segment.stride, segment.b, segment.depth, left, right);
        for (std::int64_t r = 0; r < kRows; ++r) {
            const __m512 scale = _mm512_set1_ps(rowScales[m + r]);
            auto* const to = sums + (m + r) * kGemmColumns;
            const __m512 first = _mm512_mul_ps(_mm512_cvtepi32_ps(left[r]), scale);
            const __m512 second = _mm512_mul_ps(_mm512_cvtepi32_ps(right[r]), scale);
            const __m512 zero = _mm512_setzero_ps();
            _mm512_storeu_ps(to, _mm512_fmadd_ps(first, leftScale, add ? _mm512_loadu_ps(to) : zero));
            _mm512_storeu_ps(to + 16,
                             _mm512_fmadd_ps(second, rightScale, add ? _mm512_loadu_ps(to + 16) : zero));
        }
    }
}

} // namespace

const Int8Kernel* vnniInt8()
{
    static constexpr Int8Kernel kKernel{.enter = [] {}, .leave = [] {}, .block = &block};
    return &kKernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const Int8Kernel* vnniInt8()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
