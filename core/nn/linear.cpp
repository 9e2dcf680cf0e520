// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/linear.h"

#include "core/base/assert.h"

#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>

namespace luthier::nn {

Linear::Linear(std::int64_t in, std::int64_t out, bool withBias)
{
    weight = register_parameter("weight", at::empty({out, in}));
    if (withBias) bias = register_parameter("bias", at::empty({out}));
}

at::Tensor Linear::forward(const at::Tensor& x, const TokenKeys& keys) const
{
    if (m_stored) return fromStored(x, keys);
    if (m_isObserved) noteInputs(x);
    // Blocks by hand multiply with the 8 bits themselves; for the others they become numbers again.
    const auto numbers = m_int8 ? m_int8->expanded().to(weight.scalar_type()) : weight;
    if (activeAdapter() != nullptr) return m_adapter->apply(x, numbers, bias, keys);
    return at::linear(x, numbers, bias);
}

at::Tensor Linear::fromStored(const at::Tensor& x, const TokenKeys& keys) const
{
    if (!m_adapter || !m_isOn) return storedLinear(x, *m_stored, bias);
    const auto part = m_adapter->lowRank();
    if (!part) return m_adapter->apply(x, expandedRows(*m_stored, 0, m_stored->rows), bias, keys);
    return storedLinear(x, *m_stored, bias).addmm_(at::mm(x, part->a.t()), part->b.t(), 1, part->scale);
}

void Linear::answerWith(StoredMatrix matrix)
{
    LUTHIER_ASSERT(weight.size(0) == matrix.rows && weight.size(1) == matrix.columns);
    weight = placeFor(matrix.rows, matrix.columns, at::kFloat);
    parameters_["weight"] = weight;
    m_stored = std::make_shared<const StoredMatrix>(std::move(matrix));
}

void Linear::noteInputs(const at::Tensor& x) const
{
    const auto sums = x.detach().to(at::kFloat).abs().sum(0);
    m_inputSizes = m_inputSizes.defined() ? m_inputSizes + sums : sums;
}

std::shared_ptr<const StoredMatrix> Linear::readable() const
{
    if (m_stored) return m_stored;
    if (m_int8) return std::make_shared<const StoredMatrix>(m_int8->inRows());
    auto shared = sharedFrom(weight);
    return shared ? std::make_shared<const StoredMatrix>(*std::move(shared)) : nullptr;
}

void Linear::freezeInInt8(const at::Tensor& exact)
{
    LUTHIER_ASSERT(exact.sizes() == weight.sizes());
    m_int8 = std::make_shared<Int8Weight>(exact, m_inputSizes);
    m_inputSizes.reset();
    weight = placeFor(exact.size(0), exact.size(1), weight.scalar_type());
    parameters_["weight"] = weight;
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
