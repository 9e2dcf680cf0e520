// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Song et al. 2020, arXiv:2004.09297: scores know how far two tokens are apart.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "mpnet.");
    setTwoLayers(shape, "mpnet.");
    shape.firstPosition = read.size("pad_token_id", 1) + 1;
    shape.relative = nn::EncoderShape::Relative::Bias;
    shape.relativeRows = read.size("relative_attention_num_buckets", 32);
    auto& names = shape.names;
    names.types = {};
    names.relative = "mpnet.encoder.relative_attention_bias";
    names.query = "attention.attn.q";
    names.key = "attention.attn.k";
    names.value = "attention.attn.v";
    names.output = "attention.attn.o";
    names.attentionNorm = "attention.LayerNorm";
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& mpnet();

const Architecture& mpnet()
{
    static const Architecture self{
        .entry = {.name = "mpnet",
                  .title = QT_TRANSLATE_NOOP("core", "MPNet"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:2004.09297"},
        .modelType = "mpnet",
        .ggufName = {},
        .className = "MPNet",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
