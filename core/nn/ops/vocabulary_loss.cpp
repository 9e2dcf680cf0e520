// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/vocabulary_loss.h"

#include "core/nn/ops/dispatch.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/custom_function.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Logits held at once: enough rows for a product at full speed, few enough to stay small.
std::int64_t rowsAtOnce(std::int64_t vocabulary, const at::Tensor& weight)
{
    constexpr std::int64_t kBytes = std::int64_t{32} << 20U;
    return std::max<std::int64_t>(16,
                                  kBytes / (vocabulary * static_cast<std::int64_t>(weight.element_size())));
}

template <class S>
struct Losing {
    Rows<S> logits; ///< become their gradient where `weights` is there
    const std::int32_t* targets;
    const float* weights;
    float* losses;
    std::int64_t vocabulary;
};

template <class S>
LUTHIER_INLINE void loseRows(const Losing<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t r = begin; r < end; ++r) {
        S* const z = a.logits.row(r);
        A largest = number(z[0]);
        Lanes<A> largests{};
        largests += largest;
        for (std::int64_t i = 0; i + kLanes<A> <= a.vocabulary; i += kLanes<A>) {
            Lanes<A> v;
            load(z + i, v);
            largests = v > largests ? v : largests;
        }
        largest = largestOf<A>(largests);
        for (std::int64_t i = a.vocabulary / kLanes<A> * kLanes<A>; i < a.vocabulary; ++i) {
            largest = std::max(largest, static_cast<A>(number(z[i])));
        }
        Lanes<A> sums{};
        A rest = 0;
        eachPiece<A>(
            a.vocabulary, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A> v;
                loadPiece(z + i, n, v);
                v -= largest;
                exponential(v);
                if (n == kLanes<A>) {
                    sums += v;
                } else {
                    for (std::int64_t k = 0; k < n; ++k) {
                        rest += v[k];
                    }
                }
            });
        const A sum = sumOf<A>(sums) + rest;
        const A target = number(z[a.targets[r]]);
        a.losses[r] = static_cast<float>(largest + std::log(sum) - target);
        if (a.weights == nullptr) continue;
        const A scale = static_cast<A>(a.weights[r]);
        const A share = scale / sum;
        eachPiece<A>(
            a.vocabulary, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A> v;
                loadPiece(z + i, n, v);
                v -= largest;
                exponential(v);
                storePiece<S>(z + i, n, v * share);
            });
        put(z + a.targets[r], std::exp(target - largest) * share - scale);
    }
}

LUTHIER_KERNELS(loseKernel, Losing, loseRows)

/// Losses of `logits`, which become dz where rowWeights is defined.
void lose(const at::Tensor& logits, const at::Tensor& targets, const at::Tensor& rowWeights,
          const at::Tensor& losses)
{
    byType(logits, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        const Losing<S> args{Rows<S>{logits}, dataOf<std::int32_t>(targets),
                             rowWeights.defined() ? dataOf<float>(rowWeights) : nullptr,
                             dataOf<float>(losses), logits.size(1)};
        at::parallel_for(0, logits.size(0), 1, [&](auto begin, auto end) { loseKernel(args, begin, end); });
    });
}

class Loss final : public torch::autograd::Function<Loss> {
public:
    static variable_list forward(AutogradContext* context, const at::Tensor& hidden, const at::Tensor& weight,
                                 const at::Tensor& targets, const at::Tensor& rowWeights, bool wantsGradient)
    {
        const auto rows = hidden.size(0);
        const bool wantsHidden = wantsGradient && hidden.requires_grad();
        const bool wantsWeight = wantsGradient && weight.requires_grad();
        const auto losses = at::empty({rows}, hidden.options().dtype(at::kFloat));
        const auto dHidden = wantsHidden ? at::empty(hidden.sizes(), hidden.options()) : at::Tensor{};
        auto dWeight = wantsWeight ? at::zeros(weight.sizes(), weight.options()) : at::Tensor{};
        const auto step = rowsAtOnce(weight.size(0), weight);
        for (std::int64_t begin = 0; begin < rows; begin += step) {
            const auto n = std::min(step, rows - begin);
            const auto h = hidden.narrow(0, begin, n);
            auto logits = at::mm(h, weight.t()); // [n, V]
            lose(logits, targets.narrow(0, begin, n),
                 wantsHidden || wantsWeight ? rowWeights.narrow(0, begin, n) : at::Tensor{},
                 losses.narrow(0, begin, n));
            if (wantsHidden) {
                auto part = dHidden.narrow(0, begin, n);
                at::mm_out(part, logits, weight);
            }
            if (wantsWeight) dWeight.addmm_(logits.t(), h);
        }
        context->save_for_backward({dHidden, dWeight});
        context->mark_non_differentiable({losses});
        return {losses.mul(rowWeights).sum(), losses};
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto factor = gradients[0].item<double>();
        variable_list result(5);
        for (std::size_t i = 0; i < 2; ++i) {
            if (saved[i].defined()) result[i] = factor == 1 ? saved[i] : saved[i] * factor;
        }
        return result;
    }
};

} // namespace

VocabularyLoss vocabularyLoss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& targets,
                              const at::Tensor& rowWeights)
{
    TORCH_CHECK(hidden.dim() == 2 && hidden.size(1) == weight.size(1) && targets.size(0) == hidden.size(0)
                    && rowWeights.size(0) == hidden.size(0),
                "[vocabulary_loss] hidden ", hidden.sizes(), ", weight ", weight.sizes(), ", targets ",
                targets.sizes());
    if (!hasKernels(hidden)) {
        const auto perRow
            = at::cross_entropy_loss(at::mm(hidden, weight.t()).to(at::kFloat), targets.to(at::kLong), {},
                                     /*reduction=none*/ 0);
        return {(perRow * rowWeights).sum(), perRow.detach()};
    }
    const auto result
        = Loss::apply(hidden.contiguous(), weight, targets, rowWeights, at::GradMode::is_enabled());
    return {result[0], result[1]};
}

at::Tensor likeliest(const at::Tensor& hidden, const at::Tensor& weight)
{
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> parts{at::empty({0}, hidden.options().dtype(at::kLong))};
    const auto step = rowsAtOnce(weight.size(0), weight);
    for (std::int64_t begin = 0; begin < hidden.size(0); begin += step) {
        const auto n = std::min(step, hidden.size(0) - begin);
        parts.push_back(at::argmax(at::mm(hidden.narrow(0, begin, n), weight.t()), 1));
    }
    return at::cat(parts, 0);
}

} // namespace luthier::nn
