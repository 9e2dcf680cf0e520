// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// He et al. 2021, arXiv:2006.03654 and 2023, arXiv:2111.09543: queries and keys look at distances, too.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = encoderShape(read, "deberta.");
    if (!config.contains("type_vocab_size")) shape.names.types = {};
    shape.epsilon = read.number("layer_norm_eps", 1e-7);
    shape.poolerBend = nn::EncoderShape::PoolerBend::Gelu;
    shape.dropout.classifier = read.number("cls_dropout", shape.dropout.hidden);
    auto& names = shape.names;
    names.query = "attention.self.query_proj";
    names.key = "attention.self.key_proj";
    names.value = "attention.self.value_proj";
    names.pooler = "pooler.dense";
    if (!read.flag("position_biased_input", true)) names.positions = {};
    shape.relative = nn::EncoderShape::Relative::Disentangled;
    const auto said = config.find("max_relative_positions");
    const bool hasReach = said != config.end() && said->is_number_integer() && *said > 0;
    shape.relativeReach = hasReach ? read.size("max_relative_positions") : shape.positions;
    const auto buckets = config.find("position_buckets");
    const bool hasBuckets = buckets != config.end() && buckets->is_number_integer() && *buckets > 0;
    if (!hasBuckets) {
        read.fault(ErrorCode::Unsupported, "position_buckets",
                   Text{QT_TRANSLATE_NOOP("core", "'%1' is missing"), "position_buckets"});
    } else {
        shape.relativeRows = 2 * read.size("position_buckets");
    }
    names.relative = "deberta.encoder.rel_embeddings";
    const auto norm = read.text("norm_rel_ebd", "none");
    if (norm.find("layer_norm") != std::string::npos) names.relativeNorm = "deberta.encoder.LayerNorm";
    const auto kinds = config.find("pos_att_type");
    const bool isKnown = read.flag("relative_attention", false) && read.flag("share_att_key", false)
        && kinds != config.end() && kinds->size() == 2;
    if (!isKnown || config.contains("conv_kernel_size")) {
        read.fault(
            ErrorCode::Unsupported, isKnown ? "conv_kernel_size" : "pos_att_type",
            QT_TRANSLATE_NOOP("core",
                              "this form of DeBERTa is not known here; version 3 and the smaller models of "
                              "version 2 are"));
    }
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& deberta_v2();

const Architecture& deberta_v2()
{
    static const Architecture self{
        .entry = {.name = "deberta_v2",
                  .title = QT_TRANSLATE_NOOP("core", "DeBERTa"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:2111.09543"},
        .modelType = "deberta-v2",
        .ggufName = {},
        .className = "DebertaV2",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
