// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/decoder.h"

#include "core/nn/nesting.h"

#include <algorithm>
#include <array>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/tensor.h>

namespace luthier::nn {
namespace {

/// Each place of dropout has a number of its own: attention of block i has i + 1, as long as there were
/// decoders here; the others stand far behind.
constexpr std::uint32_t kHiddenSites = 1U << 15U;

std::array<std::shared_ptr<Linear>, 7> linearsOf(const DecoderBlock& block)
{
    return {block.q, block.k, block.v, block.o, block.gate, block.up, block.down};
}

/// What turns nothing, for blocks by hand without positions.
const RopeTable& stillTable()
{
    static const RopeTable table{at::empty({1, 0}), at::empty({1, 0}), 0};
    return table;
}

} // namespace

Decoder::Decoder(DecoderShape shape)
    : Network{shape.names.classifier, shape.classifierBias}
    , m_shape{std::move(shape)}
    , m_words{
          nest(*this, m_shape.names.words, std::make_shared<Embedding>(m_shape.vocabulary, m_shape.width))}
{
    const auto& names = m_shape.names;
    if (m_shape.positions > 0) {
        m_positions
            = nest(*this, names.positions, std::make_shared<Embedding>(m_shape.positions, m_shape.width));
    }
    m_wordNorm = decoderNorm(*this, names.wordNorm, m_shape, m_shape.width);
    for (std::int64_t i = 0; i < m_shape.blocks; ++i) {
        m_layers.push_back(decoderLayer(*this, m_shape, i));
    }
    m_norm = decoderNorm(*this, names.lastNorm, m_shape, m_shape.width);
    if (!m_shape.tied) {
        m_head = nest(*this, names.head,
                      std::make_shared<Linear>(m_shape.width, m_shape.vocabulary, m_shape.headBias));
    }
    for (const Rotary& rotary : m_shape.rotaries) {
        m_tables.emplace_back(rotary);
    }
}

at::Tensor Decoder::hidden(const Packed& batch)
{
    if (isOneTokenEach(batch) && hasStep(batch.longest())) {
        return m_step->run(embedded(batch).to(at::kFloat), batch.positions, *tableOf(0, batch.longest()),
                           *batch.caches);
    }
    const auto x = prefix(batch, layers(), false);
    return m_norm->normed(x.to(m_norm->parameters().front().scalar_type()));
}

at::Tensor Decoder::prefix(const Packed& batch, std::int64_t blocks, bool onlyPooled)
{
    auto x = batch.states.defined() ? batch.states : embedded(batch);
    if (batch.caches != nullptr && m_words->stored()) x = x.to(readingType());
    const auto longest = batch.longest();
    const auto arena = m_arenas.take();
    const auto positions = batch.positions.to(x.device()); // once for all blocks
    for (auto i = batch.fromBlock; i < blocks; ++i) {
        const DecoderLayer& layer = m_layers[static_cast<std::size_t>(i)];
        const auto site = static_cast<std::uint32_t>(i + 1);
        const auto* const table = tableOf(i, longest);
        auto* const caches
            = batch.caches == nullptr ? nullptr : &(*batch.caches)[static_cast<std::size_t>(i)];
        if (runsByHand(i, x, batch, longest)) {
            const DecoderPass pass{batch,          table == nullptr ? stillTable() : *table,
                                   attentionOf(i), m_shape.dropout.attention,
                                   arena,          remakesInBackward(),
                                   caches};
            x = decoderBlock(x, *layer.byHand, pass, site);
            continue;
        }
        if (layer.o->stored() != nullptr) x = x.to(at::kFloat); // as op by op multiplies with them
        x = runLayer(x, layer, m_shape,
                     {batch, attentionOf(i), table, positions, caches, site, kHiddenSites + 2 * site});
    }
    return onlyPooled ? x.index_select(0, lasts(batch)) : x;
}

at::Tensor Decoder::pooled(const Packed& batch)
{
    if (batch.fromBlock == layers()) return m_norm->normed(batch.states); // one row a sample
    return hidden(batch).index_select(0, lasts(batch));
}

LogitForm Decoder::logitForm() const
{
    auto form = m_shape.logits;
    if (m_head) form.bias = m_head->bias;
    return form;
}

void Decoder::endWriting()
{
    m_isWriting = false;
    if (std::ranges::all_of(m_layers, [](const DecoderLayer& l) { return l.o->stored() != nullptr; })) return;
    m_step.reset(); // made of weights that may change now
    m_stepOf.clear();
}

at::Tensor Decoder::embedded(const Packed& batch) const
{
    auto x = m_words->forward(batch.ids);
    if (m_positions) x = x + m_positions->forward(batch.positions);
    if (m_wordNorm) x = m_wordNorm->normed(x);
    // The Python stack rounds the factor to the type it computes in.
    if (m_shape.wordFactor != 1)
        x = x * at::scalar_tensor(m_shape.wordFactor, x.options().dtype(x.scalar_type()));
    return dropped(x, {m_shape.dropout.hidden, kHiddenSites, batch.keys});
}

AttentionShape Decoder::attentionOf(std::int64_t block) const
{
    return {m_shape.heads, m_shape.keyHeads, m_shape.headWidth,
            m_shape.scale, m_shape.causal,   m_shape.layers[static_cast<std::size_t>(block)].window,
            m_shape.cap};
}

const RopeTable* Decoder::tableOf(std::int64_t block, std::int64_t longest)
{
    const auto which = m_shape.layers[static_cast<std::size_t>(block)].rotary;
    if (which < 0) return nullptr;
    auto& table = m_tables[static_cast<std::size_t>(which)];
    return table.turns() ? &table.upTo(longest, m_words->weight.device()) : nullptr;
}

bool Decoder::runsByHand(std::int64_t block, const at::Tensor& x, const Packed& batch,
                         std::int64_t longest) const
{
    const auto& layer = m_layers[static_cast<std::size_t>(block)];
    const bool drops = m_shape.dropout.hidden > 0 && batch.keys;
    return layer.byHand && !drops && attentionOf(block).isPlain(longest) && canRunByHand(*layer.byHand, x);
}

/// The last row of each sample: which, where the network is.
at::Tensor Decoder::lasts(const Packed& batch) const
{
    std::vector<std::int64_t> rows;
    for (std::size_t b = 1; b < batch.borders.size(); ++b) {
        rows.push_back(batch.borders[b] - 1);
    }
    return at::tensor(rows).to(m_words->weight.device());
}

bool Decoder::isOneTokenEach(const Packed& batch) const
{
    return batch.caches != nullptr && batch.ids.size(0) == batch.samples() && batch.ids.size(0) <= kFewRows
        && m_words->weight.is_cpu() && !at::GradMode::is_enabled() && !is_training();
}

/// The quick way for one token of each text: where all blocks are of the kind that is known by hand and turn
/// alike, all weights are stored, or stay as they are for many tokens, and each adapter is low-rank.
bool Decoder::hasStep(std::int64_t longest)
{
    std::vector<const void*> madeOf;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto block = static_cast<std::int64_t>(i);
        if (!m_layers[i].byHand || !attentionOf(block).isPlain(longest)
            || m_shape.layers[i].rotary != m_shape.layers.front().rotary
            || tableOf(block, longest) == nullptr)
            return false;
        for (const auto& layer : linearsOf(*m_layers[i].byHand)) {
            if (!m_isWriting && !layer->stored()) return false;
            madeOf.push_back(layer->stored().get());
            madeOf.push_back(layer->activeAdapter());
        }
    }
    if (madeOf != m_stepOf) {
        m_stepOf = std::move(madeOf);
        makeStep();
    }
    return m_step != nullptr;
}

void Decoder::makeStep()
{
    m_step.reset();
    bool isPossible = true;
    const auto exact = [](const at::Tensor& t) { return t.defined() ? t.to(at::kFloat).contiguous() : t; };
    const auto made = [&](const Linear& from) {
        StepLayer layer{from.readable(), exact(from.bias)};
        if (from.activeAdapter() != nullptr) layer.adapter = from.activeAdapter()->lowRank();
        if (layer.adapter)
            layer.adapter = {exact(layer.adapter->a), exact(layer.adapter->b), layer.adapter->scale, 0};
        isPossible = isPossible && layer.weights && (from.activeAdapter() == nullptr || layer.adapter);
        return layer;
    };
    std::vector<StepBlock> blocks;
    for (const DecoderLayer& layer : m_layers) {
        const DecoderBlock& b = *layer.byHand;
        blocks.push_back({exact(b.inputNorm->weight), exact(b.mlpNorm->weight), made(*b.q), made(*b.k),
                          made(*b.v), made(*b.o), made(*b.gate), made(*b.up), made(*b.down)});
    }
    const auto* const last = dynamic_cast<const RmsNorm*>(m_norm.get());
    if (!isPossible || last == nullptr) return;
    m_step = std::make_unique<DecoderStep>(std::move(blocks), exact(last->weight), attentionOf(0),
                                           m_shape.epsilon);
}

} // namespace luthier::nn
