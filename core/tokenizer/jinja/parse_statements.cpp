// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/parser.h"

namespace luthier::jinja {
namespace {

using Kind = Lexeme::Kind;

constexpr int kDeepestNesting = 128;
constexpr int kMostLinks = 1'000;

Unexpected tooDeep(std::string_view source, std::size_t offset)
{
    auto error
        = syntaxError(source, offset, QT_TRANSLATE_NOOP("core", "the template is nested too deeply here"));
    error.error.code = ErrorCode::Limit;
    return error;
}

} // namespace

Parser::Parser(std::string_view source, std::vector<Lexeme> lexemes)
    : m_source{source}
    , m_lexemes{std::move(lexemes)}
{
}

Expected<Body> Parser::parse()
{
    return body({});
}

Expected<void> Parser::Nesting::check() const
{
    if (m_parser.m_depth <= kDeepestNesting) return {};
    return tooDeep(m_parser.m_source, m_parser.current().offset);
}

Expected<void> Parser::countLink()
{
    if (++m_links <= kMostLinks) return {};
    return tooDeep(m_source, current().offset);
}

bool Parser::isSymbol(std::string_view text) const
{
    return current().kind == Kind::Symbol && current().text == text;
}

bool Parser::isName(std::string_view text) const
{
    return current().kind == Kind::Name && current().text == text;
}

bool Parser::skipSymbol(std::string_view text)
{
    if (!isSymbol(text)) return false;
    take();
    return true;
}

bool Parser::skipName(std::string_view text)
{
    if (!isName(text)) return false;
    take();
    return true;
}

Expected<void> Parser::expectSymbol(std::string_view text)
{
    if (skipSymbol(text)) return {};
    return syntaxError(m_source, current().offset, {QT_TRANSLATE_NOOP("core", "expected '%1' here"), text});
}

Expected<void> Parser::expectName(std::string_view text)
{
    if (skipName(text)) return {};
    return syntaxError(m_source, current().offset, {QT_TRANSLATE_NOOP("core", "expected '%1' here"), text});
}

Expected<std::string> Parser::name()
{
    if (current().kind != Kind::Name) return unexpected();
    return take().text;
}

Unexpected Parser::unexpected() const
{
    const auto& lexeme = current();
    if (lexeme.kind == Kind::Name || lexeme.kind == Kind::Symbol) {
        return syntaxError(m_source, lexeme.offset,
                           {QT_TRANSLATE_NOOP("core", "'%1' is not understood here"), lexeme.text});
    }
    return syntaxError(m_source, lexeme.offset, QT_TRANSLATE_NOOP("core", "something is missing here"));
}

Expected<void> Parser::endOfTag()
{
    if (current().kind != Kind::EndTag) return unexpected();
    take();
    return {};
}

/// {% name %}, its opening already known to be there.
Expected<void> Parser::endTag(std::string_view name)
{
    take();
    LUTHIER_CHECK(expectName(name));
    return endOfTag();
}

/// Statements up to a tag of one of these names, which stays; up to the end of the template where there are
/// none.
Expected<Body> Parser::body(std::initializer_list<std::string_view> ends)
{
    const Nesting nesting{*this};
    LUTHIER_CHECK(nesting.check());
    Body result;
    for (;;) {
        m_links = 0;
        const auto offset = current().offset;
        switch (current().kind) {
        case Kind::Data:
            result.push_back({Data{take().text}, offset});
            break;
        case Kind::BeginPrint: {
            take();
            LUTHIER_TRY(auto value, tupleOrExpression());
            if (current().kind != Kind::EndPrint) return unexpected();
            take();
            result.push_back({Print{std::move(value)}, offset});
            break;
        }
        case Kind::BeginTag:
            if (std::find(ends.begin(), ends.end(), following().text) != ends.end()) return result;
            LUTHIER_CHECK(tag(result));
            break;
        default:
            if (current().kind != Kind::End || ends.size() > 0) return unexpected();
            return result;
        }
    }
}

Expected<void> Parser::tag(Body& body)
{
    const auto offset = take().offset;
    const auto nameOffset = current().offset;
    LUTHIER_TRY(const auto tagName, name());
    const auto add = [&body](Expected<Statement> statement) -> Expected<void> {
        if (!statement) return Unexpected{std::move(statement).error()};
        body.push_back(*std::move(statement));
        return {};
    };
    if (tagName == "for") return add(forLoop(offset));
    if (tagName == "if") return add(ifElse(offset));
    if (tagName == "set") return add(set(offset));
    if (tagName == "macro") return add(macro(offset));
    if (tagName == "call") return add(callBlock(offset));
    if (tagName == "generation") return add(generation(offset));
    if ((tagName == "break" || tagName == "continue") && m_loops > 0) {
        LUTHIER_CHECK(endOfTag());
        if (tagName == "break") return add(Statement{Break{}, offset});
        return add(Statement{Continue{}, offset});
    }
    return syntaxError(m_source, nameOffset,
                       {QT_TRANSLATE_NOOP("core", "the tag '%1' is not understood here"), tagName});
}

Expected<Statement> Parser::forLoop(std::size_t offset)
{
    For loop;
    LUTHIER_TRY(loop.target, target(false));
    LUTHIER_CHECK(expectName("in"));
    LUTHIER_TRY(loop.items, tupleOrExpression(false));
    if (skipName("if")) {
        LUTHIER_TRY(loop.condition, expression());
    }
    LUTHIER_CHECK(endOfTag());
    ++m_loops;
    LUTHIER_TRY(loop.body, body({"else", "endfor"}));
    --m_loops;
    if (following().text == "else") {
        LUTHIER_CHECK(endTag("else"));
        LUTHIER_TRY(loop.otherwise, body({"endfor"}));
    }
    LUTHIER_CHECK(endTag("endfor"));
    return Statement{std::move(loop), offset};
}

Expected<Statement> Parser::ifElse(std::size_t offset)
{
    If result;
    do {
        LUTHIER_TRY(auto condition, tupleOrExpression(false));
        LUTHIER_CHECK(endOfTag());
        LUTHIER_TRY(auto then, body({"elif", "else", "endif"}));
        result.branches.emplace_back(std::move(condition), std::move(then));
        take();
    } while (skipName("elif"));
    if (skipName("else")) {
        LUTHIER_CHECK(endOfTag());
        LUTHIER_TRY(result.otherwise, body({"endif"}));
        take();
    }
    LUTHIER_CHECK(expectName("endif"));
    LUTHIER_CHECK(endOfTag());
    return Statement{std::move(result), offset};
}

Expected<Statement> Parser::set(std::size_t offset)
{
    Set result;
    LUTHIER_TRY(result.target, target(true));
    if (skipSymbol("=")) {
        LUTHIER_TRY(result.value, tupleOrExpression());
        LUTHIER_CHECK(endOfTag());
        return Statement{std::move(result), offset};
    }
    while (skipSymbol("|")) {
        LUTHIER_TRY(result.filter, filter(std::move(result.filter)));
    }
    LUTHIER_CHECK(endOfTag());
    const auto loops = std::exchange(m_loops, 0);
    LUTHIER_TRY(result.body, body({"endset"}));
    m_loops = loops;
    LUTHIER_CHECK(endTag("endset"));
    return Statement{std::move(result), offset};
}

Expected<Statement> Parser::macro(std::size_t offset)
{
    auto callable = std::make_unique<Callable>();
    LUTHIER_TRY(callable->name, name());
    LUTHIER_TRY(callable->parameters, parameters());
    LUTHIER_CHECK(endOfTag());
    m_callables.push_back(callable.get());
    const auto loops = std::exchange(m_loops, 0);
    LUTHIER_TRY(callable->body, body({"endmacro"}));
    m_loops = loops;
    m_callables.pop_back();
    LUTHIER_CHECK(endTag("endmacro"));
    return Statement{Macro{std::move(callable)}, offset};
}

Expected<Statement> Parser::callBlock(std::size_t offset)
{
    auto caller = std::make_unique<Callable>();
    caller->name = "caller";
    if (isSymbol("(")) {
        LUTHIER_TRY(caller->parameters, parameters());
    }
    LUTHIER_TRY(auto call, expression());
    if (!std::holds_alternative<Call>(call->node)) {
        return syntaxError(m_source, call->offset, QT_TRANSLATE_NOOP("core", "expected a call here"));
    }
    LUTHIER_CHECK(endOfTag());
    const auto loops = std::exchange(m_loops, 0);
    LUTHIER_TRY(caller->body, body({"endcall"}));
    m_loops = loops;
    LUTHIER_CHECK(endTag("endcall"));
    return Statement{CallBlock{std::move(call), std::move(caller)}, offset};
}

Expected<Statement> Parser::generation(std::size_t offset)
{
    Generation result;
    LUTHIER_CHECK(endOfTag());
    const auto loops = std::exchange(m_loops, 0);
    LUTHIER_TRY(result.body, body({"endgeneration"}));
    m_loops = loops;
    LUTHIER_CHECK(endTag("endgeneration"));
    return Statement{std::move(result), offset};
}

/// a, or a, b, or with attributes of namespaces: a.b
Expected<Target> Parser::target(bool withAttributes)
{
    LUTHIER_TRY(auto first, singleTarget(withAttributes));
    if (!isSymbol(",")) return first;
    Target several;
    several.parts.push_back(std::move(first));
    while (skipSymbol(",")) {
        if (current().kind != Kind::Name && !isSymbol("(")) break;
        LUTHIER_TRY(several.parts.emplace_back(), singleTarget(withAttributes));
    }
    return several;
}

Expected<Target> Parser::singleTarget(bool withAttributes)
{
    const Nesting nesting{*this};
    LUTHIER_CHECK(nesting.check());
    if (skipSymbol("(")) {
        LUTHIER_TRY(auto inner, target(withAttributes));
        LUTHIER_CHECK(expectSymbol(")"));
        return inner;
    }
    for (const auto constant : {"true", "false", "none", "True", "False", "None"}) {
        if (isName(constant)) return unexpected();
    }
    Target result;
    LUTHIER_TRY(result.name, name());
    if (withAttributes && skipSymbol(".")) {
        LUTHIER_TRY(result.attribute, name());
    }
    return result;
}

Expected<std::vector<Parameter>> Parser::parameters()
{
    std::vector<Parameter> result;
    LUTHIER_CHECK(expectSymbol("("));
    while (!isSymbol(")")) {
        if (!result.empty()) LUTHIER_CHECK(expectSymbol(","));
        auto& parameter = result.emplace_back();
        const auto offset = current().offset;
        LUTHIER_TRY(parameter.name, name());
        if (skipSymbol("=")) {
            LUTHIER_TRY(parameter.otherwise, expression());
        } else if (result.size() > 1 && result[result.size() - 2].otherwise) {
            return syntaxError(
                m_source, offset,
                {QT_TRANSLATE_NOOP("core", "'%1' needs a value for when it is not given"), parameter.name});
        }
    }
    LUTHIER_CHECK(expectSymbol(")"));
    return result;
}

} // namespace luthier::jinja
