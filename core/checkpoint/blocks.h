// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One block of each of GGUF's types, from bytes to numbers: formats.md §3.1. Loops are plain and free of
// branches, so that the compiler makes vector code of them (omp simd).
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace luthier::checkpoint {

inline float f16ToFloat(std::uint16_t bits)
{
    constexpr std::uint32_t kFirstNormal = 0x0400;
    constexpr std::uint32_t kInfinity = 0x7C00;
    constexpr std::uint32_t kExponentShift = (127 - 15) << 23U;
    const std::uint32_t sign = (bits & 0x8000U) << 16U;
    const std::uint32_t rest = bits & 0x7FFFU;
    // Computed in integers: a processor that flushes subnormals to zero must not lose them here.
    const auto subnormal
        = std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(rest)) * 0x1p-24F);
    const std::uint32_t normal = (rest << 13U) + kExponentShift;
    const std::uint32_t special = (rest << 13U) | 0x7F800000U; // infinity, or NaN with its payload
    const std::uint32_t finite = rest < kFirstNormal ? subnormal : normal;
    return std::bit_cast<float>(sign | (rest < kInfinity ? finite : special));
}

inline float bf16ToFloat(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

inline float boolToFloat(std::uint8_t byte)
{
    return byte == 0 ? 0.0F : 1.0F;
}

inline std::uint16_t floatToBf16(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U;
    const std::uint32_t quietNan = (bits >> 16U) | 0x0040U; // the payload's upper bits may all be zero
    return static_cast<std::uint16_t>((bits & 0x7FFFFFFFU) > 0x7F800000U ? quietNan : rounded);
}

template <class Out>
inline Out as(float number)
{
    if constexpr (std::is_same_v<Out, float>) {
        return number;
    } else {
        return floatToBf16(number);
    }
}

template <class T>
inline T load(const std::byte* from)
{
    T value{};
    std::memcpy(&value, from, sizeof(T)); // the bytes of a file are aligned to nothing
    return value;
}

inline float scale(const std::byte* from)
{
    return f16ToFloat(load<std::uint16_t>(from));
}

template <class Out>
void blockQ40(const std::byte* in, Out* to)
{
    const float d = scale(in);
#pragma omp simd
    for (std::size_t j = 0; j < 16; ++j) {
        const auto pair = std::to_integer<std::int32_t>(in[2 + j]);
        to[j] = as<Out>(d * static_cast<float>((pair & 15) - 8));
        to[j + 16] = as<Out>(d * static_cast<float>((pair >> 4) - 8));
    }
}

template <class Out>
void blockQ41(const std::byte* in, Out* to)
{
    const float d = scale(in);
    const float m = scale(in + 2);
#pragma omp simd
    for (std::size_t j = 0; j < 16; ++j) {
        const auto pair = std::to_integer<std::int32_t>(in[4 + j]);
        to[j] = as<Out>(d * static_cast<float>(pair & 15) + m); // d·q is exact in float32: 11 + 4 bits
        to[j + 16] = as<Out>(d * static_cast<float>(pair >> 4) + m);
    }
}

template <class Out>
void blockQ80(const std::byte* in, Out* to)
{
    const float d = scale(in);
#pragma omp simd
    for (std::size_t j = 0; j < 32; ++j) {
        to[j] = as<Out>(d * static_cast<float>(load<std::int8_t>(in + 2 + j)));
    }
}

template <class Out>
void blockQ6K(const std::byte* in, Out* to)
{
    const float d = scale(in + 208);
    for (std::size_t half = 0; half < 2; ++half) {
        const std::byte* const low = in + 64 * half;
        const std::byte* const high = in + 128 + 32 * half;
        const std::byte* const scales = in + 192 + 8 * half;
        for (std::size_t k = 0; k < 4; ++k) {
            const std::size_t first = 32 * (k % 2);
            const auto lowShift = static_cast<int>(4 * (k / 2));
            const auto highShift = static_cast<int>(2 * k);
            Out* const part = to + 128 * half + 32 * k;
            const std::array<float, 2> ds{d * static_cast<float>(load<std::int8_t>(scales + 2 * k)),
                                          d * static_cast<float>(load<std::int8_t>(scales + 2 * k + 1))};
#pragma omp simd
            for (std::size_t l = 0; l < 32; ++l) {
                const auto lower = (std::to_integer<std::int32_t>(low[first + l]) >> lowShift) & 15;
                const auto upper = (std::to_integer<std::int32_t>(high[l]) >> highShift) & 3;
                part[l] = as<Out>(ds[l / 16] * static_cast<float>((lower | (upper << 4)) - 32));
            }
        }
    }
}

/// Five bits a number: four in pairs, the fifth in 32 bits beside them.
inline std::int32_t fifthBit(std::uint32_t bits, std::size_t number)
{
    return static_cast<std::int32_t>((bits >> number) & 1U) << 4;
}

template <class Out>
void blockQ50(const std::byte* in, Out* to)
{
    const float d = scale(in);
    const auto fifth = load<std::uint32_t>(in + 2);
#pragma omp simd
    for (std::size_t j = 0; j < 16; ++j) {
        const auto pair = std::to_integer<std::int32_t>(in[6 + j]);
        to[j] = as<Out>(d * static_cast<float>(((pair & 15) | fifthBit(fifth, j)) - 16));
        to[j + 16] = as<Out>(d * static_cast<float>(((pair >> 4) | fifthBit(fifth, j + 16)) - 16));
    }
}

template <class Out>
void blockQ51(const std::byte* in, Out* to)
{
    const float d = scale(in);
    const float m = scale(in + 2);
    const auto fifth = load<std::uint32_t>(in + 4);
#pragma omp simd
    for (std::size_t j = 0; j < 16; ++j) {
        const auto pair = std::to_integer<std::int32_t>(in[8 + j]);
        to[j] = as<Out>(d * static_cast<float>((pair & 15) | fifthBit(fifth, j)) + m);
        to[j + 16] = as<Out>(d * static_cast<float>((pair >> 4) | fifthBit(fifth, j + 16)) + m);
    }
}

template <class Out>
void blockQ2K(const std::byte* in, Out* to)
{
    const float d = scale(in + 80);
    const float dmin = scale(in + 82);
    for (std::size_t part = 0; part < 16;
         ++part) { // of 16 numbers with a scale and a least number of their own
        const auto factors = std::to_integer<std::int32_t>(in[part]);
        const float step = d * static_cast<float>(factors & 15);
        const float least = dmin * static_cast<float>(factors >> 4);
        const std::byte* const pairs = in + 16 + 32 * (part / 8) + 16 * (part % 2);
        const auto shift = static_cast<int>(2 * (part / 2 % 4));
#pragma omp simd
        for (std::size_t l = 0; l < 16; ++l) {
            const auto q = (std::to_integer<std::int32_t>(pairs[l]) >> shift) & 3;
            to[16 * part + l] = as<Out>(step * static_cast<float>(q) - least);
        }
    }
}

template <class Out>
void blockQ3K(const std::byte* in, Out* to)
{
    const float d = scale(in + 108);
    const std::byte* const scales = in + 96;
    for (std::size_t part = 0; part < 16; ++part) {
        const auto low = std::to_integer<std::int32_t>(scales[part % 8]) >> (part < 8 ? 0 : 4);
        const auto high = std::to_integer<std::int32_t>(scales[8 + part % 4]) >> (2 * (part / 4));
        const float step = d * static_cast<float>(((low & 15) | ((high & 3) << 4)) - 32);
        const std::byte* const pairs = in + 32 + 32 * (part / 8) + 16 * (part % 2);
        const std::byte* const thirds = in + 16 * (part % 2);
        const auto shift = static_cast<int>(2 * (part / 2 % 4));
        const auto third = static_cast<int>(part / 2);
#pragma omp simd
        for (std::size_t l = 0; l < 16; ++l) {
            const auto q = (std::to_integer<std::int32_t>(pairs[l]) >> shift) & 3;
            const auto bit = (std::to_integer<std::int32_t>(thirds[l]) >> third) & 1;
            to[16 * part + l] = as<Out>(step * static_cast<float>(q - 4 + 4 * bit));
        }
    }
}

/// Scale and least number of part j of eight, six bits each in twelve bytes.
struct SixBits {
    std::int32_t scale, least;
};
inline SixBits sixBits(const std::byte* in, std::size_t j)
{
    const auto at = [in](std::size_t i) { return std::to_integer<std::int32_t>(in[i]); };
    if (j < 4) return {at(j) & 63, at(j + 4) & 63};
    return {(at(j + 4) & 15) | ((at(j - 4) >> 6) << 4), (at(j + 4) >> 4) | ((at(j) >> 6) << 4)};
}

/// Q4_K, and with `fifths` Q5_K.
template <class Out>
void blockOfEight(const std::byte* in, const std::byte* fifths, const std::byte* pairs, Out* to)
{
    const float d = scale(in);
    const float dmin = scale(in + 2);
    for (std::size_t part = 0; part < 8; ++part) {
        const auto factors = sixBits(in + 4, part);
        const float step = d * static_cast<float>(factors.scale);
        const float least = dmin * static_cast<float>(factors.least);
        const std::byte* const own = pairs + 32 * (part / 2);
        const auto shift = static_cast<int>(4 * (part % 2));
#pragma omp simd
        for (std::size_t l = 0; l < 32; ++l) {
            auto q = (std::to_integer<std::int32_t>(own[l]) >> shift) & 15;
            if (fifths != nullptr)
                q |= ((std::to_integer<std::int32_t>(fifths[l]) >> static_cast<int>(part)) & 1) << 4;
            to[32 * part + l] = as<Out>(step * static_cast<float>(q) - least);
        }
    }
}

template <class Out>
void blockQ4K(const std::byte* in, Out* to)
{
    blockOfEight<Out>(in, nullptr, in + 16, to);
}

template <class Out>
void blockQ5K(const std::byte* in, Out* to)
{
    blockOfEight<Out>(in, in + 16, in + 48, to);
}

} // namespace luthier::checkpoint
