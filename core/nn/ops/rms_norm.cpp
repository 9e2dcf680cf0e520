// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/rms_norm.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/rms_norm_kernels.h"

#include <cmath>

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/rms_norm.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <int W, class S>
LUTHIER_INLINE void forwardRows(const RmsNormForward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        const S* const x = a.x.row(t);
        S* const y = a.y.row(t);
        Lanes<A, W> squares{};
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(x + i, n, v);
                squares += v * v;
            });
        const A r = A{1} / std::sqrt(sumOf(squares) / static_cast<A>(a.d) + static_cast<A>(a.epsilon));
        if (a.r != nullptr) a.r[t] = r;
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> w;
                loadPiece(x + i, n, v);
                loadPiece(a.weight + i, n, w);
                storePiece<S>(y + i, n, v * r * w);
            });
    }
}

template <int W, class S>
LUTHIER_INLINE void backwardRows(const RmsNormBackward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        const S* const x = a.x.row(t);
        const S* const dy = a.dy.row(t);
        S* const dx = a.dx.row(t);
        const A r = a.r[t];
        Lanes<A, W> dot{};
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> g;
                Lanes<A, W> w;
                loadPiece(x + i, n, v);
                loadPiece(dy + i, n, g);
                loadPiece(a.weight + i, n, w);
                dot += g * w * v;
            });
        const A mean = sumOf(dot) * r * r / static_cast<A>(a.d); // mean(g · x̂) r
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> g;
                Lanes<A, W> w;
                loadPiece(x + i, n, v);
                loadPiece(dy + i, n, g);
                loadPiece(a.weight + i, n, w);
                Lanes<A, W> slope = (g * w - v * mean) * r;
                if (a.addend.start != nullptr) {
                    Lanes<A, W> before;
                    loadPiece(a.addend.row(t) + i, n, before);
                    slope += before;
                }
                storePiece<S>(dx + i, n, slope);
                if (a.dWeight != nullptr) {
                    Lanes<A, W> sum;
                    loadPiece(a.dWeight + i, n, sum);
                    storePiece<A>(a.dWeight + i, n, sum + g * v * r);
                }
            });
    }
}

} // namespace

LUTHIER_KERNELS(rmsNormForward, RmsNormForward, forwardRows)
LUTHIER_KERNELS(rmsNormBackward, RmsNormBackward, backwardRows)

namespace {

class RmsNorm final : public torch::autograd::Function<RmsNorm> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                              double epsilon)
    {
        const auto y = at::empty_like(x);
        const auto r = at::empty({x.size(0)}, x.options().dtype(sumTypeOf(x)));
        byType(x, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const RmsNormForward<S> args{Rows<S>{x},        Rows<S>{y}, dataOf<S>(weight),
                                         dataOf<Sum<S>>(r), x.size(1),  epsilon};
            at::parallel_for(0, x.size(0), rowGrain(x.size(1)),
                             [&](auto begin, auto end) { rmsNormForward(args, begin, end); });
        });
        context->save_for_backward({x, weight, r});
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& x = saved[0];
        const auto& weight = saved[1];
        const auto& r = saved[2];
        const auto dy = gradients[0].contiguous();
        const auto dx = at::empty_like(x);
        const bool wantsWeight = context->needs_input_grad(1);
        // A fixed number of shares, whatever the threads: the same sums in the same order on every machine.
        const std::int64_t shares = wantsWeight ? kShares : 1;
        const auto dWeights = wantsWeight ? at::zeros({shares, x.size(1)}, r.options()) : at::Tensor{};
        byType(x, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            RmsNormBackward<S> args{Rows<S>{x},        Rows<S>{dy},       Rows<S>{dx}, {},
                                    dataOf<S>(weight), dataOf<Sum<S>>(r), nullptr,     x.size(1)};
            if (!wantsWeight) {
                at::parallel_for(0, x.size(0), rowGrain(x.size(1)),
                                 [&](auto begin, auto end) { rmsNormBackward(args, begin, end); });
                return;
            }
            at::parallel_for(0, shares, 1, [&](auto begin, auto end) {
                for (auto share = begin; share < end; ++share) {
                    auto mine = args;
                    mine.dWeight = dataOf<Sum<S>>(dWeights) + share * x.size(1);
                    rmsNormBackward(mine, x.size(0) * share / shares, x.size(0) * (share + 1) / shares);
                }
            });
        });
        return {dx, wantsWeight ? dWeights.sum(0).to(weight.scalar_type()) : at::Tensor{}, {}};
    }
};

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double epsilon)
{
    TORCH_CHECK(x.dim() == 2 && weight.dim() == 1 && x.size(1) == weight.size(0), "[rms_norm] x ", x.sizes(),
                " and weight ", weight.sizes(), " do not fit: expected [T, d] and [d]");
    TORCH_CHECK(x.scalar_type() == weight.scalar_type(), "[rms_norm] x is ", x.scalar_type(), ", weight is ",
                weight.scalar_type());
    return hasKernels(x) ? RmsNorm::apply(x.contiguous(), weight, epsilon)
                         : at::rms_norm(x, {x.size(1)}, weight, epsilon);
}

} // namespace luthier::nn
