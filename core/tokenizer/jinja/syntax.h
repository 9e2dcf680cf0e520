// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/value.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace luthier::jinja {

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;

/// name=value, or *value, or **value.
struct Argument {
    enum class Kind { Positional, Named, Spread, SpreadNamed };
    Kind kind{Kind::Positional};
    std::string name{};
    ExpressionPtr value;
};

struct Constant {
    Value value;
};
struct Name {
    std::string name;
};
struct Display { ///< [a, b] or (a, b)
    std::vector<ExpressionPtr> items{};
    bool isTuple;
};
struct DictDisplay {
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries;
};
struct Attribute { ///< of.name
    ExpressionPtr of;
    std::string name;
};
struct Item { ///< of[index]
    ExpressionPtr of;
    ExpressionPtr index;
};
struct Slice { ///< of[start:stop:step]; each may be absent
    ExpressionPtr of;
    ExpressionPtr start;
    ExpressionPtr stop;
    ExpressionPtr step;
};
struct Call {
    ExpressionPtr callee;
    std::vector<Argument> arguments;
};
struct Filter { ///< of|name(arguments)
    ExpressionPtr of; ///< none in {% set x | name %}: the block's text
    std::string name{};
    std::vector<Argument> arguments{};
};
struct Test { ///< of is name(arguments)
    ExpressionPtr of;
    std::string name{};
    std::vector<Argument> arguments{};
};
enum class UnaryOperator { Not, Minus, Plus };
struct Unary {
    UnaryOperator operation;
    ExpressionPtr operand;
};
enum class BinaryOperator { And, Or, Add, Subtract, Multiply, Divide, FloorDivide, Modulo, Power };
struct Binary {
    BinaryOperator operation;
    ExpressionPtr left;
    ExpressionPtr right;
};
struct Concatenation { ///< a ~ b ~ c
    std::vector<ExpressionPtr> parts;
};
enum class Comparator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn };
struct Comparison { ///< a < b == c
    ExpressionPtr first;
    std::vector<std::pair<Comparator, ExpressionPtr>> others;
};
struct Conditional { ///< yes if condition else no
    ExpressionPtr condition;
    ExpressionPtr yes;
    ExpressionPtr no; ///< may be absent
};

struct Expression {
    std::variant<Constant, Name, Display, DictDisplay, Attribute, Item, Slice, Call, Filter, Test, Unary,
                 Binary, Concatenation, Comparison, Conditional>
        node;
    std::size_t offset; ///< in the source
};

/// What is assigned to: a name, an attribute of a namespace, or several of these.
struct Target {
    std::string name{};
    std::string attribute{}; ///< empty: the name itself
    std::vector<Target> parts{}; ///< not empty: a tuple of these instead
};

struct Statement;
using Body = std::vector<Statement>;

struct Parameter {
    std::string name;
    ExpressionPtr otherwise; ///< may be absent
};
/// What a macro and a call block have in common.
struct Callable {
    std::string name;
    std::vector<Parameter> parameters{};
    Body body{};
    bool takesMore{false}; ///< speaks of varargs
    bool takesNamed{false}; ///< speaks of kwargs
    bool takesCaller{false}; ///< speaks of caller
};

struct Data {
    std::string text;
};
struct Print {
    ExpressionPtr value;
};
struct For {
    Target target;
    ExpressionPtr items;
    ExpressionPtr condition; ///< may be absent
    Body body;
    Body otherwise;
};
struct If {
    std::vector<std::pair<ExpressionPtr, Body>> branches;
    Body otherwise;
};
struct Set {
    Target target;
    ExpressionPtr value; ///< none: the body's text, through the filter
    ExpressionPtr filter; ///< may be absent
    Body body;
};
struct Macro {
    std::unique_ptr<const Callable> callable;
};
struct CallBlock {
    ExpressionPtr call; ///< a Call
    std::unique_ptr<const Callable> caller;
};
struct Generation {
    Body body;
};
struct Break { };
struct Continue { };

struct Statement {
    std::variant<Data, Print, For, If, Set, Macro, CallBlock, Generation, Break, Continue> node;
    std::size_t offset; ///< in the source
};

} // namespace luthier::jinja
