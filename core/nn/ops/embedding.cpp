// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/embedding.h"

#include "core/nn/ops/dispatch.h"
#include "core/nn/ops/gradient.h"
#include "core/nn/ops/saved.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class S>
struct Gathering {
    const std::int32_t* tokens; ///< sorted by id, then by place
    const std::int64_t* firsts; ///< [distinct ids + 1]: where each id's tokens begin
    const std::int32_t* ids;
    Rows<S> dy, dWeight;
    std::int64_t d;
    bool adds; ///< to what is there
};

/// Range: distinct ids.
template <int W, class S>
LUTHIER_INLINE void gatherRows(const Gathering<S>& a, std::int64_t begin, std::int64_t end)
{
    using A = Sum<S>;
    for (std::int64_t u = begin; u < end; ++u) {
        S* const out = a.dWeight.row(a.ids[a.tokens[a.firsts[u]]]);
        eachPiece<A, W>(
            a.d, [&](auto i, auto n) __attribute__((always_inline)) {
                Lanes<A, W> sum{};
                if (a.adds) loadPiece(out + i, n, sum);
                for (std::int64_t k = a.firsts[u]; k < a.firsts[u + 1]; ++k) {
                    Lanes<A, W> v;
                    loadPiece(a.dy.row(a.tokens[k]) + i, n, v);
                    sum += v;
                }
                storePiece<S>(out + i, n, sum);
            });
    }
}

LUTHIER_KERNELS(gatherKernel, Gathering, gatherRows)

class EmbeddingRows final : public torch::autograd::Function<EmbeddingRows> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& ids, const at::Tensor& weight)
    {
        context->save_for_backward({ids});
        keep(context, takingGradient(weight));
        context->saved_data["rows"] = weight.size(0);
        return weight.index_select(0, ids);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto ids = context->get_saved_variables()[0];
        const auto dy = gradients[0].contiguous();
        const auto* const id = dataOf<std::int32_t>(ids);
        std::vector<std::int32_t> tokens(static_cast<std::size_t>(ids.size(0)));
        std::iota(tokens.begin(), tokens.end(), 0);
        std::stable_sort(tokens.begin(), tokens.end(), [id](auto a, auto b) { return id[a] < id[b]; });
        std::vector<std::int64_t> firsts;
        for (std::size_t k = 0; k < tokens.size(); ++k) {
            if (k == 0 || id[tokens[k]] != id[tokens[k - 1]]) firsts.push_back(static_cast<std::int64_t>(k));
        }
        const auto distinct = static_cast<std::int64_t>(firsts.size());
        firsts.push_back(static_cast<std::int64_t>(tokens.size()));
        const auto& parameter = kept<at::Tensor>(context);
        const bool adds = parameter.defined() && parameter.grad().defined();
        const auto dWeight = adds
            ? parameter.mutable_grad()
            : at::zeros({context->saved_data["rows"].toInt(), dy.size(1)}, dy.options());
        byType(dy, [&](auto* null) {
            using S = std::remove_pointer_t<decltype(null)>;
            const Gathering<S> args{tokens.data(),    firsts.data(), id,  Rows<S>{dy},
                                    Rows<S>{dWeight}, dy.size(1),    adds};
            at::parallel_for(0, distinct, rowGrain(dy.size(1)),
                             [&](auto begin, auto end) { gatherKernel(args, begin, end); });
        });
        if (!parameter.defined()) return {at::Tensor{}, dWeight};
        if (!adds) giveGradient(parameter, dWeight);
        return variable_list(2);
    }
};

} // namespace

at::Tensor embeddingRows(const at::Tensor& ids, const at::Tensor& weight)
{
    TORCH_CHECK(ids.dim() == 1 && weight.dim() == 2, "[embedding] ids ", ids.sizes(), ", weight ",
                weight.sizes());
    if (!hasKernels(weight)) return at::embedding(weight, ids.to(weight.device()));
    return EmbeddingRows::apply(ids, weight);
}

} // namespace luthier::nn
