// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that work on lists and dicts.
#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/filters.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"
#include "core/tokenizer/jinja/tests.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;

/// The arguments behind the first `count`.
Arguments behind(const Arguments& arguments, std::size_t count)
{
    Arguments rest = arguments;
    rest.positional.erase(rest.positional.begin(),
                          rest.positional.begin()
                              + static_cast<std::ptrdiff_t>(std::min(count, rest.positional.size())));
    return rest;
}

/// item.a.b.0 for the attribute "a.b.0" or the index 0.
Expected<Value> lookUp(Interpreter& interpreter, Value item, const Value& attribute)
{
    if (!attribute.isText()) return itemOf(item, attribute, interpreter.budget());
    std::string_view path = attribute.text();
    for (bool hasMore = true; hasMore;) {
        const auto dot = std::min(path.find('.'), path.size());
        const auto part = path.substr(0, dot);
        hasMore = dot < path.size();
        path.remove_prefix(hasMore ? dot + 1 : dot);
        std::int64_t number = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool isNumber
            = !part.empty() && read.ec == std::errc{} && read.ptr == part.data() + part.size();
        LUTHIER_TRY(item,
                    itemOf(item, isNumber ? Value::integer(number) : Value::text(std::string{part}),
                           interpreter.budget()));
    }
    return item;
}

Expected<Value> length(Interpreter& interpreter, const Value& input, const Arguments&)
{
    switch (input.kind()) {
    case Kind::Undefined:
        return Value::integer(0);
    case Kind::Text:
        interpreter.budget().spendBytes(input.text().size());
        return Value::integer(static_cast<std::int64_t>(jinja::length(input.text())));
    case Kind::List:
    case Kind::Tuple:
        return Value::integer(std::ssize(input.items()));
    case Kind::Dict:
        return Value::integer(std::ssize(input.entries()));
    default:
        return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 has no length"), input.typeName()});
    }
}

Expected<Value> list(Interpreter& interpreter, const Value& input, const Arguments&)
{
    LUTHIER_TRY(auto items, itemsOf(input, interpreter.budget()));
    interpreter.budget().spend(items.size());
    return Value::list(std::move(items));
}

Expected<Value> items(Interpreter& interpreter, const Value& input, const Arguments&)
{
    if (input.isUndefined()) return Value::generator({});
    if (!input.is(Kind::Dict)) {
        return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 has no pairs"), input.typeName()});
    }
    return Value::generator(pairsOf(input, interpreter.budget()));
}

Expected<Value> first(Interpreter& interpreter, const Value& input, const Arguments&)
{
    if (input.isSequence() && !input.items().empty()) return input.items().front();
    if (input.is(Kind::Generator) && input.generated().next < input.generated().items.size()) {
        return input.generated().items[input.generated().next++];
    }
    LUTHIER_TRY(const auto all, itemsOf(input, interpreter.budget()));
    if (!all.empty()) return all.front();
    return Value::undefined(QT_TRANSLATE_NOOP("core", "there is no first item, the list is empty"));
}

Expected<Value> last(Interpreter& interpreter, const Value& input, const Arguments&)
{
    if (input.isSequence() && !input.items().empty()) return input.items().back();
    LUTHIER_TRY(const auto all, itemsOf(input, interpreter.budget()));
    if (!all.empty()) return all.back();
    return Value::undefined(QT_TRANSLATE_NOOP("core", "there is no last item, the list is empty"));
}

Expected<Value> reverse(Interpreter& interpreter, const Value& input, const Arguments&)
{
    if (input.isText()) {
        return sliceOf(input, Value{}, Value{}, Value::integer(-1), interpreter.budget());
    }
    LUTHIER_TRY(auto all, itemsOf(input, interpreter.budget()));
    std::reverse(all.begin(), all.end());
    return Value::generator(std::move(all));
}

Expected<Value> join(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "join", {"d", "attribute"}));
    auto& budget = interpreter.budget();
    const auto separator = given[0] != nullptr ? str(*given[0], budget) : std::string{};
    LUTHIER_TRY(auto all, itemsOf(input, budget));
    std::string text;
    bool isFirst = true;
    for (Value& item : all) {
        if (given[1] != nullptr && !given[1]->isNone()) {
            LUTHIER_TRY(item, lookUp(interpreter, item, *given[1]));
        }
        const auto part = str(item, budget);
        budget.spend(1 + (separator.size() + part.size()) / 16);
        if (budget.isSpent()) break;
        if (!std::exchange(isFirst, false)) text += separator;
        text += part;
    }
    return Value::text(std::move(text));
}

/// map(attribute=…, default=…), or map('filter', …)
Expected<Value> map(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    Values results;
    if (!input.isTrue()) return Value::generator({}); // none too, as the reference has it
    LUTHIER_TRY(const auto all, itemsOf(input, interpreter.budget()));
    if (arguments.positional.empty()) {
        LUTHIER_TRY(const auto given, bind(arguments, "map", {"attribute", "default"}));
        if (given[0] == nullptr) return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), "map"});
        for (const Value& item : all) {
            LUTHIER_TRY(auto value, lookUp(interpreter, item, *given[0]));
            results.push_back(value.isUndefined() && given[1] != nullptr ? *given[1] : std::move(value));
        }
        return Value::generator(std::move(results));
    }
    LUTHIER_TRY(const auto name, textArgument(arguments.positional.front(), "map"));
    const auto rest = behind(arguments, 1);
    for (const Value& item : all) {
        LUTHIER_TRY(results.emplace_back(), applyFilter(interpreter, name, item, rest));
    }
    return Value::generator(std::move(results));
}

/// The items of which a test holds, or does not; the test is the truth of the item where none is named.
Expected<Value> chosen(Interpreter& interpreter, const Value& input, const Arguments& arguments,
                       bool byAttribute, bool wanted)
{
    const std::size_t testAt = byAttribute ? 1 : 0;
    if (byAttribute && arguments.positional.empty()) {
        return failure(
            {QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), wanted ? "selectattr" : "rejectattr"});
    }
    std::string test;
    if (arguments.positional.size() > testAt) {
        LUTHIER_TRY(test, textArgument(arguments.positional[testAt], "select"));
    }
    const auto rest = behind(arguments, testAt + 1);
    if (!input.isTrue()) return Value::generator({}); // none too, as the reference has it
    LUTHIER_TRY(const auto all, itemsOf(input, interpreter.budget()));
    Values results;
    for (const Value& item : all) {
        auto value = item;
        if (byAttribute) {
            LUTHIER_TRY(value, lookUp(interpreter, item, arguments.positional.front()));
        }
        bool holds = value.isTrue();
        if (!test.empty()) {
            LUTHIER_TRY(holds, applyTest(interpreter, test, value, rest));
        }
        if (holds == wanted) results.push_back(item);
    }
    return Value::generator(std::move(results));
}

template <bool byAttribute, bool wanted>
Expected<Value> choose(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    return chosen(interpreter, input, arguments, byAttribute, wanted);
}

/// Sorts `items` by `keys`, which go along. A comparison that cannot be made is the error.
Expected<void> sortBy(Interpreter& interpreter, std::vector<std::pair<Value, Value>>& keyed, bool isReverse)
{
    std::optional<Error> error;
    auto& budget = interpreter.budget();
    const auto isLess = [&](const Value& a, const Value& b) {
        budget.spend(1);
        if (error || budget.isSpent()) return false;
        auto result = less(a, b, budget);
        if (!result) error = std::move(result).error();
        return !error && *result;
    };
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
        return isReverse ? isLess(b.first, a.first) : isLess(a.first, b.first);
    });
    if (error) return Unexpected{*std::move(error)};
    return {};
}

Value sortKey(const Value& value, bool isCaseSensitive)
{
    return value.isText() && !isCaseSensitive ? Value::text(lower(value.text())) : value;
}

Expected<Value> sort(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "sort", {"reverse", "case_sensitive", "attribute"}));
    const auto isTrue = [](const Value* value) { return value != nullptr && value->isTrue(); };
    LUTHIER_TRY(const auto all, itemsOf(input, interpreter.budget()));
    std::vector<std::pair<Value, Value>> keyed;
    for (const Value& item : all) {
        auto key = item;
        if (given[2] != nullptr && !given[2]->isNone()) {
            LUTHIER_TRY(key, lookUp(interpreter, item, *given[2]));
        }
        keyed.emplace_back(sortKey(key, isTrue(given[1])), item);
    }
    LUTHIER_CHECK(sortBy(interpreter, keyed, isTrue(given[0])));
    Values results;
    for (auto& [key, item] : keyed) {
        results.push_back(std::move(item));
    }
    return Value::list(std::move(results));
}

Expected<Value> dictSort(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "dictsort", {"case_sensitive", "by", "reverse"}));
    const auto isTrue = [](const Value* value) { return value != nullptr && value->isTrue(); };
    if (!input.is(Kind::Dict)) {
        return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 has no pairs"), input.typeName()});
    }
    const bool byValue = given[1] != nullptr && given[1]->isText() && given[1]->text() == "value";
    std::vector<std::pair<Value, Value>> keyed;
    for (const auto& [key, value] : input.entries()) {
        keyed.emplace_back(sortKey(byValue ? value : key, isTrue(given[0])), Value::tuple({key, value}));
    }
    LUTHIER_CHECK(sortBy(interpreter, keyed, isTrue(given[2])));
    Values results;
    for (auto& [key, pair] : keyed) {
        results.push_back(std::move(pair));
    }
    return Value::list(std::move(results));
}

constexpr std::array<NamedFilter, 15> kFilters{{
    {"count", length},
    {"dictsort", dictSort},
    {"first", first},
    {"items", items},
    {"join", join},
    {"last", last},
    {"length", length},
    {"list", list},
    {"map", map},
    {"reject", choose<false, false>},
    {"rejectattr", choose<true, false>},
    {"reverse", reverse},
    {"select", choose<false, true>},
    {"selectattr", choose<true, true>},
    {"sort", sort},
}};

} // namespace

std::span<const NamedFilter> listFilters()
{
    return kFilters;
}

} // namespace luthier::jinja
