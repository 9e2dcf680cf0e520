// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Liu et al. 2019, arXiv:1907.11692: BERT, trained better; a classifier of two layers.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "roberta.");
    setTwoLayers(shape, "roberta.");
    shape.firstPosition = read.size("pad_token_id", 1) + 1; // positions begin behind that of padding
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& roberta();

const Architecture& roberta()
{
    static const Architecture self{
        .entry = {.name = "roberta",
                  .title = QT_TRANSLATE_NOOP("core", "RoBERTa"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1907.11692"},
        .modelType = "roberta",
        .ggufName = {},
        .className = "Roberta",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
