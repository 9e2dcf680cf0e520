// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gguf_decoder.h"

namespace luthier::models {
namespace {

/// Yang et al. 2025, arXiv:2505.09388: norms of each query and key.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    shape.names.qNorm = "self_attn.q_norm";
    shape.names.kNorm = "self_attn.k_norm";
    setUpperWindows(config, read, shape);
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& qwen3();

const Architecture& qwen3()
{
    static const Architecture self{
        .entry = {.name = "qwen3",
                  .title = QT_TRANSLATE_NOOP("core", "Qwen3"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2505.09388"},
        .modelType = "qwen3",
        .ggufName = "qwen3",
        .className = "Qwen3",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = &decoderConfigOfGguf,
        .ggufNameOf = &decoderNameInGguf,
        .ggufPairsRows = false};
    return self;
}

} // namespace luthier::models
