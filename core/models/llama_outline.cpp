// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/llama_outline.h"

#include "core/base/text.h"
#include "core/models/config_reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace luthier::models {
namespace {

/// The base of the rotary frequencies, from the old and the new spelling. Scaled variants are refused by
/// name.
double ropeBaseOf(const Json& config, ConfigReader& read)
{
    double base = read.number("rope_theta", 10'000);
    for (const auto* key : {"rope_parameters", "rope_scaling"}) {
        const auto found = config.find(key);
        if (found == config.end() || found->is_null()) continue;
        if (!found->is_object()) {
            read.fault(ErrorCode::WrongType, key,
                       Text{QT_TRANSLATE_NOOP("core", "'%1' holds no settings"), key});
            continue;
        }
        for (const auto* name : {"rope_type", "type"}) {
            const auto type = found->find(name);
            if (type == found->end() || *type == "default") continue;
            read.fault(ErrorCode::Unsupported, key,
                       Text{QT_TRANSLATE_NOOP("core", "rotary scaling '%1' is not known here yet"),
                            type->is_string() ? type->get<std::string>() : type->dump()});
        }
        if (found->contains("rope_theta") && (*found)["rope_theta"].is_number()) {
            base = (*found)["rope_theta"].get<double>();
        }
    }
    return base;
}

} // namespace

Expected<LlamaShape> llamaShape(const Json& config)
{
    ConfigReader read{config};
    LlamaShape shape{.width = read.size("hidden_size"),
                     .blocks = read.size("num_hidden_layers"),
                     .heads = read.size("num_attention_heads"),
                     .keyHeads = 0,
                     .headWidth = 0,
                     .mlpWidth = read.size("intermediate_size"),
                     .vocabulary = read.size("vocab_size"),
                     .context = read.size("max_position_embeddings", 2048),
                     .epsilon = read.number("rms_norm_eps", 1e-6),
                     .ropeBase = ropeBaseOf(config, read),
                     .tied = read.flag("tie_word_embeddings", false),
                     .attentionBias = read.flag("attention_bias", false),
                     .mlpBias = read.flag("mlp_bias", false),
                     .dropout = {.attention = read.number("attention_dropout", 0)}};
    shape.keyHeads = read.size("num_key_value_heads", shape.heads);
    shape.headWidth = read.size("head_dim", std::max<std::int64_t>(1, shape.width / shape.heads));
    read.word("hidden_act", "silu", {"silu"});
    if (shape.heads % shape.keyHeads != 0) {
        read.fault(ErrorCode::Inconsistent, "num_key_value_heads",
                   Text{QT_TRANSLATE_NOOP("core", "%1 heads cannot share %2 key heads"), shape.heads,
                        shape.keyHeads});
    }
    if (shape.headWidth % 2 != 0 || shape.headWidth > 512) {
        read.fault(ErrorCode::BadValue, "head_dim",
                   Text{QT_TRANSLATE_NOOP("core", "heads of width %1 are not known here"), shape.headWidth});
    }
    LUTHIER_CHECK(read.done());
    return shape;
}

Expected<Outline> llamaOutline(const Json& config)
{
    LUTHIER_TRY(const auto shape, llamaShape(config));
    using Place = TensorSpec::Place;
    using Part = TensorSpec::Part;
    Outline result{.width = shape.width,
                   .blocks = shape.blocks,
                   .heads = shape.heads,
                   .keyHeads = shape.keyHeads,
                   .headWidth = shape.headWidth,
                   .mlpWidth = shape.mlpWidth,
                   .vocabulary = shape.vocabulary,
                   .context = shape.context,
                   .writes = true,
                   .tied = shape.tied,
                   .mlpInputs = 2,
                   .classifier = "score",
                   .classifierHasBias = false,
                   .dropout = shape.dropout};
    const auto d = shape.width;
    const auto all = shape.heads * shape.headWidth;
    const auto keys = shape.keyHeads * shape.headWidth;
    result.tensors.push_back({.name = "model.embed_tokens.weight",
                              .shape = {shape.vocabulary, d},
                              .place = Place::Embeddings,
                              .otherNames = {"embed_tokens.weight"}});
    for (std::int64_t i = 0; i < shape.blocks; ++i) {
        const auto prefix = "layers." + std::to_string(i) + ".";
        const auto add = [&](const std::string& name, std::vector<std::int64_t> dims, Part part, bool linear,
                             std::int64_t rotaryHeads) {
            result.tensors.push_back({.name = "model." + prefix + name,
                                      .shape = std::move(dims),
                                      .place = Place::Block,
                                      .block = i,
                                      .part = part,
                                      .linear = linear,
                                      .otherNames = {prefix + name},
                                      .rotaryHeads = rotaryHeads});
        };
        const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out, Part part,
                                bool bias, std::int64_t rotaryHeads = 0) {
            add(name + ".weight", {out, in}, part, true, rotaryHeads);
            if (bias) add(name + ".bias", {out}, part, false, rotaryHeads);
        };
        linear("self_attn.q_proj", d, all, Part::Attention, shape.attentionBias, shape.heads);
        linear("self_attn.k_proj", d, keys, Part::Attention, shape.attentionBias, shape.keyHeads);
        linear("self_attn.v_proj", d, keys, Part::Attention, shape.attentionBias);
        linear("self_attn.o_proj", all, d, Part::Attention, shape.attentionBias);
        linear("mlp.gate_proj", d, shape.mlpWidth, Part::Mlp, shape.mlpBias);
        linear("mlp.up_proj", d, shape.mlpWidth, Part::Mlp, shape.mlpBias);
        linear("mlp.down_proj", shape.mlpWidth, d, Part::Mlp, shape.mlpBias);
        add("input_layernorm.weight", {d}, Part::Norm, false, 0);
        add("post_attention_layernorm.weight", {d}, Part::Norm, false, 0);
    }
    result.tensors.push_back({.name = "model.norm.weight",
                              .shape = {d},
                              .place = Place::FinalNorm,
                              .part = Part::Norm,
                              .otherNames = {"norm.weight"}});
    if (!shape.tied) {
        result.tensors.push_back(
            {.name = "lm_head.weight", .shape = {shape.vocabulary, d}, .place = Place::Head, .linear = true});
    }
    return result;
}

/// formats.md §3.2. Whether the head is tied shows in the tensors, not here: see models/model_files.
Expected<Json> llamaConfigOfGguf(const Json& metadata)
{
    constexpr std::array<std::pair<const char*, const char*>, 10> kKeys{{
        {"block_count", "num_hidden_layers"},
        {"context_length", "max_position_embeddings"},
        {"embedding_length", "hidden_size"},
        {"feed_forward_length", "intermediate_size"},
        {"attention.head_count", "num_attention_heads"},
        {"attention.head_count_kv", "num_key_value_heads"},
        {"attention.key_length", "head_dim"},
        {"attention.layer_norm_rms_epsilon", "rms_norm_eps"},
        {"rope.freq_base", "rope_theta"},
        {"vocab_size", "vocab_size"},
    }};
    Json config{{"model_type", "llama"}, {"rope_theta", 10'000.0}};
    for (const auto& [theirs, ours] : kKeys) {
        const auto found = metadata.find(std::string{"llama."} + theirs);
        if (found != metadata.end()) config[ours] = *found;
    }
    const auto scaling = metadata.find("llama.rope.scaling.type");
    if (scaling != metadata.end() && *scaling != "none") config["rope_scaling"] = {{"rope_type", *scaling}};
    return config;
}

std::string llamaGgufName(const std::string& parameter)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kParts{{
        {"model.embed_tokens", "token_embd"},
        {"model.norm", "output_norm"},
        {"lm_head", "output"},
        {"self_attn.q_proj", "attn_q"},
        {"self_attn.k_proj", "attn_k"},
        {"self_attn.v_proj", "attn_v"},
        {"self_attn.o_proj", "attn_output"},
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

} // namespace luthier::models
