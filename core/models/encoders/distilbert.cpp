// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
namespace {

/// Sanh et al. 2019, arXiv:1910.01108: half of BERT's blocks, without kinds of text.
Expected<nn::EncoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    nn::EncoderShape shape{.width = read.size("dim"),
                           .blocks = read.size("n_layers"),
                           .heads = read.size("n_heads"),
                           .mlpWidth = read.size("hidden_dim"),
                           .vocabulary = read.size("vocab_size"),
                           .positions = read.size("max_position_embeddings", 512),
                           .epsilon = 1e-12,
                           .bend = bendOf(read, "activation", "gelu"),
                           .poolerBend = nn::EncoderShape::PoolerBend::Relu,
                           .dropout = {.hidden = read.number("dropout", 0.1),
                                       .attention = read.number("attention_dropout", 0.1),
                                       .classifier = read.number("seq_classif_dropout", 0.2)},
                           .names = {.words = "distilbert.embeddings.word_embeddings",
                                     .positions = "distilbert.embeddings.position_embeddings",
                                     .wordNorm = "distilbert.embeddings.LayerNorm",
                                     .blocks = "distilbert.transformer.layer.",
                                     .query = "attention.q_lin",
                                     .key = "attention.k_lin",
                                     .value = "attention.v_lin",
                                     .output = "attention.out_lin",
                                     .attentionNorm = "sa_layer_norm",
                                     .up = "ffn.lin1",
                                     .down = "ffn.lin2",
                                     .outputNorm = "output_layer_norm",
                                     .pooler = "pre_classifier",
                                     .classifier = "classifier"}};
    shape.wordWidth = shape.width;
    shape.ownBlocks = shape.blocks;
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& distilbert();

const Architecture& distilbert()
{
    static const Architecture self{
        .entry = {.name = "distilbert",
                  .title = QT_TRANSLATE_NOOP("core", "DistilBERT"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1910.01108"},
        .modelType = "distilbert",
        .ggufName = {},
        .className = "DistilBert",
        .outline = &EncoderFamily<&shapeOf>::outline,
        .build = &EncoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
