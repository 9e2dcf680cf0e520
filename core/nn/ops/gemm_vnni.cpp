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
constexpr std::int64_t kTileBytes = 1024; // 16 columns of a step
constexpr std::int64_t kFourBytes = 64; // four neighbours of 16 columns

/// 16 sums. As __m512i, which is eight numbers to the compiler, g++ 12 moves them to and fro at each step.
using Sums = Lanes<std::int32_t, 64>;
[[gnu::always_inline]] inline Sums summed(Sums sums, __m512i b, __m512i a)
{
    return reinterpret_cast<Sums>(_mm512_dpbusd_epi32(reinterpret_cast<__m512i>(sums), b, a));
}

/// Σ q of a row, 128 times: what b's shift by 128 has added to each of its sums.
[[gnu::always_inline]] inline std::int32_t shiftOf(const std::byte* a, std::int64_t depth)
{
    __m512i sums = _mm512_setzero_si512();
    for (std::int64_t k = 0; k < depth; k += kStep) {
        sums = _mm512_dpbusd_epi32(sums, _mm512_set1_epi8(1), _mm512_loadu_si512(a + k));
    }
    return 128 * _mm512_reduce_add_epi32(sums);
}

void block(const Segment& segment, const float* rowScales, const float* columnScales, float* sums, bool add)
{
    const __m512 leftScale = _mm512_loadu_ps(columnScales);
    const __m512 rightScale = _mm512_loadu_ps(columnScales + 16);
    // The instruction takes unsigned by signed numbers. b is made unsigned, as one register serves eight
    // rows.
    const __m512i shift = _mm512_set1_epi8(static_cast<char>(0x80));
    for (std::int64_t m = 0; m < kGemmRows; m += kRows) {
        const auto* const rows = segment.a + m * segment.stride;
        Sums left[kRows];
        Sums right[kRows];
        LUTHIER_UNROLL
        for (int r = 0; r < kRows; ++r) {
            left[r] = right[r] = Sums{} - shiftOf(rows + r * segment.stride, segment.depth);
        }
        const auto* four = segment.b;
        for (std::int64_t step = 0; step < segment.depth; step += kStep, four += kTileBytes) {
            for (std::int64_t k = step; k < step + kStep; k += 4, four += kFourBytes) {
                const __m512i first = _mm512_xor_si512(_mm512_loadu_si512(four), shift);
                const __m512i second = _mm512_xor_si512(_mm512_loadu_si512(four + kTileBytes), shift);
                LUTHIER_UNROLL
                for (int r = 0; r < kRows; ++r) {
                    std::int32_t neighbours;
                    std::memcpy(&neighbours, rows + r * segment.stride + k, sizeof(neighbours));
                    const __m512i row = _mm512_set1_epi32(neighbours);
                    left[r] = summed(left[r], first, row);
                    right[r] = summed(right[r], second, row);
                }
            }
        }
        LUTHIER_UNROLL
        for (int r = 0; r < kRows; ++r) {
            const __m512 scale = _mm512_set1_ps(rowScales[m + r]);
            auto* const to = sums + (m + r) * kGemmColumns;
            const __m512 first = _mm512_mul_ps(_mm512_cvtepi32_ps(reinterpret_cast<__m512i>(left[r])), scale);
            const __m512 second
                = _mm512_mul_ps(_mm512_cvtepi32_ps(reinterpret_cast<__m512i>(right[r])), scale);
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
