// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/source_json.h"

#include "core/data/field_reader.h"

#include <utility>

namespace luthier::data {
namespace {

Json textToJson(const Text& text)
{
    Json arguments = Json::array();
    for (const auto& argument : text.arguments()) {
        if (const auto* words = std::get_if<std::string>(&argument)) {
            arguments.push_back(*words);
        } else if (const auto* whole = std::get_if<std::int64_t>(&argument)) {
            arguments.push_back(*whole);
        } else if (const auto* inner = std::get_if<Text>(&argument)) {
            arguments.push_back(textToJson(*inner));
        } else {
            const auto& rounded = std::get<Rounded>(argument);
            arguments.push_back(Json{{"value", rounded.value}, {"decimals", rounded.decimals}});
        }
    }
    return Json{{"source", text.source()}, {"arguments", std::move(arguments)}};
}

/// As deep as the reader of the file let it be.
Text textFromJson(FieldReader& fields, const Json& text)
{
    std::vector<Text::Argument> arguments;
    for (const Json& argument : fields.member(text, "arguments", Json::value_t::array)) {
        if (argument.is_string()) {
            arguments.emplace_back(argument.get<std::string>());
        } else if (argument.is_number_integer()) {
            arguments.emplace_back(argument.get<std::int64_t>());
        } else if (argument.contains("source")) {
            arguments.emplace_back(textFromJson(fields, argument));
        } else {
            const Json& value = fields.member(argument, "value", Json::value_t::number_float);
            arguments.emplace_back(Rounded{value.is_number() ? value.get<double>() : 0,
                                           static_cast<int>(fields.whole(argument, "decimals"))});
        }
    }
    return Text::recorded(fields.words(text, "source"), std::move(arguments));
}

Text textAt(FieldReader& fields, const Json& object, const char* key)
{
    return textFromJson(fields, fields.member(object, key, Json::value_t::object));
}

} // namespace

Json sourceToJson(const Source& source)
{
    Json settings = Json::object();
    for (const auto& [key, setting] : source.settings) {
        settings[key] = setting.text;
    }
    Json setAside = Json::array();
    for (const Problem& problem : source.setAside) {
        setAside.push_back(Json{{"code", problem.code},
                                {"message", textToJson(problem.message)},
                                {"where", problem.where},
                                {"count", problem.count}});
    }
    return Json{{"bytes", source.bytes},
                {"sha256", source.sha256},
                {"format", source.format},
                {"settings", std::move(settings)},
                {"reason", textToJson(source.reason)},
                {"set_aside", std::move(setAside)}};
}

Expected<Source> sourceFromJson(std::string_view json)
{
    LUTHIER_TRY(const Json object, parseJson(json, "cache"));
    FieldReader fields{"cache"};
    Source source;
    source.bytes = static_cast<std::uint64_t>(fields.whole(object, "bytes"));
    source.sha256 = fields.words(object, "sha256");
    source.format = fields.words(object, "format");
    source.reason = textAt(fields, object, "reason");
    const Json& settings = fields.member(object, "settings", Json::value_t::object);
    for (const auto& [key, value] : settings.items()) {
        source.settings.emplace(key, fields.words(settings, key.c_str()));
    }
    for (const Json& problem : fields.member(object, "set_aside", Json::value_t::array)) {
        source.setAside.push_back({.code = fields.words(problem, "code"),
                                   .message = textAt(fields, problem, "message"),
                                   .where = fields.words(problem, "where"),
                                   .count = fields.whole(problem, "count")});
    }
    LUTHIER_CHECK(fields.checked());
    return source;
}

} // namespace luthier::data
