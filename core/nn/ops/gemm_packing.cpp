// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_packing.h"

#if defined(__x86_64__)
#include <algorithm>
#include <cstring>

#include <immintrin.h>

#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // inside the intrinsics of g++ 12, bug 105593
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")

namespace luthier::nn {
namespace {

constexpr std::int64_t kTileBytes = 1024;
constexpr std::int64_t kAhead = 24; // rows: about what memory delivers while they are put in order

/// 16 x 16 numbers of 32 bits, mirrored: row i of `from` becomes column i of `to`.
[[gnu::always_inline]] inline void mirror(__m512i (&r)[16], std::byte* to, std::int64_t toStride)
{
    __m512i t[16];
    LUTHIER_UNROLL
    for (int i = 0; i < 8; ++i) {
        t[2 * i] = _mm512_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm512_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
    }
    LUTHIER_UNROLL
    for (int i = 0; i < 4; ++i) { // r[4 i + j]: lane l has column 4 l + j of rows 4 i to 4 i + 3
        r[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
        r[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
        r[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
        r[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
    }
    LUTHIER_UNROLL
    for (int j = 0; j < 4; ++j) {
        const __m512i a = _mm512_shuffle_i32x4(r[j], r[4 + j], 0x88);
        const __m512i b = _mm512_shuffle_i32x4(r[8 + j], r[12 + j], 0x88);
        const __m512i c = _mm512_shuffle_i32x4(r[j], r[4 + j], 0xDD);
        const __m512i d = _mm512_shuffle_i32x4(r[8 + j], r[12 + j], 0xDD);
        _mm512_storeu_si512(to + j * toStride, _mm512_shuffle_i32x4(a, b, 0x88));
        _mm512_storeu_si512(to + (8 + j) * toStride, _mm512_shuffle_i32x4(a, b, 0xDD));
        _mm512_storeu_si512(to + (4 + j) * toStride, _mm512_shuffle_i32x4(c, d, 0x88));
        _mm512_storeu_si512(to + (12 + j) * toStride, _mm512_shuffle_i32x4(c, d, 0xDD));
    }
}

[[gnu::always_inline]] inline __mmask32 firstWords(std::int64_t count)
{
    return count >= 32 ? 0xFFFFFFFFU : static_cast<__mmask32>((1ULL << std::max<std::int64_t>(count, 0)) - 1);
}

/// Two rows of 32 numbers as pairs: columns 0 to 15, and 16 to 31.
struct Pairs {
    __m512i low, high;
};
[[gnu::always_inline]] inline Pairs paired(__m512i first, __m512i second)
{
    // unpacking works in lanes of 128 bits; what it makes is put in order behind it
    const __m512i low = _mm512_unpacklo_epi16(first, second); // columns 0-3, 8-11, 16-19, 24-27
    const __m512i high = _mm512_unpackhi_epi16(first, second); // columns 4-7, 12-15, 20-23, 28-31
    const __m512i front = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
    const __m512i back = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
    return {_mm512_permutex2var_epi64(low, front, high), _mm512_permutex2var_epi64(low, back, high)};
}

} // namespace

void packBPairs(const Bf16* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
                std::byte* to)
{
    if (across) {
        const auto mask = firstWords(columns);
        for (std::int64_t k = 0; k < depth; k += 2) {
            _mm_prefetch(b + (k + kAhead) * stride,
                         _MM_HINT_T0); // rows are too far apart for the processor's guess
            _mm_prefetch(b + (k + kAhead + 1) * stride, _MM_HINT_T0);
            const __m512i first = _mm512_maskz_loadu_epi16(mask, b + k * stride);
            const __m512i second = k + 1 < depth ? _mm512_maskz_loadu_epi16(mask, b + (k + 1) * stride)
                                                 : _mm512_setzero_si512();
            const auto pairs = paired(first, second);
            auto* const at = to + k / kPairDepth * kPairStepBytes + k % kPairDepth / 2 * 64;
            _mm512_storeu_si512(at, pairs.low);
            _mm512_storeu_si512(at + kTileBytes, pairs.high);
        }
        if (depth % kPairDepth == 0) return;
        for (std::int64_t k = (depth + 1) / 2 * 2; k % kPairDepth != 0; k += 2) {
            auto* const at = to + k / kPairDepth * kPairStepBytes + k % kPairDepth / 2 * 64;
            std::memset(at, 0, 64);
            std::memset(at + kTileBytes, 0, 64);
        }
        return;
    }
    for (std::int64_t k = 0; k < depth; k += kPairDepth) {
        const auto mask = firstWords(depth - k);
        for (std::int64_t half = 0; half < 2; ++half) {
            __m512i rows[16];
            LUTHIER_UNROLL
            for (std::int64_t n = 0; n < 16; ++n) {
                const auto column = half * 16 + n;
                rows[n] = _mm512_maskz_loadu_epi16(column < columns ? mask : 0, b + column * stride + k);
            }
            mirror(rows, to + k / kPairDepth * kPairStepBytes + half * kTileBytes, 64);
        }
    }
}

void packBFloats(const float* b, std::int64_t stride, bool across, std::int64_t columns, std::int64_t depth,
                 std::byte* to)
{
    constexpr std::int64_t kRowBytes = kGemmColumns * sizeof(float);
    const auto mask = firstWords(columns);
    const auto low = static_cast<__mmask16>(mask);
    const auto high = static_cast<__mmask16>(mask >> 16U);
    if (across) {
        for (std::int64_t k = 0; k < depth; ++k) {
            _mm_prefetch(b + (k + kAhead) * stride, _MM_HINT_T0);
            _mm_prefetch(b + (k + kAhead) * stride + 16, _MM_HINT_T0);
            _mm512_storeu_ps(to + k * kRowBytes, _mm512_maskz_loadu_ps(low, b + k * stride));
            _mm512_storeu_ps(to + k * kRowBytes + kRowBytes / 2,
                             _mm512_maskz_loadu_ps(high, b + k * stride + 16));
        }
        return;
    }
    std::int64_t k = 0;
    for (; k + 16 <= depth; k += 16) {
        for (std::int64_t half = 0; half < 2; ++half) {
            __m512i rows[16];
            LUTHIER_UNROLL
            for (std::int64_t n = 0; n < 16; ++n) {
                const auto column = half * 16 + n;
                const auto there = static_cast<__mmask16>(column < columns ? 0xFFFF : 0);
                rows[n] = _mm512_maskz_loadu_epi32(there, b + column * stride + k);
            }
            mirror(rows, to + k * kRowBytes + half * kRowBytes / 2, kRowBytes);
        }
    }
    auto* const rest = reinterpret_cast<float*>(to);
    for (; k < depth; ++k) {
        for (std::int64_t n = 0; n < kGemmColumns; ++n) {
            rest[k * kGemmColumns + n] = n < columns ? b[n * stride + k] : 0;
        }
    }
}

void packARows(const Bf16* a, std::int64_t stride, bool across, std::int64_t rows, std::int64_t depth,
               std::byte* to, std::int64_t toStride)
{
    const auto bytes = toStride * 2;
    if (!across) {
        for (std::int64_t m = 0; m < kGemmRows; ++m) {
            for (std::int64_t k = 0; k < depth; k += 32) {
                const auto mask = m < rows ? firstWords(depth - k) : 0U;
                _mm512_storeu_si512(to + m * bytes + k * 2,
                                    _mm512_maskz_loadu_epi16(mask, a + m * stride + k));
            }
        }
        return;
    }
    const auto mask = firstWords(rows);
    for (std::int64_t k = 0; k < depth; k += 32) {
        __m512i low[16];
        __m512i high[16];
        LUTHIER_UNROLL
        for (std::int64_t p = 0; p < 16; ++p) {
            const auto at = k + 2 * p;
            const auto pairs
                = paired(_mm512_maskz_loadu_epi16(at < depth ? mask : 0, a + at * stride),
                         _mm512_maskz_loadu_epi16(at + 1 < depth ? mask : 0, a + (at + 1) * stride));
            low[p] = pairs.low;
            high[p] = pairs.high;
        }
        mirror(low, to + k * 2, bytes);
        mirror(high, to + 16 * bytes + k * 2, bytes);
    }
}

void finishPairs(const Finishing<Bf16>& args, std::int64_t begin, std::int64_t end)
{
    const auto& product = *args.product;
    if (product.out == nullptr || product.outAcross) {
        finish(args, begin, end);
        return;
    }
    const auto mask = firstWords(product.columns - args.column);
    const __m512 scale = _mm512_set1_ps(static_cast<float>(product.scale));
    const auto wide = [](__m512i pairs, int half) __attribute__((always_inline))
    {
        const __m256i words = half == 0 ? _mm512_castsi512_si256(pairs) : _mm512_extracti64x4_epi64(pairs, 1);
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(words), 16));
    };
    __m512i bias = _mm512_setzero_si512();
    if (product.bias != nullptr) bias = _mm512_maskz_loadu_epi16(mask, product.bias + args.column);
    for (auto r = begin; r < end; ++r) {
        __m512 low = _mm512_fmadd_ps(_mm512_loadu_ps(args.sums + r * kGemmColumns), scale, wide(bias, 0));
        __m512 high
            = _mm512_fmadd_ps(_mm512_loadu_ps(args.sums + r * kGemmColumns + 16), scale, wide(bias, 1));
        const auto row = args.row + r;
        if (product.addend.start != nullptr) {
            const __m512i addend = _mm512_maskz_loadu_epi16(
                mask, product.addend.start + row * product.addend.stride + args.column);
            low = _mm512_add_ps(low, wide(addend, 0));
            high = _mm512_add_ps(high, wide(addend, 1));
        }
        _mm512_mask_storeu_epi16(product.out + row * product.outStride + args.column, mask,
                                 reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(high, low)));
    }
}

} // namespace luthier::nn

#pragma GCC pop_options
#endif
