// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Devlin et al. 2018, arXiv:1810.04805.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    return checkedShape(read, encoderShape(read, "bert."));
}

} // namespace

const Architecture& bert();

const Architecture& bert()
{
    static const Architecture self{
        .entry = {.name = "bert",
                  .title = QT_TRANSLATE_NOOP("core", "BERT"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1810.04805"},
        .modelType = "bert",
        .ggufName = {},
        .className = "Bert",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
