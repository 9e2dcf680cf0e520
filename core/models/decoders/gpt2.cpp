// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"

#include <algorithm>
#include <cmath>

namespace luthier::models {
namespace {

/// Radford et al. 2019, Language Models are Unsupervised Multitask Learners.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    nn::DecoderShape shape{
        .width = read.size("n_embd"),
        .blocks = read.size("n_layer"),
        .heads = read.size("n_head"),
        .vocabulary = read.size("vocab_size"),
        .context = read.size("n_positions", 1024),
        .epsilon = read.number("layer_norm_epsilon", 1e-5),
        .norm = nn::DecoderShape::Norm::Layer,
        .tied = read.flag("tie_word_embeddings", true),
        .qkvBias = true,
        .outputBias = true,
        .mlpBias = true,
        .inputsFirst = true,
        .dropout = {.hidden = read.number("resid_pdrop", 0.1), .attention = read.number("attn_pdrop", 0.1)},
        .names = {.words = "transformer.wte",
                  .positions = "transformer.wpe",
                  .lastNorm = "transformer.ln_f",
                  .head = "lm_head",
                  .blocks = "transformer.h.",
                  .qkv = "attn.c_attn",
                  .o = "attn.c_proj",
                  .up = "mlp.c_fc",
                  .down = "mlp.c_proj",
                  .inputNorm = "ln_1",
                  .mlpNorm = "ln_2"}};
    shape.keyHeads = shape.heads;
    shape.headWidth = std::max<std::int64_t>(1, shape.width / shape.heads);
    shape.scale
        = read.flag("scale_attn_weights", true) ? 1 / std::sqrt(static_cast<double>(shape.headWidth)) : 1;
    shape.mlpWidth = read.size("n_inner", 4 * shape.width);
    shape.positions = shape.context;
    shape.activation = activationOf(read, "activation_function", "gelu_new");
    refuse(read, "scale_attn_by_inverse_layer_idx");
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& gpt2();

const Architecture& gpt2()
{
    static const Architecture self{
        .entry = {.name = "gpt2",
                  .title = QT_TRANSLATE_NOOP("core", "GPT-2"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = {}},
        .modelType = "gpt2",
        .ggufName = {},
        .className = "GPT2",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
