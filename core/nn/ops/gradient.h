// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>

namespace luthier::nn {

/// Gradients of parameters go to grad() themselves. On the way through autograd those of one parameter from
/// two places would each be held whole, and one that narrows to a few rows would be made whole first.

/// The tensor itself where that is so for it, else an undefined one: autograd has the others' gradients.
inline at::Tensor takingGradient(const at::Tensor& tensor)
{
    return tensor.is_leaf() && tensor.requires_grad() ? tensor : at::Tensor{};
}

/// What is there already and this. REQUIRES: takingGradient(parameter).
inline void giveGradient(const at::Tensor& parameter, at::Tensor gradient)
{
    const at::NoGradGuard noGrad;
    auto& there = parameter.mutable_grad();
    if (there.defined()) {
        there.add_(gradient);
    } else {
        there = std::move(gradient);
    }
}

} // namespace luthier::nn
