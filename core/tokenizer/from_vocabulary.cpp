// SPDX-License-Identifier: GPL-3.0-or-later
// A tokenizer from the vocabulary inside a GGUF file (formats.md §3.3).
#include "core/tokenizer/bpe.h"
#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/digits.h"
#include "core/tokenizer/gguf_names.h"
#include "core/tokenizer/pipeline.h"

#include <limits>
#include <utility>

namespace luthier::tokenizer {
namespace {

Expected<std::unique_ptr<const PreTokenizer>> preTokenizer(const Node& place, const std::string& name)
{
    const auto* const known = preNamed(name);
    if (known == nullptr) {
        return place.refuse(
            ErrorCode::Unsupported,
            {QT_TRANSLATE_NOOP("core", "the way of splitting text called '%1' is not supported yet"), name});
    }
    std::vector<std::unique_ptr<const PreTokenizer>> parts;
    if (known->digits) parts.push_back(std::make_unique<const Digits>(true));
    parts.push_back(std::make_unique<const ByteLevel>(
        ByteLevel::Options{.prefixSpace = false, .split = true, .writeLetters = false}));
    return std::make_unique<const PreTokenizerSequence>(std::move(parts));
}

Expected<Vocabulary> vocabularyOf(const GgufVocabulary& gguf, const Node& place)
{
    if (gguf.tokens.empty() || gguf.tokens.size() > std::numeric_limits<std::int32_t>::max()) {
        return place.refuse(ErrorCode::Inconsistent, QT_TRANSLATE_NOOP("core", "the vocabulary is empty"));
    }
    Vocabulary vocabulary;
    for (std::size_t i = 0; i < gguf.tokens.size(); ++i) {
        const auto id = static_cast<std::int32_t>(i);
        if (vocabulary.add(gguf.tokens[i], id) != Vocabulary::Added::Yes) {
            return place.refuse(ErrorCode::Inconsistent,
                                {QT_TRANSLATE_NOOP("core", "token %1, '%2', stands twice in the vocabulary"),
                                 id, gguf.tokens[i]});
        }
    }
    return vocabulary;
}

Expected<Bpe::Merges> mergesOf(const GgufVocabulary& gguf, const Node& place)
{
    Bpe::Merges merges;
    merges.reserve(gguf.merges.size());
    for (const std::string& merge : gguf.merges) {
        const auto space = merge.find(' ');
        if (space == std::string::npos) {
            return place.refuse(ErrorCode::BadValue,
                                {QT_TRANSLATE_NOOP("core", "'%1' is no merge of two parts"), merge});
        }
        merges.emplace_back(merge.substr(0, space), merge.substr(space + 1));
    }
    return merges;
}

std::vector<AddedToken> addedTokensOf(const GgufVocabulary& gguf)
{
    std::vector<AddedToken> tokens;
    for (std::size_t i = 0; i < gguf.types.size() && i < gguf.tokens.size(); ++i) {
        const bool isControl = gguf.types[i] == kControlToken;
        if (!isControl && gguf.types[i] != kUserDefinedToken) continue;
        tokens.push_back({.text = gguf.tokens[i], .id = static_cast<std::int32_t>(i), .special = isControl});
    }
    return tokens;
}

Expected<PostProcessor> surroundings(const GgufVocabulary& gguf, const Node& place)
{
    PostProcessor result;
    using Part = PostProcessor::Part;
    const auto surround = [&](std::optional<std::int32_t> id, bool atEnd) -> Expected<void> {
        if (!id) {
            return place.refuse(
                ErrorCode::MissingField,
                QT_TRANSLATE_NOOP("core", "a text shall begin or end with a token that is not named"));
        }
        const Part part{.kind = Part::Kind::Special, .ids = {*id}};
        result.single.insert(atEnd ? result.single.end() : result.single.begin(), part);
        result.pair.insert(atEnd ? result.pair.end() : result.pair.begin(), part);
        return {};
    };
    if (gguf.addBos) LUTHIER_CHECK(surround(gguf.bos, false));
    if (gguf.addEos) LUTHIER_CHECK(surround(gguf.eos, true));
    return result;
}

Expected<SpecialIds> specialIdsOf(const GgufVocabulary& gguf, const Node& place)
{
    const SpecialIds ids{gguf.bos, gguf.eos, gguf.unk, gguf.pad, gguf.cls, gguf.sep, gguf.mask};
    for (const auto& id : {ids.bos, ids.eos, ids.unk, ids.pad, ids.cls, ids.sep, ids.mask}) {
        if (id && (*id < 0 || static_cast<std::size_t>(*id) >= gguf.tokens.size())) {
            return place.refuse(ErrorCode::Inconsistent,
                                {QT_TRANSLATE_NOOP("core", "the id %1 is beyond the vocabulary"), *id});
        }
    }
    return ids;
}

} // namespace

Expected<std::shared_ptr<const Tokenizer>> Tokenizer::fromVocabulary(GgufVocabulary gguf)
{
    static const Json kNothing;
    const Node place{kNothing, "tokenizer.ggml"};
    if (gguf.model != "gpt2") {
        return place.refuse(
            ErrorCode::Unsupported,
            {QT_TRANSLATE_NOOP("core", "the tokenizer model '%1' is not supported yet"), gguf.model});
    }
    Steps steps;
    LUTHIER_TRY(steps.special, specialIdsOf(gguf, place));
    LUTHIER_TRY(steps.postProcessor, surroundings(gguf, place));
    LUTHIER_TRY(steps.preTokenizer, preTokenizer(place, gguf.pre));
    LUTHIER_TRY(auto vocabulary, vocabularyOf(gguf, place));
    LUTHIER_TRY(const auto merges, mergesOf(gguf, place));
    LUTHIER_TRY(steps.added, AddedTokens::make(addedTokensOf(gguf), vocabulary, nullptr, place));
    LUTHIER_TRY(steps.model, Bpe::make(std::move(vocabulary), merges, {}, place));
    steps.decoder = std::make_unique<const ByteLevelDecoder>();
    steps.chatTemplate = std::move(gguf.chatTemplate);
    return std::make_shared<const Pipeline>(std::move(steps));
}

} // namespace luthier::tokenizer
