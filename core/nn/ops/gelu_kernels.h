// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rows.h"

#include <cstdint>

namespace luthier::nn {

/// What a feed-forward layer without a gate bends its numbers with.
///
///     Gelu      x Φ(x), Φ the normal distribution's cumulative function
///     GeluTanh  x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
///     Relu      max(x, 0)
///
/// Source  Hendrycks and Gimpel 2016, arXiv:1606.08415. Φ in float32 by Abramowitz and Stegun, 7.1.26:
/// absolute
///         error below 2e-7.
enum class Bend { Gelu, GeluTanh, Relu };

template <class S>
struct BendForward {
    Rows<S> x, y;
    std::int64_t f;
    Bend bend;
};
void bendForward(const BendForward<float>& args, std::int64_t begin, std::int64_t end);
void bendForward(const BendForward<Bf16>& args, std::int64_t begin, std::int64_t end);
void bendForward(const BendForward<double>& args, std::int64_t begin, std::int64_t end);

/// dx = dy · bend'(x); dx may be dy itself.
template <class S>
struct BendBackward {
    Rows<S> x, dy, dx;
    std::int64_t f;
    Bend bend;
};
void bendBackward(const BendBackward<float>& args, std::int64_t begin, std::int64_t end);
void bendBackward(const BendBackward<Bf16>& args, std::int64_t begin, std::int64_t end);
void bendBackward(const BendBackward<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
