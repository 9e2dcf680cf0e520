// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/budget.h"
#include "core/tokenizer/jinja/syntax.h"
#include "core/tokenizer/jinja/value.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::jinja {

/// Renders one template once. Only what it is given is within its reach.
///
/// Errors  TemplateError at "line:column", Limit where a bound is passed.
/// Thread  one.
class Interpreter {
public:
    struct Result {
        std::string text;
        std::vector<std::pair<std::int64_t, std::int64_t>> generated{}; ///< {% generation %}, in characters
    };

    /// `source` is what the statements were parsed from. Both must outlive the interpreter.
    Interpreter(std::string_view source, const Body& statements, std::chrono::system_clock::time_point now);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    /// `variables`: a dict of what the template may name.
    Expected<Result> run(const Value& variables);

    // For filters, tests and functions:
    Budget& budget() { return m_budget; }
    std::chrono::system_clock::time_point now() const { return m_now; }
    Value makeNamespace(Value::Attributes attributes);

private:
    /// Names and their values; those of a macro, a loop's round, a block.
    struct Scope;
    enum class Flow { Next, Break, Continue };
    class Block;
    class Level;

    // Statements: interpreter.cpp.
    Expected<Flow> execute(const Body& body, Scope& scope);
    Expected<Flow> execute(const Statement& statement, Scope& scope);
    Expected<Flow> execute(const Data& data, Scope& scope);
    Expected<Flow> execute(const Print& print, Scope& scope);
    Expected<Flow> execute(const For& loop, Scope& scope);
    Expected<Flow> execute(const If& choice, Scope& scope);
    Expected<Flow> execute(const Set& set, Scope& scope);
    Expected<Flow> execute(const Macro& macro, Scope& scope);
    Expected<Flow> execute(const CallBlock& block, Scope& scope);
    Expected<Flow> execute(const Generation& block, Scope& scope);
    Expected<Flow> execute(const Break& statement, Scope& scope);
    Expected<Flow> execute(const Continue& statement, Scope& scope);

    Expected<Values> chosenItems(const For& loop, Scope& scope);
    Expected<void> assign(const Target& target, const Value& value, Scope& scope);
    Expected<std::string> captured(const Body& body, Scope& scope);
    Expected<void> print(std::string_view text);
    Value functionOf(const Callable& callable, Scope& scope);
    Expected<Value> callTemplate(const Callable& callable, Scope& scope, const Arguments& arguments);
    Expected<void> bindParameters(const Callable& callable, const Arguments& arguments, Scope& scope);

    // Expressions: evaluate.cpp.
    Expected<Value> evaluate(const ExpressionPtr& expression, Scope& scope);
    Expected<Value> evaluate(const Constant& constant, Scope& scope);
    Expected<Value> evaluate(const Name& name, Scope& scope);
    Expected<Value> evaluate(const Display& display, Scope& scope);
    Expected<Value> evaluate(const DictDisplay& display, Scope& scope);
    Expected<Value> evaluate(const Attribute& attribute, Scope& scope);
    Expected<Value> evaluate(const Item& item, Scope& scope);
    Expected<Value> evaluate(const Slice& slice, Scope& scope);
    Expected<Value> evaluate(const Call& call, Scope& scope);
    Expected<Value> evaluate(const Filter& filter, Scope& scope);
    Expected<Value> evaluate(const Test& test, Scope& scope);
    Expected<Value> evaluate(const Unary& unary, Scope& scope);
    Expected<Value> evaluate(const Binary& binary, Scope& scope);
    Expected<Value> evaluate(const Concatenation& concatenation, Scope& scope);
    Expected<Value> evaluate(const Comparison& comparison, Scope& scope);
    Expected<Value> evaluate(const Conditional& conditional, Scope& scope);
    Expected<Value> call(const Value& callee, const Arguments& arguments);
    Expected<Arguments> evaluateArguments(const std::vector<Argument>& given, Scope& scope);

    Error located(Error error, std::size_t offset) const;

    std::string_view m_source;
    const Body& m_statements;
    std::chrono::system_clock::time_point m_now;
    Budget m_budget;
    int m_depth{0}; ///< of nested statements and expressions being worked on
    int m_calls{0};
    Value m_block{}; ///< the text that the filters of a {% set %} block work on
    std::string m_output; ///< of the template itself
    std::string* m_target{&m_output}; ///< where text goes now: that, or what captured() collects
    std::size_t m_written{0}; ///< bytes, to wherever
    std::vector<std::pair<std::int64_t, std::int64_t>> m_generated;
    std::size_t m_counted{0}; ///< bytes of m_output of which m_characters is the number of characters
    std::int64_t m_characters{0};
    std::vector<std::unique_ptr<Scope>> m_keptScopes; ///< of macros that may outlive where they were defined
    std::vector<std::shared_ptr<Value::Attributes>> m_namespaces; ///< all; emptied at the end, cycles or not
};

} // namespace luthier::jinja
