// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear.h"
#include "core/nn/norms.h"
#include "core/nn/ops/low_rank.h"
#include "core/nn/packed.h"
#include "tests/support/op_check.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace luthier::tests {

/// A low-rank add-on whose both halves are random.
class RandomAdapter final : public nn::Adapter {
public:
    RandomAdapter(std::int64_t in, std::int64_t out, std::int64_t rank)
        : a{register_parameter("a", torch::randn({rank, in}) * 0.2)}
        , b{register_parameter("b", torch::randn({out, rank}) * 0.2)}
    {
    }
    at::Tensor apply(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     const nn::TokenKeys& /*keys*/) const override
    {
        return nn::lowRankLinear(x, weight, bias, a, b, 2);
    }
    std::optional<nn::LowRankPart> lowRank() const override { return nn::LowRankPart{a, b, 2, 0}; }
    at::Tensor merged(const at::Tensor& weight) const override { return weight; }
    std::vector<std::pair<std::string, at::Tensor*>> state() override { return {}; }

    at::Tensor a, b;
};

/// What of a block learns.
enum class Learns { Everything, Adapters, Nothing };

inline std::shared_ptr<nn::Linear> randomLinear(std::int64_t in, std::int64_t out, bool bias, Learns learns)
{
    const at::NoGradGuard noGrad;
    auto layer = std::make_shared<nn::Linear>(in, out, bias);
    layer->weight.normal_(0, 0.15);
    if (bias) layer->bias.normal_(0, 0.15);
    for (auto& parameter : layer->parameters()) {
        parameter.set_requires_grad(learns == Learns::Everything);
    }
    if (learns == Learns::Adapters) layer->attach(std::make_shared<RandomAdapter>(in, out, 3));
    return layer;
}

template <class Norm>
std::shared_ptr<Norm> randomNorm(std::int64_t width, Learns learns)
{
    const at::NoGradGuard noGrad;
    auto norm = std::make_shared<Norm>(width, 1e-5);
    for (auto& parameter : norm->parameters()) {
        parameter.normal_(1, 0.2).set_requires_grad(learns == Learns::Everything);
    }
    return norm;
}

/// Output, gradient of x and gradients of all that learns, in one row.
inline std::vector<at::Tensor> outcome(const at::Tensor& y, const at::Tensor& x,
                                       const std::vector<std::shared_ptr<torch::nn::Module>>& parts)
{
    at::manual_seed(7);
    const auto dy = torch::randn(y.sizes(), torch::kFloat64).to(y.scalar_type());
    std::vector<at::Tensor> result{y.detach()};
    if (!y.requires_grad()) return result;
    y.backward(dy);
    if (x.requires_grad()) result.push_back(x.grad());
    for (const auto& part : parts) {
        for (const auto& parameter : part->parameters()) {
            if (parameter.requires_grad()) result.push_back(parameter.grad());
        }
    }
    return result;
}

/// 1 where both point the same way.
inline double cosine(const at::Tensor& a, const at::Tensor& b)
{
    const auto x = a.to(torch::kFloat64).flatten();
    const auto y = b.to(torch::kFloat64).flatten();
    return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

/// `tolerance` bounds each number, relative to the largest; from 1e-2 on it is for bfloat16, where numbers of
/// a gradient that are small beside others drown, and the direction of each tensor must agree as well.
inline bool agree(const std::vector<at::Tensor>& mine, const std::vector<at::Tensor>& exact, double tolerance)
{
    constexpr double kLeastCosine = 0.999; // engine.md, numerical rules
    if (mine.size() != exact.size()) return false;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (!mine[i].defined() || !exact[i].defined()) return false;
        const bool isAlong = tolerance < 1e-2 || cosine(mine[i], exact[i]) > kLeastCosine;
        if (isAlong && distance(mine[i], exact[i]) <= tolerance) continue;
        qWarning("number %d differs by %g, cosine %g", static_cast<int>(i), distance(mine[i], exact[i]),
                 cosine(mine[i], exact[i]));
        return false;
    }
    return true;
}

/// Three sequences of 1, 9 and 40 tokens, and two rows that belong to nobody.
inline nn::Packed threeSequences(double dropout)
{
    nn::Packed batch{.ids = torch::zeros({52}, torch::kInt),
                     .positions = torch::zeros({52}, torch::kInt),
                     .types = torch::zeros({52}, torch::kInt),
                     .borders = {0, 1, 10, 50}};
    std::vector<std::uint64_t> keys;
    for (std::int32_t t = 0; t < 52; ++t) {
        keys.push_back(static_cast<std::uint64_t>(t) * 77 + 5);
        batch.positions[t] = t < 1 ? 0 : t < 10 ? t - 1 : t < 50 ? t - 10 : 0;
    }
    if (dropout > 0) batch.keys = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
    return batch;
}

} // namespace luthier::tests
