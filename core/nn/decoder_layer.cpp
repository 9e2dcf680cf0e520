// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/decoder_layer.h"

#include "core/nn/nesting.h"
#include "core/nn/ops/swiglu.h"

#include <tuple>

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/silu.h>

namespace luthier::nn {
namespace {

using Activation = DecoderShape::Activation;

/// Parts of block `index`, by their names in it; no name, no part.
class Parts {
public:
    Parts(torch::nn::Module& root, const DecoderShape& shape, std::int64_t index)
        : m_root{root}
        , m_shape{shape}
        , m_prefix{shape.names.blocks + std::to_string(index) + "."}
    {
    }
    std::shared_ptr<Linear> linear(const std::string& name, std::int64_t in, std::int64_t out,
                                   bool bias) const
    {
        return name.empty() ? nullptr
                            : nest(m_root, m_prefix + name, std::make_shared<Linear>(in, out, bias));
    }
    std::shared_ptr<Norm> norm(const std::string& name, std::int64_t width) const
    {
        return decoderNorm(m_root, name.empty() ? name : m_prefix + name, m_shape, width);
    }

private:
    torch::nn::Module& m_root;
    const DecoderShape& m_shape;
    std::string m_prefix;
};

struct Heads {
    at::Tensor q, k, v; ///< [T, heads · width], [T, key heads · width]
};

Heads headsOf(const at::Tensor& n, const DecoderLayer& layer, const DecoderShape& shape,
              const TokenKeys& keys)
{
    if (!layer.qkv) return {layer.q->forward(n, keys), layer.k->forward(n, keys), layer.v->forward(n, keys)};
    const auto all = layer.qkv->forward(n, keys);
    const auto queries = shape.heads * shape.headWidth;
    const auto others = shape.keyHeads * shape.headWidth;
    if (shape.fusion == DecoderShape::Fusion::Rows) {
        return {all.narrow(1, 0, queries), all.narrow(1, queries, others),
                all.narrow(1, queries + others, others)};
    }
    const auto group = shape.heads / shape.keyHeads;
    const auto grouped = all.view({all.size(0), shape.keyHeads, group + 2, shape.headWidth});
    const auto part = [&](std::int64_t from, std::int64_t count) {
        return grouped.narrow(2, from, count).reshape({all.size(0), -1});
    };
    return {part(0, group), part(group, 1), part(group + 1, 1)};
}

/// Each head by itself, or all in one.
at::Tensor normed(const at::Tensor& x, const std::shared_ptr<Norm>& norm, const DecoderShape& shape)
{
    if (!norm) return x;
    if (shape.queryKeyNorm == DecoderShape::QueryKeyNorm::All) return norm->normed(x.contiguous());
    return norm->normed(x.reshape({-1, shape.headWidth})).view({x.size(0), x.size(1)});
}

/// New tokens' keys and values go into the caches; then all that is there is looked at.
at::Tensor overCache(const Heads& heads, const LayerPass& pass)
{
    const auto& borders = pass.batch.borders;
    std::vector<const KeyValues*> seen;
    for (std::size_t b = 0; b + 1 < borders.size(); ++b) {
        auto& cache = (*pass.caches)[b];
        const auto begin = borders[b];
        const auto count = borders[b + 1] - begin;
        cache.k.narrow(0, cache.length, count).copy_(heads.k.narrow(0, begin, count));
        cache.v.narrow(0, cache.length, count).copy_(heads.v.narrow(0, begin, count));
        cache.length += count;
        seen.push_back(&cache);
    }
    const auto type = pass.caches->front().k.scalar_type();
    return attentionOver(heads.q.to(type), seen, borders, pass.attention).to(heads.q.scalar_type());
}

at::Tensor activated(const at::Tensor& x, Activation activation)
{
    switch (activation) {
    case Activation::Silu:
        return at::silu(x);
    case Activation::Relu:
        return at::relu(x);
    case Activation::Gelu:
        return at::gelu(x, "none");
    case Activation::GeluTanh:
        break;
    }
    return at::gelu(x, "tanh");
}

at::Tensor feedForward(const at::Tensor& m, const DecoderLayer& layer, const DecoderShape& shape,
                       const TokenKeys& keys)
{
    if (!layer.gate && !layer.gateUp)
        return layer.down->forward(activated(layer.up->forward(m, keys), shape.activation), keys);
    at::Tensor gate;
    at::Tensor up;
    if (layer.gateUp) {
        const auto both = layer.gateUp->forward(m, keys);
        gate = both.narrow(1, 0, shape.mlpWidth).contiguous();
        up = both.narrow(1, shape.mlpWidth, shape.mlpWidth).contiguous();
    } else {
        gate = layer.gate->forward(m, keys);
        up = layer.up->forward(m, keys);
    }
    const auto product
        = shape.activation == Activation::Silu ? swiglu(gate, up) : activated(gate, shape.activation) * up;
    return layer.down->forward(product, keys);
}

} // namespace

std::shared_ptr<Norm> decoderNorm(torch::nn::Module& root, const std::string& name, const DecoderShape& shape,
                                  std::int64_t width)
{
    if (name.empty()) return nullptr;
    if (shape.norm == DecoderShape::Norm::Layer)
        return nest(root, name, std::make_shared<LayerNorm>(width, shape.epsilon, shape.normBias));
    const bool plusOne = shape.norm == DecoderShape::Norm::RmsPlusOne;
    return nest(root, name, std::make_shared<RmsNorm>(width, shape.epsilon, plusOne));
}

/// Norms of RMS before each half, q, k and v each a layer, and a SiLU gate.
bool isKnownByHand(const DecoderShape& shape)
{
    const auto& names = shape.names;
    const bool hasItsNorms = !names.inputNorm.empty() && !names.mlpNorm.empty()
        && names.attentionOutNorm.empty() && names.mlpOutNorm.empty() && names.qNorm.empty();
    return shape.norm == DecoderShape::Norm::Rms && hasItsNorms && !names.q.empty() && !names.gate.empty()
        && !shape.parallel && shape.causal && shape.firstNorm && shape.activation == Activation::Silu
        && shape.residualFactor == 1 && shape.cap == 0;
}

DecoderLayer decoderLayer(torch::nn::Module& root, const DecoderShape& shape, std::int64_t index)
{
    const Parts parts{root, shape, index};
    const auto& names = shape.names;
    const auto d = shape.width;
    const auto f = shape.mlpWidth;
    const auto queries = shape.heads * shape.headWidth;
    const auto keys = shape.keyHeads * shape.headWidth;
    const bool eachHead = shape.queryKeyNorm == DecoderShape::QueryKeyNorm::Head;
    DecoderLayer layer;
    layer.q = parts.linear(names.q, d, queries, shape.qkvBias);
    layer.k = parts.linear(names.k, d, keys, shape.qkvBias);
    layer.v = parts.linear(names.v, d, keys, shape.qkvBias);
    layer.qkv = parts.linear(names.qkv, d, queries + 2 * keys, shape.qkvBias);
    layer.qNorm = parts.norm(names.qNorm, eachHead ? shape.headWidth : queries);
    layer.kNorm = parts.norm(names.kNorm, eachHead ? shape.headWidth : keys);
    layer.o = parts.linear(names.o, queries, d, shape.outputBias);
    layer.gate = parts.linear(names.gate, d, f, shape.mlpBias);
    layer.up = parts.linear(names.up, d, f, shape.mlpBias);
    layer.gateUp = parts.linear(names.gateUp, d, 2 * f, shape.mlpBias);
    layer.down = parts.linear(names.down, f, d, shape.mlpBias);
    layer.inputNorm = parts.norm(index > 0 || shape.firstNorm ? names.inputNorm : "", d);
    layer.mlpNorm = parts.norm(names.mlpNorm, d);
    layer.attentionOutNorm = parts.norm(names.attentionOutNorm, d);
    layer.mlpOutNorm = parts.norm(names.mlpOutNorm, d);
    if (isKnownByHand(shape)) {
        layer.byHand = DecoderBlock{std::dynamic_pointer_cast<RmsNorm>(layer.inputNorm),
                                    std::dynamic_pointer_cast<RmsNorm>(layer.mlpNorm),
                                    layer.q,
                                    layer.k,
                                    layer.v,
                                    layer.o,
                                    layer.gate,
                                    layer.up,
                                    layer.down};
    }
    return layer;
}

at::Tensor runLayer(const at::Tensor& x, const DecoderLayer& layer, const DecoderShape& shape,
                    const LayerPass& pass)
{
    const auto& keys = pass.batch.keys;
    const auto normOr = [](const std::shared_ptr<Norm>& norm, const at::Tensor& from) {
        return norm ? norm->normed(from) : from;
    };
    const auto added = [&](const at::Tensor& to, const at::Tensor& half, std::uint32_t site) {
        const auto left = dropped(half, {shape.dropout.hidden, site, keys});
        return shape.residualFactor == 1 ? to + left : to + left * shape.residualFactor;
    };
    const auto n = normOr(layer.inputNorm, x);
    auto heads = headsOf(n, layer, shape, keys);
    heads.q = normed(heads.q, layer.qNorm, shape);
    heads.k = normed(heads.k, layer.kNorm, shape);
    if (pass.table != nullptr) {
        heads.q = rope(heads.q, pass.positions, *pass.table, shape.headWidth);
        heads.k = rope(heads.k, pass.positions, *pass.table, shape.headWidth);
    }
    const auto seen = pass.caches != nullptr
        ? overCache(heads, pass)
        : attention(heads.q, heads.k, heads.v, pass.batch.borders, pass.attention,
                    {shape.dropout.attention, pass.attentionSite, keys}, {}, pass.batch.parents);
    const auto middle
        = added(x, normOr(layer.attentionOutNorm, layer.o->forward(seen, keys)), pass.hiddenSite);
    const auto m = shape.parallel && !layer.mlpNorm ? n : normOr(layer.mlpNorm, shape.parallel ? x : middle);
    return added(middle, normOr(layer.mlpOutNorm, feedForward(m, layer, shape, keys)), pass.hiddenSite + 1);
}

} // namespace luthier::nn
