// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/tests.h"

#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/operators.h"

#include <algorithm>
#include <array>
#include <utility>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;
using Question = bool (*)(const Value&);

bool hasLength(const Value& value)
{
    return value.isText() || value.isSequence() || value.is(Kind::Dict) || value.isUndefined();
}

/// Those that ask for nothing but the value.
constexpr std::array<std::pair<std::string_view, Question>, 15> kQuestions{{
    {"boolean", [](const Value& value) { return value.is(Kind::Boolean); }},
    {"callable", [](const Value& value) { return value.is(Kind::Function); }},
    {"defined", [](const Value& value) { return !value.isUndefined(); }},
    {"false", [](const Value& value) { return value.is(Kind::Boolean) && !value.isTrue(); }},
    {"float", [](const Value& value) { return value.is(Kind::Float); }},
    {"integer", [](const Value& value) { return value.is(Kind::Integer); }},
    {"iterable", [](const Value& value) { return hasLength(value) || value.is(Kind::Generator); }},
    {"mapping", [](const Value& value) { return value.is(Kind::Dict); }},
    {"none", [](const Value& value) { return value.isNone(); }},
    {"number", [](const Value& value) { return value.isNumber(); }},
    {"sequence", hasLength},
    {"string", [](const Value& value) { return value.isText(); }},
    {"true", [](const Value& value) { return value.is(Kind::Boolean) && value.isTrue(); }},
    {"undefined", [](const Value& value) { return value.isUndefined(); }},
    {"escaped", [](const Value& value) { return value.isSafe(); }},
}};

/// Those that compare with an argument; most have several names.
constexpr std::array<std::pair<std::string_view, Comparator>, 17> kComparisons{{
    {"!=", Comparator::NotEqual},
    {"<", Comparator::Less},
    {"<=", Comparator::LessOrEqual},
    {"==", Comparator::Equal},
    {">", Comparator::Greater},
    {">=", Comparator::GreaterOrEqual},
    {"eq", Comparator::Equal},
    {"equalto", Comparator::Equal},
    {"ge", Comparator::GreaterOrEqual},
    {"greaterthan", Comparator::Greater},
    {"gt", Comparator::Greater},
    {"in", Comparator::In},
    {"le", Comparator::LessOrEqual},
    {"lessthan", Comparator::Less},
    {"lt", Comparator::Less},
    {"ne", Comparator::NotEqual},
    {"sameas", Comparator::Equal},
}};

/// input % divisor == 0
Expected<bool> isMultiple(Interpreter& interpreter, const Value& input, const Value& divisor)
{
    LUTHIER_TRY(const auto rest, calculate(BinaryOperator::Modulo, input, divisor, interpreter.budget()));
    return !rest.isTrue();
}

} // namespace

Expected<bool> applyTest(Interpreter& interpreter, std::string_view name, const Value& input,
                         const Arguments& arguments)
{
    const auto isNamed = [name](const auto& row) { return row.first == name; };
    if (const auto* const question = std::find_if(kQuestions.begin(), kQuestions.end(), isNamed);
        question != kQuestions.end()) {
        LUTHIER_CHECK(bind(arguments, name, {}));
        return question->second(input);
    }
    if (name == "odd" || name == "even") {
        LUTHIER_TRY(const bool isEven, isMultiple(interpreter, input, Value::integer(2)));
        return isEven == (name == "even");
    }
    const auto* const comparison = std::find_if(kComparisons.begin(), kComparisons.end(), isNamed);
    if (comparison == kComparisons.end() && name != "divisibleby") {
        return failure({QT_TRANSLATE_NOOP("core", "there is no test called '%1'"), name});
    }
    LUTHIER_TRY(const auto given, bind(arguments, name, {"other"}));
    if (given[0] == nullptr) return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), name});
    if (name == "divisibleby") return isMultiple(interpreter, input, *given[0]);
    const bool mayBeSame = name != "sameas" || input.kind() == given[0]->kind();
    if (!mayBeSame) return false;
    return compare(comparison->second, input, *given[0], interpreter.budget());
}

} // namespace luthier::jinja
