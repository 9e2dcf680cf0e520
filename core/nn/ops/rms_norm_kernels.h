// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rows.h"

#include <cstdint>

namespace luthier::nn {

/// Rows of rmsNorm (see there), for whoever goes over rows anyway.
template <class S>
struct RmsNormForward {
    Rows<S> x, y;
    const S* weight;
    Sum<S>* r; ///< 1 / root mean square of each row, out; null: not wanted
    std::int64_t d;
    double epsilon;
};
void rmsNormForward(const RmsNormForward<float>& args, std::int64_t begin, std::int64_t end);
void rmsNormForward(const RmsNormForward<Bf16>& args, std::int64_t begin, std::int64_t end);
void rmsNormForward(const RmsNormForward<double>& args, std::int64_t begin, std::int64_t end);

template <class S>
struct RmsNormBackward {
    Rows<S> x, dy, dx;
    Rows<S> addend; ///< dx = addend + …; none: null
    const S* weight;
    const Sum<S>* r;
    Sum<S>* dWeight; ///< one row a thread's share, added to; or null
    std::int64_t d;
};
void rmsNormBackward(const RmsNormBackward<float>& args, std::int64_t begin, std::int64_t end);
void rmsNormBackward(const RmsNormBackward<Bf16>& args, std::int64_t begin, std::int64_t end);
void rmsNormBackward(const RmsNormBackward<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
