// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace luthier::nn {

/// How the numbers of a stored matrix lie in memory. The last three are GGUF's blocks of 32 (formats.md
/// §3.1).
enum class StoredAs {
    Float32,
    Bfloat16,
    Int8, ///< times a float32 scale per row
    // NOLINTBEGIN(readability-identifier-naming): the names that everybody knows them by
    Q4_0,
    Q4_1,
    Q8_0
    // NOLINTEND(readability-identifier-naming)
};

/// y[t, n] = Σ_k x[t, k] W[n, k] as the kernels see it. Everything plain, so that no function of a library is
/// compiled for an instruction set that the processor may lack.
///
/// Shapes  weights: rows of `rowBytes` one behind the other, aligned to nothing; x, y: rows `xStride` and
///         `yStride` numbers apart, `count` of each; scales: one a row of W, only for Int8.
struct FewRows {
    const std::uint8_t* weights;
    std::int64_t rowBytes;
    std::int64_t columns; ///< divisible by 32 for GGUF's blocks
    const float* scales;
    const float* x;
    std::int64_t xStride;
    std::int64_t count;
    float* y;
    std::int64_t yStride;
};

/// Bytes of 32 numbers.
constexpr std::int64_t blockBytes(StoredAs form)
{
    switch (form) {
    case StoredAs::Float32:
        return 128;
    case StoredAs::Bfloat16:
        return 64;
    case StoredAs::Int8:
        return 32;
    case StoredAs::Q4_0:
        return 18;
    case StoredAs::Q4_1:
        return 20;
    case StoredAs::Q8_0:
        return 34;
    }
    return 0;
}
inline constexpr std::int64_t kBlock = 32;
constexpr bool hasBlocks(StoredAs form) ///< with scales of their own
{
    return form == StoredAs::Q4_0 || form == StoredAs::Q4_1 || form == StoredAs::Q8_0;
}

/// What one instruction set offers. `multiply` fills y[:, n] for n in [begin, end); `expand` writes the same
/// rows of W as float32 to y (yStride numbers apart), x unused. Sums in float32, in an order that depends on
/// the columns and the instruction set alone.
struct FewRowsKernels {
    void (*multiply)(StoredAs form, const FewRows& args, std::int64_t begin, std::int64_t end);
    void (*expand)(StoredAs form, const FewRows& args, std::int64_t begin, std::int64_t end);
};

/// Null where this build has none. REQUIRES: a processor with it, if called.
const FewRowsKernels* fewRowsAvx512();
const FewRowsKernels* fewRowsAvx2();
const FewRowsKernels& fewRowsPlain();

/// The best for this processor.
const FewRowsKernels& fewRowsKernels();

} // namespace luthier::nn
