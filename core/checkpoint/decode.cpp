// SPDX-License-Identifier: GPL-3.0-or-later
// Loops are plain and free of branches, so that the compiler makes vector code of them (omp simd).
#include "core/checkpoint/tensor_file.h"

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

namespace luthier::checkpoint {
namespace {

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

template <class Stored, class Out, class Convert>
Expected<void> plain(const std::byte* in, std::span<Out> out, Convert toFloat)
{
    Out* const to = out.data();
    const std::size_t count = out.size();
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        to[i] = as<Out>(toFloat(load<Stored>(in + i * sizeof(Stored))));
    }
    return {};
}

template <class Stored, class Out>
Expected<void> plain(const std::byte* in, std::span<Out> out)
{
    return plain<Stored>(in, out, [](Stored number) { return static_cast<float>(number); });
}

/// `block(in, to)` decodes one block. Layouts and values: formats.md §3.1.
template <class Out, class Block>
Expected<void> blocks(Dtype dtype, const std::byte* in, std::span<Out> out, Block block)
{
    const auto numbers = blockLength(dtype);
    const auto bytes = byteCount(dtype, numbers);
    LUTHIER_ASSERT(out.size() % numbers == 0);
    for (std::size_t i = 0; i < out.size(); i += numbers, in += bytes) {
        block(in, out.data() + i);
    }
    return {};
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

Unexpected unsupported(const TensorInfo& tensor)
{
    return {{.code = ErrorCode::Unsupported,
             .message = {QT_TRANSLATE_NOOP("core", "tensor '%1' is stored as %2, which is not supported"),
                         tensor.name, tensor.dtypeText}}};
}

template <class Out>
Expected<void> decodeAs(const TensorInfo& tensor, std::span<const std::byte> bytes, std::span<Out> out,
                        std::int64_t begin)
{
    const auto first = static_cast<std::uint64_t>(begin);
    LUTHIER_ASSERT(begin >= 0 && bytes.size() == tensor.bytes);
    LUTHIER_ASSERT(first + out.size() <= static_cast<std::uint64_t>(tensor.count()));
    if (tensor.dtype == Dtype::Other) return unsupported(tensor);
    const std::byte* const in = bytes.data() + byteCount(tensor.dtype, first);
    switch (tensor.dtype) {
    case Dtype::F32:
        return plain<float>(in, out);
    case Dtype::F16:
        return plain<std::uint16_t>(in, out, f16ToFloat);
    case Dtype::BF16:
        return plain<std::uint16_t>(in, out, bf16ToFloat);
    case Dtype::F64:
        return plain<double>(in, out);
    case Dtype::I64:
        return plain<std::int64_t>(in, out);
    case Dtype::I32:
        return plain<std::int32_t>(in, out);
    case Dtype::I16:
        return plain<std::int16_t>(in, out);
    case Dtype::I8:
        return plain<std::int8_t>(in, out);
    case Dtype::U64:
        return plain<std::uint64_t>(in, out);
    case Dtype::U32:
        return plain<std::uint32_t>(in, out);
    case Dtype::U16:
        return plain<std::uint16_t>(in, out);
    case Dtype::U8:
        return plain<std::uint8_t>(in, out);
    case Dtype::Bool:
        return plain<std::uint8_t>(in, out, boolToFloat);
    case Dtype::Q4_0:
        return blocks(tensor.dtype, in, out, blockQ40<Out>);
    case Dtype::Q4_1:
        return blocks(tensor.dtype, in, out, blockQ41<Out>);
    case Dtype::Q8_0:
        return blocks(tensor.dtype, in, out, blockQ80<Out>);
    case Dtype::Q6_K:
        return blocks(tensor.dtype, in, out, blockQ6K<Out>);
    case Dtype::Other:
        break;
    }
    return unsupported(tensor);
}

} // namespace

Expected<void> decode(const TensorInfo& tensor, std::span<const std::byte> bytes, std::span<float> out,
                      std::int64_t begin)
{
    return decodeAs(tensor, bytes, out, begin);
}

Expected<void> decodeBf16(const TensorInfo& tensor, std::span<const std::byte> bytes,
                          std::span<std::uint16_t> out, std::int64_t begin)
{
    return decodeAs(tensor, bytes, out, begin);
}

std::uint16_t toBf16(float number)
{
    return floatToBf16(number);
}

float fromBf16(std::uint16_t bits)
{
    return bf16ToFloat(bits);
}

float fromF16(std::uint16_t bits)
{
    return f16ToFloat(bits);
}

} // namespace luthier::checkpoint
