// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/encoder_config.h"

#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/nn/encoder.h"

#include <utility>

namespace luthier::models {
namespace {

constexpr std::int64_t kMostBlocks = 4096; // each is looked at before a tensor file is

/// The tensors of an encoder, one after the other.
class OutlineMaker {
public:
    explicit OutlineMaker(const nn::EncoderShape& shape)
        : m_shape{shape}
        , m_baseEnds{shape.names.words.find('.') + 1}
    {
        m_outline = {.width = shape.width,
                     .blocks = shape.blocks,
                     .heads = shape.heads,
                     .keyHeads = shape.heads,
                     .headWidth = shape.width / shape.heads,
                     .mlpWidth = shape.mlpWidth,
                     .vocabulary = shape.vocabulary,
                     .context = shape.context(),
                     .byHand = shape.relative == nn::EncoderShape::Relative::None,
                     .classifier = shape.names.classifier,
                     .dropout = shape.dropout,
                     .epsilon = shape.epsilon};
    }

    Outline made()
    {
        const auto& names = m_shape.names;
        const auto d = m_shape.width;
        const auto e = m_shape.wordWidth;
        const bool isBias = m_shape.relative == nn::EncoderShape::Relative::Bias;
        table(names.words, m_shape.vocabulary, e);
        table(names.positions, m_shape.positions, e);
        table(names.types, m_shape.types, e);
        norm(names.wordNorm, e, Place::Embeddings);
        linear(names.projection, e, d, Place::Embeddings, Part::None);
        table(names.relative, m_shape.relativeRows, isBias ? m_shape.heads : d);
        norm(names.relativeNorm, d, Place::Embeddings);
        for (m_block = 0; m_block < m_shape.ownBlocks; ++m_block) {
            const auto prefix = names.blocks + std::to_string(m_block) + ".";
            for (const auto* name : {&names.query, &names.key, &names.value, &names.output}) {
                linear(prefix + *name, d, d, Place::Block, Part::Attention);
            }
            norm(prefix + names.attentionNorm, d, Place::Block);
            linear(prefix + names.up, d, m_shape.mlpWidth, Place::Block, Part::Mlp);
            linear(prefix + names.down, m_shape.mlpWidth, d, Place::Block, Part::Mlp);
            norm(prefix + names.outputNorm, d, Place::Block);
        }
        m_block = -1;
        linear(names.pooler, d, d, Place::Pooler, Part::None);
        return std::move(m_outline);
    }

private:
    using Place = TensorSpec::Place;
    using Part = TensorSpec::Part;

    TensorSpec& add(const std::string& name, const char* end, std::vector<std::int64_t> dims, Place place,
                    Part part)
    {
        m_outline.tensors.push_back({.name = name + end,
                                     .shape = std::move(dims),
                                     .place = place,
                                     .block = m_block,
                                     .part = part,
                                     .otherNames = otherNames(name, end)});
        return m_outline.tensors.back();
    }
    /// Files may have the names without what stands before the network (a model without a head) and, if old,
    /// gamma and beta.
    std::vector<std::string> otherNames(const std::string& name, const std::string& end) const
    {
        std::vector<std::string> names;
        const bool isOfNetwork = name.starts_with(m_shape.names.words.substr(0, m_baseEnds));
        if (isOfNetwork) names.push_back(name.substr(m_baseEnds) + end);
        if (name == m_shape.names.pooler && !m_shape.names.poolerOtherwise.empty()) {
            names.push_back(m_shape.names.poolerOtherwise + end);
            names.push_back(m_shape.names.poolerOtherwise.substr(m_baseEnds) + end);
        }
        if (!name.ends_with("LayerNorm")) return names;
        const std::string old = end == ".weight" ? ".gamma" : ".beta";
        names.push_back(name + old);
        if (isOfNetwork) names.push_back(name.substr(m_baseEnds) + old);
        return names;
    }
    void table(const std::string& name, std::int64_t rows, std::int64_t width)
    {
        if (!name.empty()) add(name, ".weight", {rows, width}, Place::Embeddings, Part::None);
    }
    void norm(const std::string& name, std::int64_t width, Place place)
    {
        if (name.empty()) return;
        add(name, ".weight", {width}, place, Part::Norm);
        add(name, ".bias", {width}, place, Part::Norm);
    }
    void linear(const std::string& name, std::int64_t in, std::int64_t out, Place place, Part part)
    {
        if (name.empty()) return;
        add(name, ".weight", {out, in}, place, part).linear = true;
        add(name, ".bias", {out}, place, part);
    }

    const nn::EncoderShape& m_shape;
    std::size_t m_baseEnds;
    std::int64_t m_block{-1};
    Outline m_outline;
};

} // namespace

nn::EncoderShape encoderShape(ConfigReader& read, std::string_view prefix)
{
    nn::EncoderShape shape{.width = read.size("hidden_size"),
                           .blocks = read.size("num_hidden_layers"),
                           .heads = read.size("num_attention_heads"),
                           .mlpWidth = read.size("intermediate_size"),
                           .vocabulary = read.size("vocab_size"),
                           .positions = read.size("max_position_embeddings"),
                           .epsilon = read.number("layer_norm_eps", 1e-12),
                           .bend = bendOf(read, "hidden_act", "gelu"),
                           .dropout = {.hidden = read.number("hidden_dropout_prob", 0.1),
                                       .attention = read.number("attention_probs_dropout_prob", 0.1)}};
    shape.ownBlocks = shape.blocks;
    shape.wordWidth = shape.width;
    shape.dropout.classifier = read.number("classifier_dropout", shape.dropout.hidden);
    read.word("position_embedding_type", "absolute", {"absolute"});
    if (read.flag("is_decoder", false)) {
        read.fault(ErrorCode::Unsupported, "is_decoder",
                   QT_TRANSLATE_NOOP("core", "an encoder as a decoder is not known here"));
    }
    const auto in = [&](const char* name) { return std::string{prefix} + name; };
    shape.names = {.words = in("embeddings.word_embeddings"),
                   .positions = in("embeddings.position_embeddings"),
                   .types = in("embeddings.token_type_embeddings"),
                   .wordNorm = in("embeddings.LayerNorm"),
                   .blocks = in("encoder.layer."),
                   .query = "attention.self.query",
                   .key = "attention.self.key",
                   .value = "attention.self.value",
                   .output = "attention.output.dense",
                   .attentionNorm = "attention.output.LayerNorm",
                   .up = "intermediate.dense",
                   .down = "output.dense",
                   .outputNorm = "output.LayerNorm",
                   .pooler = in("pooler.dense"),
                   .classifier = "classifier"};
    shape.types = read.sizeOrNone("type_vocab_size", 2);
    if (shape.types == 0) shape.names.types = {};
    return shape;
}

void setTwoLayers(nn::EncoderShape& shape, std::string_view prefix)
{
    shape.names.pooler = "classifier.dense";
    shape.names.poolerOtherwise = std::string{prefix} + "pooler.dense";
    shape.names.classifier = "classifier.out_proj";
}

Expected<nn::EncoderShape> robertaShape(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "roberta.");
    setTwoLayers(shape, "roberta.");
    shape.firstPosition = read.size("pad_token_id", 1) + 1;
    return checkedShape(read, std::move(shape));
}

nn::Bend bendOf(ConfigReader& read, const char* key, std::string_view otherwise)
{
    const auto name
        = read.word(key, otherwise, {"gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "relu"});
    if (name == "relu") return nn::Bend::Relu;
    return name == "gelu" ? nn::Bend::Gelu : nn::Bend::GeluTanh;
}

Expected<nn::EncoderShape> checkedShape(ConfigReader& read, nn::EncoderShape shape)
{
    if (shape.blocks > kMostBlocks) {
        read.fault(ErrorCode::BadValue, "num_hidden_layers",
                   Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), "num_hidden_layers", shape.blocks});
    }
    if (shape.width % shape.heads != 0) {
        read.fault(ErrorCode::Inconsistent, "num_attention_heads",
                   Text{QT_TRANSLATE_NOOP("core", "a width of %1 cannot be shared by %2 heads"), shape.width,
                        shape.heads});
    }
    if (shape.positions <= shape.firstPosition) {
        read.fault(ErrorCode::BadValue, "max_position_embeddings",
                   Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), "max_position_embeddings", shape.positions});
    }
    LUTHIER_CHECK(read.done());
    return shape;
}

Outline encoderOutline(const nn::EncoderShape& shape)
{
    return OutlineMaker{shape}.made();
}

std::shared_ptr<nn::Network> encoderOf(Expected<nn::EncoderShape> shape)
{
    LUTHIER_ASSERT(shape.has_value());
    return std::make_shared<nn::Encoder>(*std::move(shape));
}

} // namespace luthier::models
