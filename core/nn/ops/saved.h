// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

namespace luthier::nn {

/// Keeps a plain value for backward, which save_for_backward cannot: it takes tensors only.
template <class T>
class Saved final : public torch::CustomClassHolder {
public:
    explicit Saved(T kept)
        : value{std::move(kept)}
    {
    }
    T value;
};

template <class T>
void keep(torch::autograd::AutogradContext* context, T value)
{
    context->saved_data["kept"] = c10::IValue::make_capsule(c10::make_intrusive<Saved<T>>(std::move(value)));
}

/// REQUIRES: keep<T> in forward.
template <class T>
const T& kept(torch::autograd::AutogradContext* context)
{
    return static_cast<const Saved<T>*>(context->saved_data["kept"].toCapsule().get())->value;
}

} // namespace luthier::nn
