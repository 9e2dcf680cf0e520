// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/decoder_config.h"

#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/nn/decoder.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace luthier::models {
namespace {

constexpr std::int64_t kWidestHead = 512; // what attention's kernels hold
constexpr std::int64_t kMostBlocks = 4096; // each is looked at before a tensor file is

/// The tensors of a decoder, one after the other.
class OutlineMaker {
public:
    explicit OutlineMaker(const nn::DecoderShape& shape)
        : m_shape{shape}
        , m_baseEnds{shape.names.words.find('.') + 1}
    {
        m_outline = {.width = shape.width,
                     .blocks = shape.blocks,
                     .heads = shape.heads,
                     .keyHeads = shape.keyHeads,
                     .headWidth = shape.headWidth,
                     .mlpWidth = shape.mlpWidth,
                     .vocabulary = shape.vocabulary,
                     .context = shape.context,
                     .writes = shape.causal,
                     .tied = shape.tied,
                     .byHand = nn::isKnownByHand(shape),
                     .mlpInputs = shape.names.gate.empty() && shape.names.gateUp.empty() ? 1 : 2,
                     .classifier = shape.names.classifier,
                     .classifierHasBias = shape.classifierBias,
                     .dropout = shape.dropout,
                     .epsilon = shape.epsilon,
                     .rotaries = shape.rotaries};
    }

    Outline made()
    {
        const auto& names = m_shape.names;
        const auto d = m_shape.width;
        place(names.words + ".weight", {m_shape.vocabulary, d}, Place::Embeddings, Part::None);
        if (m_shape.positions > 0)
            place(names.positions + ".weight", {m_shape.positions, d}, Place::Embeddings, Part::None);
        if (!names.wordNorm.empty()) norm(names.wordNorm, d, Place::Embeddings);
        for (m_block = 0; m_block < m_shape.blocks; ++m_block) {
            block();
        }
        m_block = -1;
        norm(names.lastNorm, d, Place::FinalNorm);
        if (!m_shape.tied) {
            head(".weight", {m_shape.vocabulary, d}).linear = true;
            if (m_shape.headBias) head(".bias", {m_shape.vocabulary});
        }
        return std::move(m_outline);
    }

private:
    using Place = TensorSpec::Place;
    using Part = TensorSpec::Part;

    TensorSpec& place(const std::string& name, std::vector<std::int64_t> dims, Place where, Part part)
    {
        TensorSpec spec{
            .name = name, .shape = std::move(dims), .place = where, .block = m_block, .part = part};
        // Files of the network alone lack what the Python stack puts in front of it.
        if (where != Place::Head) spec.otherNames = {name.substr(m_baseEnds)};
        m_outline.tensors.push_back(std::move(spec));
        return m_outline.tensors.back();
    }
    TensorSpec& head(const std::string& part, std::vector<std::int64_t> dims)
    {
        auto& spec = place(m_shape.names.head + part, std::move(dims), Place::Head, Part::None);
        if (m_shape.names.headInFiles.empty()) return spec;
        spec.fileName = m_shape.names.headInFiles + part;
        spec.otherNames = {spec.fileName};
        return spec;
    }
    void norm(const std::string& name, std::int64_t width, Place where)
    {
        place(name + ".weight", {width}, where, Part::Norm);
        if (m_shape.norm == nn::DecoderShape::Norm::Layer && m_shape.normBias)
            place(name + ".bias", {width}, where, Part::Norm);
    }
    void normOf(const std::string& name, std::int64_t width)
    {
        if (!name.empty()) norm(prefix() + name, width, Place::Block);
    }
    void linear(const std::string& name, std::int64_t in, std::int64_t out, Part part, bool bias,
                std::int64_t rotaryHeads = 0)
    {
        if (name.empty()) return;
        auto& weight = place(prefix() + name + ".weight", {out, in}, Place::Block, part);
        weight.linear = true;
        weight.rotaryHeads = rotaryHeads;
        weight.inputsFirst = m_shape.inputsFirst;
        if (bias) place(prefix() + name + ".bias", {out}, Place::Block, part).rotaryHeads = rotaryHeads;
    }
    void block()
    {
        const auto& names = m_shape.names;
        const auto d = m_shape.width;
        const auto f = m_shape.mlpWidth;
        const auto queries = m_shape.heads * m_shape.headWidth;
        const auto keys = m_shape.keyHeads * m_shape.headWidth;
        const bool eachHead = m_shape.queryKeyNorm == nn::DecoderShape::QueryKeyNorm::Head;
        linear(names.q, d, queries, Part::Attention, m_shape.qkvBias, m_shape.heads);
        linear(names.k, d, keys, Part::Attention, m_shape.qkvBias, m_shape.keyHeads);
        linear(names.v, d, keys, Part::Attention, m_shape.qkvBias);
        linear(names.qkv, d, queries + 2 * keys, Part::Attention, m_shape.qkvBias);
        normOf(names.qNorm, eachHead ? m_shape.headWidth : queries);
        normOf(names.kNorm, eachHead ? m_shape.headWidth : keys);
        linear(names.o, queries, d, Part::Attention, m_shape.outputBias);
        linear(names.gate, d, f, Part::Mlp, m_shape.mlpBias);
        linear(names.up, d, f, Part::Mlp, m_shape.mlpBias);
        linear(names.gateUp, d, 2 * f, Part::Mlp, m_shape.mlpBias);
        linear(names.down, f, d, Part::Mlp, m_shape.mlpBias);
        if (m_block > 0 || m_shape.firstNorm) normOf(names.inputNorm, d);
        for (const auto* name : {&names.mlpNorm, &names.attentionOutNorm, &names.mlpOutNorm}) {
            normOf(*name, d);
        }
    }
    std::string prefix() const { return m_shape.names.blocks + std::to_string(m_block) + "."; }

    const nn::DecoderShape& m_shape;
    std::size_t m_baseEnds;
    std::int64_t m_block{-1};
    Outline m_outline;
};

} // namespace

nn::DecoderNames llamaNames()
{
    return {.words = "model.embed_tokens",
            .lastNorm = "model.norm",
            .head = "lm_head",
            .blocks = "model.layers.",
            .q = "self_attn.q_proj",
            .k = "self_attn.k_proj",
            .v = "self_attn.v_proj",
            .o = "self_attn.o_proj",
            .gate = "mlp.gate_proj",
            .up = "mlp.up_proj",
            .down = "mlp.down_proj",
            .inputNorm = "input_layernorm",
            .mlpNorm = "post_attention_layernorm"};
}

nn::DecoderShape decoderShape(const Json& config, ConfigReader& read)
{
    nn::DecoderShape shape{.width = read.size("hidden_size"),
                           .blocks = read.size("num_hidden_layers"),
                           .heads = read.size("num_attention_heads"),
                           .mlpWidth = read.size("intermediate_size"),
                           .vocabulary = read.size("vocab_size"),
                           .context = read.size("max_position_embeddings", 2048),
                           .epsilon = read.number("rms_norm_eps", 1e-6),
                           .tied = read.flag("tie_word_embeddings", false),
                           .dropout = {.attention = read.number("attention_dropout", 0)},
                           .names = llamaNames()};
    shape.keyHeads = read.size("num_key_value_heads", shape.heads);
    shape.headWidth = read.size("head_dim", std::max<std::int64_t>(1, shape.width / shape.heads));
    shape.scale = 1 / std::sqrt(static_cast<double>(shape.headWidth));
    shape.rotaries = {rotaryOf(config, read, {.headWidth = shape.headWidth, .context = shape.context})};
    return shape;
}

nn::DecoderShape::Activation activationOf(ConfigReader& read, const char* key, std::string_view otherwise)
{
    using Activation = nn::DecoderShape::Activation;
    const auto name = read.word(
        key, otherwise, {"silu", "swish", "gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "relu"});
    if (name == "silu" || name == "swish") return Activation::Silu;
    if (name == "relu") return Activation::Relu;
    return name == "gelu" ? Activation::Gelu : Activation::GeluTanh;
}

void setWindows(const Json& config, ConfigReader& read, nn::DecoderShape& shape,
                const std::function<bool(std::int64_t block)>& isNear, std::int64_t window)
{
    const auto said = config.find("sliding_window");
    if (window == 0 && said != config.end() && !said->is_null()) window = read.size("sliding_window");
    shape.layers.assign(static_cast<std::size_t>(std::min(shape.blocks, kMostBlocks)), {});
    const auto types = config.find("layer_types");
    const bool isListed = types != config.end() && types->is_array();
    if (isListed && types->size() != shape.layers.size()) {
        read.fault(ErrorCode::Inconsistent, "layer_types",
                   Text{QT_TRANSLATE_NOOP("core", "%1 layers are named, and there are %2"),
                        static_cast<std::int64_t>(types->size()), shape.blocks});
        return;
    }
    for (std::size_t i = 0; i < shape.layers.size(); ++i) {
        bool near = isNear(static_cast<std::int64_t>(i));
        if (isListed) {
            near = (*types)[i] == "sliding_attention";
            if (!near && (*types)[i] != "full_attention") {
                read.fault(ErrorCode::Unsupported, "layer_types",
                           Text{QT_TRANSLATE_NOOP("core", "%1 '%2' is not known here"), "layer_types",
                                (*types)[i].dump()});
                return;
            }
        }
        shape.layers[i].window = near ? window : 0;
    }
}

void setUpperWindows(const Json& config, ConfigReader& read, nn::DecoderShape& shape)
{
    const bool any = read.flag("use_sliding_window", false);
    const auto first = read.size("max_window_layers", 28);
    setWindows(config, read, shape, [&](std::int64_t block) { return any && block >= first; });
}

double positive(ConfigReader& read, const char* key, double otherwise)
{
    const auto number = read.number(key, otherwise);
    if (number > 0) return number;
    read.fault(ErrorCode::BadValue, key, Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), key, number});
    return otherwise;
}

void refuse(ConfigReader& read, const char* key)
{
    if (!read.flag(key, false)) return;
    read.fault(ErrorCode::Unsupported, key, Text{QT_TRANSLATE_NOOP("core", "'%1' is not known here"), key});
}

Expected<nn::DecoderShape> checkedShape(ConfigReader& read, nn::DecoderShape shape)
{
    if (shape.blocks > kMostBlocks) {
        read.fault(ErrorCode::BadValue, "num_hidden_layers",
                   Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), "num_hidden_layers", shape.blocks});
        return Unexpected{read.done().error()};
    }
    if (shape.layers.empty()) shape.layers.assign(static_cast<std::size_t>(shape.blocks), {});
    for (auto& layer : shape.layers) {
        if (shape.rotaries.empty()) layer.rotary = -1;
    }
    if (shape.heads % shape.keyHeads != 0) {
        read.fault(ErrorCode::Inconsistent, "num_key_value_heads",
                   Text{QT_TRANSLATE_NOOP("core", "%1 heads cannot share %2 key heads"), shape.heads,
                        shape.keyHeads});
    }
    const bool turns = !shape.rotaries.empty();
    if ((turns && shape.headWidth % 2 != 0) || shape.headWidth > kWidestHead) {
        read.fault(ErrorCode::BadValue, "head_dim",
                   Text{QT_TRANSLATE_NOOP("core", "heads of width %1 are not known here"), shape.headWidth});
    }
    LUTHIER_CHECK(read.done());
    return shape;
}

Outline decoderOutline(const nn::DecoderShape& shape)
{
    return OutlineMaker{shape}.made();
}

std::shared_ptr<nn::Network> decoderOf(Expected<nn::DecoderShape> shape)
{
    LUTHIER_ASSERT(shape.has_value());
    return std::make_shared<nn::Decoder>(*std::move(shape));
}

} // namespace luthier::models
