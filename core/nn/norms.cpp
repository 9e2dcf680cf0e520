// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/norms.h"

#include <ATen/ops/empty.h>

namespace luthier::nn {

RmsNorm::RmsNorm(std::int64_t width, double epsilon)
    : weight{register_parameter("weight", at::empty({width}))}
    , m_epsilon{epsilon}
{
}

LayerNorm::LayerNorm(std::int64_t width, double epsilon)
    : weight{register_parameter("weight", at::empty({width}))}
    , bias{register_parameter("bias", at::empty({width}))}
    , m_epsilon{epsilon}
{
}

} // namespace luthier::nn
