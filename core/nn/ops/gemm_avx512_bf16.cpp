// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_packing.h"

#if defined(__x86_64__)
#include <cstring>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512bf16")

namespace luthier::nn {
namespace {

constexpr int kRows = 8; // times two registers of columns: 16 sums, two of b, one of a

[[gnu::always_inline]] inline void rowsOf(const std::byte* a, std::int64_t rowBytes, const std::byte* b,
                                          std::int64_t depth, float* sums, bool add)
{
    __m512 left[kRows];
    __m512 right[kRows];
    LUTHIER_UNROLL
    for (int r = 0; r < kRows; ++r) {
        left[r] = add ? _mm512_loadu_ps(sums + r * kGemmColumns) : _mm512_setzero_ps();
        right[r] = add ? _mm512_loadu_ps(sums + r * kGemmColumns + 16) : _mm512_setzero_ps();
    }
    for (std::int64_t k = 0; k < depth; k += kPairDepth) {
        for (std::int64_t p = 0; p < kPairDepth / 2; ++p) {
            const auto first = reinterpret_cast<__m512bh>(_mm512_loadu_si512(b + p * 64));
            const auto second
                = reinterpret_cast<__m512bh>(_mm512_loadu_si512(b + kPairStepBytes / 2 + p * 64));
            LUTHIER_UNROLL
            for (int r = 0; r < kRows; ++r) {
                int pair;
                std::memcpy(&pair, a + r * rowBytes + (k + 2 * p) * 2, sizeof(pair));
                const auto both = reinterpret_cast<__m512bh>(_mm512_set1_epi32(pair));
                left[r] = _mm512_dpbf16_ps(left[r], both, first);
                right[r] = _mm512_dpbf16_ps(right[r], both, second);
            }
        }
        b += kPairStepBytes;
    }
    LUTHIER_UNROLL
    for (int r = 0; r < kRows; ++r) {
        _mm512_storeu_ps(sums + r * kGemmColumns, left[r]);
        _mm512_storeu_ps(sums + r * kGemmColumns + 16, right[r]);
    }
}

void block(std::span<const Segment> segments, float* sums, bool add)
{
    for (const auto& segment : segments) {
        const auto rowBytes = segment.stride * 2;
        for (std::int64_t r = 0; r < kGemmRows; r += kRows) {
            rowsOf(segment.a + r * rowBytes, rowBytes, segment.b, segment.depth, sums + r * kGemmColumns,
                   add);
        }
        add = true;
    }
}

double spin(std::int64_t rounds)
{
    __m512 sums[2 * kRows];
    LUTHIER_UNROLL
    for (auto& sum : sums) {
        sum = _mm512_setzero_ps();
        __asm__ volatile("" : "+v"(sum)); // else all are one
    }
    auto pairs = reinterpret_cast<__m512bh>(_mm512_set1_epi16(0x3F80));
    for (std::int64_t i = 0; i < rounds; ++i) {
        LUTHIER_UNROLL
        for (auto& sum : sums) {
            sum = _mm512_dpbf16_ps(sum, pairs, pairs);
        }
        __asm__ volatile("" : "+v"(pairs));
    }
    LUTHIER_UNROLL
    for (auto& sum : sums) {
        __asm__ volatile("" ::"v"(sum)); // it has been computed
    }
    return static_cast<double>(rounds) * 2 * kRows * 2 * 32;
}

} // namespace

const GemmKernel<Bf16>* avx512Bf16Gemm()
{
    static const auto kernel = pairKernel(
        &block, &spin, [] {}, [] {});
    return &kernel;
}

} // namespace luthier::nn

#pragma GCC pop_options
#else
namespace luthier::nn {
const GemmKernel<Bf16>* avx512Bf16Gemm()
{
    return nullptr;
}
} // namespace luthier::nn
#endif
