// SPDX-License-Identifier: GPL-3.0-or-later
// The expressions of a template.
#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/filters.h"
#include "core/tokenizer/jinja/globals.h"
#include "core/tokenizer/jinja/interpreter.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"
#include "core/tokenizer/jinja/scope.h"
#include "core/tokenizer/jinja/tests.h"

namespace luthier::jinja {

using Kind = Value::Kind;

Expected<Value> Interpreter::evaluate(const ExpressionPtr& expression, Scope& scope)
{
    const Level level{*this};
    auto within = level.check();
    if (!within) return Unexpected{located(std::move(within).error(), expression->offset)};
    auto value = std::visit([&](const auto& node) { return evaluate(node, scope); }, expression->node);
    if (!value) return Unexpected{located(std::move(value).error(), expression->offset)};
    if (value->depth() > Value::kDeepest) {
        return Unexpected{
            {.code = ErrorCode::Limit,
             .message = {QT_TRANSLATE_NOOP("core", "nested more than %1 levels deep"), Value::kDeepest},
             .where = located({}, expression->offset).where}};
    }
    return value;
}

Expected<Value> Interpreter::evaluate(const Constant& constant, Scope&)
{
    return constant.value;
}

Expected<Value> Interpreter::evaluate(const Name& name, Scope& scope)
{
    if (const Value* const known = scope.find(name.name)) return *known;
    if (auto function = globalFunction(name.name)) return *std::move(function);
    return Value::undefined({QT_TRANSLATE_NOOP("core", "'%1' is undefined"), name.name});
}

Expected<Value> Interpreter::evaluate(const Display& display, Scope& scope)
{
    Values items;
    for (const auto& item : display.items) {
        LUTHIER_TRY(items.emplace_back(), evaluate(item, scope));
    }
    return display.isTuple ? Value::tuple(std::move(items)) : Value::list(std::move(items));
}

Expected<Value> Interpreter::evaluate(const DictDisplay& display, Scope& scope)
{
    Entries entries;
    for (const auto& [keyExpression, valueExpression] : display.entries) {
        LUTHIER_TRY(const auto key, evaluate(keyExpression, scope));
        LUTHIER_TRY(const auto value, evaluate(valueExpression, scope));
        if (key.is(Kind::List) || key.is(Kind::Dict)) {
            return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 cannot be a key"), key.typeName()});
        }
        setEntry(entries, key, value, m_budget);
    }
    return Value::dict(std::move(entries));
}

Expected<Value> Interpreter::evaluate(const Attribute& attribute, Scope& scope)
{
    LUTHIER_TRY(const auto object, evaluate(attribute.of, scope));
    if (object.isUndefined()) return failure(object.why());
    if (auto found = attributeOf(object, attribute.name)) return *std::move(found);
    if (object.is(Kind::Dict)) {
        m_budget.spend(object.entries().size() / 8);
        if (const Value* const entry = object.find(attribute.name)) return *entry;
    }
    return Value::undefined({QT_TRANSLATE_NOOP("core", "a value of type %1 has no attribute '%2'"),
                             object.typeName(), attribute.name});
}

Expected<Value> Interpreter::evaluate(const Item& item, Scope& scope)
{
    LUTHIER_TRY(const auto object, evaluate(item.of, scope));
    LUTHIER_TRY(const auto index, evaluate(item.index, scope));
    return itemOf(object, index, m_budget);
}

Expected<Value> Interpreter::evaluate(const Slice& slice, Scope& scope)
{
    const auto part = [&](const ExpressionPtr& expression) -> Expected<Value> {
        return expression ? evaluate(expression, scope) : Expected<Value>{Value{}};
    };
    LUTHIER_TRY(const auto object, evaluate(slice.of, scope));
    LUTHIER_TRY(const auto start, part(slice.start));
    LUTHIER_TRY(const auto stop, part(slice.stop));
    LUTHIER_TRY(const auto step, part(slice.step));
    return sliceOf(object, start, stop, step, m_budget);
}

Expected<Value> Interpreter::evaluate(const Call& expression, Scope& scope)
{
    LUTHIER_TRY(const auto callee, evaluate(expression.callee, scope));
    LUTHIER_TRY(const auto arguments, evaluateArguments(expression.arguments, scope));
    return call(callee, arguments);
}

Expected<Value> Interpreter::call(const Value& callee, const Arguments& arguments)
{
    if (callee.is(Kind::Function)) return callee.function().call(*this, arguments);
    if (callee.isUndefined()) return failure(callee.why());
    return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 cannot be called"), callee.typeName()});
}

Expected<Arguments> Interpreter::evaluateArguments(const std::vector<Argument>& given, Scope& scope)
{
    Arguments arguments;
    for (const Argument& argument : given) {
        LUTHIER_TRY(auto value, evaluate(argument.value, scope));
        switch (argument.kind) {
        case Argument::Kind::Positional:
            arguments.positional.push_back(std::move(value));
            break;
        case Argument::Kind::Named:
            arguments.named.emplace_back(argument.name, std::move(value));
            break;
        case Argument::Kind::Spread: {
            LUTHIER_TRY(auto items, itemsOf(value, m_budget));
            arguments.positional.insert(arguments.positional.end(), items.begin(), items.end());
            break;
        }
        case Argument::Kind::SpreadNamed:
            if (!value.is(Kind::Dict)) {
                return failure(
                    {QT_TRANSLATE_NOOP("core", "expected a dict after **, not %1"), value.typeName()});
            }
            for (const auto& [key, item] : value.entries()) {
                arguments.named.emplace_back(str(key, m_budget), item);
            }
        }
    }
    return arguments;
}

Expected<Value> Interpreter::evaluate(const Filter& filter, Scope& scope)
{
    LUTHIER_TRY(const auto input, filter.of ? evaluate(filter.of, scope) : Expected<Value>{m_block});
    LUTHIER_TRY(const auto arguments, evaluateArguments(filter.arguments, scope));
    return applyFilter(*this, filter.name, input, arguments);
}

Expected<Value> Interpreter::evaluate(const Test& test, Scope& scope)
{
    LUTHIER_TRY(const auto input, evaluate(test.of, scope));
    LUTHIER_TRY(const auto arguments, evaluateArguments(test.arguments, scope));
    LUTHIER_TRY(const bool holds, applyTest(*this, test.name, input, arguments));
    return Value::boolean(holds);
}

Expected<Value> Interpreter::evaluate(const Unary& unary, Scope& scope)
{
    LUTHIER_TRY(const auto operand, evaluate(unary.operand, scope));
    if (unary.operation == UnaryOperator::Not) return Value::boolean(!operand.isTrue());
    LUTHIER_TRY(const auto opposite, negative(operand));
    return unary.operation == UnaryOperator::Minus ? opposite : negative(opposite);
}

Expected<Value> Interpreter::evaluate(const Binary& binary, Scope& scope)
{
    LUTHIER_TRY(const auto left, evaluate(binary.left, scope));
    if (binary.operation == BinaryOperator::And && !left.isTrue()) return left;
    if (binary.operation == BinaryOperator::Or && left.isTrue()) return left;
    LUTHIER_TRY(auto right, evaluate(binary.right, scope));
    if (binary.operation == BinaryOperator::And || binary.operation == BinaryOperator::Or) return right;
    return calculate(binary.operation, left, right, m_budget);
}

Expected<Value> Interpreter::evaluate(const Concatenation& concatenation, Scope& scope)
{
    std::string text;
    for (const auto& part : concatenation.parts) {
        LUTHIER_TRY(const auto value, evaluate(part, scope));
        const auto words = str(value, m_budget);
        m_budget.spendBytes(words.size());
        if (m_budget.isSpent()) break;
        text += words;
    }
    return Value::text(std::move(text));
}

Expected<Value> Interpreter::evaluate(const Comparison& comparison, Scope& scope)
{
    LUTHIER_TRY(auto left, evaluate(comparison.first, scope));
    for (const auto& [comparator, expression] : comparison.others) {
        LUTHIER_TRY(auto right, evaluate(expression, scope));
        LUTHIER_TRY(const bool holds, compare(comparator, left, right, m_budget));
        if (!holds) return Value::boolean(false);
        left = std::move(right);
    }
    return Value::boolean(true);
}

Expected<Value> Interpreter::evaluate(const Conditional& conditional, Scope& scope)
{
    LUTHIER_TRY(const auto condition, evaluate(conditional.condition, scope));
    if (condition.isTrue()) return evaluate(conditional.yes, scope);
    if (conditional.no) return evaluate(conditional.no, scope);
    return Value::undefined(
        QT_TRANSLATE_NOOP("core", "the condition does not hold, and there is no 'else' to say what then"));
}

} // namespace luthier::jinja
