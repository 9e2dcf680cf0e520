// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/swiglu.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/swiglu_kernels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/silu_backward.h>
#include <torch/csrc/autograd/custom_function.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <int W, class A>
LUTHIER_INLINE void sigmoid(const Lanes<A, W>& x, Lanes<A, W>& y)
{
    y = -x;
    exponential(y);
    y = A{1} / (A{1} + y);
}

/// The next row is in the last cache at best, and on another page than the processor's guess goes to.
template <class S>
LUTHIER_INLINE void ahead(const S* address)
{
    __builtin_prefetch(address, 0, 2);
}

template <int W, class S>
LUTHIER_INLINE void forwardRows(const SwigluForward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        eachPiece<A, W>(
            a.f, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> g;
                Lanes<A, W> u;
                Lanes<A, W> s;
                ahead(a.g.row(t + 1) + i);
                ahead(a.u.row(t + 1) + i);
                loadPiece(a.g.row(t) + i, n, g);
                loadPiece(a.u.row(t) + i, n, u);
                sigmoid<W, A>(g, s);
                storePiece<S>(a.y.row(t) + i, n, g * s * u);
            });
    }
}

template <int W, class S>
LUTHIER_INLINE void backwardRows(const SwigluBackward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        eachPiece<A, W>(
            a.f, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> g;
                Lanes<A, W> u;
                Lanes<A, W> dy;
                Lanes<A, W> s;
                ahead(a.g.row(t + 1) + i);
                ahead(a.u.row(t + 1) + i);
                ahead(a.dy.row(t + 1) + i);
                loadPiece(a.g.row(t) + i, n, g);
                loadPiece(a.u.row(t) + i, n, u);
                loadPiece(a.dy.row(t) + i, n, dy);
                sigmoid<W, A>(g, s);
                storePiece<S>(a.dg.row(t) + i, n, dy * u * s * (A{1} + g * (A{1} - s)));
                storePiece<S>(a.du.row(t) + i, n, dy * g * s);
                if (a.y.start != nullptr) storePiece<S>(a.y.row(t) + i, n, g * s * u);
            });
    }
}

} // namespace

LUTHIER_KERNELS(swigluForward, SwigluForward, forwardRows)
LUTHIER_KERNELS(swigluBackward, SwigluBackward, backwardRows)

namespace {

class Swiglu final : public torch::autograd::Function<Swiglu> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& g, const at::Tensor& u)
    {
        context->save_for_backward({g, u});
        if (!hasKernels(g)) return at::silu(g).mul_(u);
        const auto y = at::empty_like(g);
        byType(g, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const SwigluForward<S> args{Rows<S>{g}, Rows<S>{u}, Rows<S>{y}, g.size(1)};
            at::parallel_for(0, g.size(0), rowGrain(g.size(1)),
                             [&](auto begin, auto end) { swigluForward(args, begin, end); });
        });
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& g = saved[0];
        const auto& u = saved[1];
        const auto dy = gradients[0].contiguous();
        if (!hasKernels(g)) return {at::silu_backward(dy * u, g), at::silu(g).mul_(dy)};
        const auto dg = at::empty_like(g);
        const auto du = at::empty_like(u);
        byType(g, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const SwigluBackward<S> args{Rows<S>{g},  Rows<S>{u}, Rows<S>{dy}, Rows<S>{dg},
                                         Rows<S>{du}, g.size(1),  {}};
            at::parallel_for(0, g.size(0), rowGrain(g.size(1)),
                             [&](auto begin, auto end) { swigluBackward(args, begin, end); });
        });
        return {dg, du};
    }
};

} // namespace

at::Tensor swiglu(const at::Tensor& g, const at::Tensor& u)
{
    TORCH_CHECK(g.dim() == 2 && g.sizes() == u.sizes(), "[swiglu] g ", g.sizes(), ", u ", u.sizes());
    return Swiglu::apply(g.contiguous(), u.contiguous());
}

} // namespace luthier::nn
