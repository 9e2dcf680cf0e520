// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/encoder.h"

#include "core/nn/nesting.h"
#include "core/nn/relative_scores.h"

#include <cmath>
#include <numeric>
#include <tuple>

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/tensor.h>

namespace luthier::nn {
namespace {

/// The first row of each sample, [B, d], and its key.
std::pair<at::Tensor, TokenKeys> firstTokens(const Packed& batch, const at::Tensor& x)
{
    const std::vector<std::int64_t> firsts(batch.borders.begin(), batch.borders.end() - 1);
    const auto rows = x.index_select(0, at::tensor(firsts).to(x.device()));
    if (!batch.keys) return {rows, nullptr};
    std::vector<std::uint64_t> keys;
    for (const auto row : firsts) {
        keys.push_back((*batch.keys)[static_cast<std::size_t>(row)]);
    }
    return {rows, std::make_shared<const std::vector<std::uint64_t>>(std::move(keys))};
}

} // namespace

Encoder::Encoder(EncoderShape shape)
    : Network{shape.names.classifier, true}
    , m_shape{std::move(shape)}
{
    const auto& names = m_shape.names;
    const auto d = m_shape.width;
    const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
        return name.empty() ? nullptr : nest(*this, name, std::make_shared<Linear>(in, out, true));
    };
    const auto table = [&](const std::string& name, std::int64_t rows, std::int64_t width) {
        return name.empty() ? nullptr : nest(*this, name, std::make_shared<Embedding>(rows, width));
    };
    const auto norm = [&](const std::string& name, std::int64_t width) {
        return name.empty() ? nullptr
                            : nest(*this, name, std::make_shared<LayerNorm>(width, m_shape.epsilon));
    };
    m_words = table(names.words, m_shape.vocabulary, m_shape.wordWidth);
    m_positions = table(names.positions, m_shape.positions, m_shape.wordWidth);
    m_types = table(names.types, m_shape.types, m_shape.wordWidth);
    m_norm = norm(names.wordNorm, m_shape.wordWidth);
    m_projection = linear(names.projection, m_shape.wordWidth, d);
    const bool isBias = m_shape.relative == EncoderShape::Relative::Bias;
    m_relative = table(names.relative, m_shape.relativeRows, isBias ? m_shape.heads : d);
    m_relativeNorm = norm(names.relativeNorm, d);
    for (std::int64_t i = 0; i < m_shape.ownBlocks; ++i) {
        const auto prefix = names.blocks + std::to_string(i) + ".";
        m_blocks.push_back({.query = linear(prefix + names.query, d, d),
                            .key = linear(prefix + names.key, d, d),
                            .value = linear(prefix + names.value, d, d),
                            .output = linear(prefix + names.output, d, d),
                            .up = linear(prefix + names.up, d, m_shape.mlpWidth),
                            .down = linear(prefix + names.down, m_shape.mlpWidth, d),
                            .attentionNorm = norm(prefix + names.attentionNorm, d),
                            .outputNorm = norm(prefix + names.outputNorm, d)});
    }
    m_pooler = linear(names.pooler, d, d);
}

at::Tensor Encoder::pooled(const Packed& batch)
{
    const auto first = m_pooler->forward(encoded(batch, true, layers()));
    switch (m_shape.poolerBend) {
    case EncoderShape::PoolerBend::Relu:
        return at::relu(first);
    case EncoderShape::PoolerBend::Gelu:
        return at::gelu(first);
    case EncoderShape::PoolerBend::Tanh:
        break;
    }
    return at::tanh(first);
}

at::Tensor Encoder::embedded(const Packed& batch) const
{
    auto sum = m_words->forward(batch.ids);
    if (m_positions) {
        const auto places
            = m_shape.firstPosition == 0 ? batch.positions : batch.positions + m_shape.firstPosition;
        sum = sum + m_positions->forward(places);
    }
    if (m_types) sum = sum + m_types->forward(batch.types);
    const auto x = dropped(m_norm->normed(sum), {m_shape.dropout.hidden, 0, batch.keys});
    return m_projection ? m_projection->forward(x, batch.keys) : x;
}

AttentionShape Encoder::attentionShape() const
{
    const auto width = m_shape.width / m_shape.heads;
    const bool looksThrice
        = m_shape.relative == EncoderShape::Relative::Disentangled; // at words and at both places
    return {m_shape.heads, m_shape.heads, width,
            1 / std::sqrt(static_cast<double>(looksThrice ? 3 * width : width)), false};
}

at::Tensor Encoder::attended(const EncoderBlock& block, const at::Tensor& asking, const at::Tensor& x,
                             const Packed& batch, const std::vector<std::int32_t>& queryBorders,
                             const Dropout& dropout, const TokenKeys& askingKeys) const
{
    const auto shape = attentionShape();
    const auto q = block.query->forward(asking, askingKeys);
    const auto k = block.key->forward(x, batch.keys);
    const auto v = block.value->forward(x, batch.keys);
    if (m_shape.relative == EncoderShape::Relative::None)
        return attention(q, k, v, batch.borders, shape, dropout, queryBorders);
    if (m_shape.relative == EncoderShape::Relative::Bias)
        return attentionWith(distanceBias(m_relative->weight), q, k, v, batch.borders, shape, dropout);
    const auto places = m_relativeNorm ? m_relativeNorm->normed(m_relative->weight) : m_relative->weight;
    return attentionWith(disentangled(block.query->forward(places), block.key->forward(places), shape,
                                      m_shape.relativeRows / 2, m_shape.relativeReach),
                         q, k, v, batch.borders, shape, dropout);
}

/// The state of every token behind the `blocks` lowest blocks, or of the first token of each sample only:
/// then the last block computes keys and values for all rows, and the rest for those. The masks are the same
/// either way.
at::Tensor Encoder::encoded(const Packed& batch, bool onlyFirst, std::int64_t blocks)
{
    auto x = batch.states.defined() ? batch.states : embedded(batch);
    const EncoderPass pass{batch,        attentionShape(), m_shape.dropout,
                           m_shape.bend, m_arenas.take(),  remakesInBackward()};
    // Each place where dropout happens has its own number, three to a block.
    auto site = static_cast<std::uint32_t>(3 * batch.fromBlock);
    auto asking = x; // the rows that go on
    auto keys = batch.keys;
    std::vector<std::int32_t> queryBorders;
    const bool isPlain = m_shape.relative == EncoderShape::Relative::None;
    for (auto i = batch.fromBlock; i < blocks; ++i) {
        const EncoderBlock& b = m_blocks[static_cast<std::size_t>(i * m_shape.ownBlocks / m_shape.blocks)];
        const bool isLast = i + 1 == layers();
        if (isPlain && canRunByHand(b, x)) {
            const std::vector<std::int32_t> firsts{batch.borders.begin(), batch.borders.end() - 1};
            x = encoderBlock(x, b, pass, site + 1,
                             onlyFirst && isLast ? firsts : std::vector<std::int32_t>{});
            site += 3;
            asking = x;
            continue;
        }
        if (onlyFirst && isLast && isPlain) {
            std::tie(asking, keys) = firstTokens(batch, x);
            queryBorders.resize(batch.borders.size());
            std::iota(queryBorders.begin(), queryBorders.end(), 0);
        }
        const Dropout inAttention{m_shape.dropout.attention, ++site, keys};
        const Dropout drop{m_shape.dropout.hidden, 0, keys};
        const auto seen = attended(b, asking, x, batch, queryBorders, inAttention, keys);
        x = b.attentionNorm->forward(b.output->forward(seen, keys), asking, drop.at(++site));
        const auto middle = activated(b.up->forward(x, keys));
        x = b.outputNorm->forward(b.down->forward(middle, keys), x, drop.at(++site));
        asking = x;
    }
    return onlyFirst && !isPlain && batch.fromBlock < blocks ? firstTokens(batch, x).first : x;
}

at::Tensor Encoder::activated(const at::Tensor& x) const
{
    if (m_shape.bend == Bend::Relu) return at::relu(x);
    return at::gelu(x, m_shape.bend == Bend::Gelu ? "none" : "tanh");
}

} // namespace luthier::nn
