// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts: formats.md §3.1.
#include "core/checkpoint/encode.h"

#include "core/checkpoint/blocks.h"

#include <algorithm>
#include <cmath>

namespace luthier::checkpoint {
namespace {

using Numbers = std::span<const float>;

template <class T>
void store(std::byte* to, T value)
{
    std::memcpy(to, &value, sizeof(T));
}

/// To the nearest, ties to even.
std::uint16_t floatToF16(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
    const float size = std::abs(number);
    if (!(size < 65520)) // infinity, what would round to it, and NaN
        return static_cast<std::uint16_t>(sign | (std::isnan(number) ? 0x7E00U : 0x7C00U));
    if (size == 0) return sign;
    int exponent = 0;
    std::frexp(size, &exponent); // size = m · 2^exponent, ½ <= m < 1
    // Units in the last place: 2⁻²⁴ for subnormal numbers, else of the ten digits behind the first.
    const int unit = std::max(exponent - 11, -24);
    const auto digits = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, -unit)));
    // A carry out of the digits counts the exponent up by itself.
    const auto rest = unit == -24 ? digits : digits - 1024 + (static_cast<std::uint32_t>(unit + 25) << 10U);
    return static_cast<std::uint16_t>(sign | rest);
}

float inverse(float number)
{
    return number == 0 ? 0 : 1 / number;
}

/// The number that is farthest from zero, the first of them.
float farthest(Numbers x)
{
    return *std::ranges::max_element(x, {}, [](float number) { return std::abs(number); });
}

/// In the precision that gguf-py adds with.
std::int32_t cut(float x, float factor, double offset, std::int32_t most)
{
    const auto value = std::trunc(static_cast<double>(x) * static_cast<double>(factor) + offset);
    return static_cast<std::int32_t>(std::clamp(value, 0.0, static_cast<double>(most)));
}

void putPairs(std::byte* to, const std::array<std::int32_t, 32>& q)
{
    for (std::size_t j = 0; j < 16; ++j) {
        to[j] = static_cast<std::byte>((q[j] & 15) | ((q[j + 16] & 15) << 4));
    }
}

void putFifths(std::byte* to, const std::array<std::int32_t, 32>& q)
{
    std::uint32_t fifth = 0;
    for (std::size_t j = 0; j < 32; ++j) {
        fifth |= static_cast<std::uint32_t>((q[j] >> 4) & 1) << j;
    }
    store(to, fifth);
}

/// Q4_0 and, with a fifth bit, Q5_0: around zero.
void encodeAround(Numbers x, std::byte* to, bool fifth)
{
    const float half = fifth ? 16 : 8;
    const float d = farthest(x) / -half;
    std::array<std::int32_t, 32> q{};
    for (std::size_t j = 0; j < 32; ++j) {
        q[j] = cut(x[j], inverse(d), static_cast<double>(half) + 0.5, fifth ? 31 : 15);
    }
    store(to, floatToF16(d));
    if (fifth) putFifths(to + 2, q);
    putPairs(to + (fifth ? 6 : 2), q);
}

/// Q4_1 and Q5_1: from the least number up.
void encodeFrom(Numbers x, std::byte* to, bool fifth)
{
    const auto [least, most] = std::ranges::minmax(x);
    const std::int32_t steps = fifth ? 31 : 15;
    const float d = (most - least) / static_cast<float>(steps);
    std::array<std::int32_t, 32> q{};
    for (std::size_t j = 0; j < 32; ++j) {
        q[j] = cut(x[j] - least, inverse(d), 0.5, steps);
    }
    store(to, floatToF16(d));
    store(to + 2, floatToF16(least));
    if (fifth) putFifths(to + 4, q);
    putPairs(to + (fifth ? 8 : 4), q);
}

void encodeQ80(Numbers x, std::byte* to)
{
    const float d = std::abs(farthest(x)) / 127;
    store(to, floatToF16(d));
    for (std::size_t j = 0; j < 32; ++j) {
        to[2 + j] = static_cast<std::byte>(static_cast<std::int8_t>(std::round(x[j] * inverse(d))));
    }
}

/// x ≈ step · q − least, q from 0 to 15, step and least not below 0.
struct Line {
    float step{0}, least{0};
};

/// The line with the smallest error of those that start from a few steps around the plain one.
Line lineFor(Numbers x)
{
    constexpr int kMost = 15;
    float low = 0;
    float high = x[0];
    float squares = 0;
    for (const float number : x) {
        low = std::min(low, number);
        high = std::max(high, number);
        squares += number * number;
    }
    if (high <= low) return {0, -low};
    const float usual = std::sqrt(squares / static_cast<float>(x.size()));
    Line best;
    float bestError = -1;
    for (int trial = -5; trial <= 10; ++trial) {
        const float factor = (static_cast<float>(kMost) + 0.1F * static_cast<float>(trial)) / (high - low);
        float w = 0;
        float wq = 0;
        float wqq = 0;
        float wx = 0;
        float wqx = 0;
        for (const float number : x) {
            const float q = std::clamp(std::nearbyint(factor * (number - low)), 0.0F, static_cast<float>(kMost));
            const float weight = usual + std::abs(number);
            w += weight;
            wq += weight * q;
            wqq += weight * q * q;
            wx += weight * number;
            wqx += weight * q * number;
        }
        const float determinant = w * wqq - wq * wq; // of the least squares for step and −least
        if (determinant <= 0) continue;
        Line line{(w * wqx - wq * wx) / determinant, -(wqq * wx - wq * wqx) / determinant};
        if (line.least < 0) line = {wqx / wqq, 0};
        if (!(line.step > 0)) continue;
        float error = 0;
        for (const float number : x) {
            const float q = std::clamp(std::nearbyint((number + line.least) / line.step), 0.0F,
                                       static_cast<float>(kMost));
            const float off = line.step * q - line.least - number;
            error += (usual + std::abs(number)) * off * off;
        }
        if (bestError >= 0 && error >= bestError) continue;
        bestError = error;
        best = line;
    }
    return bestError < 0 ? Line{(high - low) / static_cast<float>(kMost), -low} : best;
}

void encodeQ4K(Numbers x, std::byte* to)
{
    std::array<Line, 8> lines;
    float mostStep = 0;
    float mostLeast = 0;
    for (std::size_t part = 0; part < 8; ++part) {
        lines[part] = lineFor(x.subspan(32 * part, 32));
        mostStep = std::max(mostStep, lines[part].step);
        mostLeast = std::max(mostLeast, lines[part].least);
    }
    const auto d = floatToF16(mostStep / 63);
    const auto dmin = floatToF16(mostLeast / 63);
    std::fill_n(to, 144, std::byte{0});
    store(to, d);
    store(to + 2, dmin);
    const auto sixth = [](float number, std::uint16_t unit) {
        return static_cast<std::uint8_t>(std::clamp(std::round(number * inverse(f16ToFloat(unit))), 0.0F, 63.0F));
    };
    const auto add = [to](std::size_t at, int bits) { to[4 + at] |= static_cast<std::byte>(bits); };
    for (std::size_t part = 0; part < 8; ++part) {
        const int step = sixth(lines[part].step, d);
        const int least = sixth(lines[part].least, dmin);
        if (part < 4) {
            add(part, step);
            add(part + 4, least);
        } else {
            add(part + 4, (step & 15) | ((least & 15) << 4));
            add(part - 4, (step >> 4) << 6);
            add(part, (least >> 4) << 6);
        }
        const float one = f16ToFloat(d) * static_cast<float>(step);
        const float from = f16ToFloat(dmin) * static_cast<float>(least);
        for (std::size_t l = 0; l < 32; ++l) {
            const auto q = static_cast<int>(
                std::clamp(std::nearbyint((x[32 * part + l] + from) * inverse(one)), 0.0F, 15.0F));
            to[16 + 32 * (part / 2) + l] |= static_cast<std::byte>(q << (4 * (part % 2)));
        }
    }
}

/// x ≈ step · q, q from −32 to 31: the step with the smallest error of a few around the plain one.
float stepFor(Numbers x)
{
    const float most = farthest(x);
    if (most == 0) return 0;
    float best = 0;
    float bestGain = -1;
    for (int trial = -9; trial <= 9; ++trial) {
        const float factor = -(32 + 0.1F * static_cast<float>(trial)) / most;
        float wqx = 0;
        float wqq = 0;
        for (const float number : x) {
            const float q = std::clamp(std::nearbyint(factor * number), -32.0F, 31.0F);
            const float weight = number * number;
            wqx += weight * q * number;
            wqq += weight * q * q;
        }
        // The error of step wqx / wqq is smaller by this than that of nothing.
        if (wqq <= 0 || wqx * wqx / wqq <= bestGain) continue;
        bestGain = wqx * wqx / wqq;
        best = wqx / wqq;
    }
    return best;
}

void encodeQ6K(Numbers x, std::byte* to)
{
    std::array<float, 16> steps{};
    for (std::size_t part = 0; part < 16; ++part) {
        steps[part] = stepFor(x.subspan(16 * part, 16));
    }
    const auto d = floatToF16(farthest(steps) / -128);
    const float unit = f16ToFloat(d);
    std::fill_n(to, 208, std::byte{0});
    store(to + 208, d);
    for (std::size_t part = 0; part < 16; ++part) {
        const float scale = std::clamp(std::nearbyint(steps[part] * inverse(unit)), -128.0F, 127.0F);
        to[192 + part] = static_cast<std::byte>(static_cast<std::int8_t>(scale));
        const float step = unit * scale;
        for (std::size_t l = 0; l < 16; ++l) {
            const auto i = 16 * part + l;
            const auto q = static_cast<int>(std::clamp(std::nearbyint(x[i] * inverse(step)), -32.0F, 31.0F)) + 32;
            const auto half = i / 128;
            const auto k = i % 128 / 32; // which of the four that share a byte of high bits
            const auto place = i % 32;
            to[64 * half + 32 * (k % 2) + place] |= static_cast<std::byte>((q & 15) << (4 * (k / 2)));
            to[128 + 32 * half + place] |= static_cast<std::byte>((q >> 4) << (2 * k));
        }
    }
}

template <class Block>
void inBlocks(Dtype dtype, Numbers numbers, std::byte* to, Block block)
{
    const auto length = blockLength(dtype);
    const auto bytes = byteCount(dtype, length);
    for (std::size_t i = 0; i < numbers.size(); i += length, to += bytes) {
        block(numbers.subspan(i, length), to);
    }
}

} // namespace

bool canEncode(Dtype dtype)
{
    switch (dtype) {
    case Dtype::F32:
    case Dtype::F16:
    case Dtype::BF16:
    case Dtype::Q4_0:
    case Dtype::Q4_1:
    case Dtype::Q5_0:
    case Dtype::Q5_1:
    case Dtype::Q8_0:
    case Dtype::Q4_K:
    case Dtype::Q6_K:
        return true;
    default:
        return false;
    }
}

void encode(Dtype dtype, Numbers numbers, std::span<std::byte> bytes)
{
    LUTHIER_ASSERT(canEncode(dtype) && numbers.size() % blockLength(dtype) == 0
                   && bytes.size() == byteCount(dtype, numbers.size()));
    auto* const to = bytes.data();
    switch (dtype) {
    case Dtype::F16:
        return inBlocks(dtype, numbers, to, [](Numbers x, std::byte* at) { store(at, floatToF16(x[0])); });
    case Dtype::BF16:
        return inBlocks(dtype, numbers, to, [](Numbers x, std::byte* at) { store(at, floatToBf16(x[0])); });
    case Dtype::Q4_0:
    case Dtype::Q5_0:
        return inBlocks(dtype, numbers, to,
                        [&](Numbers x, std::byte* at) { encodeAround(x, at, dtype == Dtype::Q5_0); });
    case Dtype::Q4_1:
    case Dtype::Q5_1:
        return inBlocks(dtype, numbers, to,
                        [&](Numbers x, std::byte* at) { encodeFrom(x, at, dtype == Dtype::Q5_1); });
    case Dtype::Q8_0:
        return inBlocks(dtype, numbers, to, encodeQ80);
    case Dtype::Q4_K:
        return inBlocks(dtype, numbers, to, encodeQ4K);
    case Dtype::Q6_K:
        return inBlocks(dtype, numbers, to, encodeQ6K);
    default:
        std::memcpy(to, numbers.data(), bytes.size());
    }
}

} // namespace luthier::checkpoint
