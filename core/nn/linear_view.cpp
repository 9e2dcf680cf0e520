// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/linear_view.h"

#include "core/nn/ops/gradient.h"

#include <type_traits>
#include <utility>

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
    for (auto& [parameter, gradient] : m_open) {
        giveGradient(parameter, std::move(gradient));
    }
    m_open.clear();
}

bool hasView(const Linear& layer, at::ScalarType type)
{
    if (layer.isObserved()) return false;
    if (layer.stored()) {
        if (type == at::kDouble || at::GradMode::is_enabled()) return false;
    } else if (layer.weight.scalar_type() != type
               || (layer.int8() ? type == at::kDouble : !layer.weight.is_contiguous())) {
        return false;
    }
    if (!layer.activeAdapter()) return true;
    const auto low = layer.activeAdapter()->lowRank();
    return low && (low->dropout == 0 || !layer.is_training()); // nothing is dropped while it answers
}

bool learns(const Linear& layer)
{
    if (layer.weight.requires_grad() || (layer.bias.defined() && layer.bias.requires_grad())) return true;
    if (!layer.activeAdapter()) return false;
    const auto low = layer.activeAdapter()->lowRank();
    return low && (low->a.requires_grad() || low->b.requires_grad());
}

namespace {

template <class S>
constexpr at::ScalarType kTypeOf = std::is_same_v<S, Bf16> ? at::kBFloat16
    : std::is_same_v<S, float>                             ? at::kFloat
                                                           : at::kDouble;

/// Stored numbers that are of type S as they lie there; null for others.
template <class S>
const S* ownNumbers(const StoredMatrix& matrix)
{
    const bool isOfType = matrix.form == (std::is_same_v<S, float> ? StoredAs::Float32 : StoredAs::Bfloat16);
    const bool isAligned = reinterpret_cast<std::uintptr_t>(matrix.data) % alignof(S) == 0;
    return isOfType && isAligned ? reinterpret_cast<const S*>(matrix.data) : nullptr;
}

} // namespace

template <class S>
LayerView<S> viewOf(const Linear& layer, GradientSinks* sinks)
{
    LayerView<S> view{.in = layer.weight.size(1), .out = layer.weight.size(0)};
    if (layer.stored()) {
        view.weight = ownNumbers<S>(*layer.stored());
        if (view.weight == nullptr) view.stored = layer.stored().get();
    } else if (layer.int8()) {
        view.eight = layer.int8()->forward();
        view.eightBack = layer.int8()->back();
    } else {
        view.weight = dataOf<S>(layer.weight);
    }
    const auto asS = [&](const at::Tensor& numbers) -> const S* {
        if (!numbers.defined()) return nullptr;
        if (numbers.scalar_type() == kTypeOf<S>) return dataOf<S>(numbers);
        view.owned.push_back(numbers.to(kTypeOf<S>).contiguous());
        return dataOf<S>(view.owned.back());
    };
    view.bias = asS(layer.bias);
    std::optional<LowRankPart> low;
    if (layer.activeAdapter()) low = layer.activeAdapter()->lowRank();
    if (low) {
        view.a = asS(low->a);
        view.b = asS(low->b);
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
