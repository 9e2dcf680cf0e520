// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/vocabulary_loss.h"

#include "core/nn/ops/gemm.h"
#include "core/nn/ops/gradient.h"
#include "core/nn/ops/rows.h"
#include "core/nn/ops/saved.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kLogitBytes = std::int64_t{32} << 20U;

/// Rows whose logits are held at once: enough for a product at full speed, few enough to stay small.
std::int64_t rowsAtOnce(std::int64_t vocabulary, std::int64_t numberBytes, std::int64_t logitBytes)
{
    return std::max<std::int64_t>(16, logitBytes / (vocabulary * numberBytes));
}

/// Words whose share of dHidden is made by itself. The weight is then read row by row, once, and not in
/// columns; and the shares are added in one order, whoever made them. Together they are less than logits.
std::int64_t wordsOfShare(std::int64_t vocabulary, std::int64_t d)
{
    constexpr std::int64_t kLeast = 2048;
    constexpr std::int64_t kMostShares = static_cast<std::int64_t>(kMostProducts) - 1; // and dWeight
    constexpr std::int64_t kUnit = 64; // of depths, for every road
    return (std::max({kLeast, 4 * d, (vocabulary + kMostShares - 1) / kMostShares}) + kUnit - 1) / kUnit
        * kUnit;
}
std::int64_t sharesOf(std::int64_t vocabulary, std::int64_t d)
{
    const auto words = wordsOfShare(vocabulary, d);
    return (vocabulary + words - 1) / words;
}

/// What is made of the logits.
struct Wanted {
    at::Tensor losses, likeliest; ///< [N]
    at::Tensor dHidden, dWeight, dBias; ///< undefined: not wanted
};

template <class S>
struct Losing {
    Rows<S> logits; ///< become their gradient where `weights` is there
    const std::int32_t* targets;
    const float* weights;
    float* losses;
    std::int64_t* likeliest;
    std::int64_t vocabulary;
};

/// The first place of `value` in a row that has it.
template <int W, class S>
LUTHIER_INLINE std::int64_t placeOf(const S* z, std::int64_t count, Sum<S> value)
{
    using A = Sum<S>;
    std::int64_t i = 0;
    for (; i + kLanes<A, W> <= count; i += kLanes<A, W>) {
        Lanes<A, W> v;
        load(z + i, v);
        v = v == value ? Lanes<A, W>{} + A{1} : Lanes<A, W>{};
        if (sumOf(v) > 0) break;
    }
    while (number(z[i]) != value && i + 1 < count) { // a row of NaN has none
        ++i;
    }
    return i;
}

template <int W, class S>
LUTHIER_INLINE void loseRows(const Losing<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t r = begin; r < end; ++r) {
        S* const z = a.logits.row(r);
        A largest = number(z[0]);
        Lanes<A, W> largests{};
        largests += largest;
        for (std::int64_t i = 0; i + kLanes<A, W> <= a.vocabulary; i += kLanes<A, W>) {
            Lanes<A, W> v;
            load(z + i, v);
            largests = v > largests ? v : largests;
        }
        largest = largestOf(largests);
        for (std::int64_t i = a.vocabulary / kLanes<A, W> * kLanes<A, W>; i < a.vocabulary; ++i) {
            largest = std::max(largest, static_cast<A>(number(z[i])));
        }
        a.likeliest[r] = placeOf<W, S>(z, a.vocabulary, largest);
        Lanes<A, W> sums{};
        A rest = 0;
        eachPiece<A, W>(
            a.vocabulary, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(z + i, n, v);
                v -= largest;
                exponential(v);
                if (n == kLanes<A, W>) {
                    sums += v;
                } else {
                    for (std::int64_t k = 0; k < n; ++k) {
                        rest += v[k];
                    }
                }
            });
        const A sum = sumOf(sums) + rest;
        const A target = number(z[a.targets[r]]);
        a.losses[r] = static_cast<float>(largest + std::log(sum) - target);
        if (a.weights == nullptr) continue;
        const A scale = static_cast<A>(a.weights[r]);
        const A share = scale / sum;
        eachPiece<A, W>(
            a.vocabulary, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> v;
                loadPiece(z + i, n, v);
                v -= largest;
                exponential(v);
                storePiece<S>(z + i, n, v * share);
            });
        put(z + a.targets[r], std::exp(target - largest) * share - scale);
    }
}

LUTHIER_KERNELS(loseKernel, Losing, loseRows)

template <class S>
struct Adding {
    const Sum<S>* shares; ///< [count, rows, d]
    std::int64_t count, rows, d;
    S* to; ///< [rows, d]
};
template <int W, class S>
LUTHIER_INLINE void addRows(const Adding<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t r = begin; r < end; ++r) {
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> sum{};
                for (std::int64_t p = 0; p < a.count; ++p) {
                    Lanes<A, W> share;
                    loadPiece(a.shares + (p * a.rows + r) * a.d + i, n, share);
                    sum += share;
                }
                storePiece<S>(a.to + r * a.d + i, n, sum);
            });
    }
}
LUTHIER_KERNELS(addKernel, Adding, addRows)

/// Some rows at a time: their logits, losses, and where wanted the gradients through them.
template <class S>
class Head {
public:
    Head(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& targets,
         const at::Tensor& rowWeights, Wanted wanted)
        : m_hidden{dataOf<S>(hidden)}
        , m_weight{dataOf<S>(weight)}
        , m_targets{dataOf<std::int32_t>(targets)}
        , m_rowWeights{dataOf<float>(rowWeights)}
        , m_wanted{std::move(wanted)}
        , m_rows{hidden.size(0)}
        , m_d{hidden.size(1)}
        , m_vocabulary{weight.size(0)}
        , m_atOnce{std::min(m_rows, rowsAtOnce(m_vocabulary, sizeof(S), kLogitBytes))}
        , m_logits{at::empty({m_atOnce, m_vocabulary}, weight.options().requires_grad(false))}
    {
        if (m_wanted.dHidden.defined())
            m_shares = at::empty({sharesOf(m_vocabulary, m_d), m_atOnce, m_d},
                                 m_logits.options().dtype(sumTypeOf(m_logits)));
    }

    void run()
    {
        asTeam([this](Team& team) {
            for (std::int64_t begin = 0; begin < m_rows; begin += m_atOnce) {
                some(team, begin, std::min(m_atOnce, m_rows - begin));
            }
        });
    }

private:
    void some(Team& team, std::int64_t begin, std::int64_t count) const
    {
        const Matrix<S> hidden{m_hidden + begin * m_d, m_d};
        const Matrix<S> weight{m_weight, m_d};
        const Matrix<S> logits{dataOf<S>(m_logits), m_vocabulary};
        Product<S> forward{
            .rows = count, .columns = m_vocabulary, .out = dataOf<S>(m_logits), .outStride = m_vocabulary};
        forward.add({hidden, weight, m_d, Form::NT});
        multiply(team, std::span<const Product<S>>{&forward, 1}, StepPart::Head);
        const bool backward = m_wanted.dHidden.defined() || m_wanted.dWeight.defined();
        const Losing<S> args{Rows<S>{m_logits},
                             m_targets + begin,
                             backward ? m_rowWeights + begin : nullptr,
                             dataOf<float>(m_wanted.losses) + begin,
                             dataOf<std::int64_t>(m_wanted.likeliest) + begin,
                             m_vocabulary};
        metered(StepPart::Head, 0, 2 * static_cast<double>(count * m_vocabulary) * sizeof(S),
                [&] { team.forEach(count, [&](std::int64_t row) { loseKernel(args, row, row + 1); }); });
        std::vector<Product<S>> products;
        const auto words = wordsOfShare(m_vocabulary, m_d);
        for (std::int64_t first = 0; m_wanted.dHidden.defined() && first < m_vocabulary; first += words) {
            products.push_back({.rows = count,
                                .columns = m_d,
                                .wideOut = dataOf<Sum<S>>(m_shares) + first / words * count * m_d,
                                .outStride = m_d});
            products.back().add({{logits.start + first, m_vocabulary},
                                 {m_weight + first * m_d, m_d},
                                 std::min(words, m_vocabulary - first),
                                 Form::NN});
        }
        if (m_wanted.dWeight.defined()) {
            products.push_back(
                {.rows = m_vocabulary, .columns = m_d, .out = dataOf<S>(m_wanted.dWeight), .outStride = m_d});
            products.back().add({logits, hidden, count, Form::TN});
            if (begin > 0) products.back().addend = {dataOf<S>(m_wanted.dWeight), m_d};
        }
        if (!products.empty()) multiply(team, products, StepPart::Head);
        if (!m_wanted.dHidden.defined()) return;
        const Adding<S> adding{dataOf<Sum<S>>(m_shares), m_shares.size(0), count, m_d,
                               dataOf<S>(m_wanted.dHidden) + begin * m_d};
        metered(StepPart::Head, 0, 0,
                [&] { team.forEach(count, [&](std::int64_t row) { addKernel(adding, row, row + 1); }); });
    }

    const S* m_hidden;
    const S* m_weight;
    const std::int32_t* m_targets;
    const float* m_rowWeights;
    Wanted m_wanted;
    std::int64_t m_rows, m_d, m_vocabulary, m_atOnce;
    at::Tensor m_logits; ///< become their gradient
    at::Tensor m_shares; ///< [shares, rows, d] of dHidden
};

/// The same with ATen alone, for devices without kernels and logits of another form.
void loseByAten(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& targets,
                const at::Tensor& rowWeights, const LogitForm& form, const Wanted& wanted)
{
    const auto atOnce = rowsAtOnce(weight.size(0), weight.element_size(), kCardLogitBytes);
    for (std::int64_t begin = 0; begin < hidden.size(0); begin += atOnce) {
        const auto part = [begin, count = std::min(atOnce, hidden.size(0) - begin)](const at::Tensor& all) {
            return all.narrow(0, begin, count);
        };
        const auto logits = form.of(at::mm(part(hidden), weight.t()).to(sumTypeOf(hidden)));
        const auto target = part(targets).to(at::kLong).unsqueeze(1);
        const auto lse = at::logsumexp(logits, 1, /*keepdim=*/true);
        part(wanted.losses).copy_((lse - logits.gather(1, target)).squeeze(1));
        part(wanted.likeliest).copy_(at::argmax(logits, 1));
        if (!wanted.dHidden.defined() && !wanted.dWeight.defined() && !wanted.dBias.defined()) continue;
        const auto weights = part(rowWeights).to(logits.scalar_type()).unsqueeze(1);
        auto wide = (logits - lse).exp_().mul_(weights).scatter_add_(1, target, -weights);
        if (form.cap > 0) wide.mul_(1 - (logits / form.cap).square_());
        if (wanted.dBias.defined()) wanted.dBias.add_(wide.sum(0));
        const auto slopes = wide.mul_(form.factor).to(weight.scalar_type());
        if (wanted.dHidden.defined()) part(wanted.dHidden).copy_(at::mm(slopes, weight));
        if (wanted.dWeight.defined()) wanted.dWeight.addmm_(slopes.t(), part(hidden), begin == 0 ? 0 : 1);
    }
}

class Loss final : public torch::autograd::Function<Loss> {
public:
    static variable_list forward(AutogradContext* context, const at::Tensor& hidden, const at::Tensor& weight,
                                 const at::Tensor& bias, const at::Tensor& targets,
                                 const at::Tensor& rowWeights, const LogitForm& form, bool wantsGradient)
    {
        const auto rows = hidden.size(0);
        const bool wantsHidden = wantsGradient && hidden.requires_grad();
        const bool wantsWeight = wantsGradient && weight.requires_grad();
        keep(context, takingGradient(weight));
        const auto losses = at::empty({rows}, hidden.options().dtype(at::kFloat));
        const auto likeliest = at::empty({rows}, hidden.options().dtype(at::kLong));
        const auto dHidden = wantsHidden ? at::empty(hidden.sizes(), hidden.options()) : at::Tensor{};
        // Without rows nothing would write to it.
        auto dWeight = !wantsWeight ? at::Tensor{}
            : rows == 0             ? at::zeros(weight.sizes(), weight.options())
                                    : at::empty(weight.sizes(), weight.options());
        const bool wantsBias = wantsGradient && bias.requires_grad();
        const auto dBias
            = wantsBias ? at::zeros(bias.sizes(), bias.options().dtype(sumTypeOf(hidden))) : at::Tensor{};
        const Wanted wanted{losses, likeliest, dHidden, dWeight, dBias};
        if (hasKernels(hidden) && form.isPlain()) {
            byType(hidden, [&](auto* null) {
                using S = std::remove_pointer_t<decltype(null)>;
                Head<S>{hidden, weight, targets, rowWeights, wanted}.run();
            });
        } else {
            loseByAten(hidden, weight, targets, rowWeights, form, wanted);
        }
        context->save_for_backward({dHidden, dWeight, wantsBias ? dBias.to(bias.scalar_type()) : dBias});
        context->mark_non_differentiable({losses, likeliest});
        return {losses.mul(rowWeights).sum(), losses, likeliest};
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& factor = gradients[0];
        const bool isOne
            = factor.is_cpu() && factor.item<double>() == 1; // elsewhere nobody waits for an answer
        variable_list result(7);
        for (std::size_t i = 0; i < saved.size(); ++i) {
            if (saved[i].defined())
                result[i] = isOne ? saved[i] : saved[i].mul_(factor); // nobody reads it again
        }
        const auto& parameter = kept<at::Tensor>(context);
        if (parameter.defined() && result[1].defined())
            giveGradient(parameter, std::exchange(result[1], at::Tensor{}));
        return result;
    }
};

} // namespace

std::int64_t vocabularyLossBytes(std::int64_t rows, std::int64_t d, std::int64_t vocabulary,
                                 std::int64_t numberBytes)
{
    const auto atOnce = std::min(rows, rowsAtOnce(vocabulary, numberBytes, kLogitBytes));
    constexpr std::int64_t kSumBytes = 4;
    return atOnce * (vocabulary * numberBytes + sharesOf(vocabulary, d) * d * kSumBytes);
}

at::Tensor LogitForm::of(const at::Tensor& products) const
{
    auto logits = factor == 1 ? products : products * factor;
    if (bias.defined()) logits = logits + bias.to(logits.scalar_type());
    return cap > 0 ? (logits / cap).tanh() * cap : logits;
}

VocabularyLoss vocabularyLoss(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& targets,
                              const at::Tensor& rowWeights, const LogitForm& form)
{
    TORCH_CHECK(hidden.dim() == 2 && hidden.size(1) == weight.size(1) && targets.size(0) == hidden.size(0)
                    && rowWeights.size(0) == hidden.size(0),
                "[vocabulary_loss] hidden ", hidden.sizes(), ", weight ", weight.sizes(), ", targets ",
                targets.sizes());
    const auto device = hidden.device();
    const auto bias = form.bias.defined() ? form.bias : at::empty({0}, hidden.options()); // it takes no null
    const auto result = Loss::apply(hidden.contiguous(), weight, bias, targets.to(device),
                                    rowWeights.to(device), form, at::GradMode::is_enabled());
    return {result[0], result[1], result[2]};
}

} // namespace luthier::nn
