// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention.h"

#include "core/nn/ops/attention_kernels.h"
#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/saved.h"

#include <algorithm>
#include <optional>

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kWidestHead = 512; // what a kernel's local row holds

/// A piece of the rows.
struct Span {
    std::int64_t begin, length;
};

struct Kept {
    std::vector<std::int32_t> borders, queryBorders;
    AttentionShape shape;
    Dropout dropout;

    std::int64_t sequences() const { return static_cast<std::int64_t>(borders.size()) - 1; }
    Span keys(std::int64_t sequence) const { return span(borders, sequence); }
    Span queries(std::int64_t sequence) const { return span(queryBorders, sequence); }

private:
    static Span span(const std::vector<std::int32_t>& among, std::int64_t sequence)
    {
        const auto at = static_cast<std::size_t>(sequence);
        return {among[at], among[at + 1] - among[at]};
    }
};

template <class S>
Attending<S> argumentsOf(const Kept& kept)
{
    Attending<S> args{};
    args.heads = kept.shape.heads;
    args.keyHeads = kept.shape.keyHeads;
    args.width = kept.shape.width;
    args.scale = kept.shape.scale;
    args.causal = kept.shape.causal;
    args.keys = kept.dropout.isOn() ? kept.dropout.keys->data() : nullptr;
    args.site = kept.dropout.site;
    args.mask = maskOf(kept.dropout.p);
    return args;
}

template <class S>
Rows<S> rowsFrom(const at::Tensor& x, std::int64_t row)
{
    Rows<S> rows{x};
    rows.start += row * rows.stride;
    return rows;
}

/// Calls f(begin, end) on ranges of tasks that take about the same time. A task's result depends on no other,
/// so the ranges do not change a bit.
template <class S, class F>
void balanced(const std::vector<AttentionSequence<S>>& sequences, std::int64_t keyHeads, F f)
{
    std::vector<double> done{0}; // work before each sequence
    for (const auto& sequence : sequences) {
        constexpr double kFixed = 64; // reading a sequence costs, however short it is
        done.push_back(done.back()
                       + static_cast<double>(sequence.queries) * static_cast<double>(sequence.keys)
                       + kFixed * static_cast<double>(sequence.keys));
    }
    const auto tasks = static_cast<std::int64_t>(sequences.size()) * keyHeads;
    const auto parts = std::min<std::int64_t>(tasks, done.back() < 20'000 ? 1 : at::get_num_threads() * 2);
    const auto taskAt = [&](std::int64_t part) {
        const double work = done.back() * static_cast<double>(part) / static_cast<double>(parts);
        const auto after = std::upper_bound(done.begin() + 1, done.end() - 1, work);
        const auto sequence = after - done.begin() - 1;
        const double inside = (work - done[static_cast<std::size_t>(sequence)])
            / std::max(1.0,
                       done[static_cast<std::size_t>(sequence) + 1]
                           - done[static_cast<std::size_t>(sequence)]);
        return std::min(
            tasks, sequence * keyHeads + static_cast<std::int64_t>(inside * static_cast<double>(keyHeads)));
    };
    at::parallel_for(0, parts, 1, [&](auto begin, auto end) {
        f(begin == 0 ? 0 : taskAt(begin), end == parts ? tasks : taskAt(end));
    });
}

/// An empty tensor whose rows from `used` on are zero.
at::Tensor emptyTo(const at::Tensor& like, std::int64_t used)
{
    auto x = at::empty_like(like);
    if (used < x.size(0)) x.narrow(0, used, x.size(0) - used).zero_();
    return x;
}

class Attention final : public torch::autograd::Function<Attention> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, const Kept& what)
    {
        const auto o = emptyTo(q, what.queryBorders.back());
        const auto lse = at::empty({q.size(0), what.shape.heads}, q.options().dtype(sumTypeOf(q)));
        byType(q, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            auto args = argumentsOf<S>(what);
            const auto sequences = sequencesOf<S>(what, k, v, {}, {});
            args.sequences = sequences.data();
            args.q = Rows<S>{q};
            args.o = Rows<S>{o};
            args.lse = dataOf<Sum<S>>(lse);
            balanced(sequences, what.shape.keyHeads,
                     [&](auto begin, auto end) { attendForward(args, begin, end); });
        });
        context->save_for_backward({q, k, v, o, lse});
        keep(context, what);
        return o;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& what = kept<Kept>(context);
        const auto used = what.borders.back();
        const auto grad = gradients[0].contiguous();
        const auto dq = emptyTo(saved[0], what.queryBorders.back());
        const auto dk = emptyTo(saved[1], used);
        const auto dv = emptyTo(saved[2], used);
        byType(grad, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            auto args = argumentsOf<S>(what);
            const auto sequences = sequencesOf<S>(what, saved[1], saved[2], dk, dv);
            args.sequences = sequences.data();
            args.q = Rows<S>{saved[0]};
            args.o = Rows<S>{saved[3]};
            args.lse = dataOf<Sum<S>>(saved[4]);
            args.grad = Rows<S>{grad};
            args.dq = Rows<S>{dq};
            balanced(sequences, what.shape.keyHeads,
                     [&](auto begin, auto end) { attendBackward(args, begin, end); });
        });
        return {dq, dk, dv, {}};
    }

private:
    template <class S>
    static std::vector<AttentionSequence<S>> sequencesOf(const Kept& what, const at::Tensor& k,
                                                         const at::Tensor& v, const at::Tensor& dk,
                                                         const at::Tensor& dv)
    {
        std::vector<AttentionSequence<S>> sequences;
        for (std::int64_t b = 0; b < what.sequences(); ++b) {
            const auto queries = what.queries(b);
            const auto [begin, length] = what.keys(b);
            sequences.push_back({queries.begin, queries.length, length, rowsFrom<S>(k, begin),
                                 rowsFrom<S>(v, begin), dk.defined() ? rowsFrom<S>(dk, begin) : Rows<S>{},
                                 dv.defined() ? rowsFrom<S>(dv, begin) : Rows<S>{}});
        }
        return sequences;
    }
};

/// The same with ATen alone, one sequence after another.
at::Tensor plain(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const Kept& what)
{
    const auto heads = [&](const at::Tensor& x, Span span) {
        return x.narrow(0, span.begin, span.length)
            .view({span.length, -1, what.shape.width})
            .transpose(0, 1)
            .unsqueeze(0);
    };
    std::vector<at::Tensor> outputs;
    for (std::int64_t b = 0; b < what.sequences(); ++b) {
        const auto queries = what.queries(b);
        const auto keys = what.keys(b);
        const bool allAsk = queries.length == keys.length; // else ATen counts from the wrong end
        std::optional<at::Tensor> mask;
        if (what.shape.causal && !allAsk) {
            mask = at::ones({queries.length, keys.length}, q.options().dtype(at::kBool))
                       .tril(keys.length - queries.length);
        }
        const auto o = at::scaled_dot_product_attention(
            heads(q, queries), heads(k, keys), heads(v, keys), mask, what.dropout.isOn() ? what.dropout.p : 0,
            what.shape.causal && allAsk, what.shape.scale, what.shape.heads != what.shape.keyHeads);
        outputs.push_back(o.squeeze(0).transpose(0, 1).reshape({queries.length, q.size(1)}));
    }
    const auto rest = q.size(0) - what.queryBorders.back();
    if (rest > 0) outputs.push_back(at::zeros({rest, q.size(1)}, q.options()));
    return at::cat(outputs, 0);
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const std::vector<std::int32_t>& borders, const AttentionShape& shape,
                     const Dropout& dropout, const std::vector<std::int32_t>& queryBorders)
{
    TORCH_CHECK(q.dim() == 2 && q.size(1) == shape.heads * shape.width && k.sizes() == v.sizes()
                    && k.size(1) == shape.keyHeads * shape.width && shape.heads % shape.keyHeads == 0
                    && shape.width <= kWidestHead,
                "[attention] q ", q.sizes(), ", k ", k.sizes(), ", v ", v.sizes(), " for ", shape.heads,
                " heads on ", shape.keyHeads, " of width ", shape.width);
    const Kept what{borders, queryBorders.empty() ? borders : queryBorders, shape, dropout};
    const auto fit = [](const std::vector<std::int32_t>& among, std::int64_t rows) {
        return among.size() >= 2 && among.front() == 0 && among.back() <= rows
            && std::is_sorted(among.begin(), among.end());
    };
    TORCH_CHECK(fit(what.borders, k.size(0)) && fit(what.queryBorders, q.size(0))
                    && what.borders.size() == what.queryBorders.size(),
                "[attention] borders of ", borders.size(), " and ", queryBorders.size(), " for ", q.size(0),
                " queries on ", k.size(0), " keys");
    return hasKernels(q) ? Attention::apply(q.contiguous(), k.contiguous(), v.contiguous(), what)
                         : plain(q, k, v, what);
}

at::Tensor attentionOver(const at::Tensor& q, const std::vector<const KeyValues*>& cached,
                         const std::vector<std::int32_t>& borders, const AttentionShape& shape)
{
    TORCH_CHECK(hasKernels(q) && cached.size() + 1 == borders.size(), "[attention] ", cached.size(),
                " caches for ", borders.size(), " borders");
    const auto queries = q.contiguous();
    const auto o = emptyTo(queries, borders.back());
    byType(queries, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        auto args = argumentsOf<S>(Kept{borders, borders, shape, {}});
        args.causal = true;
        std::vector<AttentionSequence<S>> sequences;
        for (std::size_t b = 0; b < cached.size(); ++b) {
            sequences.push_back({borders[b],
                                 borders[b + 1] - borders[b],
                                 cached[b]->length,
                                 Rows<S>{cached[b]->k},
                                 Rows<S>{cached[b]->v},
                                 {},
                                 {}});
        }
        args.sequences = sequences.data();
        args.q = Rows<S>{queries};
        args.o = Rows<S>{o};
        balanced(sequences, shape.keyHeads, [&](auto begin, auto end) { attendForward(args, begin, end); });
    });
    return o;
}

} // namespace luthier::nn
