// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/nn/ops/int8_weight.h"
#include "core/nn/ops/meter.h"
#include "core/nn/ops/simd.h"
#include "core/nn/ops/team.h"

#include <array>
#include <cstdint>
#include <span>

namespace luthier::nn {

/// A matrix as a product reads it: element (i, j) at start[i · stride + j].
template <class S>
struct Matrix {
    const S* start{nullptr};
    std::int64_t stride{0};
};

/// One summand of a product: Σ_k a(m, k) b(k, n), k below `depth`.
///
///     NT  a [rows, depth], b [columns, depth]: activations times a weight as checkpoints have it, x Wᵀ
///     NN  a [rows, depth], b [depth, columns]: gradients back through it, dy W
///     TN  a [depth, rows], b [depth, columns]: a weight's own gradient, dyᵀ x
///
/// With `eight`, b is that: each row of a is rounded to 8 bits, too, and the sums are whole numbers until
/// both scales come back. a lies as in NT, whatever the direction. With `stored`, which is NT, b's numbers
/// are made of that where they are needed, exactly but for the rounding to S.
enum class Form { NT, NN, TN };

template <class S>
struct Summand {
    Matrix<S> a;
    Matrix<S> b;
    std::int64_t depth{0};
    Form form{Form::NT};
    Int8Matrix eight{};
    const StoredMatrix* stored{nullptr};
};

/// out = scale · Σ summands + bias + addend, rounded once at the end; sums in Sum<S>. A layer with its
/// low-rank add-on is one product of two summands, and so is the gradient back through all layers that read
/// one input.
///
/// Shapes  out [rows, columns] (or [columns, rows], `outAcross`); bias [columns]; addend [rows, columns].
template <class S>
struct Product {
    static constexpr std::size_t kMostSummands = 8;

    std::array<Summand<S>, kMostSummands> summands{};
    std::size_t count{0};
    std::int64_t rows{0};
    std::int64_t columns{0};
    double scale{1};
    const S* bias{nullptr};
    Matrix<S> addend{}; ///< may be `out` itself
    S* out{nullptr}; ///< or
    Sum<S>* wideOut{nullptr}; ///< in the sums' type
    std::int64_t outStride{0};
    bool outAcross{false};

    Product& add(const Summand<S>& summand)
    {
        LUTHIER_ASSERT(count < kMostSummands);
        summands[count++] = summand;
        return *this;
    }
};

inline constexpr std::size_t kMostProducts = 32; ///< made at once

/// Makes all products, which do not depend on each other. Each sum is made in one order, whatever the
/// threads.
///
/// The blocks that a thread works on are brought into the order of the processor's tiles as they are needed,
/// so weights stay as they are in the file and are held once. bfloat16 goes through AMX or AVX-512 bf16 where
/// the processor has them, else through float32.
///
/// `part`: what a meter books the time on.
/// REQUIRES: all threads of the team come here with the same products, kMostProducts at most; no `eight`
/// among float64.
void multiply(Team& team, std::span<const Product<float>> products, StepPart part = StepPart::Products);
void multiply(Team& team, std::span<const Product<Bf16>> products, StepPart part = StepPart::Products);
void multiply(Team& team, std::span<const Product<double>> products, StepPart part = StepPart::Products);

/// The fastest that products could be on all threads, of registers without memory. Takes some milliseconds.
/// Units   floating-point operations a second, of the road that bfloat16 or float32 products take here.
double productPeak(bool bf16);

} // namespace luthier::nn
