// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/relative_scores.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

/// f(j − i) for query i and key j of a sequence of n. [n, n] int64, where `like` is
template <class F>
at::Tensor ofDistances(std::int64_t n, const at::Tensor& like, F f)
{
    const auto values = at::empty({n, n}, at::kLong);
    auto* to = values.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < n; ++i) {
        for (std::int64_t j = 0; j < n; ++j) {
            *to++ = f(j - i);
        }
    }
    return values.to(like.device());
}

std::int64_t distanceBucket(std::int64_t distance, std::int64_t buckets)
{
    constexpr double kFarthest = 128;
    const auto half = buckets / 2;
    const auto exact = half / 2;
    const auto far = std::abs(distance);
    const auto side = distance > 0 ? half : 0;
    if (far < exact) return side + far;
    const auto wide = std::log(static_cast<double>(far) / static_cast<double>(exact))
        / std::log(kFarthest / static_cast<double>(exact)) * static_cast<double>(half - exact);
    return side + std::min(exact + static_cast<std::int64_t>(wide), half - 1);
}

/// Small distances as they are, larger ones in ever wider steps; the sign stays.
std::int64_t logDistance(std::int64_t distance, std::int64_t span, std::int64_t reach)
{
    const auto middle = span / 2;
    const auto far = std::abs(distance);
    if (span <= 0 || far <= middle) return distance;
    const auto steps = std::ceil(std::log(static_cast<double>(far) / static_cast<double>(middle))
                                 / std::log(static_cast<double>(reach - 1) / static_cast<double>(middle))
                                 * static_cast<double>(middle - 1));
    const auto bucket = static_cast<std::int64_t>(steps) + middle;
    return distance > 0 ? bucket : -bucket;
}

} // namespace

at::Tensor attentionWith(const ScoreTerm& term, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                         const std::vector<std::int32_t>& borders, const AttentionShape& shape,
                         const Dropout& dropout)
{
    std::vector<at::Tensor> outputs;
    for (std::size_t b = 0; b + 1 < borders.size(); ++b) {
        const std::int64_t begin = borders[b];
        const auto n = borders[b + 1] - begin;
        const auto heads = [&](const at::Tensor& x) {
            return x.narrow(0, begin, n).view({n, shape.heads, shape.width}).transpose(0, 1);
        };
        const auto queries = heads(q);
        const auto keys = heads(k);
        const auto scores = at::matmul(queries, keys.transpose(1, 2)) * shape.scale + term(queries, keys);
        auto p = at::softmax(scores, 2);
        if (dropout.isOn()) {
            std::vector<std::uint32_t> seeds;
            for (std::int64_t head = 0; head < shape.heads; ++head) {
                for (std::int64_t i = 0; i < n; ++i) {
                    seeds.push_back(
                        static_cast<std::uint32_t>(mixed((*dropout.keys)[static_cast<std::size_t>(begin + i)],
                                                         dropout.site, static_cast<std::uint64_t>(head))));
                }
            }
            p = p * maskFactors(seeds, dropout.p, n, q.device()).view_as(p).to(p.scalar_type());
        }
        outputs.push_back(at::matmul(p, heads(v)).transpose(0, 1).reshape({n, -1}));
    }
    const auto rest = q.size(0) - borders.back(); // rows of nobody
    if (rest > 0) outputs.push_back(at::zeros({rest, q.size(1)}, q.options()));
    return at::cat(outputs, 0);
}

ScoreTerm distanceBias(const at::Tensor& table)
{
    return [table](const at::Tensor& q, const at::Tensor& /*k*/) {
        const auto n = q.size(1);
        const auto buckets = ofDistances(
            n, q, [&](std::int64_t distance) { return distanceBucket(distance, table.size(0)); });
        return table.index_select(0, buckets.flatten()).view({n, n, -1}).permute({2, 0, 1});
    };
}

ScoreTerm disentangled(const at::Tensor& queries, const at::Tensor& keys, const AttentionShape& shape,
                       std::int64_t span, std::int64_t reach)
{
    const auto heads = [shape](const at::Tensor& x) {
        return x.view({x.size(0), shape.heads, shape.width}).permute({1, 2, 0});
    };
    return [=, places = heads(keys), askers = heads(queries)](const at::Tensor& q, const at::Tensor& k) {
        const auto n = q.size(1);
        const auto all = std::vector<std::int64_t>{shape.heads, n, n};
        // DeBERTa counts from the key to the query.
        const auto place = [&](std::int64_t sign) {
            return ofDistances(n, q,
                               [&](std::int64_t distance) {
                                   const auto bucket = logDistance(-distance, span, reach);
                                   return std::clamp<std::int64_t>(sign * bucket + span, 0, 2 * span - 1);
                               })
                .unsqueeze(0)
                .expand(all);
        };
        const auto toPlaces = at::matmul(q, places).gather(2, place(1));
        const auto toAskers = at::matmul(k, askers).gather(2, place(-1)).transpose(1, 2);
        return (toPlaces + toAskers) * shape.scale;
    };
}

} // namespace luthier::nn
