// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/cpu_features.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

/// One kernel, compiled for several instruction sets; each call takes the road of CpuFeatures::isa().
/// Everything that a kernel calls inside must be LUTHIER_INLINE, else it stays at the oldest one.
#if defined(__x86_64__)
#define LUTHIER_AVX512 __attribute__((target("arch=x86-64-v4")))
#define LUTHIER_AVX2 __attribute__((target("arch=x86-64-v3")))
#else
#define LUTHIER_AVX512
#define LUTHIER_AVX2
#endif
#define LUTHIER_INLINE [[gnu::always_inline]] inline
#define LUTHIER_UNROLL _Pragma("GCC unroll 16")

/// Defines `result name parameters` as `return call;`. `arguments` are the parameters' names in brackets:
///
///     LUTHIER_KERNEL(double, squares, (const float* x, std::int64_t count), (x, count), sum(x, count))
#define LUTHIER_KERNEL(result, name, parameters, arguments, call)                                            \
    LUTHIER_AVX512 static result name##Avx512 parameters                                                     \
    {                                                                                                        \
        return call;                                                                                         \
    }                                                                                                        \
    LUTHIER_AVX2 static result name##Avx2 parameters                                                         \
    {                                                                                                        \
        return call;                                                                                         \
    }                                                                                                        \
    static result name##Plain parameters                                                                     \
    {                                                                                                        \
        return call;                                                                                         \
    }                                                                                                        \
    result name parameters                                                                                   \
    {                                                                                                        \
        const auto isa = cpuFeatures().isa();                                                                \
        return isa >= Isa::Avx512 ? name##Avx512 arguments                                                   \
            : isa == Isa::Avx2    ? name##Avx2 arguments                                                     \
                                  : name##Plain arguments;                                                      \
    }

/// Defines `void name(const Args<S>&, begin, end)` for the three storage types, each a kernel around `body`,
/// which is a LUTHIER_INLINE template over S. float64 is for tests: exact, not fast.
#define LUTHIER_KERNELS(name, Args, body)                                                                    \
    LUTHIER_KERNEL(void, name, (const Args<float>& args, std::int64_t begin, std::int64_t end),              \
                   (args, begin, end), body(args, begin, end))                                               \
    LUTHIER_KERNEL(void, name, (const Args<Bf16>& args, std::int64_t begin, std::int64_t end),               \
                   (args, begin, end), body(args, begin, end))                                               \
    LUTHIER_KERNEL(void, name, (const Args<double>& args, std::int64_t begin, std::int64_t end),             \
                   (args, begin, end), body(args, begin, end))

namespace luthier::nn {

/// 64 bytes of numbers that are worked on at once; the compiler maps them to what the processor has.
template <class A>
struct LanesOf {
};
template <class A>
requires std::is_arithmetic_v<A>
struct LanesOf<A> {
    typedef A type
        __attribute__((vector_size(64))); // NOLINT(modernize-use-using): not possible in a template
    static constexpr std::int64_t count = 64 / sizeof(A);
};
template <class A>
using Lanes = typename LanesOf<A>::type;
template <class A>
inline constexpr std::int64_t kLanes = LanesOf<A>::count;

/// bfloat16 as kernels see it: the upper half of a float32.
struct Bf16 {
    std::uint16_t bits;
};

/// The type that sums of S are made in.
template <class S>
struct SumOf {
    using type = S;
};
template <>
struct SumOf<Bf16> {
    using type = float;
};
template <class S>
using Sum = typename SumOf<S>::type;

template <class A>
LUTHIER_INLINE void fill(Lanes<A>& lanes, A value)
{
    lanes = Lanes<A>{} + value;
}

template <class A>
LUTHIER_INLINE void load(const A* from, Lanes<A>& lanes)
{
    std::memcpy(&lanes, from, sizeof(lanes));
}
template <class A>
LUTHIER_INLINE void store(A* to, const Lanes<A>& lanes)
{
    std::memcpy(to, &lanes, sizeof(lanes));
}

using Half = std::uint16_t __attribute__((vector_size(32)));

LUTHIER_INLINE void load(const Bf16* from, Lanes<float>& lanes)
{
    Half half;
    std::memcpy(&half, from, sizeof(half));
    const Lanes<std::uint32_t> wide = __builtin_convertvector(half, Lanes<std::uint32_t>) << 16U;
    std::memcpy(&lanes, &wide, sizeof(lanes));
}
/// To nearest, ties to even; NaN stays NaN.
LUTHIER_INLINE void store(Bf16* to, const Lanes<float>& lanes)
{
    Lanes<std::uint32_t> bits;
    std::memcpy(&bits, &lanes, sizeof(bits));
    const Lanes<std::uint32_t> rounded = bits + 0x7FFFU + ((bits >> 16U) & 1U);
    const auto isNumber = lanes == lanes;
    bits = isNumber ? rounded : (bits | 0x400000U);
    const Half half = __builtin_convertvector(bits >> 16U, Half);
    std::memcpy(to, &half, sizeof(half));
}

/// The first `count` lanes; the others read as zero and are not written.
template <class S>
LUTHIER_INLINE void loadPart(const S* from, std::int64_t count, Lanes<Sum<S>>& lanes)
{
    S part[kLanes<Sum<S>>] = {};
    std::memcpy(part, from, static_cast<std::size_t>(count) * sizeof(S));
    load(part, lanes);
}
template <class S>
LUTHIER_INLINE void storePart(S* to, std::int64_t count, const Lanes<Sum<S>>& lanes)
{
    S part[kLanes<Sum<S>>];
    store(part, lanes);
    std::memcpy(to, part, static_cast<std::size_t>(count) * sizeof(S));
}

/// Calls f(i, n) for each piece of [0, count): n is the number of lanes at i that count. `f` must be
/// LUTHIER_INLINE (a lambda: `[&](auto i, auto n) __attribute__((always_inline)) { … }`).
template <class A, class F>
LUTHIER_INLINE void eachPiece(std::int64_t count, F f)
{
    std::int64_t i = 0;
    for (; i + kLanes<A> <= count; i += kLanes<A>) {
        f(i, kLanes<A>);
    }
    if (i < count) f(i, count - i);
}
template <class S>
LUTHIER_INLINE void loadPiece(const S* from, std::int64_t count, Lanes<Sum<S>>& lanes)
{
    if (count == kLanes<Sum<S>>) {
        load(from, lanes);
    } else {
        loadPart(from, count, lanes);
    }
}
template <class S>
LUTHIER_INLINE void storePiece(S* to, std::int64_t count, const Lanes<Sum<S>>& lanes)
{
    if (count == kLanes<Sum<S>>) {
        store(to, lanes);
    } else {
        storePart(to, count, lanes);
    }
}

/// All lanes put together by `both(a, b)`, half by half: one after the other each would wait for the last.
template <class A, class F>
LUTHIER_INLINE A folded(const Lanes<A>& lanes, F both)
{
    // NOLINTBEGIN(modernize-use-using): not possible in a template
    typedef A HalfLanes __attribute__((vector_size(32)));
    typedef A QuarterLanes __attribute__((vector_size(16)));
    // NOLINTEND(modernize-use-using)
    HalfLanes halves[2];
    std::memcpy(halves, &lanes, sizeof(halves));
    const HalfLanes half = both(halves[0], halves[1]);
    QuarterLanes quarters[2];
    std::memcpy(quarters, &half, sizeof(quarters));
    const QuarterLanes quarter = both(quarters[0], quarters[1]);
    if constexpr (sizeof(A) == 8) {
        return both(quarter[0], quarter[1]);
    } else {
        return both(both(quarter[0], quarter[2]), both(quarter[1], quarter[3]));
    }
}
template <class A>
LUTHIER_INLINE A sumOf(const Lanes<A>& lanes)
{
    return folded<A>(
        lanes, [](const auto& a, const auto& b) __attribute__((always_inline)) { return a + b; });
}
template <class A>
LUTHIER_INLINE A largestOf(const Lanes<A>& lanes)
{
    return folded<A>(
        lanes, [](const auto& a, const auto& b) __attribute__((always_inline)) { return a > b ? a : b; });
}

/// eˣ, relative error below 2e-7; 0 below −87.
LUTHIER_INLINE void exponential(Lanes<float>& x)
{
    constexpr float kLog2E = 1.44269504F;
    constexpr float kLn2High = 0.693359375F; // its product with a small whole number is exact
    constexpr float kLn2Low = -2.12194440e-4F;
    constexpr float kRounds = 0x1.8p23F; // behind which no float32 has a fraction
    const auto isTiny = x < -87.0F;
    const auto isHuge = x > 88.0F;
    const Lanes<float> clamped = isTiny ? Lanes<float>{} - 87.0F : (isHuge ? Lanes<float>{} + 88.0F : x);
    const Lanes<float> shifted = clamped * kLog2E + kRounds;
    const Lanes<float> n = shifted - kRounds;
    const Lanes<float> r = (clamped - n * kLn2High) - n * kLn2Low;
    Lanes<float> p = r * (1.0F / 5040) + 1.0F / 720; // the series of eʳ, |r| ≤ ln 2 / 2
    p = p * r + 1.0F / 120;
    p = p * r + 1.0F / 24;
    p = p * r + 1.0F / 6;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    Lanes<std::int32_t> whole; // n, below bits that the shift drops
    std::memcpy(&whole, &shifted, sizeof(whole));
    const Lanes<std::int32_t> power = (whole << 23) + (127 << 23);
    Lanes<float> scale;
    std::memcpy(&scale, &power, sizeof(scale));
    x = isTiny ? Lanes<float>{} : p * scale;
}
LUTHIER_INLINE void exponential(Lanes<double>& x)
{
    for (std::int64_t i = 0; i < kLanes<double>; ++i) {
        x[i] = __builtin_exp(x[i]);
    }
}

/// One number of storage type S as its sum type.
LUTHIER_INLINE float number(Bf16 x)
{
    const std::uint32_t wide = static_cast<std::uint32_t>(x.bits) << 16U;
    float result;
    std::memcpy(&result, &wide, sizeof(result));
    return result;
}
LUTHIER_INLINE float number(float x)
{
    return x;
}
LUTHIER_INLINE double number(double x)
{
    return x;
}

LUTHIER_INLINE void put(float* to, float x)
{
    *to = x;
}
LUTHIER_INLINE void put(double* to, double x)
{
    *to = x;
}
LUTHIER_INLINE void put(Bf16* to, float x)
{
    storePart(to, 1, Lanes<float>{x});
}

/// Which elements of a row dropout keeps: a hash of what the row stands for and the column, so that backward
/// draws the same mask again and nothing is stored. Chance `drop` in units of 2⁻³².
struct DropMask {
    std::uint32_t seed{0};
    std::uint32_t drop{0}; ///< 0: keeps everything
    float scale{1}; ///< of what is kept: 1 / (1 − p)
};

/// Multiplies columns [column, column + lanes) by mask and scale.
/// Source  the finaliser of MurmurHash3, A. Appleby, public domain.
LUTHIER_INLINE void applyMask(const DropMask& mask, std::int64_t column, Lanes<double>& lanes)
{
    for (std::int64_t i = 0; i < kLanes<double>; ++i) {
        std::uint32_t h = static_cast<std::uint32_t>(column + i) * 0x9E3779B1U + mask.seed;
        h ^= h >> 16U;
        h *= 0x85EBCA6BU;
        h ^= h >> 13U;
        h *= 0xC2B2AE35U;
        h ^= h >> 16U;
        lanes[i] = h < mask.drop ? 0.0 : lanes[i] * static_cast<double>(mask.scale);
    }
}
LUTHIER_INLINE void applyMask(const DropMask& mask, std::int64_t column, Lanes<float>& lanes)
{
    Lanes<std::uint32_t> h{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    h = (h + static_cast<std::uint32_t>(column)) * 0x9E3779B1U + mask.seed;
    h ^= h >> 16U;
    h *= 0x85EBCA6BU;
    h ^= h >> 13U;
    h *= 0xC2B2AE35U;
    h ^= h >> 16U;
    const auto isDropped = h < mask.drop;
    lanes = isDropped ? Lanes<float>{} : lanes * mask.scale;
}

} // namespace luthier::nn
