// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/norms.h"

#include "core/nn/ops/rows.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

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

LayerNorm::LayerNorm(std::int64_t width, double epsilon)
    : weight{register_parameter("weight", at::empty({width}))}
    , bias{register_parameter("bias", at::empty({width}))}
    , m_epsilon{epsilon}
{
}

} // namespace luthier::nn
