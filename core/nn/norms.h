// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/layer_norm.h"
#include "core/nn/ops/rms_norm.h"

#include <cstdint>

#include <torch/nn/module.h>

namespace luthier::nn {

/// See ops/rms_norm.h. weight [d]
class RmsNorm : public torch::nn::Module {
public:
    RmsNorm(std::int64_t width, double epsilon);
    at::Tensor forward(const at::Tensor& x) const { return rmsNorm(x, weight, m_epsilon); }
    double epsilon() const { return m_epsilon; }
    at::Tensor weight;

private:
    double m_epsilon;
};

/// See ops/layer_norm.h. weight, bias [d]
class LayerNorm : public torch::nn::Module {
public:
    LayerNorm(std::int64_t width, double epsilon);
    at::Tensor forward(const at::Tensor& h, const at::Tensor& residual, const Dropout& dropout) const
    {
        return addNorm(h, residual, weight, bias, m_epsilon, dropout);
    }
    double epsilon() const { return m_epsilon; }
    at::Tensor weight;
    at::Tensor bias;

private:
    double m_epsilon;
};

} // namespace luthier::nn
