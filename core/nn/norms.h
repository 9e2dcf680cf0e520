// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/layer_norm.h"
#include "core/nn/ops/rms_norm.h"

#include <cstdint>

#include <torch/nn/module.h>

namespace luthier::nn {

/// What brings each row to one size.
class Norm : public torch::nn::Module {
public:
    /// x, and what comes of it: [T, d]
    virtual at::Tensor normed(const at::Tensor& x) const = 0;
};

/// See ops/rms_norm.h. weight [d], or less one where `plusOne`.
class RmsNorm : public Norm {
public:
    RmsNorm(std::int64_t width, double epsilon, bool plusOne = false);
    at::Tensor normed(const at::Tensor& x) const override;
    double epsilon() const { return m_epsilon; }
    at::Tensor weight;

private:
    double m_epsilon;
    bool m_plusOne;
};

/// See ops/layer_norm.h. weight, bias [d]; bias undefined without one.
class LayerNorm : public Norm {
public:
    LayerNorm(std::int64_t width, double epsilon, bool withBias = true);
    at::Tensor normed(const at::Tensor& x) const override;
    /// REQUIRES: a bias.
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
