// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/model_words.h"

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/checkpoint/tensor_file.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

/// For models without a template of their own: turns with blank lines between them, and an end behind an
/// answer.
constexpr const char* kPlainTemplate
    = "{% for message in messages %}{{ message['content'] }}"
      "{% if message['role'] == 'assistant' %}{{ eos_token }}{% else %}{{ '\n\n' }}{% endif %}{% endfor %}";

template <class T>
T valueOr(const checkpoint::TensorFile& file, std::string_view key, T otherwise)
{
    auto value = checkpoint::metadataValue<T>(file, key);
    return value ? *std::move(value) : std::move(otherwise);
}

std::optional<std::int32_t> idAt(const checkpoint::TensorFile& file, const char* key)
{
    const auto value = checkpoint::metadataValue<std::int64_t>(file, key);
    if (!value) return std::nullopt;
    return static_cast<std::int32_t>(*value);
}

Expected<tokenizer::GgufVocabulary> vocabularyOf(const checkpoint::TensorFile& file)
{
    using Names = std::vector<std::string>;
    tokenizer::GgufVocabulary vocabulary;
    LUTHIER_TRY(vocabulary.model, checkpoint::metadataValue<std::string>(file, "tokenizer.ggml.model"));
    LUTHIER_TRY(vocabulary.tokens, checkpoint::metadataValue<Names>(file, "tokenizer.ggml.tokens"));
    vocabulary.pre = valueOr(file, "tokenizer.ggml.pre", std::string{});
    vocabulary.types = valueOr(file, "tokenizer.ggml.token_type", std::vector<std::int32_t>{});
    vocabulary.merges = valueOr(file, "tokenizer.ggml.merges", Names{});
    vocabulary.bos = idAt(file, "tokenizer.ggml.bos_token_id");
    vocabulary.eos = idAt(file, "tokenizer.ggml.eos_token_id");
    vocabulary.unk = idAt(file, "tokenizer.ggml.unknown_token_id");
    vocabulary.pad = idAt(file, "tokenizer.ggml.padding_token_id");
    vocabulary.cls = idAt(file, "tokenizer.ggml.cls_token_id");
    vocabulary.sep = idAt(file, "tokenizer.ggml.seperator_token_id"); // the format spells it so
    vocabulary.mask = idAt(file, "tokenizer.ggml.mask_token_id");
    vocabulary.addBos = valueOr(file, "tokenizer.ggml.add_bos_token", false);
    vocabulary.addEos = valueOr(file, "tokenizer.ggml.add_eos_token", false);
    vocabulary.chatTemplate = valueOr(file, "tokenizer.chat_template", std::string{});
    return vocabulary;
}

/// The sum of the files beside a model that decide how texts become ids. Empty where one cannot be read.
std::string filesOf(const fs::path& folder)
{
    Sha256 sum;
    std::error_code failure;
    for (const auto& path : entriesOf(folder)) {
        const auto ending = path.extension();
        const bool counts = ending == ".json" || ending == ".txt" || ending == ".jinja" || ending == ".model";
        if (!counts || !fs::is_regular_file(path, failure)) continue;
        const auto file = MappedFile::open(path);
        if (!file) return {};
        sum.add(path.filename().string() + "\n" + std::to_string(file->bytes().size()) + "\n");
        sum.add(file->bytes());
    }
    return sum.hex();
}

/// The same of a GGUF file: all that stands before its tensors.
std::string headOf(const checkpoint::TensorFile& tensors)
{
    const auto file = MappedFile::open(tensors.path());
    if (!file) return {};
    std::uint64_t bytes = file->bytes().size();
    for (const auto& tensor : tensors.tensors()) {
        bytes = std::min(bytes, tensor.offset);
    }
    Sha256 sum;
    sum.add(file->bytes().first(bytes));
    return sum.hex();
}

} // namespace

ModelWords::ModelWords(std::string identity, std::shared_ptr<const tokenizer::Tokenizer> tokenizer,
                       tokenizer::ChatTemplate chatTemplate)
    : m_identity{std::move(identity)}
    , m_tokenizer{std::move(tokenizer)}
    , m_template{std::move(chatTemplate)}
{
}

Expected<std::shared_ptr<const ModelWords>> ModelWords::of(const fs::path& folderOrFile)
{
    std::shared_ptr<const tokenizer::Tokenizer> tokenizer;
    std::string identity;
    std::error_code failure;
    if (fs::is_directory(folderOrFile, failure)) {
        LUTHIER_TRY(tokenizer, tokenizer::Tokenizer::fromFolder(folderOrFile));
        identity = filesOf(folderOrFile);
    } else {
        LUTHIER_TRY(const auto tensors, checkpoint::TensorFile::open(folderOrFile));
        LUTHIER_TRY(auto vocabulary, vocabularyOf(*tensors));
        LUTHIER_TRY(tokenizer, tokenizer::Tokenizer::fromVocabulary(std::move(vocabulary)));
        identity = headOf(*tensors);
    }
    const auto& source = tokenizer->chatTemplate();
    // A template that writes the day gives other ids tomorrow.
    if (source.find("strftime_now") != std::string::npos) identity.clear();
    LUTHIER_TRY(auto chatTemplate, tokenizer::ChatTemplate::parse(source.empty() ? kPlainTemplate : source));
    return std::shared_ptr<const ModelWords>{
        new ModelWords{std::move(identity), std::move(tokenizer), std::move(chatTemplate)}};
}

Json ModelWords::variables(Json messages, bool addPrompt) const
{
    Json all{{"messages", std::move(messages)}, {"add_generation_prompt", addPrompt}};
    const auto& special = m_tokenizer->special();
    for (const auto& [name, id] :
         {std::pair{"bos_token", special.bos}, std::pair{"eos_token", special.eos},
          std::pair{"unk_token", special.unk}, std::pair{"pad_token", special.pad}}) {
        if (id) all[name] = m_tokenizer->token(*id);
    }
    return all;
}

Expected<std::string> ModelWords::rendered(const Json& variables) const
{
    LUTHIER_TRY(auto result, m_template.render(variables));
    return std::move(result.text);
}

Expected<std::vector<std::int32_t>> ModelWords::promptIds(const Json& messages) const
{
    LUTHIER_TRY(const auto text, rendered(variables(messages, true)));
    return m_tokenizer->encode(text, false).ids;
}

Expected<data::TokenisedConversation> ModelWords::trainingIds(const data::Conversation& conversation) const
{
    Json messages = Json::array();
    if (!conversation.system.empty())
        messages.push_back({{"role", "system"}, {"content", conversation.system}});
    for (const auto& message : conversation.messages) {
        messages.push_back(message);
    }
    LUTHIER_TRY(const auto prompt, rendered(variables(messages, true)));
    messages.push_back({{"role", "assistant"}, {"content", conversation.completion}});
    LUTHIER_TRY(const auto whole, rendered(variables(std::move(messages), false)));
    if (!whole.starts_with(prompt)) {
        return Unexpected{{.code = ErrorCode::NotUsable,
                           .message = QT_TRANSLATE_NOOP(
                               "core",
                               "with an answer this model's template writes the question in another "
                               "way than without, so the answer cannot be told apart"),
                           .where = "chat_template"}};
    }
    data::TokenisedConversation result{.ids = m_tokenizer->encode(prompt, false).ids};
    result.learnFrom = static_cast<std::int32_t>(result.ids.size());
    const auto answer = m_tokenizer->encode(std::string_view{whole}.substr(prompt.size()), false).ids;
    result.ids.insert(result.ids.end(), answer.begin(), answer.end());
    return result;
}

data::TextEncoder ModelWords::encoder(std::int64_t modelTokens) const
{
    return {.tokenizer = m_tokenizer,
            .render
            = [self = shared_from_this()](const data::Conversation& row) { return self->trainingIds(row); },
            .modelTokens = modelTokens,
            .identity = m_identity};
}

Expected<Tokens> ModelWords::tokenize(const std::string& text, bool special) const
{
    auto encoding = m_tokenizer->encode(text, special, /*withOffsets=*/true);
    return Tokens{.ids = std::move(encoding.ids),
                  .offsets = {encoding.offsets.begin(), encoding.offsets.end()}};
}

Expected<Tokens> ModelWords::tokenizePair(const std::string& first, const std::string& second,
                                          bool special) const
{
    auto encoding = m_tokenizer->encodePair(first, second, special, /*withOffsets=*/true);
    return Tokens{.ids = std::move(encoding.ids),
                  .offsets = {encoding.offsets.begin(), encoding.offsets.end()}};
}

Expected<std::string> ModelWords::detokenize(const std::vector<std::int32_t>& ids, bool skipSpecial) const
{
    for (const auto id : ids) {
        if (id >= 0 && static_cast<std::size_t>(id) < m_tokenizer->vocabularySize()) continue;
        return Unexpected{
            {.code = ErrorCode::BadValue,
             .message = Text{QT_TRANSLATE_NOOP("core", "%1 is no id of this model; ids are 0 to %2"), id,
                             m_tokenizer->vocabularySize() - 1},
             .where = "ids"}};
    }
    return m_tokenizer->decode(ids, skipSpecial);
}

Expected<std::string> ModelWords::render(const std::string& conversation) const
{
    LUTHIER_TRY(const auto given, parseJson(conversation, "conversation"));
    if (!given.is_object() || !given.contains("messages")) {
        return Unexpected{{.code = ErrorCode::MissingField,
                           .message = QT_TRANSLATE_NOOP("core", "an object with 'messages' is expected"),
                           .where = "conversation"}};
    }
    auto all = variables(Json::array(), false);
    for (const auto& [key, value] : given.items()) {
        all[key] = value;
    }
    return rendered(all);
}

Expected<tokenizer::GgufVocabulary> vocabularyOfGguf(const fs::path& file)
{
    LUTHIER_TRY(const auto tensors, checkpoint::TensorFile::open(file));
    return vocabularyOf(*tensors);
}

Json messagesOf(const std::vector<Message>& messages)
{
    Json list = Json::array();
    for (const Message& message : messages) {
        list.push_back({{"role", message.role}, {"content", message.content}});
    }
    return list;
}

} // namespace luthier::engine
