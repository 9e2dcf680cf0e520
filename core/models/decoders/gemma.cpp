// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gemma_config.h"

namespace luthier::models {
namespace {

/// Gemma Team 2024, arXiv:2403.08295: a GELU gate, norms stored less one, words times √d.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = gemmaShape(config, read);
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& gemma();

const Architecture& gemma()
{
    static const Architecture self{
        .entry = {.name = "gemma",
                  .title = QT_TRANSLATE_NOOP("core", "Gemma"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2403.08295"},
        .modelType = "gemma",
        .ggufName = {},
        .className = "Gemma",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
