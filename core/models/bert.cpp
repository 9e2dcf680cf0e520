// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/architecture.h"
#include "core/models/config_reader.h"
#include "core/nn/embedding.h"
#include "core/nn/encoder_block.h"
#include "core/nn/linear.h"
#include "core/nn/nesting.h"
#include "core/nn/norms.h"
#include "core/nn/ops/attention.h"

#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/tensor.h>

namespace luthier::models {
namespace {

/// What a BERT config.json says.
struct Shape {
    std::int64_t width, blocks, heads, mlpWidth, vocabulary, positions, types;
    double epsilon;
    std::string activation;
    nn::DropoutRates dropout;
};

Expected<Shape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    Shape shape{.width = read.size("hidden_size"),
                .blocks = read.size("num_hidden_layers"),
                .heads = read.size("num_attention_heads"),
                .mlpWidth = read.size("intermediate_size"),
                .vocabulary = read.size("vocab_size"),
                .positions = read.size("max_position_embeddings"),
                .types = read.size("type_vocab_size", 2),
                .epsilon = read.number("layer_norm_eps", 1e-12),
                .activation
                = read.word("hidden_act", "gelu", {"gelu", "gelu_new", "gelu_pytorch_tanh", "relu"}),
                .dropout = {.hidden = read.number("hidden_dropout_prob", 0.1),
                            .attention = read.number("attention_probs_dropout_prob", 0.1)}};
    shape.dropout.classifier = read.number("classifier_dropout", shape.dropout.hidden);
    read.word("position_embedding_type", "absolute", {"absolute"});
    if (read.flag("is_decoder", false)) {
        read.fault(ErrorCode::Unsupported, "is_decoder",
                   QT_TRANSLATE_NOOP("core", "BERT as a decoder is not known here"));
    }
    if (shape.width % shape.heads != 0) {
        read.fault(ErrorCode::Inconsistent, "num_attention_heads",
                   Text{QT_TRANSLATE_NOOP("core", "a width of %1 cannot be shared by %2 heads"), shape.width,
                        shape.heads});
    }
    LUTHIER_CHECK(read.done());
    return shape;
}

/// BERT: Devlin et al. 2018, arXiv:1810.04805. Its blocks: see nn::EncoderBlock.
class Bert final : public nn::Network {
public:
    explicit Bert(const Shape& shape)
        : Network{"classifier", true}
        , m_shape{shape}
        , m_words{table("word_embeddings", shape.vocabulary)}
        , m_positions{table("position_embeddings", shape.positions)}
        , m_types{table("token_type_embeddings", shape.types)}
        , m_norm{nn::nest(*this, "bert.embeddings.LayerNorm",
                          std::make_shared<nn::LayerNorm>(shape.width, shape.epsilon))}
    {
        for (std::int64_t i = 0; i < shape.blocks; ++i) {
            m_blocks.push_back(block("bert.encoder.layer." + std::to_string(i) + "."));
        }
        m_pooler = linear("bert.pooler.dense", shape.width, shape.width);
    }

    at::Tensor hidden(const nn::Packed& batch) override { return encoded(batch, false, layers()); }

    at::Tensor pooled(const nn::Packed& batch) override
    {
        return at::tanh(m_pooler->forward(encoded(batch, true, layers())));
    }

    at::Tensor prefix(const nn::Packed& batch, std::int64_t blocks, bool onlyPooled) override
    {
        return encoded(batch, onlyPooled, blocks);
    }

    at::Tensor vocabulary() const override { return {}; }
    nn::Embedding& words() override { return *m_words; }
    bool wordsAreTied() const override { return false; }
    std::int64_t width() const override { return m_shape.width; }
    std::int64_t layers() const override { return m_shape.blocks; }
    std::int64_t keyValueWidth() const override { return m_shape.width; }
    nn::DropoutRates& dropout() override { return m_shape.dropout; }
    bool isCausal() const override { return false; }

private:
    at::Tensor embedded(const nn::Packed& batch)
    {
        const auto sum = m_words->forward(batch.ids) + m_positions->forward(batch.positions)
            + m_types->forward(batch.types);
        return nn::dropped(m_norm->forward(sum, {}, {}), {m_shape.dropout.hidden, 0, batch.keys});
    }

    /// The state of every token behind the `blocks` lowest blocks, or of the first token of each sample only:
    /// then the last block computes keys and values for all rows, and the rest for those. The masks are the
    /// same either way.
    at::Tensor encoded(const nn::Packed& batch, bool onlyFirst, std::int64_t blocks)
    {
        auto x = batch.states.defined() ? batch.states : embedded(batch);
        const nn::AttentionShape shape{m_shape.heads, m_shape.heads, m_shape.width / m_shape.heads,
                                       1 / std::sqrt(static_cast<double>(m_shape.width / m_shape.heads)),
                                       false};
        const nn::EncoderPass pass{batch,  shape,           m_shape.dropout,
                                   bend(), m_arenas.take(), remakesInBackward()};
        // Each place where dropout happens has its own number, three to a block.
        auto site = static_cast<std::uint32_t>(3 * batch.fromBlock);
        auto asking = x; // the rows that go on
        auto keys = batch.keys;
        std::vector<std::int32_t> queryBorders;
        for (auto i = batch.fromBlock; i < blocks; ++i) {
            const nn::EncoderBlock& b = m_blocks[static_cast<std::size_t>(i)];
            const bool isLast = &b == &m_blocks.back();
            if (nn::canRunByHand(b, x)) {
                const std::vector<std::int32_t> firsts{batch.borders.begin(), batch.borders.end() - 1};
                x = nn::encoderBlock(x, b, pass, site + 1,
                                     onlyFirst && isLast ? firsts : std::vector<std::int32_t>{});
                site += 3;
                asking = x;
                continue;
            }
            if (onlyFirst && isLast) {
                std::tie(asking, keys) = firstTokens(batch, x);
                queryBorders.resize(batch.borders.size());
                std::iota(queryBorders.begin(), queryBorders.end(), 0);
            }
            const nn::Dropout inAttention{m_shape.dropout.attention, ++site, keys};
            const nn::Dropout drop{m_shape.dropout.hidden, 0, keys};
            const auto seen = nn::attention(b.query->forward(asking, keys), b.key->forward(x, batch.keys),
                                            b.value->forward(x, batch.keys), batch.borders, shape,
                                            inAttention, queryBorders);
            x = b.attentionNorm->forward(b.output->forward(seen, keys), asking, drop.at(++site));
            const auto middle = activate(b.up->forward(x, keys));
            x = b.outputNorm->forward(b.down->forward(middle, keys), x, drop.at(++site));
            asking = x;
        }
        return x;
    }

    /// The first row of each sample, [B, d], and its key.
    static std::pair<at::Tensor, nn::TokenKeys> firstTokens(const nn::Packed& batch, const at::Tensor& x)
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

    std::shared_ptr<nn::Embedding> table(const std::string& name, std::int64_t count)
    {
        return nn::nest(*this, "bert.embeddings." + name,
                        std::make_shared<nn::Embedding>(count, m_shape.width));
    }
    std::shared_ptr<nn::Linear> linear(const std::string& name, std::int64_t in, std::int64_t out)
    {
        return nn::nest(*this, name, std::make_shared<nn::Linear>(in, out, true));
    }
    std::shared_ptr<nn::LayerNorm> norm(const std::string& name)
    {
        return nn::nest(*this, name, std::make_shared<nn::LayerNorm>(m_shape.width, m_shape.epsilon));
    }
    nn::EncoderBlock block(const std::string& prefix)
    {
        const auto d = m_shape.width;
        return {.query = linear(prefix + "attention.self.query", d, d),
                .key = linear(prefix + "attention.self.key", d, d),
                .value = linear(prefix + "attention.self.value", d, d),
                .output = linear(prefix + "attention.output.dense", d, d),
                .up = linear(prefix + "intermediate.dense", d, m_shape.mlpWidth),
                .down = linear(prefix + "output.dense", m_shape.mlpWidth, d),
                .attentionNorm = norm(prefix + "attention.output.LayerNorm"),
                .outputNorm = norm(prefix + "output.LayerNorm")};
    }
    nn::Bend bend() const
    {
        if (m_shape.activation == "relu") return nn::Bend::Relu;
        return m_shape.activation == "gelu" ? nn::Bend::Gelu : nn::Bend::GeluTanh;
    }
    at::Tensor activate(const at::Tensor& x) const
    {
        if (bend() == nn::Bend::Relu) return at::relu(x);
        return at::gelu(x, bend() == nn::Bend::Gelu ? "none" : "tanh");
    }

    Shape m_shape;
    std::shared_ptr<nn::Embedding> m_words, m_positions, m_types;
    std::shared_ptr<nn::LayerNorm> m_norm;
    std::vector<nn::EncoderBlock> m_blocks;
    std::shared_ptr<nn::Linear> m_pooler;
    nn::Arenas m_arenas;
};

/// Files may have the names without "bert." (a model without a head) and, if old, gamma and beta.
std::vector<std::string> otherNames(const std::string& name)
{
    std::vector<std::string> names{name.substr(std::string_view{"bert."}.size())};
    for (const auto& [now, then] :
         {std::pair{"LayerNorm.weight", "LayerNorm.gamma"}, std::pair{"LayerNorm.bias", "LayerNorm.beta"}}) {
        if (!name.ends_with(now)) continue;
        const auto stem = name.substr(0, name.size() - std::string_view{now}.size()) + then;
        names.push_back(stem);
        names.push_back(stem.substr(std::string_view{"bert."}.size()));
    }
    return names;
}

Expected<Outline> outline(const Json& config)
{
    LUTHIER_TRY(const auto shape, shapeOf(config));
    using Place = TensorSpec::Place;
    using Part = TensorSpec::Part;
    Outline result{.width = shape.width,
                   .blocks = shape.blocks,
                   .heads = shape.heads,
                   .keyHeads = shape.heads,
                   .headWidth = shape.width / shape.heads,
                   .mlpWidth = shape.mlpWidth,
                   .vocabulary = shape.vocabulary,
                   .context = shape.positions,
                   .classifier = "classifier",
                   .dropout = shape.dropout};
    const auto add = [&](const std::string& name, std::vector<std::int64_t> dims, Place place,
                         std::int64_t block, Part part, bool linear) {
        result.tensors.push_back({.name = name,
                                  .shape = std::move(dims),
                                  .place = place,
                                  .block = block,
                                  .part = part,
                                  .linear = linear,
                                  .otherNames = otherNames(name)});
    };
    const auto d = shape.width;
    const auto norm = [&](const std::string& name, Place place, std::int64_t block) {
        add(name + ".weight", {d}, place, block, Part::Norm, false);
        add(name + ".bias", {d}, place, block, Part::Norm, false);
    };
    const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out, Place place,
                            std::int64_t block, Part part) {
        add(name + ".weight", {out, in}, place, block, part, true);
        add(name + ".bias", {out}, place, block, part, false);
    };
    const std::string embeddings = "bert.embeddings.";
    add(embeddings + "word_embeddings.weight", {shape.vocabulary, d}, Place::Embeddings, -1, Part::None,
        false);
    add(embeddings + "position_embeddings.weight", {shape.positions, d}, Place::Embeddings, -1, Part::None,
        false);
    add(embeddings + "token_type_embeddings.weight", {shape.types, d}, Place::Embeddings, -1, Part::None,
        false);
    norm(embeddings + "LayerNorm", Place::Embeddings, -1);
    for (std::int64_t i = 0; i < shape.blocks; ++i) {
        const auto prefix = "bert.encoder.layer." + std::to_string(i) + ".";
        for (const auto* name : {"query", "key", "value"}) {
            linear(prefix + "attention.self." + name, d, d, Place::Block, i, Part::Attention);
        }
        linear(prefix + "attention.output.dense", d, d, Place::Block, i, Part::Attention);
        norm(prefix + "attention.output.LayerNorm", Place::Block, i);
        linear(prefix + "intermediate.dense", d, shape.mlpWidth, Place::Block, i, Part::Mlp);
        linear(prefix + "output.dense", shape.mlpWidth, d, Place::Block, i, Part::Mlp);
        norm(prefix + "output.LayerNorm", Place::Block, i);
    }
    linear("bert.pooler.dense", d, d, Place::Pooler, -1, Part::None);
    return result;
}

std::shared_ptr<nn::Network> build(const Json& config)
{
    const auto shape = shapeOf(config);
    LUTHIER_ASSERT(shape.has_value());
    return std::make_shared<Bert>(*shape);
}

} // namespace

const Architecture& bert();

const Architecture& bert()
{
    static const Architecture self{
        .entry = {.name = "bert",
                  .title = QT_TRANSLATE_NOOP("core", "BERT"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1810.04805"},
        .modelType = "bert",
        .ggufName = {},
        .className = "Bert",
        .outline = &outline,
        .build = &build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
