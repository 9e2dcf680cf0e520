// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// Abdin et al. 2024, arXiv:2404.14219: Llama with queries, keys and values in one layer, gate and up in
/// another.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.epsilon = read.number("rms_norm_eps", 1e-5);
    shape.dropout.hidden = read.number("resid_pdrop", 0);
    shape.activation = activationOf(read, "hidden_act", "silu");
    auto& names = shape.names;
    names.q = names.k = names.v = names.gate = names.up = {};
    names.qkv = "self_attn.qkv_proj";
    names.gateUp = "mlp.gate_up_proj";
    setWindows(config, read, shape, [](std::int64_t /*block*/) { return true; });
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& phi3();

const Architecture& phi3()
{
    static const Architecture self{
        .entry = {.name = "phi3",
                  .title = QT_TRANSLATE_NOOP("core", "Phi-3"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2404.14219"},
        .modelType = "phi3",
        .ggufName = {},
        .className = "Phi3",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
