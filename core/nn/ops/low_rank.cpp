// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/low_rank.h"

#include "core/nn/ops/saved.h"

#include <optional>

#include <ATen/TensorOperators.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>

namespace luthier::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Kept {
    double scale;
    Dropout dropout;
    bool wantsX, wantsA, wantsB; // edges are counted without an absent bias, so needs_input_grad would lie
};

class LowRank final : public torch::autograd::Function<LowRank> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                              const std::optional<at::Tensor>& bias, const at::Tensor& a, const at::Tensor& b,
                              const Kept& what)
    {
        const auto t = at::mm(dropped(x, what.dropout), a.t()); // [T, rank]
        const auto y = at::linear(x, weight, bias.value_or(at::Tensor{}));
        y.addmm_(t, b.t(), 1, what.scale);
        context->save_for_backward({x, weight, a, b, t});
        keep(context, what);
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& x = saved[0];
        const auto& weight = saved[1];
        const auto& a = saved[2];
        const auto& b = saved[3];
        const auto& t = saved[4];
        const auto& what = kept<Kept>(context);
        const auto dy = gradients[0].contiguous();
        const auto dt = at::mm(dy, b).mul_(what.scale); // [T, rank]
        variable_list result(6);
        if (what.wantsX) {
            auto dx = at::mm(dy, weight);
            if (what.dropout.isOn()) {
                dx.add_(dropped(at::mm(dt, a), what.dropout));
            } else {
                dx.addmm_(dt, a);
            }
            result[0] = dx;
        }
        if (what.wantsA) result[3] = at::mm(dt.t(), dropped(x, what.dropout));
        if (what.wantsB) result[4] = at::mm(dy.t(), t).mul_(what.scale);
        return result;
    }
};

} // namespace

at::Tensor lowRankLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                         const at::Tensor& a, const at::Tensor& b, double scale, const Dropout& dropout)
{
    TORCH_CHECK(x.dim() == 2 && x.size(1) == weight.size(1) && a.size(1) == weight.size(1)
                    && b.size(0) == weight.size(0) && a.size(0) == b.size(1),
                "[low_rank] x ", x.sizes(), ", weight ", weight.sizes(), ", A ", a.sizes(), ", B ",
                b.sizes());
    return LowRank::apply(x, weight, bias.defined() ? std::optional{bias} : std::nullopt, a, b,
                          Kept{scale, dropout, x.requires_grad(), a.requires_grad(), b.requires_grad()});
}

} // namespace luthier::nn
