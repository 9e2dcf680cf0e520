// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// IBM Granite: Llama with four factors (Yang et al. 2022, arXiv:2203.03466, explain why one wants them).
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.mlpBias = read.flag("mlp_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    shape.scale = read.number("attention_multiplier", 1);
    shape.wordFactor = read.number("embedding_multiplier", 1);
    shape.residualFactor = read.number("residual_multiplier", 1);
    shape.logits.factor = 1 / positive(read, "logits_scaling", 1);
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& granite();

const Architecture& granite()
{
    static const Architecture self{
        .entry = {.name = "granite",
                  .title = QT_TRANSLATE_NOOP("core", "Granite"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2405.04324"},
        .modelType = "granite",
        .ggufName = {},
        .className = "Granite",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
