// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gemma_config.h"

namespace luthier::models {
namespace {

/// Gemma Team 2024, arXiv:2408.00118: norms around both halves, capped scores, every other block with a
/// window.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = gemmaShape(config, read);
    normAround(config, read, shape);
    setWindows(config, read, shape, [](std::int64_t block) { return block % 2 == 0; });
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& gemma2();

const Architecture& gemma2()
{
    static const Architecture self{
        .entry = {.name = "gemma2",
                  .title = QT_TRANSLATE_NOOP("core", "Gemma 2"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2408.00118"},
        .modelType = "gemma2",
        .ggufName = {},
        .className = "Gemma2",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
