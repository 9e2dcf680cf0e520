// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

#include <algorithm>
#include <cmath>

namespace luthier::models {
namespace {

using Fusion = nn::DecoderShape::Fusion;

/// Almazrouei et al. 2023, arXiv:2311.16867. Queries of one key head, or of several ("new" files), stand
/// before their key and value; both halves of a block side by side.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    nn::DecoderShape shape{.width = read.size("hidden_size"),
                           .blocks = read.size(config.contains("n_layer") ? "n_layer" : "num_hidden_layers"),
                           .heads = read.size(config.contains("n_head") ? "n_head" : "num_attention_heads"),
                           .vocabulary = read.size("vocab_size"),
                           .context = read.size("max_position_embeddings", 2048),
                           .epsilon = read.number("layer_norm_epsilon", 1e-5),
                           .norm = nn::DecoderShape::Norm::Layer,
                           .fusion = Fusion::Groups,
                           .parallel = read.flag("parallel_attn", true),
                           .tied = read.flag("tie_word_embeddings", true),
                           .dropout = {.hidden = read.number("hidden_dropout", 0),
                                       .attention = read.number("attention_dropout", 0)},
                           .names = {.words = "transformer.word_embeddings",
                                     .lastNorm = "transformer.ln_f",
                                     .head = "lm_head",
                                     .blocks = "transformer.h.",
                                     .qkv = "self_attention.query_key_value",
                                     .o = "self_attention.dense",
                                     .up = "mlp.dense_h_to_4h",
                                     .down = "mlp.dense_4h_to_h",
                                     .inputNorm = "input_layernorm"}};
    shape.headWidth = std::max<std::int64_t>(1, shape.width / shape.heads);
    shape.scale = 1 / std::sqrt(static_cast<double>(shape.headWidth));
    shape.mlpWidth = read.size("ffn_hidden_size", 4 * shape.width);
    shape.qkvBias = shape.outputBias = shape.mlpBias = read.flag("bias", false);
    shape.activation = activationOf(read, "activation", "gelu");
    shape.rotaries = {rotaryOf(config, read, {.headWidth = shape.headWidth, .context = shape.context})};
    const bool isNew = read.flag("new_decoder_architecture", false);
    const bool sharesKeys = read.flag("multi_query", true);
    shape.keyHeads = isNew ? read.size("num_kv_heads", shape.heads) : sharesKeys ? 1 : shape.heads;
    if (isNew) shape.parallel = true;
    if (isNew && read.size("num_ln_in_parallel_attn", 2) == 2) {
        shape.names.inputNorm = "ln_attn";
        shape.names.mlpNorm = "ln_mlp";
    } else if (!shape.parallel) {
        shape.names.mlpNorm = "post_attention_layernorm";
    }
    refuse(read, "alibi");
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& falcon();

const Architecture& falcon()
{
    static const Architecture self{
        .entry = {.name = "falcon",
                  .title = QT_TRANSLATE_NOOP("core", "Falcon"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2311.16867"},
        .modelType = "falcon",
        .ggufName = {},
        .className = "Falcon",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
