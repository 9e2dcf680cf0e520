// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/gguf_decoder.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace luthier::models {
namespace {

using Pair = std::pair<const char*, const char*>;

} // namespace

Expected<Json> decoderConfigOfGguf(const Json& metadata)
{
    constexpr std::array<Pair, 11> kKeys{{
        {"block_count", "num_hidden_layers"},
        {"context_length", "max_position_embeddings"},
        {"embedding_length", "hidden_size"},
        {"feed_forward_length", "intermediate_size"},
        {"attention.head_count", "num_attention_heads"},
        {"attention.head_count_kv", "num_key_value_heads"},
        {"attention.key_length", "head_dim"},
        {"attention.layer_norm_rms_epsilon", "rms_norm_eps"},
        {"attention.sliding_window", "sliding_window"},
        {"rope.freq_base", "rope_theta"},
        {"vocab_size", "vocab_size"},
    }};
    constexpr std::array<Pair, 4> kScaling{{
        {"rope.scaling.type", "rope_type"},
        {"rope.scaling.factor", "factor"},
        {"rope.scaling.original_context_length", "original_max_position_embeddings"},
        {"rope.scaling.attn_factor", "attention_factor"},
    }};
    const auto family = metadata.find("general.architecture");
    if (family == metadata.end() || !family->is_string()) {
        return Unexpected{
            {.code = ErrorCode::WrongType,
             .message = Text{QT_TRANSLATE_NOOP("core", "'%1' is no text"), "general.architecture"}}};
    }
    const auto prefix = family->get<std::string>() + ".";
    const auto take = [&](const Pair& names, Json& into) {
        const auto found = metadata.find(prefix + names.first);
        if (found != metadata.end()) into[names.second] = *found;
    };
    Json config{{"model_type", *family}, {"rope_theta", 10'000.0}};
    for (const auto& names : kKeys) {
        take(names, config);
    }
    Json scaling = Json::object();
    for (const auto& names : kScaling) {
        take(names, scaling);
    }
    if (scaling.contains("rope_type") && scaling["rope_type"] != "none")
        config["rope_scaling"] = std::move(scaling);
    return config;
}

std::string decoderNameInGguf(const std::string& parameter)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kParts{{
        {"model.embed_tokens", "token_embd"},
        {"model.norm", "output_norm"},
        {"lm_head", "output"},
        {"self_attn.q_proj", "attn_q"},
        {"self_attn.k_proj", "attn_k"},
        {"self_attn.v_proj", "attn_v"},
        {"self_attn.o_proj", "attn_output"},
        {"self_attn.q_norm", "attn_q_norm"},
        {"self_attn.k_norm", "attn_k_norm"},
        {"mlp.gate_proj", "ffn_gate"},
        {"mlp.up_proj", "ffn_up"},
        {"mlp.down_proj", "ffn_down"},
        {"input_layernorm", "attn_norm"},
        {"post_attention_layernorm", "ffn_norm"},
    }};
    std::string name = parameter;
    constexpr std::string_view kLayers = "model.layers.";
    if (name.starts_with(kLayers)) name.replace(0, kLayers.size(), "blk.");
    for (const auto& [ours, theirs] : kParts) {
        const auto at = name.find(ours);
        if (at != std::string::npos) return name.replace(at, ours.size(), theirs);
    }
    return name;
}

std::vector<float> rotaryFactors(const nn::Rotary& rotary)
{
    const auto plain
        = nn::rotaryFrequencies(rotary.base, static_cast<std::int64_t>(2 * rotary.frequencies.size()));
    std::vector<float> factors;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        factors.push_back(static_cast<float>(plain[i] / rotary.frequencies[i]));
    }
    const bool isPlain = std::ranges::all_of(factors, [](float factor) { return factor == 1; });
    return isPlain ? std::vector<float>{} : factors;
}

std::optional<Text> whyNoGgufFront(const Outline& outline, std::string_view family)
{
    const bool fits = outline.rotaries.size() == 1 && outline.rotaries.front().scale == 1
        && outline.rotaries.front().factor == 0
        && (outline.rotaries.front().longFrequencies.empty()
            || outline.rotaries.front().longFrequencies == outline.rotaries.front().frequencies);
    // Factors are a tensor that readers look for in Llama's files only.
    if (fits && (family == "llama" || rotaryFactors(outline.rotaries.front()).empty())) return std::nullopt;
    return Text{QT_TRANSLATE_NOOP("core", "This model's rotary positions cannot be written into GGUF here.")};
}

checkpoint::GgufFront ggufFront(const Outline& outline, const std::string& family)
{
    checkpoint::GgufFront front{{"general.architecture", family}};
    const auto add = [&](const char* key, std::int64_t value) {
        front.emplace_back(family + "." + key, static_cast<std::uint32_t>(value));
    };
    const auto addReal = [&](const char* key, double value) {
        front.emplace_back(family + "." + key, static_cast<float>(value));
    };
    add("block_count", outline.blocks);
    add("context_length", outline.context);
    add("embedding_length", outline.width);
    add("feed_forward_length", outline.mlpWidth);
    add("attention.head_count", outline.heads);
    add("attention.head_count_kv", outline.keyHeads);
    add("attention.key_length", outline.headWidth);
    add("attention.value_length", outline.headWidth);
    addReal("attention.layer_norm_rms_epsilon", outline.epsilon);
    const auto& rotary = outline.rotaries.front();
    add("rope.dimension_count", static_cast<std::int64_t>(2 * rotary.frequencies.size()));
    addReal("rope.freq_base", rotary.base);
    add("vocab_size", outline.vocabulary);
    return front;
}

} // namespace luthier::models
