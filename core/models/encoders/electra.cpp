// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Clark et al. 2020, arXiv:2003.10555: word vectors of a width of their own.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "electra.");
    setTwoLayers(shape, "electra.");
    shape.poolerBend = nn::EncoderShape::PoolerBend::Gelu;
    shape.wordWidth = read.size("embedding_size", 128);
    if (shape.wordWidth != shape.width) shape.names.projection = "electra.embeddings_project";
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& electra();

const Architecture& electra()
{
    static const Architecture self{
        .entry = {.name = "electra",
                  .title = QT_TRANSLATE_NOOP("core", "ELECTRA"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:2003.10555"},
        .modelType = "electra",
        .ggufName = {},
        .className = "Electra",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
