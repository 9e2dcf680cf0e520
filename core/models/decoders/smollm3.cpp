// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

namespace luthier::models {
namespace {

/// Llama where every fourth block knows no positions (Yang et al. 2025, arXiv:2501.18795).
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    shape.mlpBias = read.flag("mlp_bias", false);
    shape.activation = activationOf(read, "hidden_act", "silu");
    setUpperWindows(config, read, shape);
    const auto every = read.size("no_rope_layer_interval", 4);
    const auto listed = config.find("no_rope_layers"); // of 1 where positions turn
    const bool isListed
        = listed != config.end() && listed->is_array() && listed->size() == shape.layers.size();
    for (std::size_t i = 0; i < shape.layers.size(); ++i) {
        const bool turns = isListed ? (*listed)[i] != 0 : (static_cast<std::int64_t>(i) + 1) % every != 0;
        shape.layers[i].rotary = turns ? 0 : -1;
    }
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& smollm3();

const Architecture& smollm3()
{
    static const Architecture self{
        .entry = {.name = "smollm3",
                  .title = QT_TRANSLATE_NOOP("core", "SmolLM3"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = {}},
        .modelType = "smollm3",
        .ggufName = {},
        .className = "SmolLM3",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
