// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/attention_padded.h"

#include "core/base/random.h"
#include "core/nn/ops/rows.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <optional>

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros.h>

namespace luthier::nn {
namespace {

/// Which packed row stands in which place, and back; on the processor.
struct Places {
    std::int64_t longestQuery{0}, longestKey{1};
    std::vector<std::int64_t> queryCounts, keyCounts; ///< [N]
    std::vector<std::int64_t> queries, keys; ///< [N · longest]: rows; behind the last of a sequence row 0
    std::vector<std::int64_t> outputs; ///< [queries]: where each one's place is
};

Places placesOf(const PackedSequences& sequences)
{
    Places places;
    const auto count = sequences.count();
    for (std::int64_t n = 0; n < count; ++n) {
        std::int64_t keys = 0;
        for (const auto& span : sequences.keys(n)) {
            keys += span.length;
        }
        places.queryCounts.push_back(sequences.queries(n).length);
        places.keyCounts.push_back(keys);
        places.longestQuery = std::max(places.longestQuery, places.queryCounts.back());
        places.longestKey = std::max(places.longestKey, keys);
    }
    places.queries.resize(static_cast<std::size_t>(count * places.longestQuery));
    places.keys.resize(static_cast<std::size_t>(count * places.longestKey));
    for (std::int64_t n = 0; n < count; ++n) {
        auto key = places.keys.begin() + n * places.longestKey;
        for (const auto& span : sequences.keys(n)) {
            for (std::int64_t i = 0; i < span.length; ++i) {
                *key++ = span.begin + i;
            }
        }
        const auto span = sequences.queries(n);
        for (std::int64_t i = 0; i < span.length; ++i) {
            const auto place = n * places.longestQuery + i;
            places.queries[static_cast<std::size_t>(place)] = span.begin + i;
            places.outputs.push_back(place);
        }
    }
    return places;
}

/// All of them in one copy to the device.
std::vector<at::Tensor> onDevice(std::initializer_list<const std::vector<std::int64_t>*> lists,
                                 at::Device device)
{
    std::vector<std::int64_t> sizes;
    std::int64_t sum = 0;
    for (const auto* list : lists) {
        sizes.push_back(static_cast<std::int64_t>(list->size()));
        sum += sizes.back();
    }
    const auto host = at::empty({sum}, at::kLong);
    auto* to = host.data_ptr<std::int64_t>();
    for (const auto* list : lists) {
        to = std::copy(list->begin(), list->end(), to);
    }
    return host.to(device).split_with_sizes(sizes);
}

/// Who sees whom. A place behind the last query sees something, too: of nothing there is no softmax. [N, 1,
/// Q, K] bool
at::Tensor seen(const Places& places, const at::Tensor& queryCounts, const at::Tensor& keyCounts,
                const AttentionShape& shape)
{
    const auto numbers = queryCounts.options();
    const auto keys = at::arange(places.longestKey, numbers).view({1, 1, 1, -1});
    auto visible = keys.lt(keyCounts.clamp_min(1).view({-1, 1, 1, 1}));
    if (!shape.causal && shape.window == 0) return visible;
    const auto queries = at::arange(places.longestQuery, numbers).view({1, 1, -1, 1});
    // The key that a query's own token has; behind the last query, that of the last.
    const auto own = (queries + (keyCounts - queryCounts).view({-1, 1, 1, 1}))
                         .minimum((keyCounts - 1).clamp_min(0).view({-1, 1, 1, 1}));
    if (shape.causal) visible = visible.logical_and(keys.le(own));
    if (shape.window > 0) visible = visible.logical_and(keys.sub(own).abs().lt(shape.window));
    return visible;
}

/// The seed of each row of probabilities, in the order of [N, heads, Q]; as maskOfRow() has it.
std::vector<std::uint32_t> seedsOf(const Places& places, std::int64_t heads, const Dropout& dropout)
{
    std::vector<std::uint32_t> seeds;
    const auto count = static_cast<std::int64_t>(places.queryCounts.size());
    for (std::int64_t n = 0; n < count; ++n) {
        for (std::int64_t head = 0; head < heads; ++head) {
            for (std::int64_t i = 0; i < places.longestQuery; ++i) {
                const auto row = places.queries[static_cast<std::size_t>(n * places.longestQuery + i)];
                seeds.push_back(
                    static_cast<std::uint32_t>(mixed((*dropout.keys)[static_cast<std::size_t>(row)],
                                                     dropout.site, static_cast<std::uint64_t>(head))));
            }
        }
    }
    return seeds;
}

} // namespace

at::Tensor attentionPadded(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const PackedSequences& sequences, const AttentionShape& shape,
                           const Dropout& dropout)
{
    const auto places = placesOf(sequences);
    if (places.outputs.empty()) return at::zeros(q.sizes(), q.options());
    const auto lists = onDevice(
        {&places.queries, &places.keys, &places.outputs, &places.queryCounts, &places.keyCounts}, q.device());
    const auto count = sequences.count();
    const auto heads
        = [&](const at::Tensor& rows, const at::Tensor& order, std::int64_t longest) { // [N, heads, ·, width]
              auto x = rows.index_select(0, order).view({count, longest, -1, shape.width}).transpose(1, 2);
              return x.size(1) == shape.heads ? x : x.repeat_interleave(shape.heads / shape.keyHeads, 1);
          };
    const auto queries = heads(q, lists[0], places.longestQuery);
    const auto keys = heads(k, lists[1], places.longestKey);
    const auto values = heads(v, lists[1], places.longestKey);
    // Where each token of a sequence asks, what stands behind it is not seen anyway: no mask, and the
    // quickest kernels.
    const bool isPlain = shape.causal && shape.isPlain(places.longestKey) && !dropout.isOn()
        && places.queryCounts == places.keyCounts;
    const auto mask = isPlain ? std::nullopt : std::optional{seen(places, lists[3], lists[4], shape)};
    at::Tensor o;
    if (dropout.isOn() || shape.cap > 0) {
        auto scores = at::matmul(queries, keys.transpose(2, 3)).to(sumTypeOf(q)).mul(shape.scale);
        if (shape.cap > 0) scores = scores.div(shape.cap).tanh().mul(shape.cap);
        auto p = at::softmax(
            scores.masked_fill(mask->logical_not(), -std::numeric_limits<double>::infinity()), 3);
        if (dropout.isOn()) {
            p = p
                * maskFactors(seedsOf(places, shape.heads, dropout), dropout.p, places.longestKey, q.device())
                      .view_as(p);
        }
        o = at::matmul(p.to(q.scalar_type()), values);
    } else {
        o = at::scaled_dot_product_attention(queries, keys, values, mask, 0, isPlain, shape.scale);
    }
    const auto packed
        = o.transpose(1, 2).reshape({count * places.longestQuery, q.size(1)}).index_select(0, lists[2]);
    const auto rest = q.size(0) - packed.size(0);
    return rest == 0 ? packed : at::cat({packed, at::zeros({rest, q.size(1)}, q.options())}, 0);
}

} // namespace luthier::nn
