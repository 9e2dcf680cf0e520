// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/blocks.h"
#include "core/checkpoint/tensor_file.h"

namespace luthier::checkpoint {
namespace {

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
    case Dtype::Q5_0:
        return blocks(tensor.dtype, in, out, blockQ50<Out>);
    case Dtype::Q5_1:
        return blocks(tensor.dtype, in, out, blockQ51<Out>);
    case Dtype::Q2_K:
        return blocks(tensor.dtype, in, out, blockQ2K<Out>);
    case Dtype::Q3_K:
        return blocks(tensor.dtype, in, out, blockQ3K<Out>);
    case Dtype::Q4_K:
        return blocks(tensor.dtype, in, out, blockQ4K<Out>);
    case Dtype::Q5_K:
        return blocks(tensor.dtype, in, out, blockQ5K<Out>);
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
