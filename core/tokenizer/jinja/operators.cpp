// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/operators.h"

#include "core/tokenizer/jinja/printf.h"
#include "core/tokenizer/jinja/python_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;

constexpr std::size_t kLongestRepeat = std::size_t{1} << 20U;

Unexpected limit(Text message)
{
    return Unexpected{{.code = ErrorCode::Limit, .message = std::move(message)}};
}

std::string_view symbolOf(BinaryOperator operation)
{
    switch (operation) {
    case BinaryOperator::And:
        return "and";
    case BinaryOperator::Or:
        return "or";
    case BinaryOperator::Add:
        return "+";
    case BinaryOperator::Subtract:
        return "-";
    case BinaryOperator::Multiply:
        return "*";
    case BinaryOperator::Divide:
        return "/";
    case BinaryOperator::FloorDivide:
        return "//";
    case BinaryOperator::Modulo:
        return "%";
    case BinaryOperator::Power:
        return "**";
    }
    return {};
}

Unexpected unfit(BinaryOperator operation, const Value& left, const Value& right)
{
    for (const Value* const side : {&left, &right}) {
        if (side->isUndefined()) return failure(side->why());
    }
    return failure({QT_TRANSLATE_NOOP("core", "'%1' does not work on %2 and %3"), symbolOf(operation),
                    left.typeName(), right.typeName()});
}

Expected<Value> addTexts(const Value& left, const Value& right, Budget& budget)
{
    budget.spendBytes(left.text().size() + right.text().size());
    if (budget.isSpent()) return Value{};
    const bool isSafe = left.isSafe() || right.isSafe();
    const auto part = [isSafe](const Value& side) {
        return isSafe && !side.isSafe() ? escaped(side.text()) : side.text();
    };
    return Value::text(part(left) + part(right), isSafe);
}

Value joinedItems(const Value& left, const Value& right, Budget& budget)
{
    Values items;
    budget.spend(left.items().size() + right.items().size());
    if (budget.isSpent()) return {};
    items.reserve(left.items().size() + right.items().size());
    items.insert(items.end(), left.items().begin(), left.items().end());
    items.insert(items.end(), right.items().begin(), right.items().end());
    return left.is(Kind::List) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
}

Expected<Value> repeated(const Value& what, std::int64_t count, Budget& budget)
{
    const auto times = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
    const auto size = what.isText() ? what.text().size() : what.items().size();
    if (size > 0 && times > kLongestRepeat / size) {
        return limit({QT_TRANSLATE_NOOP("core", "repeated %1 times, this is too long"), count});
    }
    if (what.isText()) {
        std::string text;
        budget.spendBytes(size * times);
        text.reserve(size * times);
        for (std::size_t i = 0; i < times && size > 0; ++i) {
            text += what.text();
        }
        return Value::text(std::move(text), what.isSafe());
    }
    Values items;
    budget.spend(size * times);
    for (std::size_t i = 0; i < times && size > 0 && !budget.isSpent(); ++i) {
        items.insert(items.end(), what.items().begin(), what.items().end());
    }
    return what.is(Kind::List) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
}

Expected<Value> power(const Value& left, const Value& right)
{
    if (!left.isWhole() || !right.isWhole() || right.whole() < 0) {
        return Value::real(std::pow(left.number(), right.number()));
    }
    std::int64_t result = 1;
    const bool staysSmall = left.whole() >= -1 && left.whole() <= 1;
    const auto exponent = staysSmall ? right.whole() % 2 + (right.whole() > 0 ? 2 : 0) : right.whole();
    for (std::int64_t i = 0; i < exponent; ++i) {
        if (__builtin_mul_overflow(result, left.whole(), &result)) {
            return limit(QT_TRANSLATE_NOOP("core", "this number is too large"));
        }
    }
    return Value::integer(result);
}

/// Both are whole numbers. Division rounds down, as in Python.
Expected<Value> calculateWhole(BinaryOperator operation, std::int64_t left, std::int64_t right)
{
    std::int64_t result = 0;
    bool overflows = false;
    switch (operation) {
    case BinaryOperator::Add:
        overflows = __builtin_add_overflow(left, right, &result);
        break;
    case BinaryOperator::Subtract:
        overflows = __builtin_sub_overflow(left, right, &result);
        break;
    case BinaryOperator::Multiply:
        overflows = __builtin_mul_overflow(left, right, &result);
        break;
    default: // FloorDivide and Modulo
        if (right == 0) return failure(QT_TRANSLATE_NOOP("core", "division by zero"));
        if (right == -1) { // the one quotient that may overflow
            overflows = operation == BinaryOperator::FloorDivide && __builtin_sub_overflow(0, left, &result);
            break;
        }
        const bool roundsUp = left % right != 0 && (left < 0) != (right < 0);
        result = operation == BinaryOperator::FloorDivide ? left / right - (roundsUp ? 1 : 0)
                                                          : left % right + (roundsUp ? right : 0);
    }
    if (overflows) return limit(QT_TRANSLATE_NOOP("core", "this number is too large"));
    return Value::integer(result);
}

Expected<Value> calculateReal(BinaryOperator operation, double left, double right)
{
    const bool divides = operation == BinaryOperator::Divide || operation == BinaryOperator::FloorDivide
        || operation == BinaryOperator::Modulo;
    if (divides && right == 0) return failure(QT_TRANSLATE_NOOP("core", "division by zero"));
    switch (operation) {
    case BinaryOperator::Add:
        return Value::real(left + right);
    case BinaryOperator::Subtract:
        return Value::real(left - right);
    case BinaryOperator::Multiply:
        return Value::real(left * right);
    case BinaryOperator::Divide:
        return Value::real(left / right);
    case BinaryOperator::FloorDivide:
        return Value::real(std::floor(left / right));
    default: { // Modulo, with the sign of the right side
        const double rest = std::fmod(left, right);
        return Value::real(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest);
    }
    }
}

} // namespace

Expected<Value> calculate(BinaryOperator operation, const Value& left, const Value& right, Budget& budget)
{
    const bool adds = operation == BinaryOperator::Add;
    if (left.isNumber() && right.isNumber()) {
        if (operation == BinaryOperator::Power) return power(left, right);
        if (left.isWhole() && right.isWhole() && operation != BinaryOperator::Divide) {
            return calculateWhole(operation, left.whole(), right.whole());
        }
        return calculateReal(operation, left.number(), right.number());
    }
    if (adds && left.isText() && right.isText()) return addTexts(left, right, budget);
    if (adds && left.isSequence() && left.kind() == right.kind()) return joinedItems(left, right, budget);
    if (operation == BinaryOperator::Multiply) {
        const bool leftRepeats = left.isText() || left.isSequence();
        if (leftRepeats && right.isWhole()) return repeated(left, right.whole(), budget);
        if ((right.isText() || right.isSequence()) && left.isWhole())
            return repeated(right, left.whole(), budget);
    }
    if (operation == BinaryOperator::Modulo && left.isText()) return formatted(left, right, budget);
    return unfit(operation, left, right);
}

Expected<Value> negative(const Value& value)
{
    if (value.isWhole()) return calculateWhole(BinaryOperator::Subtract, 0, value.whole());
    if (value.is(Kind::Float)) return Value::real(-value.number());
    if (value.isUndefined()) return failure(value.why());
    return failure({QT_TRANSLATE_NOOP("core", "'%1' does not work on %2"), "-", value.typeName()});
}

bool equal(const Value& left, const Value& right, Budget& budget)
{
    budget.spend(1);
    if (budget.isSpent()) return false;
    if (left.isNumber() && right.isNumber()) {
        return left.isWhole() && right.isWhole() ? left.whole() == right.whole()
                                                 : left.number() == right.number();
    }
    if (left.kind() != right.kind()) return false;
    switch (left.kind()) {
    case Kind::Undefined:
    case Kind::None:
        return true;
    case Kind::Text:
        if (left.text().size() == right.text().size()) budget.spendBytes(left.text().size());
        return left.text() == right.text();
    case Kind::List:
    case Kind::Tuple: {
        const auto& a = left.items();
        const auto& b = right.items();
        return a.size() == b.size()
            && std::equal(a.begin(), a.end(), b.begin(),
                          [&](const auto& x, const auto& y) { return equal(x, y, budget); });
    }
    case Kind::Dict: {
        const auto& entries = left.entries();
        if (entries.size() != right.entries().size()) return false;
        return std::all_of(entries.begin(), entries.end(), [&](const auto& entry) {
            budget.spend(right.entries().size());
            return std::any_of(right.entries().begin(), right.entries().end(), [&](const auto& other) {
                return equal(entry.first, other.first, budget) && equal(entry.second, other.second, budget);
            });
        });
    }
    case Kind::Namespace:
        return &left.attributes() == &right.attributes();
    default:
        return false;
    }
}

Expected<bool> less(const Value& left, const Value& right, Budget& budget)
{
    if (left.isNumber() && right.isNumber()) {
        return left.isWhole() && right.isWhole() ? left.whole() < right.whole()
                                                 : left.number() < right.number();
    }
    if (left.isText() && right.isText()) {
        budget.spendBytes(std::min(left.text().size(), right.text().size()));
        return left.text() < right.text(); // UTF-8 sorts as its code points do
    }
    if (left.isSequence() && left.kind() == right.kind()) {
        const auto& a = left.items();
        const auto& b = right.items();
        for (std::size_t i = 0; i < std::min(a.size(), b.size()) && !budget.isSpent(); ++i) {
            if (!equal(a[i], b[i], budget)) return less(a[i], b[i], budget);
        }
        return a.size() < b.size();
    }
    for (const Value* const side : {&left, &right}) {
        if (side->isUndefined()) return failure(side->why());
    }
    return failure({QT_TRANSLATE_NOOP("core", "%1 and %2 have no order"), left.typeName(), right.typeName()});
}

Expected<bool> compare(Comparator comparator, const Value& left, const Value& right, Budget& budget)
{
    switch (comparator) {
    case Comparator::Equal:
        return equal(left, right, budget);
    case Comparator::NotEqual:
        return !equal(left, right, budget);
    case Comparator::Less:
        return less(left, right, budget);
    case Comparator::Greater:
        return less(right, left, budget);
    case Comparator::LessOrEqual:
    case Comparator::GreaterOrEqual: {
        const bool isLess = comparator == Comparator::LessOrEqual;
        LUTHIER_TRY(const bool strictly, isLess ? less(left, right, budget) : less(right, left, budget));
        return strictly || equal(left, right, budget);
    }
    case Comparator::In:
        return contains(right, left, budget);
    case Comparator::NotIn: {
        LUTHIER_TRY(const bool isIn, contains(right, left, budget));
        return !isIn;
    }
    }
    return false;
}

Expected<bool> contains(const Value& container, const Value& item, Budget& budget)
{
    if (container.isText()) {
        if (item.isUndefined()) return failure(item.why());
        if (!item.isText()) {
            return failure(
                {QT_TRANSLATE_NOOP("core", "a text cannot hold a value of type %1"), item.typeName()});
        }
        return find(container.text(), item.text(), 0, budget) != std::string::npos;
    }
    if (container.is(Kind::Dict)) {
        budget.spend(container.entries().size() / 8);
        return std::any_of(container.entries().begin(), container.entries().end(),
                           [&](const auto& entry) { return equal(entry.first, item, budget); });
    }
    const auto holdsIt = [&](const Values& items) {
        return std::any_of(items.begin(), items.end(),
                           [&](const Value& one) { return equal(one, item, budget); });
    };
    if (container.isSequence()) return holdsIt(container.items());
    LUTHIER_TRY(const auto items, itemsOf(container, budget));
    return holdsIt(items);
}

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '\'':
            result += "&#39;";
            break;
        case '"':
            result += "&#34;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

} // namespace luthier::jinja
