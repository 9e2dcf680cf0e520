// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/architecture.h"
#include "tests/support/tiny_network.h"

#include <algorithm>
#include <memory>
#include <string>

#include <ATen/core/grad_mode.h>

namespace luthier::test {

/// A network of that family with a classifier and random weights, small enough for steps of milliseconds.
inline std::shared_ptr<nn::Network> built(const std::string& family, const Json& config, at::ScalarType type)
{
    const auto found
        = std::ranges::find_if(models::all(), [&](const auto* one) { return one->entry.name == family; });
    const at::NoGradGuard noGrad;
    auto network = (*found)->build(config);
    network->addClassifier(kTinyLabels);
    for (const auto& item : network->named_parameters()) {
        const bool isNorm = item.key().ends_with("norm.weight") || item.key().ends_with("LayerNorm.weight");
        models::initialise(item.value(), item.key(), 1, 0.1);
        if (isNorm) item.value().add_(1);
    }
    network->to(type);
    network->dropout() = {.classifier = 0.1}; // above what is frozen it may act
    return network;
}

inline Json bertConfig()
{
    return {{"hidden_size", 32},        {"num_hidden_layers", 4}, {"num_attention_heads", 4},
            {"intermediate_size", 128}, {"vocab_size", 600},      {"max_position_embeddings", 64}};
}

inline Json llamaConfig()
{
    return {{"hidden_size", 32},           {"num_hidden_layers", 4}, {"num_attention_heads", 4},
            {"num_key_value_heads", 2},    {"vocab_size", 600},      {"intermediate_size", 96},
            {"tie_word_embeddings", true}, {"rms_norm_eps", 1e-5},   {"max_position_embeddings", 64}};
}

} // namespace luthier::test
