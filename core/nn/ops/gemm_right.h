// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/convert.h"
#include "core/nn/ops/gemm_int8.h"
#include "core/nn/ops/gemm_kernels.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// The right side of a product, b: where its numbers are, whatever they are, and how they come into the order
// of the kernels.

namespace luthier::nn {

inline constexpr std::int64_t kPassBytes
    = 20'480; ///< of b that a block reads; as much of a waits in the first cache
inline constexpr std::int64_t kWidePassBytes
    = 24'576; ///< of two panels: 96 steps of float32, of which widths are multiples

constexpr std::int64_t partsOf(std::int64_t n, std::int64_t each)
{
    return (n + each - 1) / each;
}

/// b is held in 8 bits.
template <class S>
constexpr bool isInt8(const Summand<S>& summand)
{
    return summand.eight.numbers != nullptr;
}

template <class S>
const std::int8_t* int8Place(const Summand<S>& summand, std::int64_t column, std::int64_t k)
{
    return summand.eight.numbers + column / kGemmColumns * summand.eight.panelBytes
        + k / Int8Matrix::kStepDepth * Int8Matrix::kStepBytes;
}
inline const std::uint8_t* storedPlace(const StoredMatrix& matrix, std::int64_t row, std::int64_t k)
{
    return matrix.data + row * matrix.rowBytes() + k / kBlock * blockBytes(matrix.form);
}

/// Columns of b, or steps of the depth.
struct Range {
    std::int64_t begin, count;
};

/// A part of b that is needed soon.
template <class S>
Ahead aheadOf(const Summand<S>& summand, Range columns, Range depth)
{
    if (isInt8(summand))
        return {int8Place(summand, columns.begin, depth.begin), summand.eight.panelBytes,
                partsOf(columns.count, kGemmColumns),
                partsOf(depth.count, Int8Matrix::kStepDepth) * Int8Matrix::kStepBytes / kCacheLine};
    if (summand.stored != nullptr) {
        const auto& matrix = *summand.stored;
        return {storedPlace(matrix, columns.begin, depth.begin), matrix.rowBytes(), columns.count,
                partsOf(depth.count * blockBytes(matrix.form) / kBlock, kCacheLine)};
    }
    const bool across = summand.form != Form::NT;
    const auto& rows = across ? depth : columns;
    const auto& width = across ? columns : depth;
    constexpr auto kBytes = static_cast<std::int64_t>(sizeof(S));
    return {summand.b.start + rows.begin * summand.b.stride + width.begin, summand.b.stride * kBytes,
            rows.count, partsOf(width.count * kBytes, kCacheLine)};
}

/// What is stored, as a panel, by way of float32.
template <class S>
void packStored(const GemmKernel<S>& kernel, const StoredMatrix& matrix, Range columns, Range depth,
                std::byte* to)
{
    constexpr std::int64_t kMostDepth = kPassBytes / 64; // of bfloat16: no kernel has fewer bytes a step
    alignas(kCacheLine) std::array<float, kGemmColumns * kMostDepth> exact;
    auto args = matrix.arguments();
    args.weights = storedPlace(matrix, columns.begin, depth.begin);
    if (args.scales != nullptr) args.scales += columns.begin;
    args.columns = depth.count;
    args.y = exact.data();
    args.yStride = depth.count;
    fewRowsKernels().expand(matrix.form, args, 0, columns.count);
    if constexpr (std::is_same_v<S, float>) {
        kernel.packB(exact.data(), depth.count, false, columns.count, depth.count, to);
    } else {
        alignas(kCacheLine) std::array<S, kGemmColumns * kMostDepth> rounded;
        convert(exact.data(), rounded.data(), columns.count * depth.count);
        kernel.packB(rounded.data(), depth.count, false, columns.count, depth.count, to);
    }
}

/// A panel of up to 32 columns. In 8 bits: where there is no kernel for those, so that `kernel` is
/// plainGemm().
template <class S>
void packRight(const GemmKernel<S>& kernel, const Summand<S>& summand, Range columns, Range depth,
               std::byte* to)
{
    if (summand.stored != nullptr) return packStored(kernel, *summand.stored, columns, depth, to);
    if constexpr (!std::is_same_v<S, double>) {
        if (isInt8(summand)) {
            LUTHIER_ASSERT(&kernel == &plainGemm(static_cast<const S*>(nullptr)));
            expandInt8(summand.eight, columns.begin, depth.begin, depth.count, reinterpret_cast<float*>(to));
            return;
        }
    }
    const auto& [start, stride] = summand.b;
    const bool across = summand.form != Form::NT;
    const auto* const from
        = start + (across ? depth.begin * stride + columns.begin : columns.begin * stride + depth.begin);
    kernel.packB(from, stride, across, columns.count, depth.count, to);
}

} // namespace luthier::nn
