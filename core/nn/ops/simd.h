// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/cpu_features.h"

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

/// One kernel, compiled for several instruction sets; each call takes the road of CpuFeatures::isa().
/// Everything that a kernel calls inside must be LUTHIER_INLINE, else it stays at the oldest one, and knows
/// the road's registers by W, their size in bytes: a vector that is larger than a register lives in memory.
#if defined(__x86_64__)
#define LUTHIER_AVX512 __attribute__((target("arch=x86-64-v4")))
#define LUTHIER_AVX2 __attribute__((target("arch=x86-64-v3")))
#else
#define LUTHIER_AVX512
#define LUTHIER_AVX2
#endif
#define LUTHIER_INLINE [[gnu::always_inline]] inline
#define LUTHIER_UNROLL _Pragma("GCC unroll 16")

/// Defines `result name parameters` as `return call;`. `arguments` are the parameters' names in brackets, and
/// W in `call` is the size of a register of the road:
///
///     LUTHIER_KERNEL(double, squares, (const float* x, std::int64_t count), (x, count), sum<W>(x, count))
#define LUTHIER_KERNEL(result, name, parameters, arguments, call)                                            \
    LUTHIER_AVX512 static result name##Avx512 parameters                                                     \
    {                                                                                                        \
        [[maybe_unused]] constexpr int W = 64;                                                               \
        return call;                                                                                         \
    }                                                                                                        \
    LUTHIER_AVX2 static result name##Avx2 parameters                                                         \
    {                                                                                                        \
        [[maybe_unused]] constexpr int W = 32;                                                               \
        return call;                                                                                         \
    }                                                                                                        \
    static result name##Plain parameters                                                                     \
    {                                                                                                        \
        [[maybe_unused]] constexpr int W = 16;                                                               \
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
/// which is a LUTHIER_INLINE template over W and S. float64 is for tests: exact, not fast.
#define LUTHIER_KERNELS(name, Args, body)                                                                    \
    LUTHIER_KERNEL(void, name, (const Args<float>& args, std::int64_t begin, std::int64_t end),              \
                   (args, begin, end), body<W>(args, begin, end))                                            \
    LUTHIER_KERNEL(void, name, (const Args<Bf16>& args, std::int64_t begin, std::int64_t end),               \
                   (args, begin, end), body<W>(args, begin, end))                                            \
    LUTHIER_KERNEL(void, name, (const Args<double>& args, std::int64_t begin, std::int64_t end),             \
                   (args, begin, end), body<W>(args, begin, end))

namespace luthier::nn {

/// A register of `Bytes` bytes of numbers, which are worked on at once.
template <class A, int Bytes>
struct LanesOf {
};
template <class A, int Bytes>
requires std::is_arithmetic_v<A>
struct LanesOf<A, Bytes> {
    typedef A type
        __attribute__((vector_size(Bytes))); // NOLINT(modernize-use-using): not possible in a template
};
template <class A, int Bytes>
using Lanes = typename LanesOf<A, Bytes>::type;
template <class A, int Bytes>
inline constexpr std::int64_t kLanes = Bytes / static_cast<int>(sizeof(A));

/// What a vector consists of, and as many numbers of another type.
template <class V>
using Element = std::remove_cvref_t<decltype(std::declval<V&>()[0])>;
template <class V>
inline constexpr std::int64_t kCount = sizeof(V) / sizeof(Element<V>);
template <class V, class A>
using Like = Lanes<A, static_cast<int>(kCount<V> * sizeof(A))>;

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

template <class V>
LUTHIER_INLINE void fill(V& lanes, Element<V> value)
{
    lanes = V{} + value;
}

template <class V>
LUTHIER_INLINE void load(const Element<V>* from, V& lanes)
{
    std::memcpy(&lanes, from, sizeof(lanes));
}
template <class V>
LUTHIER_INLINE void store(Element<V>* to, const V& lanes)
{
    std::memcpy(to, &lanes, sizeof(lanes));
}

template <class V>
LUTHIER_INLINE void load(const Bf16* from, V& lanes)
{
    Like<V, std::uint16_t> half;
    std::memcpy(&half, from, sizeof(half));
    const Like<V, std::uint32_t> wide = __builtin_convertvector(half, Like<V, std::uint32_t>) << 16U;
    std::memcpy(&lanes, &wide, sizeof(lanes));
}
/// To nearest, ties to even; NaN stays NaN.
template <class V>
LUTHIER_INLINE void store(Bf16* to, const V& lanes)
{
    Like<V, std::uint32_t> bits;
    std::memcpy(&bits, &lanes, sizeof(bits));
    const Like<V, std::uint32_t> rounded = bits + 0x7FFFU + ((bits >> 16U) & 1U);
    const auto isNumber = lanes == lanes;
    bits = isNumber ? rounded : (bits | 0x400000U);
    const auto half = __builtin_convertvector(bits >> 16U, Like<V, std::uint16_t>);
    std::memcpy(to, &half, sizeof(half));
}

/// The first `count` lanes; the others read as zero and are not written.
template <class S, class V>
LUTHIER_INLINE void loadPart(const S* from, std::int64_t count, V& lanes)
{
    S part[kCount<V>] = {};
    std::memcpy(part, from, static_cast<std::size_t>(count) * sizeof(S));
    load(part, lanes);
}
template <class S, class V>
LUTHIER_INLINE void storePart(S* to, std::int64_t count, const V& lanes)
{
    S part[kCount<V>];
    store(part, lanes);
    std::memcpy(to, part, static_cast<std::size_t>(count) * sizeof(S));
}

/// Calls f(i, n) for each piece of [0, count): n is the number of lanes at i that count. `f` must be
/// LUTHIER_INLINE (a lambda: `[&](auto i, auto n) __attribute__((always_inline)) { … }`).
template <class A, int W, class F>
LUTHIER_INLINE void eachPiece(std::int64_t count, F f)
{
    constexpr auto kAtOnce = kLanes<A, W>;
    std::int64_t i = 0;
    for (; i + kAtOnce <= count; i += kAtOnce) {
        f(i, kAtOnce);
    }
    if (i < count) f(i, count - i);
}
template <class S, class V>
LUTHIER_INLINE void loadPiece(const S* from, std::int64_t count, V& lanes)
{
    if (count == kCount<V>) {
        load(from, lanes);
    } else {
        loadPart(from, count, lanes);
    }
}
template <class S, class V>
LUTHIER_INLINE void storePiece(S* to, std::int64_t count, const V& lanes)
{
    if (count == kCount<V>) {
        store(to, lanes);
    } else {
        storePart(to, count, lanes);
    }
}

/// All lanes put together by `both(a, b)`, half by half: one after the other each would wait for the last.
template <class V, class F>
LUTHIER_INLINE Element<V> folded(const V& lanes, F both)
{
    if constexpr (sizeof(V) > 16) {
        Lanes<Element<V>, sizeof(V) / 2> halves[2];
        std::memcpy(halves, &lanes, sizeof(halves));
        const Lanes<Element<V>, sizeof(V) / 2> half = both(halves[0], halves[1]);
        return folded(half, both);
    } else if constexpr (kCount<V> == 2) {
        return both(lanes[0], lanes[1]);
    } else {
        return both(both(lanes[0], lanes[2]), both(lanes[1], lanes[3]));
    }
}
template <class V>
LUTHIER_INLINE Element<V> sumOf(const V& lanes)
{
    return folded(
        lanes, [](const auto& a, const auto& b) __attribute__((always_inline)) { return a + b; });
}
template <class V>
LUTHIER_INLINE Element<V> largestOf(const V& lanes)
{
    return folded(
        lanes, [](const auto& a, const auto& b) __attribute__((always_inline)) { return a > b ? a : b; });
}

/// eˣ; in float32 with a relative error below 2e-7, and 0 below −87.
template <class V>
LUTHIER_INLINE void exponential(V& x)
{
    if constexpr (std::is_same_v<Element<V>, double>) {
        for (std::int64_t i = 0; i < kCount<V>; ++i) {
            x[i] = __builtin_exp(x[i]);
        }
    } else {
        constexpr float kLog2E = 1.44269504F;
        constexpr float kLn2High = 0.693359375F; // its product with a small whole number is exact
        constexpr float kLn2Low = -2.12194440e-4F;
        constexpr float kRounds = 0x1.8p23F; // behind which no float32 has a fraction
        const auto isTiny = x < -87.0F;
        const auto isHuge = x > 88.0F;
        const V clamped = isTiny ? V{} - 87.0F : (isHuge ? V{} + 88.0F : x);
        const V shifted = clamped * kLog2E + kRounds;
        const V n = shifted - kRounds;
        const V r = (clamped - n * kLn2High) - n * kLn2Low;
        V p = r * (1.0F / 5040) + 1.0F / 720; // the series of eʳ, |r| ≤ ln 2 / 2
        p = p * r + 1.0F / 120;
        p = p * r + 1.0F / 24;
        p = p * r + 1.0F / 6;
        p = p * r + 0.5F;
        p = p * r + 1.0F;
        p = p * r + 1.0F;
        Like<V, std::int32_t> whole; // n, below bits that the shift drops
        std::memcpy(&whole, &shifted, sizeof(whole));
        const Like<V, std::int32_t> power = (whole << 23) + (127 << 23);
        V scale;
        std::memcpy(&scale, &power, sizeof(scale));
        x = isTiny ? V{} : p * scale;
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
    storePart(to, 1, Lanes<float, 16>{x});
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
template <class V>
LUTHIER_INLINE void applyMask(const DropMask& mask, std::int64_t column, V& lanes)
{
    using Hash = Like<V, std::uint32_t>;
    constexpr std::uint32_t kPlaces[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    Hash h;
    std::memcpy(&h, kPlaces, sizeof(h));
    h = (h + static_cast<std::uint32_t>(column)) * 0x9E3779B1U + mask.seed;
    h ^= h >> 16U;
    h *= 0x85EBCA6BU;
    h ^= h >> 13U;
    h *= 0xC2B2AE35U;
    h ^= h >> 16U;
    if constexpr (std::is_same_v<Element<V>, float>) {
        const auto isDropped = h < mask.drop;
        lanes = isDropped ? V{} : lanes * mask.scale;
    } else {
        for (std::int64_t i = 0; i < kCount<V>; ++i) {
            lanes[i] = h[i] < mask.drop ? 0.0 : lanes[i] * static_cast<double>(mask.scale);
        }
    }
}

} // namespace luthier::nn
