// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/rows.h"

#include <cstdint>

namespace luthier::nn {

/// Rows of swiglu (see there), for whoever goes over rows anyway.
template <class S>
struct SwigluForward {
    Rows<S> g, u, y;
    std::int64_t f;
};
void swigluForward(const SwigluForward<float>& args, std::int64_t begin, std::int64_t end);
void swigluForward(const SwigluForward<Bf16>& args, std::int64_t begin, std::int64_t end);
void swigluForward(const SwigluForward<double>& args, std::int64_t begin, std::int64_t end);

/// dg and du may be g and u themselves, and `y`, where it is wanted, dy: forward's output once more.
template <class S>
struct SwigluBackward {
    Rows<S> g, u, dy, dg, du;
    std::int64_t f;
    Rows<S> y{};
};
void swigluBackward(const SwigluBackward<float>& args, std::int64_t begin, std::int64_t end);
void swigluBackward(const SwigluBackward<Bf16>& args, std::int64_t begin, std::int64_t end);
void swigluBackward(const SwigluBackward<double>& args, std::int64_t begin, std::int64_t end);

} // namespace luthier::nn
