// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention.h"

#include "core/nn/ops/attention_padded.h"
#include "core/nn/ops/attention_work.h"
#include "core/nn/ops/saved.h"

#include <algorithm>

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros_like.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kWidestHead = 512; // what a kernel's local row holds

struct Kept {
    PackedSequences sequences;
    AttentionShape shape;
    Dropout dropout;
};

/// As the parallel region takes it.
AttentionCall callOf(const Kept& kept)
{
    const auto& [borders, queryBorders, parents] = kept.sequences;
    return {borders, queryBorders, parents, kept.shape, kept.dropout};
}

class Attention final : public torch::autograd::Function<Attention> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, const Kept& what)
    {
        const auto o = at::empty_like(q);
        const auto lse = at::empty({q.size(0), what.shape.heads}, q.options().dtype(sumTypeOf(q)));
        byType(q, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const AttentionWork<S> work{callOf(what), Rows<S>{q}, Rows<S>{k},
                                        Rows<S>{v},   Rows<S>{o}, dataOf<Sum<S>>(lse)};
            asTeam([&](Team& team) { work.forward(team, q.size(0)); });
        });
        context->save_for_backward({q, k, v, o, lse});
        keep(context, what);
        return o;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& what = kept<Kept>(context);
        const auto grad = gradients[0].contiguous();
        const auto dq = at::empty_like(saved[0]);
        const auto dk = at::empty_like(saved[1]);
        const auto dv = at::empty_like(saved[2]);
        byType(grad, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const AttentionWork<S> work{callOf(what),      Rows<S>{saved[0]}, Rows<S>{saved[1]},
                                        Rows<S>{saved[2]}, Rows<S>{saved[3]}, dataOf<Sum<S>>(saved[4]),
                                        Rows<S>{grad},     Rows<S>{dq},       Rows<S>{dk},
                                        Rows<S>{dv}};
            asTeam([&](Team& team) { work.backward(team, dq.size(0), dk.size(0)); });
        });
        return {dq, dk, dv, {}};
    }
};

} // namespace

std::vector<std::int64_t> lengthsOf(const std::vector<std::int32_t>& borders,
                                    const std::vector<std::int32_t>& parents)
{
    std::vector<std::int64_t> lengths;
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        const bool goesOn = !parents.empty() && parents[i] >= 0;
        lengths.push_back(borders[i + 1] - borders[i]
                          + (goesOn ? lengths[static_cast<std::size_t>(parents[i])] : 0));
    }
    return lengths;
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const std::vector<std::int32_t>& borders, const AttentionShape& shape,
                     const Dropout& dropout, const std::vector<std::int32_t>& queryBorders,
                     const std::vector<std::int32_t>& parents)
{
    TORCH_CHECK(q.dim() == 2 && q.size(1) == shape.heads * shape.width && k.sizes() == v.sizes()
                    && k.size(1) == shape.keyHeads * shape.width && shape.heads % shape.keyHeads == 0
                    && shape.width <= kWidestHead,
                "[attention] q ", q.sizes(), ", k ", k.sizes(), ", v ", v.sizes(), " for ", shape.heads,
                " heads on ", shape.keyHeads, " of width ", shape.width);
    const Kept what{{borders, queryBorders.empty() ? borders : queryBorders, parents}, shape, dropout};
    const auto fit = [](const std::vector<std::int32_t>& among, std::int64_t rows) {
        return among.size() >= 2 && among.front() == 0 && among.back() <= rows
            && std::is_sorted(among.begin(), among.end());
    };
    TORCH_CHECK(fit(borders, k.size(0)) && fit(what.sequences.queryBorders, q.size(0))
                    && borders.size() == what.sequences.queryBorders.size(),
                "[attention] borders of ", borders.size(), " and ", queryBorders.size(), " for ", q.size(0),
                " queries on ", k.size(0), " keys");
    TORCH_CHECK(parents.empty() || parents.size() + 1 == borders.size(), "[attention] ", parents.size(),
                " parents for ", borders.size(), " borders");
    for (std::size_t i = 0; i < parents.size(); ++i) {
        TORCH_CHECK(parents[i] >= -1 && parents[i] < static_cast<std::int32_t>(i), "[attention] sequence ", i,
                    " goes on from ", parents[i]);
    }
    const auto lengths = lengthsOf(borders, parents);
    return hasKernels(q) && shape.isPlain(std::ranges::max(lengths))
        ? Attention::apply(q.contiguous(), k.contiguous(), v.contiguous(), what)
        : attentionPadded(q, k, v, what.sequences, shape, dropout);
}

namespace {

at::Tensor overByAten(const at::Tensor& q, const std::vector<const KeyValues*>& cached,
                      const std::vector<std::int32_t>& borders, const AttentionShape& shape)
{
    std::vector<at::Tensor> outputs;
    for (std::size_t b = 0; b < cached.size(); ++b) {
        const auto& [k, v, length] = *cached[b];
        const auto queries = borders[b + 1] - borders[b];
        const PackedSequences alone{{0, static_cast<std::int32_t>(length)}, {0, queries}, {}};
        outputs.push_back(attentionPadded(q.narrow(0, borders[b], queries), k.narrow(0, 0, length),
                                          v.narrow(0, 0, length), alone, shape, {}));
    }
    return at::cat(outputs, 0);
}

} // namespace

at::Tensor attentionOver(const at::Tensor& q, const std::vector<const KeyValues*>& cached,
                         const std::vector<std::int32_t>& borders, const AttentionShape& shape)
{
    TORCH_CHECK(cached.size() + 1 == borders.size(), "[attention] ", cached.size(), " caches for ",
                borders.size(), " borders");
    std::int64_t longest = 0;
    for (const KeyValues* cache : cached) {
        longest = std::max(longest, cache->length);
    }
    if (!hasKernels(q) || !shape.isPlain(longest)) return overByAten(q, cached, borders, shape);
    const auto queries = q.contiguous();
    const auto o = at::zeros_like(queries);
    byType(queries, [&](auto* null) {
        using S = std::remove_pointer_t<decltype(null)>;
        std::vector<AttentionSequence<S>> sequences;
        for (std::size_t b = 0; b < cached.size(); ++b) {
            const auto length = cached[b]->length;
            sequences.push_back({borders[b],
                                 borders[b + 1] - borders[b],
                                 length,
                                 {{length, Rows<S>{cached[b]->k}, Rows<S>{cached[b]->v}, {}, {}}}});
        }
        Attending<S> args{};
        args.sequences = sequences.data();
        args.q = Rows<S>{queries};
        args.o = Rows<S>{o};
        args.heads = shape.heads;
        args.keyHeads = shape.keyHeads;
        args.width = shape.width;
        args.scale = shape.scale;
        args.causal = true;
        const auto pieces = static_cast<std::int64_t>(sequences.size()) * shape.keyHeads;
        asTeam([&](Team& team) {
            team.forEach(pieces, [&](std::int64_t piece) { attendForward(args, piece, piece + 1); });
        });
    });
    return o;
}

} // namespace luthier::nn
