// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/few_rows_kernels.h"

#include <cstdint>
#include <memory>
#include <optional>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// Weights that are only read, in the form in which a file holds them: often the mapped file itself.
///
/// Shapes  [rows, columns], rows one behind the other at `data`, aligned to nothing.
/// Thread  any; it never changes.
struct StoredMatrix {
    StoredAs form{StoredAs::Float32};
    std::int64_t rows{};
    std::int64_t columns{}; ///< divisible by 32 for GGUF's blocks
    const std::uint8_t* data{};
    at::Tensor scales{}; ///< float32 [rows], of Int8
    std::shared_ptr<const void> owner{}; ///< keeps `data` in memory

    std::int64_t rowBytes() const { return columns * blockBytes(form) / kBlock; }
    std::uint64_t bytes() const; ///< of numbers and scales
    FewRows arguments() const; ///< the part of them that is about the weights
};

/// A tensor's numbers in another form. Float32 shares its memory where it can; Bfloat16 rounds to nearest,
/// ties to even; Int8 has one scale a row, its largest magnitude / 127. weight [rows, columns] float32
StoredMatrix storedFrom(const at::Tensor& weight, StoredAs form);

/// Numbers in 8 bits, [rows, columns], and a scale for each row.
StoredMatrix int8Stored(const at::Tensor& numbers, const at::Tensor& scales);

/// A matrix's own memory, float32 or bfloat16, as one that is only read; nothing for others. The numbers are
/// to stay as they are while it is used.
std::optional<StoredMatrix> sharedFrom(const at::Tensor& weight);

/// Has a matrix's shape and type for those who ask, and no numbers: every element reads as NaN.
at::Tensor placeFor(std::int64_t rows, std::int64_t columns, at::ScalarType type);
bool isPlace(const at::Tensor& weight); ///< whether the numbers are elsewhere

/// Up to this many rows of x are multiplied with the stored numbers themselves; for more, the weights are
/// made float32 panel by panel.
inline constexpr std::int64_t kFewRows = 16;

/// y = x Wᵀ + b with float32 sums; equal to the float32 network's product up to rounding, as every stored
/// number is exact in float32. No gradient. x [T, columns] float32, bias [rows] or undefined -> [T, rows]
at::Tensor storedLinear(const at::Tensor& x, const StoredMatrix& matrix, const at::Tensor& bias);

/// Rows [begin, end) as float32.
at::Tensor expandedRows(const StoredMatrix& matrix, std::int64_t begin, std::int64_t end);

/// `count` rows from `begin` on, to `into` from number `at` on. into: contiguous, float32 or bfloat16, to
/// which they are rounded to nearest
void expandInto(const StoredMatrix& matrix, std::int64_t begin, std::int64_t count, const at::Tensor& into,
                std::int64_t at);

/// The rows of these ids as float32: a table of word vectors. ids [T] int32, each below `rows` -> [T,
/// columns]
at::Tensor storedRows(const StoredMatrix& matrix, const at::Tensor& ids);

} // namespace luthier::nn
