// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QTest>

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

namespace luthier::tests {

using Op = std::function<at::Tensor(const std::vector<at::Tensor>&)>;

/// Largest |a − b| relative to the largest |b|.
inline double distance(const at::Tensor& a, const at::Tensor& b)
{
    if (b.numel() == 0) return 0;
    const auto exact = b.to(torch::kFloat64);
    return ((a.to(torch::kFloat64) - exact).abs().max() / exact.abs().max().clamp_min(1e-300)).item<double>();
}

/// The op's output and all gradients against the same formula in plain ATen, on the same inputs.
/// `ours` runs in `type`; `theirs` in float64 on the same, already rounded, numbers. True within `tolerance`.
inline bool equalsPlain(const Op& ours, const Op& theirs, const std::vector<at::Tensor>& inputs,
                        at::ScalarType type, double tolerance)
{
    std::vector<at::Tensor> mine;
    std::vector<at::Tensor> exact;
    for (const auto& input : inputs) {
        const auto rounded = input.detach().to(type);
        mine.push_back(rounded.clone().requires_grad_());
        exact.push_back(rounded.to(torch::kFloat64).clone().requires_grad_());
    }
    const auto a = ours(mine);
    const auto b = theirs(exact);
    if (a.scalar_type() != type || a.sizes() != b.sizes()) return false;
    if (distance(a, b) > tolerance) {
        qWarning("output differs by %g", distance(a, b));
        return false;
    }
    const auto dy = torch::randn(b.sizes(), torch::kFloat64).to(type);
    a.backward(dy); // gradients of parameters may go there directly
    const auto db = torch::autograd::grad({b}, exact, {dy.to(torch::kFloat64)});
    for (std::size_t i = 0; i < db.size(); ++i) {
        if (!mine[i].grad().defined()) return false;
        if (distance(mine[i].grad(), db[i]) > tolerance) {
            qWarning("gradient %d differs by %g", static_cast<int>(i), distance(mine[i].grad(), db[i]));
            return false;
        }
    }
    return true;
}

} // namespace luthier::tests
