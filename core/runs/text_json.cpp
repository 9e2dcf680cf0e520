// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/text_json.h"

#include "core/runs/lenient_json.h"

#include <algorithm>
#include <utility>

namespace luthier::runs {
namespace {

constexpr std::size_t kMostArguments = 9; // %1 … %9
constexpr std::int64_t kMostDecimals = 17; // no double has more to show

ErrorCode codeOf(std::string_view name)
{
    for (int i = 0; i < static_cast<int>(ErrorCode::Internal); ++i) {
        if (errorName(static_cast<ErrorCode>(i)) == name) return static_cast<ErrorCode>(i);
    }
    return ErrorCode::Internal;
}

} // namespace

Json textParts(const Text& text)
{
    Json arguments = Json::array();
    for (const Text::Argument& argument : text.arguments()) {
        if (const auto* rounded = std::get_if<Rounded>(&argument)) {
            arguments.push_back({{"value", rounded->value}, {"decimals", rounded->decimals}});
        } else if (const auto* whole = std::get_if<std::int64_t>(&argument)) {
            arguments.push_back(*whole);
        } else if (const auto* inner = std::get_if<Text>(&argument)) {
            arguments.push_back(textParts(*inner));
        } else {
            arguments.push_back(std::get<std::string>(argument));
        }
    }
    return {{"source", text.source()}, {"arguments", std::move(arguments)}};
}

Text textFromParts(const Json& parts, std::string english)
{
    auto source = words(parts, "source");
    if (source.empty()) return Text::recorded(std::move(english), {});
    std::vector<Text::Argument> arguments;
    for (const Json& argument : list(parts, "arguments")) {
        if (arguments.size() == kMostArguments) break;
        if (argument.is_string()) {
            arguments.emplace_back(argument.get<std::string>());
        } else if (argument.contains("source")) { // as deep as the reader of the file let it be
            arguments.emplace_back(textFromParts(argument, {}));
        } else if (argument.is_object()) {
            const auto decimals
                = std::clamp<std::int64_t>(integer(argument, "decimals"), Rounded::kExact, kMostDecimals);
            arguments.emplace_back(Rounded{real(argument, "value"), static_cast<int>(decimals)});
        } else {
            arguments.emplace_back(integerOf(argument));
        }
    }
    return Text::recorded(std::move(source), std::move(arguments));
}

void putText(Json& object, const std::string& key, const Text& text)
{
    object[key] = text.english();
    if (!text.arguments().empty()) object[key + "_parts"] = textParts(text);
}

Text textAt(const Json& object, const std::string& key)
{
    const Json* const parts = find(object, (key + "_parts").c_str());
    return textFromParts(parts == nullptr ? Json{} : *parts, words(object, key.c_str()));
}

Json errorToJson(const Error& error)
{
    Json object{{"code", errorName(error.code)}};
    putText(object, "message", error.message);
    object["where"] = error.where;
    putText(object, "hint", error.hint);
    for (const Error& other : error.others) {
        object["others"].push_back(errorToJson(other));
    }
    return object;
}

Error errorFromJson(const Json& object)
{
    Error error{.code = codeOf(words(object, "code")),
                .message = textAt(object, "message"),
                .where = words(object, "where"),
                .hint = textAt(object, "hint")};
    for (const Json& other : list(object, "others")) {
        error.others.push_back(errorFromJson(other)); // as deep as the reader of the file let it be
    }
    return error;
}

} // namespace luthier::runs
