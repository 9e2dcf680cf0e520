// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/few_rows_kernels.h"
#include "core/nn/ops/simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace luthier::nn {
namespace {

#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")

struct Road {
    using V = __m256;
    static constexpr std::int64_t kLanes = 8;
    static constexpr std::int64_t kTile = 4;

    LUTHIER_INLINE static V load(const std::uint8_t* from)
    {
        return _mm256_loadu_ps(reinterpret_cast<const float*>(from));
    }
    LUTHIER_INLINE static V all(float number) { return _mm256_set1_ps(number); }
    LUTHIER_INLINE static float sum(V v)
    {
        __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        s = _mm_add_ps(s, _mm_movehl_ps(s, s));
        return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
    }
    LUTHIER_INLINE static void sums(const V (&v)[4], float* to)
    {
        const auto all = _mm256_hadd_ps(_mm256_hadd_ps(v[0], v[1]), _mm256_hadd_ps(v[2], v[3]));
        _mm_storeu_ps(to, _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1)));
    }
    LUTHIER_INLINE static V bf16(const std::uint8_t* from)
    {
        const auto bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
    }
    LUTHIER_INLINE static V int8(const std::uint8_t* from)
    {
        const auto bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
        return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
    }
    LUTHIER_INLINE static float half(const std::uint8_t* from)
    {
        std::uint16_t bits;
        __builtin_memcpy(&bits, from, sizeof(bits));
        return _cvtsh_ss(bits); // reads subnormal ones whatever the processor is told to do with float32's
    }

    struct Levels {
        V d, m;
    };
    LUTHIER_INLINE static Levels levels(float d, float m) { return {all(d), all(m)}; }
    LUTHIER_INLINE static Levels aroundZero(float d) { return levels(d, -8 * d); }
    LUTHIER_INLINE static void nibbles(const Levels& levels, const std::uint8_t* from, V* low, V* high)
    {
        const auto mask = _mm256_set1_epi32(15);
        LUTHIER_UNROLL
        for (std::int64_t k = 0; k < 2; ++k) {
            const auto bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from + k * kLanes));
            const auto wide = _mm256_cvtepu8_epi32(bytes);
            low[k] = _mm256_cvtepi32_ps(_mm256_and_si256(wide, mask)) * levels.d + levels.m;
            high[k] = _mm256_cvtepi32_ps(_mm256_srli_epi32(wide, 4)) * levels.d + levels.m;
        }
    }
    template <std::int64_t kBytes>
    LUTHIER_INLINE static void halves(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        for (std::int64_t b = 0; b < blocks; ++b) {
            to[b] = half(from + b * kBytes);
        }
    }
    LUTHIER_INLINE static void pairs(const std::uint8_t* from, std::int64_t blocks, float* to)
    {
        for (std::int64_t b = 0; b < blocks; ++b) {
            to[2 * b] = half(from + b * blockBytes(StoredAs::Q4_1));
            to[2 * b + 1] = half(from + b * blockBytes(StoredAs::Q4_1) + 2);
        }
    }
};

#include "core/nn/ops/few_rows_loops.h"

#pragma GCC pop_options

constexpr FewRowsKernels kKernels{&multiply, &expand};

} // namespace

const FewRowsKernels* fewRowsAvx2()
{
    return &kKernels;
}

} // namespace luthier::nn

#else

const luthier::nn::FewRowsKernels* luthier::nn::fewRowsAvx2()
{
    return nullptr;
}

#endif
