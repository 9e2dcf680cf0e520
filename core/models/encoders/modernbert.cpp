// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/nn/decoder.h"
#include "core/nn/nesting.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/tensor.h>

namespace luthier::models {
namespace {

constexpr const char* kDense = "head.dense"; // in front of a classifier
constexpr const char* kNorm = "head.norm";

/// Warner et al. 2024, arXiv:2412.13663: put together like a decoder, but every token sees those on both
/// sides; two of three blocks have a window and positions of their own.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    nn::DecoderShape shape{.width = read.size("hidden_size"),
                           .blocks = read.size("num_hidden_layers"),
                           .heads = read.size("num_attention_heads"),
                           .mlpWidth = read.size("intermediate_size"),
                           .vocabulary = read.size("vocab_size"),
                           .context = read.size("max_position_embeddings", 8192),
                           .epsilon = read.number("norm_eps", 1e-5),
                           .norm = nn::DecoderShape::Norm::Layer,
                           .activation = activationOf(read, "hidden_activation", "gelu"),
                           .causal = false,
                           .tied = true, // no head for words
                           .normBias = read.flag("norm_bias", false),
                           .classifierBias = true,
                           .firstNorm = false,
                           .dropout = {.attention = read.number("attention_dropout", 0),
                                       .classifier = read.number("classifier_dropout", 0)},
                           .names = {.words = "model.embeddings.tok_embeddings",
                                     .wordNorm = "model.embeddings.norm",
                                     .lastNorm = "model.final_norm",
                                     .blocks = "model.layers.",
                                     .qkv = "attn.Wqkv",
                                     .o = "attn.Wo",
                                     .gateUp = "mlp.Wi",
                                     .down = "mlp.Wo",
                                     .inputNorm = "attn_norm",
                                     .mlpNorm = "mlp_norm",
                                     .classifier = "classifier"}};
    shape.keyHeads = shape.heads;
    shape.headWidth = std::max<std::int64_t>(1, shape.width / shape.heads);
    shape.scale = 1 / std::sqrt(static_cast<double>(shape.headWidth));
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.mlpBias = read.flag("mlp_bias", false);
    const auto rotary = [&](std::string_view kind, const char* base, double otherwise) {
        return rotaryOf(config, read,
                        {.headWidth = shape.headWidth,
                         .context = shape.context,
                         .kind = kind,
                         .base = base,
                         .baseOtherwise = otherwise,
                         .isScaled = false});
    };
    shape.rotaries = {rotary("full_attention", "global_rope_theta", 160'000),
                      rotary("sliding_attention", "local_rope_theta", 10'000)};
    const auto every = read.size("global_attn_every_n_layers", 3);
    const auto window = read.size("local_attention", 128) / 2 + 1; // to each side
    setWindows(
        config, read, shape, [&](std::int64_t block) { return block % every != 0; }, window);
    for (auto& layer : shape.layers) {
        layer.rotary = layer.window > 0 ? 1 : 0;
    }
    for (const auto* key : {"mlp_dropout", "embedding_dropout"}) {
        if (read.number(key, 0) != 0)
            read.fault(ErrorCode::Unsupported, key,
                       Text{QT_TRANSLATE_NOOP("core", "'%1' is not known here"), key});
    }
    return checkedShape(read, std::move(shape));
}

class ModernBert final : public nn::Decoder {
public:
    ModernBert(const nn::DecoderShape& shape, bool takesMean, bool headBias)
        : Decoder{shape}
        , m_takesMean{takesMean}
        , m_dense{nn::nest(*this, kDense, std::make_shared<nn::Linear>(shape.width, shape.width, headBias))}
        , m_headNorm{nn::nest(*this, kNorm,
                              std::make_shared<nn::LayerNorm>(shape.width, shape.epsilon, shape.normBias))}
    {
    }

    at::Tensor vocabulary() const override { return {}; }
    bool wordsAreTied() const override { return false; }

    /// Rows for pooled() are behind the last norm: a mean is taken of them.
    at::Tensor prefix(const nn::Packed& batch, std::int64_t blocks, bool onlyPooled) override
    {
        const auto x = Decoder::prefix(batch, blocks, false);
        return onlyPooled ? chosen(batch, lastNorm().normed(x)) : x;
    }

    at::Tensor pooled(const nn::Packed& batch) override
    {
        const auto rows = batch.fromBlock == layers() ? batch.states : chosen(batch, hidden(batch));
        return m_headNorm->normed(at::gelu(m_dense->forward(rows)));
    }

private:
    /// One row a sample: its first, or the mean of all. [T, d] -> [B, d]
    at::Tensor chosen(const nn::Packed& batch, const at::Tensor& x) const
    {
        std::vector<std::int64_t> firsts;
        std::vector<at::Tensor> means;
        for (std::size_t b = 0; b + 1 < batch.borders.size(); ++b) {
            firsts.push_back(batch.borders[b]);
            if (m_takesMean)
                means.push_back(
                    x.narrow(0, firsts.back(), batch.borders[b + 1] - batch.borders[b]).mean(0, true));
        }
        return m_takesMean ? at::cat(means, 0) : x.index_select(0, at::tensor(firsts).to(x.device()));
    }

    bool m_takesMean;
    std::shared_ptr<nn::Linear> m_dense;
    std::shared_ptr<nn::LayerNorm> m_headNorm;
};

/// How rows become one a sample, and whether the layer behind has a bias.
Expected<std::pair<bool, bool>> headOf(const Json& config)
{
    ConfigReader read{config};
    const auto pooling = read.word("classifier_pooling", "cls", {"cls", "mean"});
    read.word("classifier_activation", "gelu", {"gelu"});
    const bool bias = read.flag("classifier_bias", false);
    LUTHIER_CHECK(read.done());
    return std::pair{pooling == "mean", bias};
}

Expected<Outline> outline(const Json& config)
{
    LUTHIER_TRY(const auto shape, shapeOf(config));
    LUTHIER_TRY(const auto head, headOf(config));
    auto made = decoderOutline(shape);
    made.tied = false;
    const auto add = [&](std::string name, std::vector<std::int64_t> dims, bool isLinear) {
        made.tensors.push_back({.name = std::move(name),
                                .shape = std::move(dims),
                                .place = TensorSpec::Place::Pooler,
                                .linear = isLinear});
    };
    const std::string dense{kDense};
    const std::string norm{kNorm};
    add(dense + ".weight", {shape.width, shape.width}, true);
    if (head.second) add(dense + ".bias", {shape.width}, false);
    add(norm + ".weight", {shape.width}, false);
    if (shape.normBias) add(norm + ".bias", {shape.width}, false);
    return made;
}

std::shared_ptr<nn::Network> build(const Json& config)
{
    const auto shape = shapeOf(config);
    const auto head = headOf(config);
    LUTHIER_ASSERT(shape && head);
    return std::make_shared<ModernBert>(*shape, head->first, head->second);
}

} // namespace

const Architecture& modernbert();

const Architecture& modernbert()
{
    static const Architecture self{
        .entry = {.name = "modernbert",
                  .title = QT_TRANSLATE_NOOP("core", "ModernBERT"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:2412.13663"},
        .modelType = "modernbert",
        .ggufName = {},
        .className = "ModernBert",
        .outline = &outline,
        .build = &build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
