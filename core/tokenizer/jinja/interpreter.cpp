// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/interpreter.h"

#include "core/base/json.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"
#include "core/tokenizer/jinja/scope.h"

namespace luthier::jinja {
namespace {

constexpr int kDeepest = 80; // levels of the interpreter; a real template needs fewer than a hundred
constexpr int kMostCalls = 64;

Unexpected limit(Text message)
{
    return Unexpected{{.code = ErrorCode::Limit, .message = std::move(message)}};
}

} // namespace

Interpreter::Interpreter(std::string_view source, const Body& statements,
                         std::chrono::system_clock::time_point now)
    : m_source{source}
    , m_statements{statements}
    , m_now{now}
{
}

Interpreter::~Interpreter()
{
    for (const auto& attributes : m_namespaces) {
        attributes->clear();
    }
}

Expected<void> Interpreter::Level::check() const
{
    if (m_interpreter.m_budget.isSpent()) {
        return limit({QT_TRANSLATE_NOOP("core", "the template does more than %1 steps"),
                      static_cast<std::int64_t>(Budget::kSteps)});
    }
    if (m_interpreter.m_depth > kDeepest) {
        return limit({QT_TRANSLATE_NOOP("core", "the template works more than %1 levels deep"), kDeepest});
    }
    return {};
}

Expected<Interpreter::Result> Interpreter::run(const Value& variables)
{
    Scope given;
    for (const auto& [name, value] : variables.entries()) {
        given.set(name.text(), value);
    }
    Scope top{&given};
    LUTHIER_CHECK(execute(m_statements, top));
    return Result{std::move(m_output), std::move(m_generated)};
}

Value Interpreter::makeNamespace(Value::Attributes attributes)
{
    const auto shared = std::make_shared<Value::Attributes>(std::move(attributes));
    m_namespaces.push_back(shared);
    return Value::nameSpace(shared);
}

Error Interpreter::located(Error error, std::size_t offset) const
{
    if (error.where.empty()) error.where = placeIn(m_source, offset);
    return error;
}

Expected<Interpreter::Flow> Interpreter::execute(const Body& body, Scope& scope)
{
    const Level level{*this};
    for (const Statement& statement : body) {
        LUTHIER_TRY(const auto flow, execute(statement, scope));
        if (flow != Flow::Next) return flow;
    }
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const Statement& statement, Scope& scope)
{
    m_budget.spend(1);
    auto flow = std::visit([&](const auto& node) { return execute(node, scope); }, statement.node);
    if (!flow) return Unexpected{located(std::move(flow).error(), statement.offset)};
    return flow;
}

Expected<Interpreter::Flow> Interpreter::execute(const Data& data, Scope&)
{
    LUTHIER_CHECK(print(data.text));
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const Print& statement, Scope& scope)
{
    LUTHIER_TRY(const auto value, evaluate(statement.value, scope));
    LUTHIER_CHECK(print(value.isText() ? value.text() : str(value, m_budget)));
    return Flow::Next;
}

Expected<void> Interpreter::print(std::string_view text)
{
    m_budget.spendBytes(text.size());
    m_written += text.size();
    if (m_written > Budget::kMostOutputBytes) {
        return limit({QT_TRANSLATE_NOOP("core", "the template writes more than %1 bytes"),
                      static_cast<std::int64_t>(Budget::kMostOutputBytes)});
    }
    m_target->append(text);
    return {};
}

Expected<std::string> Interpreter::captured(const Body& body, Scope& scope)
{
    std::string text;
    auto* const before = std::exchange(m_target, &text);
    const auto flow = execute(body, scope);
    m_target = before;
    if (!flow) return Unexpected{flow.error()};
    return text;
}

/// What a for goes over: all items, or those for which its condition holds.
Expected<Values> Interpreter::chosenItems(const For& loop, Scope& scope)
{
    LUTHIER_TRY(const auto all, evaluate(loop.items, scope));
    LUTHIER_TRY(auto items, itemsOf(all, m_budget));
    if (!loop.condition) return items;
    Values chosen;
    for (Value& item : items) {
        Block round{*this, scope};
        LUTHIER_CHECK(assign(loop.target, item, round.scope()));
        LUTHIER_TRY(const auto isWanted, evaluate(loop.condition, round.scope()));
        if (isWanted.isTrue()) chosen.push_back(std::move(item));
    }
    return chosen;
}

Expected<Interpreter::Flow> Interpreter::execute(const For& loop, Scope& scope)
{
    const auto state = std::make_shared<Loop>();
    LUTHIER_TRY(state->items, chosenItems(loop, scope));
    if (state->items.empty()) {
        Block block{*this, scope};
        return execute(loop.otherwise, block.scope());
    }
    auto flow = Flow::Next;
    for (; state->index < state->items.size() && flow != Flow::Break; ++state->index) {
        Block round{*this, scope};
        round.scope().set("loop", Value::loop(state));
        LUTHIER_CHECK(assign(loop.target, state->items[state->index], round.scope()));
        LUTHIER_TRY(flow, execute(loop.body, round.scope()));
    }
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const If& choice, Scope& scope)
{
    for (const auto& [condition, body] : choice.branches) {
        LUTHIER_TRY(const auto holds, evaluate(condition, scope));
        if (holds.isTrue()) return execute(body, scope);
    }
    return execute(choice.otherwise, scope);
}

Expected<Interpreter::Flow> Interpreter::execute(const Set& set, Scope& scope)
{
    Value value;
    if (set.value) {
        LUTHIER_TRY(value, evaluate(set.value, scope));
    } else {
        Block block{*this, scope};
        LUTHIER_TRY(auto text, captured(set.body, block.scope()));
        value = Value::text(std::move(text));
    }
    if (set.filter) {
        m_block = value;
        LUTHIER_TRY(value, evaluate(set.filter, scope));
    }
    LUTHIER_CHECK(assign(set.target, value, scope));
    return Flow::Next;
}

Expected<void> Interpreter::assign(const Target& target, const Value& value, Scope& scope)
{
    if (!target.parts.empty()) {
        LUTHIER_TRY(const auto items, itemsOf(value, m_budget));
        if (items.size() != target.parts.size()) {
            return failure(
                {QT_TRANSLATE_NOOP("core", "%1 values for %2 names"), items.size(), target.parts.size()});
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
            LUTHIER_CHECK(assign(target.parts[i], items[i], scope));
        }
        return {};
    }
    if (target.attribute.empty()) {
        scope.set(target.name, value);
        return {};
    }
    const Value* const object = scope.find(target.name);
    if (object == nullptr || !object->is(Value::Kind::Namespace)) {
        return failure(
            {QT_TRANSLATE_NOOP("core", "'%1' is no namespace, its attributes cannot be set"), target.name});
    }
    if (target.attribute.starts_with('_')) {
        return failure({QT_TRANSLATE_NOOP("core", "an attribute may not be called '%1'"), target.attribute});
    }
    auto& attributes = object->attributes();
    const auto known = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& entry) { return entry.first == target.attribute; });
    if (known != attributes.end()) {
        known->second = value;
    } else {
        attributes.emplace_back(target.attribute, value);
    }
    return {};
}

Expected<Interpreter::Flow> Interpreter::execute(const Macro& macro, Scope& scope)
{
    scope.set(macro.callable->name, functionOf(*macro.callable, scope));
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const CallBlock& block, Scope& scope)
{
    const auto& [callee, given] = std::get<Call>(block.call->node);
    LUTHIER_TRY(const auto function, evaluate(callee, scope));
    LUTHIER_TRY(auto arguments, evaluateArguments(given, scope));
    arguments.named.emplace_back("caller", functionOf(*block.caller, scope));
    LUTHIER_TRY(const auto text, call(function, arguments));
    LUTHIER_CHECK(print(str(text, m_budget)));
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const Generation& block, Scope& scope)
{
    Block inner{*this, scope};
    m_characters += static_cast<std::int64_t>(length(std::string_view{m_output}.substr(m_counted)));
    m_counted = m_output.size();
    const auto begin = m_characters;
    LUTHIER_TRY(const auto text, captured(block.body, inner.scope()));
    m_generated.emplace_back(begin, begin + static_cast<std::int64_t>(length(text)));
    LUTHIER_CHECK(print(text));
    return Flow::Next;
}

Expected<Interpreter::Flow> Interpreter::execute(const Break&, Scope&)
{
    return Flow::Break;
}

Expected<Interpreter::Flow> Interpreter::execute(const Continue&, Scope&)
{
    return Flow::Continue;
}

Value Interpreter::functionOf(const Callable& callable, Scope& scope)
{
    scope.keep();
    return Value::function({callable.name, [&](Interpreter& interpreter, const Arguments& arguments) {
                                return interpreter.callTemplate(callable, scope, arguments);
                            }});
}

Expected<Value> Interpreter::callTemplate(const Callable& callable, Scope& scope, const Arguments& arguments)
{
    if (m_calls >= kMostCalls) {
        return limit(
            {QT_TRANSLATE_NOOP("core", "'%1' is more than %2 calls deep"), callable.name, kMostCalls});
    }
    Block block{*this, scope};
    LUTHIER_CHECK(bindParameters(callable, arguments, block.scope()));
    ++m_calls;
    auto text = captured(callable.body, block.scope());
    --m_calls;
    if (!text) return Unexpected{std::move(text).error()};
    return Value::text(*std::move(text));
}

Expected<void> Interpreter::bindParameters(const Callable& callable, const Arguments& arguments, Scope& scope)
{
    const auto& parameters = callable.parameters;
    auto named = arguments.named;
    const auto takeNamed = [&named](std::string_view name) -> std::optional<Value> {
        const auto found = std::find_if(named.begin(), named.end(),
                                        [name](const auto& entry) { return entry.first == name; });
        if (found == named.end()) return std::nullopt;
        auto value = std::move(found->second);
        named.erase(found);
        return value;
    };
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        auto value = takeNamed(parameters[i].name);
        if (i < arguments.positional.size()) {
            if (value) {
                return failure({QT_TRANSLATE_NOOP("core", "'%1' is given '%2' twice"), callable.name,
                                parameters[i].name});
            }
            value = arguments.positional[i];
        }
        if (!value && parameters[i].otherwise) {
            LUTHIER_TRY(value, evaluate(parameters[i].otherwise, scope));
        }
        scope.set(parameters[i].name,
                  value ? *std::move(value)
                        : Value::undefined({QT_TRANSLATE_NOOP("core", "parameter '%1' was not provided"),
                                            parameters[i].name}));
    }
    if (callable.takesCaller) {
        if (auto caller = takeNamed("caller")) scope.set("caller", *std::move(caller));
    }
    Values more;
    for (auto i = parameters.size(); i < arguments.positional.size(); ++i) {
        more.push_back(arguments.positional[i]);
    }
    if (!more.empty() && !callable.takesMore) {
        return failure({QT_TRANSLATE_NOOP("core", "'%1' takes %2 arguments, not %3"), callable.name,
                        parameters.size(), arguments.positional.size()});
    }
    if (!named.empty() && !callable.takesNamed) {
        return failure(
            {QT_TRANSLATE_NOOP("core", "'%1' has no parameter '%2'"), callable.name, named.front().first});
    }
    if (callable.takesMore) scope.set("varargs", Value::tuple(std::move(more)));
    if (callable.takesNamed) {
        Entries entries;
        for (auto& [name, value] : named) {
            entries.emplace_back(Value::text(name), std::move(value));
        }
        scope.set("kwargs", Value::dict(std::move(entries)));
    }
    return {};
}

} // namespace luthier::jinja
