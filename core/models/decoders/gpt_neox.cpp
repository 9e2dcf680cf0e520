// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// Black et al. 2022, arXiv:2204.06745: both halves of a block side by side, each from its own norm. Pythia,
/// too.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.norm = nn::DecoderShape::Norm::Layer;
    shape.epsilon = read.number("layer_norm_eps", 1e-5);
    shape.fusion = nn::DecoderShape::Fusion::Groups;
    shape.parallel = read.flag("use_parallel_residual", true);
    shape.dropout.hidden = read.number("hidden_dropout", 0);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", true);
    shape.mlpBias = true;
    shape.activation = activationOf(read, "hidden_act", "gelu");
    shape.rotaries = {rotaryOf(config, read,
                               {.headWidth = shape.headWidth,
                                .context = shape.context,
                                .base = "rotary_emb_base",
                                .share = "rotary_pct",
                                .shareOtherwise = 0.25})};
    shape.names = {.words = "gpt_neox.embed_in",
                   .lastNorm = "gpt_neox.final_layer_norm",
                   .head = "lm_head",
                   .headInFiles = "embed_out",
                   .blocks = "gpt_neox.layers.",
                   .qkv = "attention.query_key_value",
                   .o = "attention.dense",
                   .up = "mlp.dense_h_to_4h",
                   .down = "mlp.dense_4h_to_h",
                   .inputNorm = "input_layernorm",
                   .mlpNorm = "post_attention_layernorm"};
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& gpt_neox();

const Architecture& gpt_neox()
{
    static const Architecture self{
        .entry = {.name = "gpt_neox",
                  .title = QT_TRANSLATE_NOOP("core", "GPT-NeoX"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2204.06745"},
        .modelType = "gpt_neox",
        .ggufName = {},
        .className = "GPTNeoX",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
