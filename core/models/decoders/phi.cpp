// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// Li et al. 2023, arXiv:2309.05463: both halves of a block side by side, from one norm.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.norm = nn::DecoderShape::Norm::Layer;
    shape.epsilon = read.number("layer_norm_eps", 1e-5);
    shape.dropout.hidden = read.number("resid_pdrop", 0);
    shape.qkvBias = shape.outputBias = shape.mlpBias = shape.headBias = true;
    shape.activation = activationOf(read, "hidden_act", "gelu_new");
    shape.rotaries = {rotaryOf(
        config, read, {.headWidth = shape.headWidth, .context = shape.context, .shareOtherwise = 0.5})};
    shape.parallel = true;
    auto& names = shape.names;
    names.lastNorm = "model.final_layernorm";
    names.o = "self_attn.dense";
    names.gate = names.mlpNorm = {};
    names.up = "mlp.fc1";
    names.down = "mlp.fc2";
    if (read.flag("qk_layernorm", false)) {
        names.qNorm = "self_attn.q_layernorm";
        names.kNorm = "self_attn.k_layernorm";
    }
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& phi();

const Architecture& phi()
{
    static const Architecture self{
        .entry = {.name = "phi",
                  .title = QT_TRANSLATE_NOOP("core", "Phi"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2309.05463"},
        .modelType = "phi",
        .ggufName = {},
        .className = "Phi",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
