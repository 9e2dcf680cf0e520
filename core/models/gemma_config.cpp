// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/gemma_config.h"

#include <cmath>

namespace luthier::models {

nn::DecoderShape gemmaShape(const Json& config, ConfigReader& read)
{
    auto shape = decoderShape(config, read);
    shape.norm = nn::DecoderShape::Norm::RmsPlusOne;
    shape.headWidth = read.size("head_dim", 256);
    shape.scale = 1 / std::sqrt(static_cast<double>(shape.headWidth));
    shape.wordFactor = std::sqrt(static_cast<double>(shape.width));
    shape.tied = read.flag("tie_word_embeddings", true);
    shape.qkvBias = shape.outputBias = read.flag("attention_bias", false);
    const bool isNamedNew = config.contains("hidden_activation") && !config["hidden_activation"].is_null();
    shape.activation
        = activationOf(read, isNamedNew ? "hidden_activation" : "hidden_act", "gelu_pytorch_tanh");
    // The first files say "gelu" there and were trained with its other form.
    if (!isNamedNew && shape.activation == nn::DecoderShape::Activation::Gelu)
        shape.activation = nn::DecoderShape::Activation::GeluTanh;
    shape.rotaries = {rotaryOf(config, read, {.headWidth = shape.headWidth, .context = shape.context})};
    refuse(read, "use_bidirectional_attention");
    return shape;
}

void normAround(const Json& config, ConfigReader& read, nn::DecoderShape& shape)
{
    shape.names.attentionOutNorm = "post_attention_layernorm";
    shape.names.mlpNorm = "pre_feedforward_layernorm";
    shape.names.mlpOutNorm = "post_feedforward_layernorm";
    shape.scale = 1 / std::sqrt(positive(read, "query_pre_attn_scalar", 256));
    const auto cap = [&](const char* key) {
        const auto found = config.find(key);
        return found == config.end() || found->is_null() ? 0 : positive(read, key, 1);
    };
    shape.cap = cap("attn_logit_softcapping");
    shape.logits.cap = cap("final_logit_softcapping");
}

} // namespace luthier::models
