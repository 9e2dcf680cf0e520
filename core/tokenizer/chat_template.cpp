// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/chat_template.h"

#include "core/base/json_words.h"
#include "core/tokenizer/jinja/interpreter.h"
#include "core/tokenizer/jinja/parser.h"

#include <array>

namespace luthier::tokenizer {
namespace {

constexpr std::size_t kMostTemplateBytes = std::size_t{1} << 20U;

/// The thoughts of a message have had several names; templates look for the newest or for `thinking`.
Json withReasoning(const Json& message)
{
    static constexpr std::array<const char*, 3> kNames{"reasoning_content", "thinking", "reasoning"};
    for (const char* const name : kNames) {
        const auto found = message.find(name);
        if (found == message.end() || found->is_null()) continue;
        Json result{{"thinking", *found}};
        for (const auto& [key, value] : message.items()) {
            result[key] = value;
        }
        result["reasoning_content"] = *found;
        return result;
    }
    return message;
}

/// The variables as the reference hands them to a template.
Expected<Json> prepared(const Json& variables)
{
    const auto wrong = [](const char* where, Text message) {
        return Unexpected{{.code = ErrorCode::WrongType, .message = std::move(message), .where = where}};
    };
    if (!variables.is_object()) {
        return wrong("", QT_TRANSLATE_NOOP("core", "the variables of a template must be an object"));
    }
    Json result = variables;
    for (const char* const name : {"tools", "documents"}) {
        if (!result.contains(name)) result[name] = nullptr;
    }
    const auto messages = result.find("messages");
    if (messages == result.end()) return result;
    if (!messages->is_array()) {
        return wrong("messages", QT_TRANSLATE_NOOP("core", "the messages must be a list"));
    }
    for (Json& message : *messages) {
        if (!message.is_object()) {
            return wrong(
                "messages",
                {QT_TRANSLATE_NOOP("core", "a message must be an object, not %1"), typeName(message)});
        }
        message = withReasoning(message);
    }
    return result;
}

} // namespace

struct ChatTemplate::Program {
    std::string source;
    jinja::Body statements;
};

ChatTemplate::ChatTemplate(std::unique_ptr<const Program> program)
    : m_program{std::move(program)}
{
}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

Expected<ChatTemplate> ChatTemplate::parse(std::string_view source)
{
    if (source.size() > kMostTemplateBytes) {
        return Unexpected{{.code = ErrorCode::Limit,
                           .message = {QT_TRANSLATE_NOOP("core", "the template is longer than %1 bytes"),
                                       static_cast<std::int64_t>(kMostTemplateBytes)}}};
    }
    if (const auto bad = invalidUtf8(source); bad != std::string_view::npos) {
        return Unexpected{{.code = ErrorCode::BadUtf8,
                           .message = {QT_TRANSLATE_NOOP("core", "byte %1 is no UTF-8"), bad},
                           .where = placeIn(source, bad)}};
    }
    auto program = std::make_unique<Program>();
    program->source = jinja::normalizedSource(source);
    LUTHIER_TRY(auto lexemes, jinja::lex(program->source));
    LUTHIER_TRY(program->statements, jinja::Parser(program->source, std::move(lexemes)).parse());
    return ChatTemplate{std::unique_ptr<const Program>{std::move(program)}};
}

Expected<Rendered> ChatTemplate::render(const Json& variables,
                                        std::chrono::system_clock::time_point now) const
{
    LUTHIER_TRY(const auto given, prepared(variables));
    LUTHIER_TRY(const auto values, jinja::Value::fromJson(given));
    LUTHIER_TRY(auto result, jinja::Interpreter(m_program->source, m_program->statements, now).run(values));
    return Rendered{std::move(result.text), std::move(result.generated)};
}

} // namespace luthier::tokenizer
