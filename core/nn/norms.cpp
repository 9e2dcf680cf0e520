// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/norms.h"

#include "core/nn/ops/rows.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/layer_norm.h>

namespace luthier::nn {

RmsNorm::RmsNorm(std::int64_t width, double epsilon, bool plusOne)
    : weight{register_parameter("weight", at::empty({width}))}
    , m_epsilon{epsilon}
    , m_plusOne{plusOne}
{
}

at::Tensor RmsNorm::normed(const at::Tensor& x) const
{
    if (!m_plusOne) return rmsNorm(x, weight, m_epsilon);
    // One more in bfloat16 would swallow what the weight has learned.
    return rmsNorm(x.to(sumTypeOf(x)), weight.to(sumTypeOf(x)) + 1, m_epsilon).to(x.scalar_type());
}

LayerNorm::LayerNorm(std::int64_t width, double epsilon, bool withBias)
    : weight{register_parameter("weight", at::empty({width}))}
    , m_epsilon{epsilon}
{
    if (withBias) bias = register_parameter("bias", at::empty({width}));
}

at::Tensor LayerNorm::normed(const at::Tensor& x) const
{
    return bias.defined() ? forward(x, {}, {}) : at::layer_norm(x, {x.size(1)}, weight, {}, m_epsilon);
}

} // namespace luthier::nn
