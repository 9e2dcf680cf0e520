// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/interpreter.h"

#include <algorithm>

namespace luthier::jinja {

struct Interpreter::Scope {
    Scope* parent{nullptr};
    std::vector<std::pair<std::string_view, Value>> values{};
    bool isKept{false}; ///< a macro was defined in it, or further in

    /// Here or further out; null where nobody knows the name.
    const Value* find(std::string_view name) const
    {
        for (const Scope* scope = this; scope != nullptr; scope = scope->parent) {
            for (const auto& [known, value] : scope->values) {
                if (known == name) return &value;
            }
        }
        return nullptr;
    }
    /// `name` must outlive the scope.
    void set(std::string_view name, Value value)
    {
        const auto known = std::find_if(values.begin(), values.end(),
                                        [name](const auto& entry) { return entry.first == name; });
        if (known != values.end()) {
            known->second = std::move(value);
        } else {
            values.emplace_back(name, std::move(value));
        }
    }
    void keep()
    {
        for (Scope* scope = this; scope != nullptr && !scope->isKept; scope = scope->parent) {
            scope->isKept = true;
        }
    }
};

/// A scope for as long as a block lasts, or as the interpreter does where a macro may come back to it.
class Interpreter::Block {
public:
    Block(Interpreter& interpreter, Scope& parent)
        : m_interpreter{interpreter}
        , m_scope{std::make_unique<Scope>(Scope{&parent})}
    {
    }
    ~Block()
    {
        if (m_scope->isKept) m_interpreter.m_keptScopes.push_back(std::move(m_scope));
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    Scope& scope() { return *m_scope; }

private:
    Interpreter& m_interpreter;
    std::unique_ptr<Scope> m_scope;
};

/// Counts a level of recursion for as long as it lives.
class Interpreter::Level {
public:
    explicit Level(Interpreter& interpreter)
        : m_interpreter{interpreter}
    {
        ++interpreter.m_depth;
        interpreter.m_budget.spend(1);
    }
    ~Level() { --m_interpreter.m_depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

    /// Errors  Limit where it is too deep, or the budget is spent.
    Expected<void> check() const;

private:
    Interpreter& m_interpreter;
};

} // namespace luthier::jinja
