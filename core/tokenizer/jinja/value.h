// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace luthier::jinja {

class Interpreter;
class Value;
using Values = std::vector<Value>;
using Entries = std::vector<std::pair<Value, Value>>; ///< of a dict, in the order in which they came

/// What a call was given.
struct Arguments {
    Values positional{};
    std::vector<std::pair<std::string, Value>> named{};
};

/// A macro, a method with its object, or a global function.
struct Function {
    std::string name;
    std::function<Expected<Value>(Interpreter&, const Arguments&)> call;
    int depth{1}; ///< see Value::depth
};

struct Loop;

/// A value of a template, with the meaning that Python gives it. Copying shares; nothing can be changed but
/// the attributes of a namespace and how far a generator has been read.
///
/// Thread  one: a rendering and all its values stay on the thread of the call.
class Value {
public:
    enum class Kind {
        Undefined,
        None,
        Boolean,
        Integer,
        Float,
        Text,
        List,
        Tuple,
        Generator,
        Dict,
        Namespace,
        Loop,
        Function
    };
    struct Generated {
        Values items;
        std::size_t next{0};
        int depth{1};
    };
    using Attributes = std::vector<std::pair<std::string, Value>>;

    Value() = default; ///< None
    /// `why`: what the error says where the value is used after all.
    static Value undefined(luthier::Text why);
    static Value boolean(bool value) { return Value{Data{value}}; }
    static Value integer(std::int64_t value) { return Value{Data{value}}; }
    static Value real(double value) { return Value{Data{value}}; }
    /// `safe`: Jinja's Markup, which escapes what is added to it.
    static Value text(std::string value, bool safe = false);
    static Value list(Values items);
    static Value tuple(Values items);
    static Value generator(Values items);
    static Value dict(Entries entries);
    static Value nameSpace(std::shared_ptr<Attributes> attributes)
    {
        return Value{Data{std::move(attributes)}};
    }
    static Value loop(std::shared_ptr<Loop> state) { return Value{Data{std::move(state)}}; }
    static Value function(Function function);
    /// Errors  Limit where `json` is nested deeper than kDeepest.
    static Expected<Value> fromJson(const Json& json, int depth = 0);

    Kind kind() const { return static_cast<Kind>(m_data.index()); }
    bool is(Kind kind) const { return this->kind() == kind; }
    bool isNone() const { return is(Kind::None); }
    bool isText() const { return is(Kind::Text); }
    bool isUndefined() const { return is(Kind::Undefined); }
    bool isWhole() const { return is(Kind::Integer) || is(Kind::Boolean); }
    bool isNumber() const { return isWhole() || is(Kind::Float); }
    bool isSequence() const { return is(Kind::List) || is(Kind::Tuple); }
    bool isSafe() const; ///< a text that is Markup

    // REQUIRES, each: the value is of that kind.
    const luthier::Text& why() const { return *std::get<UndefinedData>(m_data).why; }
    std::int64_t whole() const; ///< also of True and False
    double number() const; ///< of any number
    const std::string& text() const { return *std::get<TextData>(m_data).text; }
    const Values& items() const; ///< of a list or tuple
    const Entries& entries() const { return *std::get<DictData>(m_data).entries; }
    Generated& generated() const { return *std::get<std::shared_ptr<Generated>>(m_data); }
    Attributes& attributes() const { return *std::get<std::shared_ptr<Attributes>>(m_data); }
    Loop& loop() const { return *std::get<std::shared_ptr<Loop>>(m_data); }
    const Function& function() const { return *std::get<std::shared_ptr<const Function>>(m_data); }

    bool isTrue() const;
    /// Of a dict: what stands under a text key, or null.
    const Value* find(std::string_view key) const;
    /// How deep containers lie in each other. Bounded, so that every recursion over a value is.
    int depth() const;
    /// "str", "list", …
    std::string_view typeName() const;

    static constexpr int kDeepest = 100;

private:
    struct UndefinedData {
        std::shared_ptr<const luthier::Text> why;
    };
    struct TextData {
        std::shared_ptr<const std::string> text;
        bool safe;
    };
    struct ListData {
        std::shared_ptr<const Values> items;
        int depth;
    };
    struct TupleData {
        std::shared_ptr<const Values> items;
        int depth;
    };
    struct DictData {
        std::shared_ptr<const Entries> entries;
        int depth;
    };
    /// In the order of Kind.
    using Data = std::variant<UndefinedData, std::monostate, bool, std::int64_t, double, TextData, ListData,
                              TupleData, std::shared_ptr<Generated>, DictData, std::shared_ptr<Attributes>,
                              std::shared_ptr<Loop>, std::shared_ptr<const Function>>;

    explicit Value(Data data)
        : m_data{std::move(data)}
    {
    }

    Data m_data{std::monostate{}};
};

/// What `loop` shows inside a for.
struct Loop {
    Values items;
    std::size_t index{0}; ///< from 0
};

/// The error of a template that asks for what cannot be.
Unexpected failure(luthier::Text message);

} // namespace luthier::jinja
