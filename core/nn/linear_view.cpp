// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/linear_view.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

namespace luthier::nn {

at::Tensor GradientSinks::open(const at::Tensor& parameter, at::ScalarType type)
{
    if (!parameter.defined() || !parameter.requires_grad()) return {};
    m_open.push_back({parameter, at::empty(parameter.sizes(), at::TensorOptions{type})});
    return m_open.back().gradient;
}

void GradientSinks::close()
{
    const at::NoGradGuard noGrad;
    for (auto& [parameter, gradient] : m_open) {
        auto& there = parameter.mutable_grad();
        if (there.defined()) {
            there.add_(gradient);
        } else {
            there = gradient;
        }
    }
    m_open.clear();
}

bool hasView(const Linear& layer, at::ScalarType type)
{
    if (layer.stored() || layer.isObserved() || layer.weight.scalar_type() != type) return false;
    if (layer.int8() ? type == at::kDouble : !layer.weight.is_contiguous()) return false;
    if (!layer.activeAdapter()) return true;
    const auto low = layer.activeAdapter()->lowRank();
    return low && low->dropout == 0;
}

bool learns(const Linear& layer)
{
    if (layer.weight.requires_grad() || (layer.bias.defined() && layer.bias.requires_grad())) return true;
    if (!layer.activeAdapter()) return false;
    const auto low = layer.activeAdapter()->lowRank();
    return low && (low->a.requires_grad() || low->b.requires_grad());
}

template <class S>
LayerView<S> viewOf(const Linear& layer, GradientSinks* sinks)
{
    LayerView<S> view{.weight = layer.int8() ? nullptr : dataOf<S>(layer.weight),
                      .eight = layer.int8() ? layer.int8()->forward() : Int8Matrix{},
                      .eightBack = layer.int8() ? layer.int8()->back() : Int8Matrix{},
                      .bias = layer.bias.defined() ? dataOf<S>(layer.bias) : nullptr,
                      .in = layer.weight.size(1),
                      .out = layer.weight.size(0)};
    std::optional<LowRankPart> low;
    if (layer.activeAdapter()) low = layer.activeAdapter()->lowRank();
    if (low) {
        view.a = dataOf<S>(low->a);
        view.b = dataOf<S>(low->b);
        view.rank = low->a.size(0);
        view.scale = low->scale;
    }
    if (sinks == nullptr) return view;
    const auto orNull = [](const at::Tensor& room, auto* null) {
        return room.defined() ? dataOf<std::remove_pointer_t<decltype(null)>>(room) : nullptr;
    };
    const auto type = layer.weight.scalar_type();
    view.dWeight = orNull(sinks->open(layer.weight, type), static_cast<S*>(nullptr));
    view.dBias = orNull(sinks->open(layer.bias, type), static_cast<S*>(nullptr));
    if (low) {
        const auto wide = sumTypeOf(layer.weight);
        view.dA = orNull(sinks->open(low->a, wide), static_cast<Sum<S>*>(nullptr));
        view.dB = orNull(sinks->open(low->b, wide), static_cast<Sum<S>*>(nullptr));
    }
    return view;
}

template LayerView<float> viewOf<float>(const Linear&, GradientSinks*);
template LayerView<Bf16> viewOf<Bf16>(const Linear&, GradientSinks*);
template LayerView<double> viewOf<double>(const Linear&, GradientSinks*);

} // namespace luthier::nn
