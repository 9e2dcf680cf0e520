// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/linear.h"

#include <utility>

#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>

namespace luthier::nn {

Linear::Linear(std::int64_t in, std::int64_t out, bool withBias)
{
    weight = register_parameter("weight", at::empty({out, in}));
    if (withBias) bias = register_parameter("bias", at::empty({out}));
}

at::Tensor Linear::forward(const at::Tensor& x, const TokenKeys& keys) const
{
    if (activeAdapter() != nullptr) return m_adapter->apply(x, weight, bias, keys);
    return at::linear(x, weight, bias);
}

void Linear::attach(std::shared_ptr<Adapter> adapter)
{
    detachAdapter();
    m_adapter = register_module("adapter", std::move(adapter));
}

void Linear::detachAdapter()
{
    if (!m_adapter) return;
    unregister_module("adapter");
    m_adapter.reset();
}

} // namespace luthier::nn
