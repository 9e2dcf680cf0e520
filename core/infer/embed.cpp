// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/embed.h"

#include "core/data/batcher.h"
#include "core/tasks/packing.h"

#include <algorithm>
#include <numeric>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

namespace luthier::infer {
namespace {

std::vector<float> numbersOf(const at::Tensor& row)
{
    const auto plain = row.to(at::kFloat).contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

at::Tensor pooledRows(const at::Tensor& states, const Pooling& pooling) // [n, d] -> [d]
{
    at::Tensor pooled;
    switch (pooling.kind) {
    case Pooling::Kind::Mean:
        pooled = states.to(at::kFloat).mean(0);
        break;
    case Pooling::Kind::First:
        pooled = states[0].to(at::kFloat);
        break;
    case Pooling::Kind::Last:
        pooled = states[-1].to(at::kFloat);
        break;
    }
    return pooling.normalised ? pooled / pooled.norm().clamp_min(1e-12) : pooled;
}

} // namespace

std::vector<std::vector<float>> embedded(nn::Network& network, const data::SampleSet& set,
                                         const Pooling& pooling, std::int64_t tokensAtOnce,
                                         const std::stop_token& stop)
{
    const at::NoGradGuard noGrad;
    network.eval();
    std::vector<std::int64_t> all(set.size());
    std::iota(all.begin(), all.end(), 0);
    std::vector<std::vector<float>> vectors;
    for (const auto& batch : data::batchesOf(set, all, tokensAtOnce)) {
        if (stop.stop_requested()) break;
        const auto hidden = network.hidden(tasks::packed(batch, {}));
        for (std::size_t b = 0; b + 1 < batch.borders.size(); ++b) {
            const auto begin = batch.borders[b];
            vectors.push_back(
                numbersOf(pooledRows(hidden.narrow(0, begin, batch.borders[b + 1] - begin), pooling)));
        }
    }
    return vectors;
}

std::vector<std::vector<float>> tokenStates(nn::Network& network, const data::SampleSet& set, std::size_t i)
{
    const at::NoGradGuard noGrad;
    network.eval();
    const std::vector<std::int64_t> one{static_cast<std::int64_t>(i)};
    const auto batch = data::batchesOf(set, one, set.length(i)).front();
    const auto hidden = network.hidden(tasks::packed(batch, {}));
    std::vector<std::vector<float>> states;
    for (std::int64_t t = 0; t < batch.rows(); ++t) {
        states.push_back(numbersOf(hidden[t]));
    }
    return states;
}

} // namespace luthier::infer
