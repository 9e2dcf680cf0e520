// SPDX-License-Identifier: GPL-3.0-or-later
// A tokenizer from the files beside a model (formats.md §4 and §4.7).
#include "core/base/files.h"
#include "core/tokenizer/bert_normalizer.h"
#include "core/tokenizer/bert_pre_tokenizer.h"
#include "core/tokenizer/pipeline.h"
#include "core/tokenizer/word_piece.h"

#include <array>
#include <limits>
#include <utility>

namespace luthier::tokenizer {
namespace fs = std::filesystem;
namespace {

constexpr JsonLimits kConfigLimits{.bytes = std::size_t{4} << 20U};
constexpr std::size_t kMostTemplateBytes = std::size_t{1} << 20U;
constexpr std::size_t kMostTokenizerBytes = std::size_t{256} << 20U;

bool isThere(const fs::path& path)
{
    std::error_code failure;
    return fs::exists(path, failure);
}

Expected<void> expectOneOf(const Node& node, std::string_view key,
                           std::initializer_list<std::string_view> known)
{
    LUTHIER_TRY(const auto text, node.text(key));
    for (const auto name : known) {
        if (text == name) return {};
    }
    return node.refuse(ErrorCode::BadValue,
                       {QT_TRANSLATE_NOOP("core", "'%1' is not known for '%2'"), text, key});
}

/// Cutting and filling up are for whoever makes batches; here they only have to be sound.
Expected<void> checkTruncation(const Node& node)
{
    LUTHIER_CHECK(expectOneOf(node, "strategy", {"LongestFirst", "OnlyFirst", "OnlySecond"}));
    LUTHIER_TRY(const auto lengthNode, node.member("max_length"));
    LUTHIER_TRY(const auto length, lengthNode.number(std::numeric_limits<std::int64_t>::max()));
    LUTHIER_TRY(const auto strideNode, node.member("stride"));
    LUTHIER_TRY(const auto stride, strideNode.number(std::numeric_limits<std::int64_t>::max()));
    if (stride < length || (stride == 0 && length == 0)) return {};
    return strideNode.refuse(
        ErrorCode::BadValue,
        {QT_TRANSLATE_NOOP("core", "the overlap %1 is not below the length %2"), stride, length});
}

Expected<void> checkPadding(const Node& node)
{
    LUTHIER_TRY(const auto strategy, node.member("strategy"));
    if (strategy.json().is_string()) LUTHIER_CHECK(expectOneOf(node, "strategy", {"BatchLongest"}));
    LUTHIER_TRY(const auto multiple, node.optional("pad_to_multiple_of"));
    if (!multiple) return {};
    LUTHIER_TRY(const auto value, multiple->number(std::numeric_limits<std::int64_t>::max()));
    if (value > 0) return {};
    return multiple->refuse(ErrorCode::BadValue, QT_TRANSLATE_NOOP("core", "no length is a multiple of 0"));
}

Expected<void> checkVersion(const Node& root)
{
    LUTHIER_TRY(const auto version, root.member("version"));
    if (version.json() == "1.0") return {};
    return version.refuse(
        ErrorCode::BadVersion,
        {QT_TRANSLATE_NOOP("core", "version %1 is not known, only 1.0"), version.json().dump()});
}

Expected<Steps> stepsFromJson(const Node& root)
{
    LUTHIER_CHECK(checkVersion(root));
    LUTHIER_TRY(const auto truncation, root.optional("truncation"));
    if (truncation) LUTHIER_CHECK(checkTruncation(*truncation));
    LUTHIER_TRY(const auto padding, root.optional("padding"));
    if (padding) LUTHIER_CHECK(checkPadding(*padding));

    Steps steps;
    LUTHIER_TRY(const auto normalizer, root.optional("normalizer"));
    if (normalizer) {
        LUTHIER_TRY(steps.normalizer, makeNormalizer(*normalizer));
    }
    LUTHIER_TRY(const auto model, root.member("model"));
    if (!model.json().is_object()) return model.wrongType(QT_TRANSLATE_NOOP("core", "an object"));
    LUTHIER_TRY(const auto type, modelType(model));
    PreTokenizing preTokenizing;
    LUTHIER_TRY(const auto preTokenizer, root.optional("pre_tokenizer"));
    if (preTokenizer) {
        // With affixes the model works on letters: an end of a word is none of its bytes.
        LUTHIER_TRY(const auto prefix, model.optionalText("continuing_subword_prefix"));
        LUTHIER_TRY(const auto suffix, model.optionalText("end_of_word_suffix"));
        const bool takesBytes = type == "BPE" && prefix.empty() && suffix.empty();
        LUTHIER_TRY(preTokenizing, makePreTokenizer(*preTokenizer, takesBytes));
    }
    steps.preTokenizer = std::move(preTokenizing.splitter);
    LUTHIER_TRY(steps.model, makeModel(model, type, preTokenizing.bytes));

    LUTHIER_TRY(const auto added, root.optional("added_tokens"));
    if (added) {
        LUTHIER_TRY(auto tokens, AddedTokens::fromJson(*added));
        LUTHIER_TRY(
            steps.added,
            AddedTokens::make(std::move(tokens), steps.model->vocabulary(), steps.normalizer.get(), *added));
    }
    LUTHIER_TRY(const auto postProcessor, root.optional("post_processor"));
    if (postProcessor) {
        LUTHIER_TRY(steps.postProcessor, makePostProcessor(*postProcessor, steps.added.end()));
    }
    LUTHIER_TRY(const auto decoder, root.optional("decoder"));
    if (decoder) {
        LUTHIER_TRY(steps.decoder, makeDecoder(*decoder));
    }
    return steps;
}

/// BERT's old form: one token a line, the rest as its code has it.
Expected<Steps> stepsFromVocabularyFile(const fs::path& path, const Node& config)
{
    LUTHIER_TRY(const auto text, readFile(path, kMostTokenizerBytes));
    static const Json kNothing;
    const Node place{kNothing, path.string()};
    if (const auto bad = invalidUtf8(text); bad != std::string::npos) {
        return place.refuse(ErrorCode::BadUtf8, {QT_TRANSLATE_NOOP("core", "byte %1 is no UTF-8"), bad});
    }
    Vocabulary vocabulary;
    std::int32_t line = 0;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        const auto end = std::min(text.find('\n', begin), text.size());
        auto token = std::string_view{text}.substr(begin, end - begin);
        if (token.ends_with('\r')) token.remove_suffix(1);
        if (vocabulary.add(token, line) != Vocabulary::Added::Yes) {
            return place.refuse(
                ErrorCode::Inconsistent,
                {QT_TRANSLATE_NOOP("core", "'%1' in line %2 stands there twice"), token, line + 1});
        }
        begin = end + 1;
    }
    BertNormalizer::Options rules;
    LUTHIER_TRY(rules.lower, config.boolean("do_lower_case", true));
    LUTHIER_TRY(rules.stripAccents, config.boolean("strip_accents", rules.lower));
    LUTHIER_TRY(rules.spaceIdeographs, config.boolean("tokenize_chinese_chars", true));

    Steps steps;
    std::vector<AddedToken> special;
    for (const char* const name : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}) {
        const auto id = vocabulary.id(name);
        if (id) special.push_back({.text = name, .id = *id, .special = true});
    }
    const auto cls = vocabulary.id("[CLS]");
    const auto sep = vocabulary.id("[SEP]");
    steps.normalizer = std::make_unique<const BertNormalizer>(rules);
    steps.preTokenizer = std::make_unique<const BertPreTokenizer>();
    LUTHIER_TRY(steps.added, AddedTokens::make(std::move(special), vocabulary, nullptr, place));
    LUTHIER_TRY(steps.model, WordPiece::make(std::move(vocabulary), {}, place));
    if (cls && sep) steps.postProcessor = PostProcessor::bert(*cls, *sep);
    steps.decoder = std::make_unique<const WordPieceDecoder>("##", true);
    return steps;
}

/// "[CLS]", or {"content": "[CLS]", …}, or null.
Expected<std::string> specialToken(const Node& config, std::string_view key)
{
    LUTHIER_TRY(const auto node, config.optional(key));
    if (!node) return std::string{};
    return node->json().is_object() ? node->text("content") : node->text();
}

/// What tokenizer_config.json calls the special tokens; where it is silent, what BERT's vocabularies do.
Expected<SpecialIds> specialIds(const Steps& steps, const Node& config)
{
    struct Row {
        std::string_view key;
        std::string_view bertName;
        std::optional<std::int32_t> SpecialIds::*id;
    };
    static constexpr std::array<Row, 7> kRows{{{"bos_token", "", &SpecialIds::bos},
                                               {"eos_token", "", &SpecialIds::eos},
                                               {"unk_token", "[UNK]", &SpecialIds::unk},
                                               {"pad_token", "[PAD]", &SpecialIds::pad},
                                               {"cls_token", "[CLS]", &SpecialIds::cls},
                                               {"sep_token", "[SEP]", &SpecialIds::sep},
                                               {"mask_token", "[MASK]", &SpecialIds::mask}}};
    SpecialIds ids;
    for (const Row& row : kRows) {
        LUTHIER_TRY(auto token, specialToken(config, row.key));
        if (token.empty()) token = row.bertName;
        const auto known = steps.model->vocabulary().id(token);
        ids.*row.id = known ? known : steps.added.id(token);
    }
    if (!ids.unk) ids.unk = steps.model->unknown();
    return ids;
}

/// A text, or a list of {"name", "template"} of which the default counts.
Expected<std::string> templateOf(const fs::path& folder, const Node& config)
{
    const auto file = folder / "chat_template.jinja";
    if (isThere(file)) return readFile(file, kMostTemplateBytes);
    LUTHIER_TRY(const auto node, config.optional("chat_template"));
    if (!node) return std::string{};
    if (!node->json().is_array()) return node->text();
    LUTHIER_TRY(const auto named, node->elements());
    std::string chosen;
    for (const Node& entry : named) {
        LUTHIER_TRY(const auto name, entry.text("name"));
        if (chosen.empty() || name == "default") {
            LUTHIER_TRY(chosen, entry.text("template"));
        }
    }
    return chosen;
}

Expected<Steps> stepsOf(const fs::path& folder, const Node& config)
{
    const auto file = folder / "tokenizer.json";
    if (isThere(file)) {
        LUTHIER_TRY(const auto text, readFile(file, kMostTokenizerBytes));
        if (text.starts_with("\xEF\xBB\xBF")) {
            return Unexpected{{.code = ErrorCode::BadJson,
                               .message = QT_TRANSLATE_NOOP("core", "the file begins with a byte-order mark"),
                               .where = file.string() + ":1:1"}};
        }
        LUTHIER_TRY(const auto json, parseJson(text, file.string()));
        return stepsFromJson(Node{json, file.string() + ": "});
    }
    const auto list = folder / "vocab.txt";
    if (isThere(list)) return stepsFromVocabularyFile(list, config);
    return Unexpected{
        {.code = ErrorCode::MissingFile,
         .message = QT_TRANSLATE_NOOP("core", "there is neither a tokenizer.json nor a vocab.txt here"),
         .where = folder.string()}};
}

} // namespace

Expected<std::shared_ptr<const Tokenizer>> Tokenizer::fromFolder(const fs::path& folder)
{
    const auto configFile = folder / "tokenizer_config.json";
    auto json = isThere(configFile) ? readJson(configFile, kConfigLimits) : Expected<Json>{Json::object()};
    if (!json) return Unexpected{std::move(json).error()};
    const Node config{*json, configFile.string() + ": "};

    LUTHIER_TRY(auto steps, stepsOf(folder, config));
    LUTHIER_TRY(steps.chatTemplate, templateOf(folder, config));
    LUTHIER_TRY(steps.special, specialIds(steps, config));
    return std::make_shared<const Pipeline>(std::move(steps));
}

} // namespace luthier::tokenizer
