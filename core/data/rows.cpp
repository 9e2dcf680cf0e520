// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/rows.h"

#include "core/data/normal_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace luthier::data {
namespace {

struct Speaker {
    std::string_view name, role;
};
/// Who may speak, by OpenAI's roles and ShareGPT's names.
constexpr std::array kSpeakers{
    Speaker{"system", "system"},    Speaker{"user", "user"},        Speaker{"assistant", "assistant"},
    Speaker{"tool", "tool"},        Speaker{"developer", "system"}, Speaker{"function", "tool"},
    Speaker{"human", "user"},       Speaker{"gpt", "assistant"},    Speaker{"function_call", "assistant"},
    Speaker{"observation", "tool"},
};

Unexpected fault(ErrorCode code, Text message)
{
    return {{.code = code, .message = std::move(message)}};
}

const Json* member(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

/// The message with `role` and `content`, whatever it called them.
Expected<Json> message(const Json& given)
{
    if (!given.is_object())
        return fault(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "a message is no object"));
    const bool sharegpt = given.contains("from");
    const Json* const who = member(given, sharegpt ? "from" : "role");
    const Json* const what = member(given, sharegpt ? "value" : "content");
    if (who == nullptr || !who->is_string()) {
        return fault(ErrorCode::MissingField, QT_TRANSLATE_NOOP("core", "a message does not say who speaks"));
    }
    const auto name = who->get<std::string>();
    const auto known = std::ranges::find(kSpeakers, name, &Speaker::name);
    if (known == kSpeakers.end()) {
        return fault(ErrorCode::BadValue,
                     {QT_TRANSLATE_NOOP("core", "nobody is called '%1' in a conversation"), name});
    }
    const bool empty = what == nullptr || what->is_null();
    if (empty && !given.contains("tool_calls")) {
        return fault(ErrorCode::MissingField,
                     {QT_TRANSLATE_NOOP("core", "a message of '%1' has no content"), name});
    }
    Json result{{"role", known->role}, {"content", empty ? Json("") : *what}};
    for (const auto& [key, value] : given.items()) {
        if (key != "role" && key != "content" && key != "from" && key != "value") result[key] = value;
    }
    return result;
}

/// Is this cell a list of messages, and no text?
bool isList(std::string_view text)
{
    return trimmed(text).starts_with("[{");
}

bool isLearned(const Json& message)
{
    const Json* const weight = member(message, "weight");
    return message.at("role") == "assistant" && (weight == nullptr || *weight != 0);
}

/// Splits what was said into what the form wants: system, what comes before the last answer, that answer.
Expected<Conversation> split(Json messages)
{
    Conversation conversation;
    auto answer = messages.size();
    while (answer > 0 && !isLearned(messages[answer - 1])) {
        --answer;
    }
    if (answer == 0)
        return fault(ErrorCode::NotUsable, QT_TRANSLATE_NOOP("core", "there is no answer to learn from"));
    conversation.completion = contentText(messages[answer - 1].at("content"));
    for (std::size_t i = 0; i + 1 < answer; ++i) {
        if (i == 0 && messages[0].at("role") == "system") {
            conversation.system = contentText(messages[0].at("content"));
        } else {
            conversation.messages.push_back(std::move(messages[i]));
        }
    }
    return conversation;
}

} // namespace

std::string contentText(const Json& content)
{
    if (content.is_string()) return content.get<std::string>();
    std::string text;
    for (const Json& part : content.is_array() ? content : Json::array()) {
        const Json* words = part.is_object() ? member(part, "text") : nullptr;
        if (words != nullptr && words->is_string()) text += words->get<std::string>();
    }
    return text;
}

Expected<Rows> Rows::of(const Table& table, const Roles& roles)
{
    Rows rows{table};
    for (const auto& [role, name] : roles) {
        const auto column = table.column(name);
        if (!column) {
            return Unexpected{
                {.code = ErrorCode::InvalidInput,
                 .message = Text{QT_TRANSLATE_NOOP("core", "%1 has no column '%2'"),
                                 table.source().path.filename().string(), name},
                 .where = "data.columns." + role,
                 .hint = QT_TRANSLATE_NOOP("core", "all files of a recipe need the same columns")}};
        }
        rows.m_columns.emplace(role, *column);
    }
    return rows;
}

std::string_view Rows::cell(std::int64_t row, std::string_view role) const
{
    const auto column = m_columns.find(role);
    return column == m_columns.end() ? std::string_view{} : m_table->cell(row, column->second).value_or("");
}

RowText Rows::text(std::int64_t row) const
{
    RowText result{.text = cell(row, "text"), .label = cell(row, "label")};
    if (trimmed(result.label).empty()) result.label = {};
    if (has("text2")) result.text2 = cell(row, "text2");
    return result;
}

Expected<Json> Rows::messages(std::string_view json) const
{
    LUTHIER_TRY(const Json given, parseJson(json, ""));
    if (!given.is_array())
        return fault(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "a list of messages is expected"));
    Json messages = Json::array();
    for (const Json& one : given) {
        LUTHIER_TRY(auto next, message(one));
        messages.push_back(std::move(next));
    }
    return messages;
}

/// The messages of a row whose prompt and answer have columns of their own, without the answer.
Expected<Json> Rows::asked(std::int64_t row) const
{
    const auto prompt = cell(row, "prompt"), more = cell(row, "text2");
    if (isList(prompt)) return messages(prompt);
    Json said = Json::array();
    if (trimmed(prompt).empty() && trimmed(more).empty()) return said;
    const char* const between = trimmed(prompt).empty() || trimmed(more).empty() ? "" : "\n\n";
    said.push_back(
        {{"role", "user"},
         {"content", std::string{prompt} + between + std::string{trimmed(more).empty() ? "" : more}}});
    return said;
}

Expected<Conversation> Rows::conversation(std::int64_t row) const
{
    Json said;
    if (has("messages")) {
        LUTHIER_TRY(said, messages(cell(row, "messages")));
    } else {
        LUTHIER_TRY(said, asked(row));
        const auto answer = cell(row, "completion");
        if (isList(answer)) {
            LUTHIER_TRY(auto answers, messages(answer));
            said.insert(said.end(), answers.begin(), answers.end());
        } else {
            said.push_back({{"role", "assistant"}, {"content", answer}});
        }
    }
    LUTHIER_TRY(auto conversation, split(std::move(said)));
    if (conversation.system.empty()) conversation.system = cell(row, "system");
    if (trimmed(conversation.completion).empty()) {
        return fault(ErrorCode::NotUsable, QT_TRANSLATE_NOOP("core", "the answer is empty"));
    }
    if (conversation.messages.empty() && (has("messages") || has("prompt"))) {
        return fault(ErrorCode::NotUsable, QT_TRANSLATE_NOOP("core", "nothing stands before the answer"));
    }
    return conversation;
}

Expected<Conversation> Rows::question(std::int64_t row) const
{
    Json said;
    if (has("messages")) {
        LUTHIER_TRY(said, messages(cell(row, "messages")));
        while (!said.empty() && said.back().at("role") == "assistant") {
            said.erase(said.end() - 1);
        }
    } else {
        LUTHIER_TRY(said, asked(row));
    }
    said.push_back({{"role", "assistant"}, {"content", ""}}); // the place where it will stand
    LUTHIER_TRY(auto conversation, split(std::move(said)));
    if (conversation.system.empty()) conversation.system = cell(row, "system");
    return conversation;
}

std::optional<float> weightOf(std::string_view cell)
{
    cell = trimmed(cell);
    if (cell.empty()) return 1.0F;
    float weight = 0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), weight);
    const bool isWeight
        = fault == std::errc{} && end == cell.data() + cell.size() && std::isfinite(weight) && weight >= 0;
    return isWeight ? std::optional{weight} : std::nullopt;
}

std::string saidIn(const Conversation& conversation)
{
    std::string said = conversation.system;
    for (const Json& message : conversation.messages) {
        said.append("\n").append(contentText(message.at("content")));
    }
    return said.append("\n").append(conversation.completion);
}

} // namespace luthier::data
