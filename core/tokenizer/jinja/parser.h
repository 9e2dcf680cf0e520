// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/lexer.h"
#include "core/tokenizer/jinja/syntax.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::jinja {

/// Makes statements of lexemes by recursive descent, one function a rule of the grammar.
///
/// Errors  TemplateError at "line:column" where it is no template; Limit where it is nested too deeply.
/// Source  jinja2/parser.py of Jinja 3.1 for the grammar and its precedence.
class Parser {
public:
    /// `source` must outlive the parser.
    Parser(std::string_view source, std::vector<Lexeme> lexemes);
    Expected<Body> parse();

private:
    /// Where the flags of a macro's special variables are set.
    class Nesting;

    // Statements: parse_statements.cpp.
    Expected<Body> body(std::initializer_list<std::string_view> ends);
    Expected<void> tag(Body& body);
    Expected<Statement> forLoop(std::size_t offset);
    Expected<Statement> ifElse(std::size_t offset);
    Expected<Statement> set(std::size_t offset);
    Expected<Statement> macro(std::size_t offset);
    Expected<Statement> callBlock(std::size_t offset);
    Expected<Statement> generation(std::size_t offset);
    Expected<Target> target(bool withAttributes);
    Expected<Target> singleTarget(bool withAttributes);
    Expected<std::vector<Parameter>> parameters();
    Expected<void> endOfTag();
    Expected<void> endTag(std::string_view name);

    // Expressions: parse_expressions.cpp.
    Expected<ExpressionPtr> expression();
    Expected<ExpressionPtr> tupleOrExpression(bool withConditionals = true);
    Expected<ExpressionPtr> either();
    Expected<ExpressionPtr> both();
    Expected<ExpressionPtr> negation();
    Expected<ExpressionPtr> comparison();
    Expected<ExpressionPtr> sum();
    Expected<ExpressionPtr> concatenation();
    Expected<ExpressionPtr> product();
    Expected<ExpressionPtr> power();
    Expected<ExpressionPtr> unary(bool withFilters = true);
    Expected<ExpressionPtr> primary();
    Expected<ExpressionPtr> postfix(ExpressionPtr of);
    Expected<ExpressionPtr> filtersAndTests(ExpressionPtr of);
    Expected<ExpressionPtr> filter(ExpressionPtr of);
    Expected<ExpressionPtr> test(ExpressionPtr of);
    Expected<ExpressionPtr> subscript(ExpressionPtr of);
    Expected<ExpressionPtr> call(ExpressionPtr callee);
    Expected<ExpressionPtr> list(std::size_t offset);
    Expected<ExpressionPtr> dict(std::size_t offset);
    Expected<std::vector<Argument>> arguments();
    Expected<Argument> argument();

    const Lexeme& current() const { return m_lexemes[m_at]; }
    const Lexeme& following() const { return m_lexemes[std::min(m_at + 1, m_lexemes.size() - 1)]; }
    Lexeme take() { return std::move(m_lexemes[m_at < m_lexemes.size() - 1 ? m_at++ : m_at]); }
    bool isSymbol(std::string_view text) const;
    bool isName(std::string_view text) const;
    bool skipSymbol(std::string_view text);
    bool skipName(std::string_view text);
    /// One more operator or the like in a row; those make a tree as deep as nesting does.
    Expected<void> countLink();
    Expected<void> expectSymbol(std::string_view text);
    Expected<void> expectName(std::string_view text);
    Expected<std::string> name();
    Unexpected unexpected() const;

    std::string_view m_source;
    std::vector<Lexeme> m_lexemes;
    std::size_t m_at{0};
    int m_depth{0};
    int m_links{0}; ///< in the tag being read
    int m_loops{0}; ///< around this place, within its macro
    std::vector<Callable*> m_callables; ///< the macros around this place
};

/// Counts a level of nesting for as long as it lives.
class Parser::Nesting {
public:
    explicit Nesting(Parser& parser)
        : m_parser{parser}
    {
        ++parser.m_depth;
    }
    ~Nesting() { --m_parser.m_depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

    /// Errors  Limit.
    Expected<void> check() const;

private:
    Parser& m_parser;
};

} // namespace luthier::jinja
