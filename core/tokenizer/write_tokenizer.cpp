// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/write_tokenizer.h"

#include "core/tokenizer/gguf_names.h"

namespace luthier::tokenizer {
namespace {

Json byteLevel(bool prefixSpace)
{
    return {{"type", "ByteLevel"},
            {"add_prefix_space", prefixSpace},
            {"trim_offsets", true},
            {"use_regex", true}};
}

Json addedTokens(const GgufVocabulary& vocabulary)
{
    Json tokens = Json::array();
    for (std::size_t i = 0; i < vocabulary.types.size() && i < vocabulary.tokens.size(); ++i) {
        const bool isControl = vocabulary.types[i] == kControlToken;
        if (!isControl && vocabulary.types[i] != kUserDefinedToken) continue;
        tokens.push_back({{"id", i},
                          {"content", vocabulary.tokens[i]},
                          {"single_word", false},
                          {"lstrip", false},
                          {"rstrip", false},
                          {"normalized", false},
                          {"special", isControl}});
    }
    return tokens;
}

Json preTokenizer(const GgufVocabulary& vocabulary)
{
    Json parts = Json::array();
    const auto* const pre = preNamed(vocabulary.pre);
    if (pre != nullptr && pre->digits) parts.push_back({{"type", "Digits"}, {"individual_digits", true}});
    parts.push_back(byteLevel(false));
    return {{"type", "Sequence"}, {"pretokenizers", std::move(parts)}};
}

/// Null where nothing is put around a text.
Json postProcessor(const GgufVocabulary& vocabulary)
{
    if (!vocabulary.addBos && !vocabulary.addEos) return nullptr;
    Json special = Json::object();
    const auto part = [&](const std::optional<std::int32_t>& id, int type) -> Json {
        const auto& token = vocabulary.tokens[static_cast<std::size_t>(*id)];
        special[token] = {{"id", token}, {"ids", {*id}}, {"tokens", {token}}};
        return {{"SpecialToken", {{"id", token}, {"type_id", type}}}};
    };
    const auto text = [](const char* which, int type) -> Json {
        return {{"Sequence", {{"id", which}, {"type_id", type}}}};
    };
    Json single = Json::array();
    Json pair = Json::array();
    if (vocabulary.addBos) {
        single.push_back(part(vocabulary.bos, 0));
        pair.push_back(part(vocabulary.bos, 0));
    }
    single.push_back(text("A", 0));
    pair.push_back(text("A", 0));
    pair.push_back(text("B", 1));
    if (vocabulary.addEos) {
        single.push_back(part(vocabulary.eos, 0));
        pair.push_back(part(vocabulary.eos, 1));
    }
    return {{"type", "TemplateProcessing"},
            {"single", std::move(single)},
            {"pair", std::move(pair)},
            {"special_tokens", std::move(special)}};
}

Json model(const GgufVocabulary& vocabulary)
{
    Json ids = Json::object();
    auto& entries = ids.get_ref<Json::object_t&>(); // appended: a lookup for each would be quadratic
    entries.reserve(vocabulary.tokens.size());
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
        entries.Container::emplace_back(vocabulary.tokens[i], i);
    }
    Json merges = Json::array();
    for (const auto& merge : vocabulary.merges) {
        const auto space = merge.find(' ');
        merges.push_back({merge.substr(0, space), merge.substr(space + 1)});
    }
    return {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", nullptr},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", false},
            {"byte_fallback", false},
            {"ignore_merges", false},
            {"vocab", std::move(ids)},
            {"merges", std::move(merges)}};
}

} // namespace

Json tokenizerJson(const GgufVocabulary& vocabulary)
{
    return {{"version", "1.0"},
            {"truncation", nullptr},
            {"padding", nullptr},
            {"added_tokens", addedTokens(vocabulary)},
            {"normalizer", nullptr},
            {"pre_tokenizer", preTokenizer(vocabulary)},
            {"post_processor", postProcessor(vocabulary)},
            {"decoder", byteLevel(true)},
            {"model", model(vocabulary)}};
}

Json tokenizerConfigJson(const GgufVocabulary& vocabulary)
{
    Json config{{"tokenizer_class", "PreTrainedTokenizerFast"},
                {"add_bos_token", vocabulary.addBos},
                {"add_eos_token", vocabulary.addEos},
                {"clean_up_tokenization_spaces", false}};
    const auto add = [&](const char* key, const std::optional<std::int32_t>& id) {
        if (id && *id >= 0 && static_cast<std::size_t>(*id) < vocabulary.tokens.size()) {
            config[key] = vocabulary.tokens[static_cast<std::size_t>(*id)];
        }
    };
    add("bos_token", vocabulary.bos);
    add("eos_token", vocabulary.eos);
    add("unk_token", vocabulary.unk);
    add("pad_token", vocabulary.pad);
    add("cls_token", vocabulary.cls);
    add("sep_token", vocabulary.sep);
    add("mask_token", vocabulary.mask);
    if (!vocabulary.chatTemplate.empty()) config["chat_template"] = vocabulary.chatTemplate;
    return config;
}

} // namespace luthier::tokenizer
