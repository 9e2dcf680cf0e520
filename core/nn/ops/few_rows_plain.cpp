// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/few_rows_kernels.h"
#include "core/nn/ops/simd.h"

namespace luthier::nn {
namespace {

struct Road {
    typedef float V __attribute__((vector_size(16))); // NOLINT(modernize-use-using): as in simd.h
    static constexpr std::int64_t kLanes = 4;
    static constexpr std::int64_t kTile = 2;

    LUTHIER_INLINE static V load(const std::uint8_t* from)
    {
        V v{};
        __builtin_memcpy(&v, from, sizeof(v));
        return v;
    }
    LUTHIER_INLINE static V all(float number) { return V{number, number, number, number}; }
    LUTHIER_INLINE static float sum(V v) { return (v[0] + v[1]) + (v[2] + v[3]); }
    LUTHIER_INLINE static void sums(const V (&v)[4], float* to)
    {
        for (std::int64_t i = 0; i < 4; ++i) {
            to[i] = sum(v[i]);
        }
    }
    LUTHIER_INLINE static V bf16(const std::uint8_t* from)
    {
        V v{};
        for (std::int64_t i = 0; i < kLanes; ++i) {
            Bf16 one;
            __builtin_memcpy(&one, from + 2 * i, sizeof(one));
            v[i] = number(one);
        }
        return v;
    }
    LUTHIER_INLINE static V int8(const std::uint8_t* from)
    {
        V v{};
        for (std::int64_t i = 0; i < kLanes; ++i) {
            v[i] = static_cast<float>(static_cast<std::int8_t>(from[i]));
        }
        return v;
    }
    /// As checkpoint/decode.cpp does it.
    LUTHIER_INLINE static float half(const std::uint8_t* from)
    {
        std::uint16_t bits;
        __builtin_memcpy(&bits, from, sizeof(bits));
        const std::uint32_t sign = (bits & 0x8000U) << 16U;
        const std::uint32_t rest = bits & 0x7FFFU;
        std::uint32_t number = rest < 0x7C00U ? (rest << 13U) + ((127U - 15U) << 23U)
                                              : (rest << 13U) | 0x7F800000U; // infinity, NaN
        if (rest < 0x0400U) {
            const float subnormal = static_cast<float>(rest) * 0x1p-24F;
            __builtin_memcpy(&number, &subnormal, sizeof(number));
        }
        number |= sign;
        float result;
        __builtin_memcpy(&result, &number, sizeof(result));
        return result;
    }

    struct Levels {
        float d, m;
    };
    LUTHIER_INLINE static Levels levels(float d, float m) { return {d, m}; }
    LUTHIER_INLINE static Levels aroundZero(float d) { return levels(d, -8 * d); }
    LUTHIER_INLINE static void nibbles(const Levels& levels, const std::uint8_t* from, V* low, V* high)
    {
        for (std::int64_t k = 0; k < 4; ++k) {
            for (std::int64_t i = 0; i < kLanes; ++i) {
                const auto byte = from[k * kLanes + i];
                low[k][i] = static_cast<float>(byte & 15) * levels.d + levels.m;
                high[k][i] = static_cast<float>(byte >> 4) * levels.d + levels.m;
            }
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

constexpr FewRowsKernels kKernels{&multiply, &expand};

} // namespace

const FewRowsKernels& fewRowsPlain()
{
    return kKernels;
}

const FewRowsKernels& fewRowsKernels()
{
    static const FewRowsKernels& best = []() -> const FewRowsKernels& {
        const auto isa = cpuFeatures().isa();
        if (isa >= Isa::Avx512 && fewRowsAvx512() != nullptr) return *fewRowsAvx512();
        if (isa >= Isa::Avx2 && fewRowsAvx2() != nullptr) return *fewRowsAvx2();
        return kKernels;
    }();
    return best;
}

} // namespace luthier::nn
