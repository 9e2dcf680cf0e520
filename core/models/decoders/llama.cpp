// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gguf_decoder.h"

namespace luthier::models {
namespace {

/// Touvron et al. 2023, arXiv:2302.13971.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.mlpBias = read.flag("mlp_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    return checkedShape(read, std::move(shape));
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
        .className = "Llama",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = &decoderConfigOfGguf,
        .ggufNameOf = &decoderNameInGguf,
        .ggufPairsRows = true};
    return self;
}

} // namespace luthier::models
