// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that work on one value.
#include "core/tokenizer/jinja/filters.h"

#include "core/base/utf8.h"
#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/json_text.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;

constexpr std::int64_t kWidestIndent = 1'000;

/// The input as text; Markup stays Markup.
Value softText(Interpreter& interpreter, const Value& input)
{
    return input.isText() ? input : Value::text(str(input, interpreter.budget()));
}

template <class F>
Expected<Value> changed(Interpreter& interpreter, const Value& input, const Arguments& arguments, F change)
{
    LUTHIER_CHECK(bind(arguments, "this filter", {}));
    const auto text = softText(interpreter, input);
    interpreter.budget().spendBytes(8 * text.text().size());
    return Value::text(change(text.text()), text.isSafe());
}

Expected<Value> asDefault(Interpreter&, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "default", {"default_value", "boolean"}));
    const bool alsoFalse = given[1] != nullptr && given[1]->isTrue();
    if (!input.isUndefined() && (!alsoFalse || input.isTrue())) return input;
    return given[0] != nullptr ? *given[0] : Value::text("");
}

Expected<Value> escape(Interpreter& interpreter, const Value& input, const Arguments&)
{
    if (input.isSafe()) return input;
    const auto text = softText(interpreter, input);
    interpreter.budget().spendBytes(6 * text.text().size());
    return Value::text(escaped(text.text()), true);
}

Expected<Value> safe(Interpreter& interpreter, const Value& input, const Arguments&)
{
    return Value::text(softText(interpreter, input).text(), true);
}

Expected<Value> string(Interpreter& interpreter, const Value& input, const Arguments&)
{
    return softText(interpreter, input);
}

Expected<Value> trim(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "trim", {"chars"}));
    const auto text = softText(interpreter, input);
    interpreter.budget().spendBytes(text.text().size());
    if (given[0] == nullptr || given[0]->isNone()) {
        return Value::text(std::string{stripped(text.text(), Side::Both)}, text.isSafe());
    }
    LUTHIER_TRY(const auto characters, textArgument(*given[0], "trim"));
    return Value::text(std::string{stripped(text.text(), Side::Both, characters)}, text.isSafe());
}

Expected<Value> replace(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "replace", {"old", "new", "count"}));
    if (given[0] == nullptr || given[1] == nullptr) {
        return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), "replace"});
    }
    std::int64_t most = -1;
    if (given[2] != nullptr && !given[2]->isNone()) {
        LUTHIER_TRY(most, wholeArgument(*given[2], "replace"));
    }
    const auto text = softText(interpreter, input);
    return Value::text(replaced(text.text(), softText(interpreter, *given[0]).text(),
                                softText(interpreter, *given[1]).text(), most, interpreter.budget()),
                       text.isSafe());
}

/// Words begin behind white space and opening brackets; not as text.title(), which looks at letters.
std::string titleWords(std::string_view text)
{
    static constexpr std::string_view kBetween{"-({[<"};
    std::string result;
    bool isFirst = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto [character, size] = characterAt(text, at);
        const auto one = text.substr(at, size);
        result += isFirst ? upper(one) : lower(one);
        isFirst = isSpace(character) || kBetween.find(one) != std::string_view::npos;
        at += size;
    }
    return result;
}

Expected<Value> indent(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "indent", {"width", "first", "blank"}));
    std::string margin(4, ' ');
    if (given[0] != nullptr && given[0]->isText()) {
        margin = given[0]->text();
    } else if (given[0] != nullptr) {
        LUTHIER_TRY(const auto width, wholeArgument(*given[0], "indent"));
        margin.assign(static_cast<std::size_t>(std::clamp<std::int64_t>(width, 0, kWidestIndent)), ' ');
    }
    const auto isTrue = [](const Value* value) { return value != nullptr && value->isTrue(); };
    const auto text = softText(interpreter, input).text() + '\n'; // so that an empty last line is one
    std::string result;
    if (isTrue(given[1])) result = margin;
    bool isFirst = true;
    for (const auto line : linesOf(text, false)) {
        interpreter.budget().spend(1 + (margin.size() + line.size()) / 16);
        if (interpreter.budget().isSpent()) break;
        if (!std::exchange(isFirst, false)) {
            result += '\n';
            if (!line.empty() || isTrue(given[2])) result += margin;
        }
        result += line;
    }
    return Value::text(std::move(result));
}

/// The number that a text is, as Python reads it: spaces around it do not count.
std::optional<double> numberOf(const std::string& text)
{
    auto digits = stripped(text, Side::Both);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

Expected<Value> toInt(Interpreter&, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "int", {"default", "base"}));
    const auto otherwise = given[0] != nullptr ? *given[0] : Value::integer(0);
    std::int64_t base = 10;
    if (given[1] != nullptr) {
        LUTHIER_TRY(base, wholeArgument(*given[1], "int"));
    }
    if (base < 2 || base > 36) return otherwise;
    if (input.isUndefined()) return failure(input.why());
    if (input.isWhole()) return Value::integer(input.whole());
    std::optional<double> number;
    if (input.is(Kind::Float)) number = input.number();
    if (input.isText()) {
        auto digits = stripped(input.text(), Side::Both);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        std::int64_t value = 0;
        const auto* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, value, static_cast<int>(base));
        if (!digits.empty() && read.ec == std::errc{} && read.ptr == end) return Value::integer(value);
        number = numberOf(input.text());
    }
    constexpr double kTooLarge = 0x1p63;
    if (!number || !(std::abs(*number) < kTooLarge)) return otherwise;
    return Value::integer(static_cast<std::int64_t>(*number));
}

Expected<Value> toFloat(Interpreter&, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "float", {"default"}));
    if (input.isUndefined()) return failure(input.why());
    if (input.isNumber()) return Value::real(input.number());
    const auto number = input.isText() ? numberOf(input.text()) : std::nullopt;
    if (number) return Value::real(*number);
    return given[0] != nullptr ? *given[0] : Value::real(0);
}

Expected<Value> absolute(Interpreter&, const Value& input, const Arguments&)
{
    if (input.isNumber()) return input.number() < 0 ? negative(input) : Expected<Value>{input};
    return failure({QT_TRANSLATE_NOOP("core", "'%1' needs a number, not %2"), "abs", input.typeName()});
}

Expected<Value> toJson(Interpreter& interpreter, const Value& input, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given,
                bind(arguments, "tojson", {"ensure_ascii", "indent", "separators", "sort_keys"}));
    const auto isTrue = [](const Value* value) { return value != nullptr && value->isTrue(); };
    JsonStyle style{.asciiOnly = isTrue(given[0]), .sortsKeys = isTrue(given[3])};
    if (given[1] != nullptr && given[1]->isText()) {
        style.indent = given[1]->text();
    } else if (given[1] != nullptr && !given[1]->isNone()) {
        LUTHIER_TRY(const auto width, wholeArgument(*given[1], "tojson"));
        style.indent
            = std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(width, 0, kWidestIndent)), ' ');
    }
    if (style.indent) style.itemSeparator = ',';
    if (given[2] != nullptr && !given[2]->isNone()) {
        if (!given[2]->isSequence() || given[2]->items().size() != 2) {
            return failure(QT_TRANSLATE_NOOP("core", "'separators' needs two texts"));
        }
        LUTHIER_TRY(style.itemSeparator, textArgument(given[2]->items()[0], "tojson"));
        LUTHIER_TRY(style.keySeparator, textArgument(given[2]->items()[1], "tojson"));
    }
    LUTHIER_TRY(auto text, json(input, style, interpreter.budget()));
    return Value::text(std::move(text));
}

constexpr std::array<NamedFilter, 18> kFilters{{
    {"abs", absolute},
    {"capitalize",
     [](Interpreter& interpreter, const Value& input, const Arguments& arguments) {
         return changed(interpreter, input, arguments, [](const auto& text) { return titled(text, true); });
     }},
    {"d", asDefault},
    {"default", asDefault},
    {"e", escape},
    {"escape", escape},
    {"float", toFloat},
    {"indent", indent},
    {"int", toInt},
    {"lower",
     [](Interpreter& interpreter, const Value& input, const Arguments& arguments) {
         return changed(interpreter, input, arguments, lower);
     }},
    {"replace", replace},
    {"safe", safe},
    {"string", string},
    {"title",
     [](Interpreter& interpreter, const Value& input, const Arguments& arguments) {
         return changed(interpreter, input, arguments, titleWords);
     }},
    {"tojson", toJson},
    {"trim", trim},
    {"upper",
     [](Interpreter& interpreter, const Value& input, const Arguments& arguments) {
         return changed(interpreter, input, arguments, upper);
     }},
}};

} // namespace

Expected<Value> applyFilter(Interpreter& interpreter, std::string_view name, const Value& input,
                            const Arguments& arguments)
{
    for (const auto& filters : {std::span<const NamedFilter>{kFilters}, listFilters()}) {
        for (const NamedFilter& filter : filters) {
            if (filter.name == name) return filter.apply(interpreter, input, arguments);
        }
    }
    return failure({QT_TRANSLATE_NOOP("core", "there is no filter called '%1'"), name});
}

} // namespace luthier::jinja
