// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/few_rows_kernels.h"
#include "core/nn/ops/simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace luthier::nn {
namespace {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // false ones, from inside immintrin.h (GCC bug 105593)
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")

struct Road {
    using V = __m512;
    static constexpr std::int64_t kLanes = 16;
    static constexpr std::int64_t kTile = 8;

    LUTHIER_INLINE static V load(const std::uint8_t* from) { return _mm512_loadu_ps(from); }
    LUTHIER_INLINE static V all(float number) { return _mm512_set1_ps(number); }
    LUTHIER_INLINE static float sum(V v) { return _mm512_reduce_add_ps(v); }
    LUTHIER_INLINE static void sums(const V (&v)[4], float* to)
    {
        __m256 halves[4];
        LUTHIER_UNROLL
        for (std::int64_t i = 0; i < 4; ++i) {
            halves[i] = _mm256_add_ps(_mm512_castps512_ps256(v[i]), _mm512_extractf32x8_ps(v[i], 1));
        }
        const auto all
            = _mm256_hadd_ps(_mm256_hadd_ps(halves[0], halves[1]), _mm256_hadd_ps(halves[2], halves[3]));
        _mm_storeu_ps(to, _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1)));
    }
    LUTHIER_INLINE static V bf16(const std::uint8_t* from)
    {
        const auto bits = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
    }
    LUTHIER_INLINE static V int8(const std::uint8_t* from)
    {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
    }
    LUTHIER_INLINE static float half(const std::uint8_t* from)
    {
        std::uint16_t bits;
        __builtin_memcpy(&bits, from, sizeof(bits));
        return _cvtsh_ss(bits); // reads subnormal ones whatever the processor is told to do with float32's
    }

    /// A table of all 16 values: to look one up costs less than to convert it.
    using Levels = V;
    LUTHIER_INLINE static Levels levels(float d, float m)
    {
        const V whole = _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        return _mm512_fmadd_ps(whole, _mm512_set1_ps(d), _mm512_set1_ps(m));
    }
    LUTHIER_INLINE static Levels aroundZero(float d)
    {
        const V whole = _mm512_setr_ps(-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
        return _mm512_mul_ps(whole, _mm512_set1_ps(d));
    }
    LUTHIER_INLINE static void nibbles(const Levels& levels, const std::uint8_t* from, V* low, V* high)
    {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        const auto wide = _mm512_cvtepu8_epi32(bytes);
        *low = _mm512_permutexvar_ps(wide, levels); // looks at the lowest four bits only
        *high = _mm512_permutexvar_ps(_mm512_srli_epi32(wide, 4), levels);
    }
    /// f(b) for four blocks from b on, the last four once more where they are no multiple; false for fewer.
    template <class F>
    LUTHIER_INLINE static bool byFours(std::int64_t blocks, F f)
    {
        if (blocks < 4) return false;
        for (std::int64_t b = 0; b + 4 <= blocks; b += 4) {
            f(b);
        }
        if (blocks % 4 != 0) f(blocks - 4);
        return true;
    }
    template <std::int64_t kBytes>
    LUTHIER_INLINE static void halves(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        const bool isDone = byFours(
            blocks, [&](std::int64_t b) __attribute__((always_inline)) {
                const auto first = _mm512_loadu_si512(from + b * kBytes);
                __m512i four;
                if constexpr (3 * kBytes + 2 <= 64) {
                    const auto places = _mm512_castsi128_si512(
                        _mm_setr_epi16(0, kBytes / 2, kBytes, 3 * kBytes / 2, 0, 0, 0, 0));
                    four = _mm512_permutexvar_epi16(places, first);
                } else {
                    const auto places = _mm512_castsi128_si512(
                        _mm_setr_epi16(0, kBytes / 2, 32, 32 + kBytes / 2, 0, 0, 0, 0));
                    four = _mm512_permutex2var_epi16(first, places,
                                                     _mm512_loadu_si512(from + (b + 2) * kBytes));
                }
                _mm_storeu_ps(to + b, _mm_cvtph_ps(_mm512_castsi512_si128(four)));
            });
        for (std::int64_t b = 0; !isDone && b < blocks; ++b) {
            to[b] = half(from + b * kBytes);
        }
    }
    LUTHIER_INLINE static void pairs(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        constexpr std::int64_t kBytes = blockBytes(StoredAs::Q4_1);
        const auto every5th = _mm512_castsi128_si512(_mm_setr_epi32(0, 5, 10, 15));
        const bool isDone = byFours(
            blocks, [&](std::int64_t b) __attribute__((always_inline)) {
                const auto bytes = _mm512_loadu_si512(from + b * kBytes); // has all pairs of the 80 bytes
                const auto four = _mm512_castsi512_si128(_mm512_permutexvar_epi32(every5th, bytes));
                _mm256_storeu_ps(to + 2 * b, _mm256_cvtph_ps(four));
            });
        for (std::int64_t b = 0; !isDone && b < blocks; ++b) {
            to[2 * b] = half(from + b * kBytes);
            to[2 * b + 1] = half(from + b * kBytes + 2);
        }
    }
};

#include "core/nn/ops/few_rows_loops.h"

#pragma GCC pop_options
#pragma GCC diagnostic pop

constexpr FewRowsKernels kKernels{&multiply, &expand};

} // namespace

const FewRowsKernels* fewRowsAvx512()
{
    return &kKernels;
}

} // namespace luthier::nn

#else

const luthier::nn::FewRowsKernels* luthier::nn::fewRowsAvx512()
{
    return nullptr;
}

#endif
