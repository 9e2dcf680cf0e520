// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/architecture.h"
#include "core/models/config_reader.h"
#include "core/nn/embedding.h"
#include "core/nn/linear.h"
#include "core/nn/nesting.h"
#include "core/nn/norms.h"
#include "core/nn/ops/attention.h"
#include "core/nn/ops/rope.h"
#include "core/nn/ops/swiglu.h"

#include <array>
#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/tensor.h>

namespace luthier::models {
namespace {

/// What a Llama config.json says.
struct Shape {
    std::int64_t width, blocks, heads, keyHeads, headWidth, mlpWidth, vocabulary, context;
    double epsilon, ropeBase;
    bool tied, attentionBias, mlpBias;
    nn::DropoutRates dropout;
};

/// The base of the rotary frequencies, from the old and the new spelling. Scaled variants are refused by
/// name.
double ropeBaseOf(const Json& config, ConfigReader& read)
{
    double base = read.number("rope_theta", 10'000);
    for (const auto* key : {"rope_parameters", "rope_scaling"}) {
        const auto found = config.find(key);
        if (found == config.end() || found->is_null()) continue;
        if (!found->is_object()) {
            read.fault(ErrorCode::WrongType, key,
                       Text{QT_TRANSLATE_NOOP("core", "'%1' holds no settings"), key});
            continue;
        }
        for (const auto* name : {"rope_type", "type"}) {
            const auto type = found->find(name);
            if (type == found->end() || *type == "default") continue;
            read.fault(ErrorCode::Unsupported, key,
                       Text{QT_TRANSLATE_NOOP("core", "rotary scaling '%1' is not known here yet"),
                            type->is_string() ? type->get<std::string>() : type->dump()});
        }
        if (found->contains("rope_theta") && (*found)["rope_theta"].is_number()) {
            base = (*found)["rope_theta"].get<double>();
        }
    }
    return base;
}

Expected<Shape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    Shape shape{.width = read.size("hidden_size"),
                .blocks = read.size("num_hidden_layers"),
                .heads = read.size("num_attention_heads"),
                .keyHeads = 0,
                .headWidth = 0,
                .mlpWidth = read.size("intermediate_size"),
                .vocabulary = read.size("vocab_size"),
                .context = read.size("max_position_embeddings", 2048),
                .epsilon = read.number("rms_norm_eps", 1e-6),
                .ropeBase = ropeBaseOf(config, read),
                .tied = read.flag("tie_word_embeddings", false),
                .attentionBias = read.flag("attention_bias", false),
                .mlpBias = read.flag("mlp_bias", false),
                .dropout = {.attention = read.number("attention_dropout", 0)}};
    shape.keyHeads = read.size("num_key_value_heads", shape.heads);
    shape.headWidth = read.size("head_dim", std::max<std::int64_t>(1, shape.width / shape.heads));
    read.word("hidden_act", "silu", {"silu"});
    if (shape.heads % shape.keyHeads != 0) {
        read.fault(ErrorCode::Inconsistent, "num_key_value_heads",
                   Text{QT_TRANSLATE_NOOP("core", "%1 heads cannot share %2 key heads"), shape.heads,
                        shape.keyHeads});
    }
    if (shape.headWidth % 2 != 0 || shape.headWidth > 512) {
        read.fault(ErrorCode::BadValue, "head_dim",
                   Text{QT_TRANSLATE_NOOP("core", "heads of width %1 are not known here"), shape.headWidth});
    }
    LUTHIER_CHECK(read.done());
    return shape;
}

struct Block {
    std::shared_ptr<nn::RmsNorm> inputNorm, mlpNorm;
    std::shared_ptr<nn::Linear> q, k, v, o, gate, up, down;
};

/// Llama: Touvron et al. 2023, arXiv:2302.13971. Norms stand before each half of a block.
///
///     x = x + O attention(rope(Q n), rope(K n), V n),   n = rmsNorm(x)
///     x = x + D (silu(G m) · U m),                      m = rmsNorm(x)
class Llama final : public nn::Network {
public:
    explicit Llama(const Shape& shape)
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
        const nn::AttentionShape shape{m_shape.heads, m_shape.keyHeads, m_shape.headWidth,
                                       1 / std::sqrt(static_cast<double>(m_shape.headWidth)), true};
        auto x = m_words->forward(batch.ids);
        std::uint32_t site = 0; // each place where dropout happens has its own
        for (std::size_t i = 0; i < m_blocks.size(); ++i) {
            const Block& b = m_blocks[i];
            const auto n = b.inputNorm->forward(x);
            const auto q = nn::rope(b.q->forward(n, batch.keys), batch.positions, m_table, m_shape.headWidth);
            const auto k = nn::rope(b.k->forward(n, batch.keys), batch.positions, m_table, m_shape.headWidth);
            const auto v = b.v->forward(n, batch.keys);
            const auto seen = batch.caches == nullptr
                ? nn::attention(q, k, v, batch.borders, shape,
                                {m_shape.dropout.attention, ++site, batch.keys})
                : overCache(batch, i, q, k, v, shape);
            x = x + b.o->forward(seen, batch.keys);
            const auto m = b.mlpNorm->forward(x);
            x = x
                + b.down->forward(nn::swiglu(b.gate->forward(m, batch.keys), b.up->forward(m, batch.keys)),
                                  batch.keys);
        }
        return m_norm->forward(x);
    }

    at::Tensor pooled(const nn::Packed& batch) override
    {
        std::vector<std::int64_t> lasts;
        for (std::size_t b = 1; b < batch.borders.size(); ++b) {
            lasts.push_back(batch.borders[b] - 1);
        }
        return hidden(batch).index_select(0, at::tensor(lasts));
    }

    at::Tensor vocabulary() const override { return m_head ? m_head->weight : m_words->weight; }
    nn::Embedding& words() override { return *m_words; }
    bool wordsAreTied() const override { return m_shape.tied; }
    std::int64_t width() const override { return m_shape.width; }
    std::int64_t layers() const override { return m_shape.blocks; }
    std::int64_t keyValueWidth() const override { return m_shape.keyHeads * m_shape.headWidth; }
    nn::DropoutRates& dropout() override { return m_shape.dropout; }

private:
    std::shared_ptr<nn::Linear> linear(const std::string& name, std::int64_t in, std::int64_t out, bool bias)
    {
        return nn::nest(*this, name, std::make_shared<nn::Linear>(in, out, bias));
    }
    std::shared_ptr<nn::RmsNorm> norm(const std::string& name)
    {
        return nn::nest(*this, name, std::make_shared<nn::RmsNorm>(m_shape.width, m_shape.epsilon));
    }
    Block block(const std::string& prefix)
    {
        const auto d = m_shape.width;
        const auto all = m_shape.heads * m_shape.headWidth;
        const auto keys = m_shape.keyHeads * m_shape.headWidth;
        const bool bias = m_shape.attentionBias;
        Block b;
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
        return nn::attentionOver(q, caches, batch.borders, shape);
    }

    Shape m_shape;
    std::shared_ptr<nn::Embedding> m_words;
    std::vector<Block> m_blocks;
    std::shared_ptr<nn::RmsNorm> m_norm;
    std::shared_ptr<nn::Linear> m_head; ///< null where tied
    std::vector<double> m_frequencies;
    nn::RopeTable m_table;
};

Expected<Outline> outline(const Json& config)
{
    LUTHIER_TRY(const auto shape, shapeOf(config));
    using Place = TensorSpec::Place;
    using Part = TensorSpec::Part;
    Outline result{.width = shape.width,
                   .blocks = shape.blocks,
                   .heads = shape.heads,
                   .keyHeads = shape.keyHeads,
                   .headWidth = shape.headWidth,
                   .mlpWidth = shape.mlpWidth,
                   .vocabulary = shape.vocabulary,
                   .context = shape.context,
                   .writes = true,
                   .tied = shape.tied,
                   .mlpInputs = 2,
                   .classifier = "score",
                   .classifierHasBias = false,
                   .dropout = shape.dropout};
    const auto d = shape.width;
    const auto all = shape.heads * shape.headWidth;
    const auto keys = shape.keyHeads * shape.headWidth;
    result.tensors.push_back({.name = "model.embed_tokens.weight",
                              .shape = {shape.vocabulary, d},
                              .place = Place::Embeddings,
                              .otherNames = {"embed_tokens.weight"}});
    for (std::int64_t i = 0; i < shape.blocks; ++i) {
        const auto prefix = "layers." + std::to_string(i) + ".";
        const auto add = [&](const std::string& name, std::vector<std::int64_t> dims, Part part, bool linear,
                             std::int64_t rotaryHeads) {
            result.tensors.push_back({.name = "model." + prefix + name,
                                      .shape = std::move(dims),
                                      .place = Place::Block,
                                      .block = i,
                                      .part = part,
                                      .linear = linear,
                                      .otherNames = {prefix + name},
                                      .rotaryHeads = rotaryHeads});
        };
        const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out, Part part,
                                bool bias, std::int64_t rotaryHeads = 0) {
            add(name + ".weight", {out, in}, part, true, rotaryHeads);
            if (bias) add(name + ".bias", {out}, part, false, rotaryHeads);
        };
        linear("self_attn.q_proj", d, all, Part::Attention, shape.attentionBias, shape.heads);
        linear("self_attn.k_proj", d, keys, Part::Attention, shape.attentionBias, shape.keyHeads);
        linear("self_attn.v_proj", d, keys, Part::Attention, shape.attentionBias);
        linear("self_attn.o_proj", all, d, Part::Attention, shape.attentionBias);
        linear("mlp.gate_proj", d, shape.mlpWidth, Part::Mlp, shape.mlpBias);
        linear("mlp.up_proj", d, shape.mlpWidth, Part::Mlp, shape.mlpBias);
        linear("mlp.down_proj", shape.mlpWidth, d, Part::Mlp, shape.mlpBias);
        add("input_layernorm.weight", {d}, Part::Norm, false, 0);
        add("post_attention_layernorm.weight", {d}, Part::Norm, false, 0);
    }
    result.tensors.push_back({.name = "model.norm.weight",
                              .shape = {d},
                              .place = Place::FinalNorm,
                              .part = Part::Norm,
                              .otherNames = {"norm.weight"}});
    if (!shape.tied) {
        result.tensors.push_back(
            {.name = "lm_head.weight", .shape = {shape.vocabulary, d}, .place = Place::Head, .linear = true});
    }
    return result;
}

std::shared_ptr<nn::Network> build(const Json& config)
{
    const auto shape = shapeOf(config);
    LUTHIER_ASSERT(shape.has_value());
    return std::make_shared<Llama>(*shape);
}

/// formats.md §3.2. Whether the head is tied shows in the tensors, not here: see models/model_files.
Expected<Json> configOfGguf(const Json& metadata)
{
    constexpr std::array<std::pair<const char*, const char*>, 10> kKeys{{
        {"block_count", "num_hidden_layers"},
        {"context_length", "max_position_embeddings"},
        {"embedding_length", "hidden_size"},
        {"feed_forward_length", "intermediate_size"},
        {"attention.head_count", "num_attention_heads"},
        {"attention.head_count_kv", "num_key_value_heads"},
        {"attention.key_length", "head_dim"},
        {"attention.layer_norm_rms_epsilon", "rms_norm_eps"},
        {"rope.freq_base", "rope_theta"},
        {"vocab_size", "vocab_size"},
    }};
    Json config{{"model_type", "llama"}, {"rope_theta", 10'000.0}};
    for (const auto& [theirs, ours] : kKeys) {
        const auto found = metadata.find(std::string{"llama."} + theirs);
        if (found != metadata.end()) config[ours] = *found;
    }
    const auto scaling = metadata.find("llama.rope.scaling.type");
    if (scaling != metadata.end() && *scaling != "none") config["rope_scaling"] = {{"rope_type", *scaling}};
    return config;
}

std::string ggufNameOf(const std::string& parameter)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kParts{{
        {"model.embed_tokens", "token_embd"},
        {"model.norm", "output_norm"},
        {"lm_head", "output"},
        {"self_attn.q_proj", "attn_q"},
        {"self_attn.k_proj", "attn_k"},
        {"self_attn.v_proj", "attn_v"},
        {"self_attn.o_proj", "attn_output"},
        {"mlp.gate_proj", "ffn_gate"},
        {"mlp.up_proj", "ffn_up"},
        {"mlp.down_proj", "ffn_down"},
        {"input_layernorm", "attn_norm"},
        {"post_attention_layernorm", "ffn_norm"},
    }};
    std::string name = parameter;
    constexpr std::string_view kLayers = "model.layers.";
    if (name.starts_with(kLayers)) name.replace(0, kLayers.size(), "blk.");
    for (const auto& [ours, theirs] : kParts) {
        const auto at = name.find(ours);
        if (at != std::string::npos) return name.replace(at, ours.size(), theirs);
    }
    return name;
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
        .outline = &outline,
        .build = &build,
        .configOfGguf = &configOfGguf,
        .ggufNameOf = &ggufNameOf};
    return self;
}

} // namespace luthier::models
