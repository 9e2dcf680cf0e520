// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// Bellagente et al. 2024, arXiv:2402.17834: Llama with layer norms; a quarter of each head turns.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.norm = nn::DecoderShape::Norm::Layer;
    shape.epsilon = read.number("layer_norm_eps", 1e-5);
    shape.dropout.hidden = read.number("hidden_dropout", 0);
    shape.qkvBias = read.flag("use_qkv_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    shape.rotaries = {rotaryOf(
        config, read, {.headWidth = shape.headWidth, .context = shape.context, .shareOtherwise = 0.25})};
    shape.parallel = read.flag("use_parallel_residual", false);
    if (shape.parallel) shape.names.mlpNorm = {};
    refuse(read, "qk_layernorm");
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& stablelm();

const Architecture& stablelm()
{
    static const Architecture self{
        .entry = {.name = "stablelm",
                  .title = QT_TRANSLATE_NOOP("core", "StableLM"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2402.17834"},
        .modelType = "stablelm",
        .ggufName = {},
        .className = "StableLm",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
