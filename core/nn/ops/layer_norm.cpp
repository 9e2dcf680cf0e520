// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/layer_norm.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/layer_norm_kernels.h"
#include "core/nn/ops/saved.h"

#include <cmath>
#include <optional>

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <int W, class S>
LUTHIER_INLINE void forwardRows(const AddNormForward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        DropMask mask = a.mask;
        if (a.seeds != nullptr) mask.seed = a.seeds[t];
        S* const s = a.s.row(t);
        Lanes<A, W> sum{};
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(a.h.row(t) + i, n, v);
                if (a.seeds != nullptr) applyMask(mask, i, v);
                if (a.residual.start != nullptr) {
                    Lanes<A, W> before;
                    loadPiece(a.residual.row(t) + i, n, before);
                    v += before;
                }
                storePiece<S>(s + i, n, v);
                loadPiece(s + i, n, v); // what backward will see: rounded
                sum += v;
            });
        const A mean = sumOf(sum) / static_cast<A>(a.d);
        Lanes<A, W> squares{};
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(s + i, n, v);
                v -= mean;
                squares += v * v;
            });
        // a last, shorter piece read zeros, each of which added mean²
        const A missing = static_cast<A>((kLanes<A, W> - a.d % kLanes<A, W>) % kLanes<A, W>);
        const A variance = (sumOf(squares) - missing * mean * mean) / static_cast<A>(a.d);
        const A r = A{1} / std::sqrt(variance + static_cast<A>(a.epsilon));
        a.moments[2 * t] = mean;
        a.moments[2 * t + 1] = r;
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> w;
                Lanes<A, W> b;
                loadPiece(s + i, n, v);
                loadPiece(a.weight + i, n, w);
                loadPiece(a.bias + i, n, b);
                storePiece<S>(a.y.row(t) + i, n, (v - mean) * r * w + b);
            });
    }
}

template <int W, class S>
LUTHIER_INLINE void backwardRows(const AddNormBackward<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t t = begin; t < end; ++t) {
        const S* const s = a.s.row(t);
        const S* const dy = a.dy.row(t);
        const A mean = a.moments[2 * t];
        const A r = a.moments[2 * t + 1];
        Lanes<A, W> sumG{};
        Lanes<A, W> sumGs{};
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> g;
                Lanes<A, W> w;
                loadPiece(s + i, n, v);
                loadPiece(dy + i, n, g);
                loadPiece(a.weight + i, n, w);
                const Lanes<A, W> normal = (v - mean) * r;
                if (a.dWeight != nullptr) {
                    Lanes<A, W> sum;
                    loadPiece(a.dWeight + i, n, sum);
                    storePiece<A>(a.dWeight + i, n, sum + g * normal);
                    loadPiece(a.dBias + i, n, sum);
                    storePiece<A>(a.dBias + i, n, sum + g);
                }
                g *= w; // a shorter last piece reads w = 0 beyond the end, so nothing is added there
                sumG += g;
                sumGs += g * normal;
            });
        const A meanG = sumOf(sumG) / static_cast<A>(a.d);
        const A meanGs = sumOf(sumGs) / static_cast<A>(a.d);
        DropMask mask = a.mask;
        if (a.seeds != nullptr) mask.seed = a.seeds[t];
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                Lanes<A, W> g;
                Lanes<A, W> w;
                loadPiece(s + i, n, v);
                loadPiece(dy + i, n, g);
                loadPiece(a.weight + i, n, w);
                Lanes<A, W> ds = (g * w - meanG - (v - mean) * r * meanGs) * r;
                if (a.ds.start != nullptr) storePiece<S>(a.ds.row(t) + i, n, ds);
                if (a.seeds != nullptr) applyMask(mask, i, ds);
                storePiece<S>(a.dh.row(t) + i, n, ds);
            });
    }
}

} // namespace

LUTHIER_KERNELS(addNormForward, AddNormForward, forwardRows)
LUTHIER_KERNELS(addNormBackward, AddNormBackward, backwardRows)

namespace {

struct Kept {
    std::vector<std::uint32_t> seeds;
    double p;
    bool hasResidual, wantsWeight;

    const std::uint32_t* seedsOrNull() const { return seeds.empty() ? nullptr : seeds.data(); }
};

class AddNorm final : public torch::autograd::Function<AddNorm> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& h,
                              const std::optional<at::Tensor>& residual, const at::Tensor& weight,
                              const at::Tensor& bias, double epsilon, const Kept& mask)
    {
        const auto d = h.size(1);
        const auto s = at::empty_like(h);
        const auto y = at::empty_like(h);
        const auto moments = at::empty({h.size(0), 2}, h.options().dtype(sumTypeOf(h)));
        byType(h, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const AddNormForward<S> args{Rows<S>{h},
                                         residual ? Rows<S>{*residual} : Rows<S>{},
                                         Rows<S>{s},
                                         Rows<S>{y},
                                         dataOf<S>(weight),
                                         dataOf<S>(bias),
                                         dataOf<Sum<S>>(moments),
                                         d,
                                         epsilon,
                                         mask.seedsOrNull(),
                                         maskOf(mask.p)};
            at::parallel_for(0, h.size(0), rowGrain(d),
                             [&](auto begin, auto end) { addNormForward(args, begin, end); });
        });
        context->save_for_backward({s, weight, moments});
        keep(context, mask);
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& s = saved[0];
        const auto& weight = saved[1];
        const auto& moments = saved[2];
        const auto& mask = kept<Kept>(context);
        const auto d = s.size(1);
        const auto dy = gradients[0].contiguous();
        const bool twice
            = mask.hasResidual && !mask.seeds.empty(); // else both gradients are the same numbers
        const auto dh = at::empty_like(s);
        const auto ds = twice ? at::empty_like(s) : at::Tensor{};
        const auto sums = mask.wantsWeight ? at::zeros({2, kShares, d}, moments.options()) : at::Tensor{};
        byType(s, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const AddNormBackward<S> args{Rows<S>{s},
                                          Rows<S>{dy},
                                          twice ? Rows<S>{ds} : Rows<S>{},
                                          Rows<S>{dh},
                                          dataOf<S>(weight),
                                          dataOf<Sum<S>>(moments),
                                          nullptr,
                                          nullptr,
                                          d,
                                          mask.seedsOrNull(),
                                          maskOf(mask.p)};
            if (!mask.wantsWeight) {
                at::parallel_for(0, s.size(0), rowGrain(d),
                                 [&](auto begin, auto end) { addNormBackward(args, begin, end); });
                return;
            }
            at::parallel_for(0, kShares, 1, [&](auto begin, auto end) {
                for (auto share = begin; share < end; ++share) {
                    auto mine = args;
                    mine.dWeight = dataOf<Sum<S>>(sums) + share * d;
                    mine.dBias = dataOf<Sum<S>>(sums) + (kShares + share) * d;
                    addNormBackward(mine, s.size(0) * share / kShares, s.size(0) * (share + 1) / kShares);
                }
            });
        });
        variable_list result(6);
        result[0] = dh;
        if (mask.hasResidual) result[1] = twice ? ds : dh;
        if (mask.wantsWeight) {
            const auto total = sums.sum(1).to(weight.scalar_type()); // [2, d]
            result[2] = total[0];
            result[3] = total[1];
        }
        return result;
    }
};

} // namespace

at::Tensor addNorm(const at::Tensor& h, const at::Tensor& residual, const at::Tensor& weight,
                   const at::Tensor& bias, double epsilon, const Dropout& dropout)
{
    TORCH_CHECK(h.dim() == 2 && weight.dim() == 1 && h.size(1) == weight.size(0)
                    && weight.sizes() == bias.sizes()
                    && (!residual.defined() || residual.sizes() == h.sizes()),
                "[layer_norm] h ", h.sizes(), " and weight ", weight.sizes(), " do not fit");
    if (!hasKernels(h)) {
        auto s = dropped(h, dropout);
        if (residual.defined()) s = s + residual;
        return at::layer_norm(s, {h.size(1)}, weight, bias, epsilon);
    }
    // An undefined tensor cannot be an argument of a Function, an empty optional can.
    const auto before = residual.defined() ? std::optional{residual.contiguous()} : std::nullopt;
    return AddNorm::apply(h.contiguous(), before, weight, bias, epsilon,
                          Kept{maskSeeds(dropout), dropout.isOn() ? dropout.p : 0, residual.defined(),
                               weight.requires_grad() || bias.requires_grad()});
}

} // namespace luthier::nn
