// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/parser.h"

#include <array>

namespace luthier::jinja {
namespace {

using Kind = Lexeme::Kind;

template <class Node>
ExpressionPtr make(Node node, std::size_t offset)
{
    return std::make_unique<const Expression>(Expression{std::move(node), offset});
}

} // namespace

Expected<ExpressionPtr> Parser::expression()
{
    const Nesting nesting{*this};
    LUTHIER_CHECK(nesting.check());
    LUTHIER_TRY(auto result, either());
    while (isName("if")) {
        LUTHIER_CHECK(countLink());
        const auto offset = take().offset;
        LUTHIER_TRY(auto condition, either());
        ExpressionPtr no;
        if (skipName("else")) {
            LUTHIER_TRY(no, expression());
        }
        result = make(Conditional{std::move(condition), std::move(result), std::move(no)}, offset);
    }
    return result;
}

/// a, or a, b
Expected<ExpressionPtr> Parser::tupleOrExpression(bool withConditionals)
{
    const auto offset = current().offset;
    LUTHIER_TRY(auto first, withConditionals ? expression() : either());
    if (!isSymbol(",")) return first;
    Display tuple{.isTuple = true};
    tuple.items.push_back(std::move(first));
    while (skipSymbol(",")) {
        if (current().kind == Kind::EndPrint || current().kind == Kind::EndTag || isSymbol(")")) break;
        LUTHIER_TRY(tuple.items.emplace_back(), withConditionals ? expression() : either());
    }
    return make(std::move(tuple), offset);
}

Expected<ExpressionPtr> Parser::either()
{
    LUTHIER_TRY(auto left, both());
    while (isName("or")) {
        LUTHIER_CHECK(countLink());
        const auto offset = take().offset;
        LUTHIER_TRY(auto right, both());
        left = make(Binary{BinaryOperator::Or, std::move(left), std::move(right)}, offset);
    }
    return left;
}

Expected<ExpressionPtr> Parser::both()
{
    LUTHIER_TRY(auto left, negation());
    while (isName("and")) {
        LUTHIER_CHECK(countLink());
        const auto offset = take().offset;
        LUTHIER_TRY(auto right, negation());
        left = make(Binary{BinaryOperator::And, std::move(left), std::move(right)}, offset);
    }
    return left;
}

Expected<ExpressionPtr> Parser::negation()
{
    if (!isName("not")) return comparison();
    const Nesting nesting{*this};
    LUTHIER_CHECK(nesting.check());
    const auto offset = take().offset;
    LUTHIER_TRY(auto operand, negation());
    return make(Unary{UnaryOperator::Not, std::move(operand)}, offset);
}

Expected<ExpressionPtr> Parser::comparison()
{
    static constexpr std::array<std::pair<std::string_view, Comparator>, 6> kComparators{
        {{"==", Comparator::Equal},
         {"!=", Comparator::NotEqual},
         {"<", Comparator::Less},
         {"<=", Comparator::LessOrEqual},
         {">", Comparator::Greater},
         {">=", Comparator::GreaterOrEqual}}};
    const auto offset = current().offset;
    Comparison result;
    LUTHIER_TRY(result.first, sum());
    for (;;) {
        std::optional<Comparator> found;
        for (const auto& [symbol, comparator] : kComparators) {
            if (!found && skipSymbol(symbol)) found = comparator;
        }
        if (!found && isName("not") && following().kind == Kind::Name && following().text == "in") {
            take();
            take();
            found = Comparator::NotIn;
        }
        if (!found && skipName("in")) found = Comparator::In;
        if (!found) break;
        LUTHIER_TRY(auto other, sum());
        result.others.emplace_back(*found, std::move(other));
    }
    if (result.others.empty()) return std::move(result.first);
    return make(std::move(result), offset);
}

Expected<ExpressionPtr> Parser::sum()
{
    LUTHIER_TRY(auto left, concatenation());
    while (isSymbol("+") || isSymbol("-")) {
        LUTHIER_CHECK(countLink());
        const auto sign = take();
        LUTHIER_TRY(auto right, concatenation());
        left = make(Binary{sign.text == "+" ? BinaryOperator::Add : BinaryOperator::Subtract, std::move(left),
                           std::move(right)},
                    sign.offset);
    }
    return left;
}

Expected<ExpressionPtr> Parser::concatenation()
{
    const auto offset = current().offset;
    LUTHIER_TRY(auto first, product());
    if (!isSymbol("~")) return first;
    Concatenation result;
    result.parts.push_back(std::move(first));
    while (skipSymbol("~")) {
        LUTHIER_TRY(result.parts.emplace_back(), product());
    }
    return make(std::move(result), offset);
}

Expected<ExpressionPtr> Parser::product()
{
    static constexpr std::array<std::pair<std::string_view, BinaryOperator>, 4> kOperators{
        {{"*", BinaryOperator::Multiply},
         {"/", BinaryOperator::Divide},
         {"//", BinaryOperator::FloorDivide},
         {"%", BinaryOperator::Modulo}}};
    LUTHIER_TRY(auto left, power());
    for (;;) {
        const auto* const found = std::find_if(kOperators.begin(), kOperators.end(),
                                               [this](const auto& known) { return isSymbol(known.first); });
        if (found == kOperators.end()) return left;
        LUTHIER_CHECK(countLink());
        const auto offset = take().offset;
        LUTHIER_TRY(auto right, power());
        left = make(Binary{found->second, std::move(left), std::move(right)}, offset);
    }
}

Expected<ExpressionPtr> Parser::power()
{
    LUTHIER_TRY(auto left, unary());
    while (isSymbol("**")) {
        LUTHIER_CHECK(countLink());
        const auto offset = take().offset;
        LUTHIER_TRY(auto right, unary());
        left = make(Binary{BinaryOperator::Power, std::move(left), std::move(right)}, offset);
    }
    return left;
}

Expected<ExpressionPtr> Parser::unary(bool withFilters)
{
    const Nesting nesting{*this};
    LUTHIER_CHECK(nesting.check());
    ExpressionPtr result;
    if (isSymbol("-") || isSymbol("+")) {
        const auto sign = take();
        LUTHIER_TRY(auto operand, unary(false));
        result
            = make(Unary{sign.text == "-" ? UnaryOperator::Minus : UnaryOperator::Plus, std::move(operand)},
                   sign.offset);
    } else {
        LUTHIER_TRY(result, primary());
    }
    LUTHIER_TRY(result, postfix(std::move(result)));
    if (!withFilters) return result;
    return filtersAndTests(std::move(result));
}

Expected<ExpressionPtr> Parser::primary()
{
    const auto offset = current().offset;
    switch (current().kind) {
    case Kind::Name: {
        auto text = take().text;
        if (text == "true" || text == "True") return make(Constant{Value::boolean(true)}, offset);
        if (text == "false" || text == "False") return make(Constant{Value::boolean(false)}, offset);
        if (text == "none" || text == "None") return make(Constant{Value{}}, offset);
        for (Callable* const callable : m_callables) {
            callable->takesMore |= text == "varargs";
            callable->takesNamed |= text == "kwargs";
            callable->takesCaller |= text == "caller";
        }
        return make(Name{std::move(text)}, offset);
    }
    case Kind::Text: {
        std::string text;
        while (current().kind == Kind::Text) {
            text += take().text;
        }
        return make(Constant{Value::text(std::move(text))}, offset);
    }
    case Kind::Integer:
        return make(Constant{Value::integer(take().integer)}, offset);
    case Kind::Float:
        return make(Constant{Value::real(take().real)}, offset);
    default:
        break;
    }
    if (skipSymbol("(")) {
        if (skipSymbol(")")) return make(Display{.isTuple = true}, offset);
        LUTHIER_TRY(auto inner, tupleOrExpression());
        LUTHIER_CHECK(expectSymbol(")"));
        return inner;
    }
    if (skipSymbol("[")) return list(offset);
    if (skipSymbol("{")) return dict(offset);
    return unexpected();
}

Expected<ExpressionPtr> Parser::list(std::size_t offset)
{
    Display result{.isTuple = false};
    while (!isSymbol("]")) {
        if (!result.items.empty()) LUTHIER_CHECK(expectSymbol(","));
        if (isSymbol("]")) break;
        LUTHIER_TRY(result.items.emplace_back(), expression());
    }
    LUTHIER_CHECK(expectSymbol("]"));
    return make(std::move(result), offset);
}

Expected<ExpressionPtr> Parser::dict(std::size_t offset)
{
    DictDisplay result;
    while (!isSymbol("}")) {
        if (!result.entries.empty()) LUTHIER_CHECK(expectSymbol(","));
        if (isSymbol("}")) break;
        LUTHIER_TRY(auto key, expression());
        LUTHIER_CHECK(expectSymbol(":"));
        LUTHIER_TRY(auto value, expression());
        result.entries.emplace_back(std::move(key), std::move(value));
    }
    LUTHIER_CHECK(expectSymbol("}"));
    return make(std::move(result), offset);
}

Expected<ExpressionPtr> Parser::postfix(ExpressionPtr of)
{
    while (isSymbol(".") || isSymbol("[") || isSymbol("(")) {
        LUTHIER_CHECK(countLink());
        if (isSymbol("(")) {
            LUTHIER_TRY(of, call(std::move(of)));
        } else {
            LUTHIER_TRY(of, subscript(std::move(of)));
        }
    }
    return of;
}

Expected<ExpressionPtr> Parser::filtersAndTests(ExpressionPtr of)
{
    while (isSymbol("|") || isName("is") || isSymbol("(")) {
        LUTHIER_CHECK(countLink());
        if (skipSymbol("|")) {
            LUTHIER_TRY(of, filter(std::move(of)));
        } else if (skipName("is")) {
            LUTHIER_TRY(of, test(std::move(of)));
        } else {
            LUTHIER_TRY(of, call(std::move(of)));
        }
    }
    return of;
}

Expected<ExpressionPtr> Parser::filter(ExpressionPtr of)
{
    Filter result{.of = std::move(of)};
    const auto offset = current().offset;
    LUTHIER_TRY(result.name, name());
    if (isSymbol("(")) {
        LUTHIER_TRY(result.arguments, arguments());
    }
    return make(std::move(result), offset);
}

Expected<ExpressionPtr> Parser::test(ExpressionPtr of)
{
    const bool isNegated = skipName("not");
    Test result{.of = std::move(of)};
    const auto offset = current().offset;
    LUTHIER_TRY(result.name, name());
    const bool hasWord = current().kind == Kind::Name && !isName("else") && !isName("or") && !isName("and");
    if (isSymbol("(")) {
        LUTHIER_TRY(result.arguments, arguments());
    } else if (isName("is")) {
        return unexpected();
    } else if (hasWord || current().kind == Kind::Text || current().kind == Kind::Integer
               || current().kind == Kind::Float || isSymbol("[") || isSymbol("{")) {
        LUTHIER_TRY(auto argument, primary());
        LUTHIER_TRY(argument, postfix(std::move(argument)));
        result.arguments.push_back({.value = std::move(argument)});
    }
    auto test = make(std::move(result), offset);
    return isNegated ? make(Unary{UnaryOperator::Not, std::move(test)}, offset) : std::move(test);
}

/// .name, .0, [index] or [start:stop:step]
Expected<ExpressionPtr> Parser::subscript(ExpressionPtr of)
{
    const auto offset = current().offset;
    if (skipSymbol(".")) {
        if (current().kind == Kind::Integer) {
            auto index = make(Constant{Value::integer(take().integer)}, offset);
            return make(Item{std::move(of), std::move(index)}, offset);
        }
        LUTHIER_TRY(auto attribute, name());
        return make(Attribute{std::move(of), std::move(attribute)}, offset);
    }
    LUTHIER_CHECK(expectSymbol("["));
    std::array<ExpressionPtr, 3> parts;
    std::size_t part = 0;
    while (!isSymbol("]")) {
        if (isSymbol(":") && part < 2) {
            take();
            ++part;
        } else if (parts[part] == nullptr) {
            LUTHIER_TRY(parts[part], part == 0 ? tupleOrExpression() : expression());
        } else {
            return unexpected();
        }
    }
    LUTHIER_CHECK(expectSymbol("]"));
    auto& [start, stop, step] = parts;
    if (part > 0) {
        return make(Slice{std::move(of), std::move(start), std::move(stop), std::move(step)}, offset);
    }
    if (!start) return unexpected();
    return make(Item{std::move(of), std::move(start)}, offset);
}

Expected<ExpressionPtr> Parser::call(ExpressionPtr callee)
{
    const auto offset = current().offset;
    LUTHIER_TRY(auto given, arguments());
    return make(Call{std::move(callee), std::move(given)}, offset);
}

Expected<std::vector<Argument>> Parser::arguments()
{
    std::vector<Argument> result;
    LUTHIER_CHECK(expectSymbol("("));
    while (!isSymbol(")")) {
        if (!result.empty()) LUTHIER_CHECK(expectSymbol(","));
        if (isSymbol(")")) break;
        LUTHIER_TRY(result.emplace_back(), argument());
    }
    LUTHIER_CHECK(expectSymbol(")"));
    return result;
}

Expected<Argument> Parser::argument()
{
    Argument result;
    if (skipSymbol("**")) {
        result.kind = Argument::Kind::SpreadNamed;
    } else if (skipSymbol("*")) {
        result.kind = Argument::Kind::Spread;
    } else if (current().kind == Kind::Name && following().kind == Kind::Symbol && following().text == "=") {
        result.kind = Argument::Kind::Named;
        result.name = take().text;
        take();
    }
    LUTHIER_TRY(result.value, expression());
    return result;
}

} // namespace luthier::jinja
