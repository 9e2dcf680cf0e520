// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/value.h"

#include <algorithm>
#include <array>
#include <limits>

namespace luthier::jinja {
namespace {

int depthOver(const Values& items)
{
    int deepest = 0;
    for (const Value& item : items) {
        deepest = std::max(deepest, item.depth());
    }
    return deepest + 1;
}

} // namespace

Value Value::undefined(luthier::Text why)
{
    return Value{Data{UndefinedData{std::make_shared<const luthier::Text>(std::move(why))}}};
}

Value Value::text(std::string value, bool safe)
{
    return Value{Data{TextData{std::make_shared<const std::string>(std::move(value)), safe}}};
}

Value Value::list(Values items)
{
    const int depth = depthOver(items);
    return Value{Data{ListData{std::make_shared<const Values>(std::move(items)), depth}}};
}

Value Value::tuple(Values items)
{
    const int depth = depthOver(items);
    return Value{Data{TupleData{std::make_shared<const Values>(std::move(items)), depth}}};
}

Value Value::generator(Values items)
{
    const int depth = depthOver(items);
    return Value{Data{std::make_shared<Generated>(Generated{std::move(items), 0, depth})}};
}

Value Value::dict(Entries entries)
{
    int depth = 0;
    for (const auto& [key, value] : entries) {
        depth = std::max({depth, key.depth(), value.depth()});
    }
    return Value{Data{DictData{std::make_shared<const Entries>(std::move(entries)), depth + 1}}};
}

Value Value::function(Function function)
{
    return Value{Data{std::make_shared<const Function>(std::move(function))}};
}

Expected<Value> Value::fromJson(const Json& json, int depth)
{
    if (depth >= kDeepest) {
        return Unexpected{
            {.code = ErrorCode::Limit,
             .message = {QT_TRANSLATE_NOOP("core", "nested more than %1 levels deep"), kDeepest}}};
    }
    if (json.is_null()) return Value{};
    if (json.is_boolean()) return boolean(json.get<bool>());
    if (json.is_string()) return text(json.get<std::string>());
    if (json.is_number_unsigned()
        && json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return real(json.get<double>());
    }
    if (json.is_number_integer()) return integer(json.get<std::int64_t>());
    if (json.is_number()) return real(json.get<double>());
    if (json.is_array()) {
        Values items;
        items.reserve(json.size());
        for (const Json& item : json) {
            LUTHIER_TRY(items.emplace_back(), fromJson(item, depth + 1));
        }
        return list(std::move(items));
    }
    Entries entries;
    for (const auto& [key, item] : json.items()) {
        LUTHIER_TRY(auto value, fromJson(item, depth + 1));
        entries.emplace_back(text(key), std::move(value));
    }
    return dict(std::move(entries));
}

bool Value::isSafe() const
{
    const auto* const data = std::get_if<TextData>(&m_data);
    return data != nullptr && data->safe;
}

std::int64_t Value::whole() const
{
    const auto* const truth = std::get_if<bool>(&m_data);
    return truth != nullptr ? static_cast<std::int64_t>(*truth) : std::get<std::int64_t>(m_data);
}

double Value::number() const
{
    const auto* const real = std::get_if<double>(&m_data);
    return real != nullptr ? *real : static_cast<double>(whole());
}

const Values& Value::items() const
{
    const auto* const list = std::get_if<ListData>(&m_data);
    return list != nullptr ? *list->items : *std::get<TupleData>(m_data).items;
}

bool Value::isTrue() const
{
    switch (kind()) {
    case Kind::Undefined:
    case Kind::None:
        return false;
    case Kind::Boolean:
    case Kind::Integer:
        return whole() != 0;
    case Kind::Float:
        return number() != 0;
    case Kind::Text:
        return !text().empty();
    case Kind::List:
    case Kind::Tuple:
        return !items().empty();
    case Kind::Dict:
        return !entries().empty();
    case Kind::Generator:
    case Kind::Namespace:
    case Kind::Loop:
    case Kind::Function:
        break;
    }
    return true;
}

const Value* Value::find(std::string_view key) const
{
    for (const auto& [candidate, value] : entries()) {
        if (candidate.isText() && candidate.text() == key) return &value;
    }
    return nullptr;
}

int Value::depth() const
{
    switch (kind()) {
    case Kind::List:
        return std::get<ListData>(m_data).depth;
    case Kind::Tuple:
        return std::get<TupleData>(m_data).depth;
    case Kind::Dict:
        return std::get<DictData>(m_data).depth;
    case Kind::Generator:
        return generated().depth;
    case Kind::Function:
        return function().depth;
    default:
        return 0; // a namespace too: the interpreter keeps them all, so none holds another alive
    }
}

std::string_view Value::typeName() const
{
    static constexpr std::array<std::string_view, 13> kNames{
        "Undefined", "NoneType",  "bool", "int",       "float",       "str",     "list",
        "tuple",     "generator", "dict", "namespace", "LoopContext", "function"};
    return kNames[static_cast<std::size_t>(kind())];
}

Unexpected failure(luthier::Text message)
{
    return Unexpected{{.code = ErrorCode::TemplateError, .message = std::move(message)}};
}

} // namespace luthier::jinja
