// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gelu_kernels.h"

#include <numbers>

namespace luthier::nn {
namespace {

/// Φ(x) and its slope φ(x).
template <int W>
LUTHIER_INLINE void normal(const Lanes<float, W>& x, Lanes<float, W>& cumulative, Lanes<float, W>& density)
{
    const Lanes<float, W> z = (x < 0.0F ? -x : x) * 0.70710678F; // |x| / √2
    const Lanes<float, W> t = 1.0F / (1.0F + 0.3275911F * z);
    Lanes<float, W> e = -z * z;
    exponential(e);
    const Lanes<float, W> tail
        = ((((1.061405429F * t - 1.453152027F) * t + 1.421413741F) * t - 0.284496736F) * t + 0.254829592F) * t
        * e * 0.5F;
    cumulative = x < 0.0F ? tail : 1.0F - tail;
    density = e * 0.39894228F; // 1 / √(2 π)
}
template <int W>
LUTHIER_INLINE void normal(const Lanes<double, W>& x, Lanes<double, W>& cumulative, Lanes<double, W>& density)
{
    for (std::int64_t i = 0; i < kLanes<double, W>; ++i) {
        cumulative[i] = 0.5 * __builtin_erfc(-x[i] / std::numbers::sqrt2);
        density[i] = __builtin_exp(-x[i] * x[i] / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    }
}

constexpr double kInner = 0.79788456080286535588; // √(2/π)
constexpr double kCube = 0.044715;

/// (1 + tanh(u)) / 2 = 1 / (1 + e^(−2u)) of the inner polynomial
template <int W, class A>
LUTHIER_INLINE void gate(const Lanes<A, W>& x, Lanes<A, W>& share)
{
    share = x * (x * x * static_cast<A>(kCube) + A{1}) * static_cast<A>(-2 * kInner);
    exponential(share);
    share = A{1} / (A{1} + share);
}

template <int W, class S>
LUTHIER_INLINE void forwardRows(const BendForward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        eachPiece<A, W>(
            a.f, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> x;
                loadPiece(a.x.row(t) + i, n, x);
                Lanes<A, W> share{};
                Lanes<A, W> density{};
                if (a.bend == Bend::Relu) {
                    share = x > A{0} ? Lanes<A, W>{} + A{1} : Lanes<A, W>{};
                } else if (a.bend == Bend::Gelu) {
                    normal<W>(x, share, density);
                } else {
                    gate<W, A>(x, share);
                }
                storePiece<S>(a.y.row(t) + i, n, x * share);
            });
    }
}

template <int W, class S>
LUTHIER_INLINE void backwardRows(const BendBackward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        eachPiece<A, W>(
            a.f, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> x;
                Lanes<A, W> dy;
                loadPiece(a.x.row(t) + i, n, x);
                loadPiece(a.dy.row(t) + i, n, dy);
                Lanes<A, W> slope{};
                Lanes<A, W> density{};
                if (a.bend == Bend::Relu) {
                    slope = x > A{0} ? Lanes<A, W>{} + A{1} : Lanes<A, W>{};
                } else if (a.bend == Bend::Gelu) {
                    normal<W>(x, slope, density);
                    slope += x * density;
                } else {
                    gate<W, A>(x, slope);
                    slope += x * slope * (A{1} - slope) * (x * x * static_cast<A>(3 * kCube) + A{1})
                        * static_cast<A>(2 * kInner);
                }
                storePiece<S>(a.dx.row(t) + i, n, dy * slope);
            });
    }
}

} // namespace

LUTHIER_KERNELS(bendForward, BendForward, forwardRows)
LUTHIER_KERNELS(bendBackward, BendBackward, backwardRows)

} // namespace luthier::nn
