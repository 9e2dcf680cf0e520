// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// OLMo et al. 2024, arXiv:2501.00656: norms behind each half, and of all queries and of all keys.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.epsilon = read.number("rms_norm_eps", 1e-5);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    shape.queryKeyNorm = nn::DecoderShape::QueryKeyNorm::All;
    shape.names.qNorm = "self_attn.q_norm";
    shape.names.kNorm = "self_attn.k_norm";
    shape.names.inputNorm = shape.names.mlpNorm = {};
    shape.names.attentionOutNorm = "post_attention_layernorm";
    shape.names.mlpOutNorm = "post_feedforward_layernorm";
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& olmo2();

const Architecture& olmo2()
{
    static const Architecture self{
        .entry = {.name = "olmo2",
                  .title = QT_TRANSLATE_NOOP("core", "OLMo 2"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2501.00656"},
        .modelType = "olmo2",
        .ggufName = {},
        .className = "Olmo2",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
