// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/architecture.h"
#include "core/models/llama_outline.h"
#include "core/nn/decoder_block.h"
#include "core/nn/embedding.h"
#include "core/nn/linear.h"
#include "core/nn/nesting.h"
#include "core/nn/norms.h"
#include "core/nn/ops/attention.h"
#include "core/nn/ops/decoder_step.h"
#include "core/nn/ops/rope.h"
#include "core/nn/ops/swiglu.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/tensor.h>

namespace luthier::models {
namespace {

/// Llama: Touvron et al. 2023, arXiv:2302.13971. Its blocks: see nn::DecoderBlock.
class Llama final : public nn::Network {
public:
    explicit Llama(const LlamaShape& shape)
        : Network{"score", false}
        , m_shape{shape}
        , m_words{nn::nest(*this, "model.embed_tokens",
                           std::make_shared<nn::Embedding>(shape.vocabulary, shape.width))}
    {
        for (std::int64_t i = 0; i < shape.blocks; ++i) {
            m_blocks.push_back(block("model.layers." + std::to_string(i) + "."));
        }
        m_norm = norm("model.norm");
        if (!shape.tied) m_head = linear("lm_head", shape.width, shape.vocabulary, false);
        for (std::int64_t i = 0; i < shape.headWidth / 2; ++i) {
            m_frequencies.push_back(std::pow(
                shape.ropeBase, -2.0 * static_cast<double>(i) / static_cast<double>(shape.headWidth)));
        }
    }

    at::Tensor hidden(const nn::Packed& batch) override
    {
        growTable(batch);
        if (isOneTokenEach(batch) && hasStep(attentionShape()))
            return m_step->run(m_words->forward(batch.ids).to(at::kFloat), batch.positions, m_table,
                               *batch.caches);
        return m_norm->forward(prefix(batch, layers(), false).to(m_norm->weight.scalar_type()));
    }

    at::Tensor prefix(const nn::Packed& batch, std::int64_t blocks, bool onlyPooled) override
    {
        growTable(batch);
        const auto shape = attentionShape();
        auto x = batch.states.defined() ? batch.states : m_words->forward(batch.ids);
        if (batch.caches != nullptr && m_words->stored()) x = x.to(readingType());
        nn::DecoderPass pass{
            batch, m_table, shape, m_shape.dropout.attention, m_arenas.take(), remakesInBackward()};
        auto site = static_cast<std::uint32_t>(batch.fromBlock); // each place of dropout has its own
        const auto positions = batch.positions.to(x.device()); // once for all blocks
        for (auto i = static_cast<std::size_t>(batch.fromBlock); i < static_cast<std::size_t>(blocks); ++i) {
            const nn::DecoderBlock& b = m_blocks[i];
            if (nn::canRunByHand(b, x)) {
                if (batch.caches != nullptr) pass.caches = &(*batch.caches)[i];
                x = nn::decoderBlock(x, b, pass, ++site);
                continue;
            }
            if (b.q->stored() != nullptr) x = x.to(at::kFloat); // as op by op multiplies with them
            const auto n = b.inputNorm->forward(x);
            const auto q = nn::rope(b.q->forward(n, batch.keys), positions, m_table, m_shape.headWidth);
            const auto k = nn::rope(b.k->forward(n, batch.keys), positions, m_table, m_shape.headWidth);
            const auto v = b.v->forward(n, batch.keys);
            const auto seen = batch.caches == nullptr
                ? nn::attention(q, k, v, batch.borders, shape,
                                {m_shape.dropout.attention, ++site, batch.keys}, {}, batch.parents)
                : overCache(batch, i, q, k, v, shape);
            x = x + b.o->forward(seen, batch.keys);
            const auto m = b.mlpNorm->forward(x);
            x = x
                + b.down->forward(nn::swiglu(b.gate->forward(m, batch.keys), b.up->forward(m, batch.keys)),
                                  batch.keys);
        }
        return onlyPooled ? x.index_select(0, lasts(batch)) : x;
    }

    at::Tensor pooled(const nn::Packed& batch) override
    {
        if (batch.fromBlock == layers()) return m_norm->forward(batch.states); // one row a sample
        return hidden(batch).index_select(0, lasts(batch));
    }

    at::Tensor vocabulary() const override { return m_head ? m_head->weight : m_words->weight; }
    nn::Embedding& words() override { return *m_words; }
    bool wordsAreTied() const override { return m_shape.tied; }
    std::int64_t width() const override { return m_shape.width; }
    std::int64_t layers() const override { return m_shape.blocks; }
    std::int64_t keyValueWidth() const override { return m_shape.keyHeads * m_shape.headWidth; }
    nn::DropoutRates& dropout() override { return m_shape.dropout; }
    bool isCausal() const override { return true; }
    void beginWriting() override { m_isWriting = true; }
    void endWriting() override
    {
        m_isWriting = false;
        if (std::ranges::all_of(m_blocks, [](const nn::DecoderBlock& b) { return b.q->stored() != nullptr; }))
            return;
        m_step.reset(); // made of weights that may change now
        m_stepOf.clear();
    }

private:
    nn::AttentionShape attentionShape() const
    {
        return {m_shape.heads, m_shape.keyHeads, m_shape.headWidth,
                1 / std::sqrt(static_cast<double>(m_shape.headWidth)), true};
    }

    /// The last row of each sample: which, where the network is.
    at::Tensor lasts(const nn::Packed& batch) const
    {
        std::vector<std::int64_t> rows;
        for (std::size_t b = 1; b < batch.borders.size(); ++b) {
            rows.push_back(batch.borders[b] - 1);
        }
        return at::tensor(rows).to(m_words->weight.device());
    }

    std::shared_ptr<nn::Linear> linear(const std::string& name, std::int64_t in, std::int64_t out, bool bias)
    {
        return nn::nest(*this, name, std::make_shared<nn::Linear>(in, out, bias));
    }
    std::shared_ptr<nn::RmsNorm> norm(const std::string& name)
    {
        return nn::nest(*this, name, std::make_shared<nn::RmsNorm>(m_shape.width, m_shape.epsilon));
    }
    nn::DecoderBlock block(const std::string& prefix)
    {
        const auto d = m_shape.width;
        const auto all = m_shape.heads * m_shape.headWidth;
        const auto keys = m_shape.keyHeads * m_shape.headWidth;
        const bool bias = m_shape.attentionBias;
        nn::DecoderBlock b;
        b.q = linear(prefix + "self_attn.q_proj", d, all, bias);
        b.k = linear(prefix + "self_attn.k_proj", d, keys, bias);
        b.v = linear(prefix + "self_attn.v_proj", d, keys, bias);
        b.o = linear(prefix + "self_attn.o_proj", all, d, bias);
        b.gate = linear(prefix + "mlp.gate_proj", d, m_shape.mlpWidth, m_shape.mlpBias);
        b.up = linear(prefix + "mlp.up_proj", d, m_shape.mlpWidth, m_shape.mlpBias);
        b.down = linear(prefix + "mlp.down_proj", m_shape.mlpWidth, d, m_shape.mlpBias);
        b.inputNorm = norm(prefix + "input_layernorm");
        b.mlpNorm = norm(prefix + "post_attention_layernorm");
        return b;
    }

    /// Angles up to the longest position that occurred, doubled when that is not enough.
    void growTable(const nn::Packed& batch)
    {
        const auto needed = batch.longest();
        const auto has = m_table.cosine.defined() ? m_table.cosine.size(0) : 0;
        if (needed <= has) return;
        m_table = nn::ropeTable(m_frequencies, std::max<std::int64_t>(256, 2 * needed));
        m_table.cosine = m_table.cosine.to(m_words->weight.device());
        m_table.sine = m_table.sine.to(m_words->weight.device());
    }

    static at::Tensor overCache(const nn::Packed& batch, std::size_t layer, const at::Tensor& q,
                                const at::Tensor& k, const at::Tensor& v, const nn::AttentionShape& shape)
    {
        std::vector<const nn::KeyValues*> caches;
        auto& layerCaches = (*batch.caches)[layer];
        for (std::size_t b = 0; b + 1 < batch.borders.size(); ++b) {
            auto& cache = layerCaches[b];
            const auto begin = batch.borders[b];
            const auto count = batch.borders[b + 1] - begin;
            cache.k.narrow(0, cache.length, count).copy_(k.narrow(0, begin, count));
            cache.v.narrow(0, cache.length, count).copy_(v.narrow(0, begin, count));
            cache.length += count;
            caches.push_back(&cache);
        }
        const auto type = layerCaches.front().k.scalar_type();
        return nn::attentionOver(q.to(type), caches, batch.borders, shape).to(q.scalar_type());
    }

    bool isOneTokenEach(const nn::Packed& batch) const
    {
        return batch.caches != nullptr && batch.ids.size(0) == batch.samples()
            && batch.ids.size(0) <= nn::kFewRows && m_words->weight.is_cpu() && !at::GradMode::is_enabled()
            && !is_training();
    }

    /// The quick way for one token of each text: where all weights are stored, or stay as they are for many
    /// tokens, and each adapter is low-rank.
    bool hasStep(const nn::AttentionShape& shape)
    {
        std::vector<const void*> madeOf;
        bool isPossible = true;
        std::vector<nn::StepBlock> blocks;
        const auto exact
            = [](const at::Tensor& t) { return t.defined() ? t.to(at::kFloat).contiguous() : t; };
        for (const nn::DecoderBlock& b : m_blocks) {
            for (const auto* layer : {&b.q, &b.k, &b.v, &b.o, &b.gate, &b.up, &b.down}) {
                madeOf.push_back((*layer)->stored().get());
                madeOf.push_back((*layer)->activeAdapter());
                isPossible = isPossible && (m_isWriting || (*layer)->stored());
            }
        }
        if (!isPossible || madeOf == m_stepOf) return isPossible && m_step;
        m_stepOf = std::move(madeOf);
        m_step.reset();
        const auto layer = [&](const nn::Linear& from) {
            nn::StepLayer made{from.readable(), exact(from.bias)};
            if (from.activeAdapter() != nullptr) made.adapter = from.activeAdapter()->lowRank();
            if (made.adapter)
                made.adapter = {exact(made.adapter->a), exact(made.adapter->b), made.adapter->scale, 0};
            isPossible = isPossible && made.weights && (from.activeAdapter() == nullptr || made.adapter);
            return made;
        };
        for (const nn::DecoderBlock& b : m_blocks) {
            blocks.push_back({exact(b.inputNorm->weight), exact(b.mlpNorm->weight), layer(*b.q), layer(*b.k),
                              layer(*b.v), layer(*b.o), layer(*b.gate), layer(*b.up), layer(*b.down)});
        }
        if (isPossible) {
            m_step = std::make_unique<nn::DecoderStep>(std::move(blocks), exact(m_norm->weight), shape,
                                                       m_shape.epsilon);
        }
        return isPossible;
    }

    LlamaShape m_shape;
    std::shared_ptr<nn::Embedding> m_words;
    std::vector<nn::DecoderBlock> m_blocks;
    std::shared_ptr<nn::RmsNorm> m_norm;
    std::shared_ptr<nn::Linear> m_head; ///< null where tied
    std::vector<double> m_frequencies;
    nn::RopeTable m_table;
    nn::Arenas m_arenas;
    std::unique_ptr<nn::DecoderStep> m_step; ///< of the layers in m_stepOf; null where they have none
    std::vector<const void*> m_stepOf;
    bool m_isWriting{false};
};

std::shared_ptr<nn::Network> build(const Json& config)
{
    const auto shape = llamaShape(config);
    LUTHIER_ASSERT(shape.has_value());
    return std::make_shared<Llama>(*shape);
}

} // namespace

const Architecture& llama();

const Architecture& llama()
{
    static const Architecture self{
        .entry = {.name = "llama",
                  .title = QT_TRANSLATE_NOOP("core", "Llama"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2302.13971"},
        .modelType = "llama",
        .ggufName = "llama",
        .outline = &llamaOutline,
        .build = &build,
        .configOfGguf = &llamaConfigOfGguf,
        .ggufNameOf = &llamaGgufName};
    return self;
}

} // namespace luthier::models
