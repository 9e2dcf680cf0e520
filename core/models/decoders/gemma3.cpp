// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gemma_config.h"

namespace luthier::models {
namespace {

/// Gemma Team 2025, arXiv:2503.19786: queries and keys have norms; five of six blocks have a window and
/// positions of their own.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = gemmaShape(config, read);
    normAround(config, read, shape);
    shape.names.qNorm = "self_attn.q_norm";
    shape.names.kNorm = "self_attn.k_norm";
    shape.rotaries = {rotaryOf(config, read,
                               {.headWidth = shape.headWidth,
                                .context = shape.context,
                                .kind = "full_attention",
                                .baseOtherwise = 1'000'000}),
                      rotaryOf(config, read,
                               {.headWidth = shape.headWidth,
                                .context = shape.context,
                                .kind = "sliding_attention",
                                .base = "rope_local_base_freq",
                                .isScaled = false})};
    setWindows(config, read, shape, [](std::int64_t block) { return (block + 1) % 6 != 0; });
    for (auto& layer : shape.layers) {
        layer.rotary = layer.window > 0 ? 1 : 0;
    }
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& gemma3();

const Architecture& gemma3()
{
    static const Architecture self{
        .entry = {.name = "gemma3",
                  .title = QT_TRANSLATE_NOOP("core", "Gemma 3"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2503.19786"},
        .modelType = "gemma3_text",
        .ggufName = {},
        .className = "Gemma3",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
