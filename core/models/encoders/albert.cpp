// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Lan et al. 2019, arXiv:1909.11942: all blocks share their weights, and word vectors are narrow.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "albert.");
    shape.bend = bendOf(read, "hidden_act", "gelu_new");
    shape.wordWidth = read.size("embedding_size", 128);
    shape.ownBlocks = read.size("num_hidden_groups", 1);
    shape.dropout.classifier = read.number("classifier_dropout_prob", 0.1);
    auto& names = shape.names;
    names.projection = "albert.encoder.embedding_hidden_mapping_in";
    names.blocks = "albert.encoder.albert_layer_groups.";
    const std::string block = "albert_layers.0.";
    names.query = block + "attention.query";
    names.key = block + "attention.key";
    names.value = block + "attention.value";
    names.output = block + "attention.dense";
    names.attentionNorm = block + "attention.LayerNorm";
    names.up = block + "ffn";
    names.down = block + "ffn_output";
    names.outputNorm = block + "full_layer_layer_norm";
    names.pooler = "albert.pooler";
    if (read.size("inner_group_num", 1) != 1 || shape.ownBlocks > shape.blocks) {
        read.fault(ErrorCode::Unsupported, "inner_group_num",
                   Text{QT_TRANSLATE_NOOP("core", "'%1' is not known here"), "inner_group_num"});
    }
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& albert();

const Architecture& albert()
{
    static const Architecture self{
        .entry = {.name = "albert",
                  .title = QT_TRANSLATE_NOOP("core", "ALBERT"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1909.11942"},
        .modelType = "albert",
        .ggufName = {},
        .className = "Albert",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
