// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of Python's texts, dicts and lists that templates call.
#include "core/tokenizer/jinja/attributes.h"

#include "core/base/utf8.h"
#include "core/tokenizer/jinja/interpreter.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"

#include <algorithm>
#include <array>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;
using Given = std::vector<const Value*>;

struct Method {
    std::string_view name;
    Expected<Value> (*call)(Budget&, const Value& self, const Arguments&);
};

bool isGiven(const Value* value)
{
    return value != nullptr && !value->isNone();
}

Expected<Value> strip(Budget& budget, const Value& self, const Arguments& arguments, Side side)
{
    LUTHIER_TRY(const auto given, bind(arguments, "strip", {"chars"}));
    budget.spendBytes(self.text().size());
    if (!isGiven(given[0])) return Value::text(std::string{stripped(self.text(), side)});
    LUTHIER_TRY(const auto characters, textArgument(*given[0], "strip"));
    return Value::text(std::string{stripped(self.text(), side, characters)});
}

/// text.split() and text.rsplit(): at each `separator`, or at white space, at most `most` times.
std::vector<std::string> splitText(std::string_view text, const std::string* separator, std::int64_t most,
                                   Budget& budget)
{
    std::vector<std::string> parts;
    const auto mayGoOn = [&] { return (most < 0 || std::ssize(parts) < most) && !budget.isSpent(); };
    if (separator == nullptr) {
        for (text = stripped(text, Side::Left); !text.empty(); text = stripped(text, Side::Left)) {
            std::size_t end = mayGoOn() ? 0 : text.size();
            while (end < text.size() && !isSpace(characterAt(text, end).character)) {
                end += characterAt(text, end).length;
            }
            budget.spend(1 + end / 16);
            parts.emplace_back(text.substr(0, end));
            text.remove_prefix(end);
        }
        return parts;
    }
    while (mayGoOn()) {
        const auto end = find(text, *separator, 0, budget);
        if (end == std::string::npos) break;
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end + separator->size());
    }
    parts.emplace_back(text);
    return parts;
}

Expected<Value> split(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "split", {"sep", "maxsplit"}));
    std::string separator;
    std::int64_t most = -1;
    if (isGiven(given[0])) {
        LUTHIER_TRY(separator, textArgument(*given[0], "split"));
        if (separator.empty()) return failure(QT_TRANSLATE_NOOP("core", "a text cannot be split at nothing"));
    }
    if (given[1] != nullptr) {
        LUTHIER_TRY(most, wholeArgument(*given[1], "split"));
    }
    Values parts;
    for (auto& part : splitText(self.text(), isGiven(given[0]) ? &separator : nullptr, most, budget)) {
        parts.push_back(Value::text(std::move(part)));
    }
    return Value::list(std::move(parts));
}

/// text.startswith(part) or any of a tuple of parts.
Expected<Value> beginsOrEnds(const Value& self, const Arguments& arguments, bool atEnd)
{
    const auto* const name = atEnd ? "endswith" : "startswith";
    LUTHIER_TRY(const auto given, bind(arguments, name, {"prefix"}));
    if (given[0] == nullptr) return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), name});
    for (const Value& part : given[0]->is(Kind::Tuple) ? given[0]->items() : Values{*given[0]}) {
        LUTHIER_TRY(const auto text, textArgument(part, name));
        if (atEnd ? self.text().ends_with(text) : self.text().starts_with(text)) return Value::boolean(true);
    }
    return Value::boolean(false);
}

Expected<Value> replace(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "replace", {"old", "new", "count"}));
    if (given[0] == nullptr || given[1] == nullptr) {
        return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), "replace"});
    }
    LUTHIER_TRY(const auto from, textArgument(*given[0], "replace"));
    LUTHIER_TRY(const auto to, textArgument(*given[1], "replace"));
    std::int64_t most = -1;
    if (isGiven(given[2])) {
        LUTHIER_TRY(most, wholeArgument(*given[2], "replace"));
    }
    return Value::text(replaced(self.text(), from, to, most, budget));
}

Expected<Value> join(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "join", {"iterable"}));
    LUTHIER_TRY(const auto items, itemsOf(given[0] != nullptr ? *given[0] : Value{}, budget));
    std::string text;
    bool isFirst = true;
    for (const Value& item : items) {
        LUTHIER_TRY(const auto part, textArgument(item, "join"));
        budget.spendBytes(part.size() + self.text().size());
        if (budget.isSpent()) break;
        if (!std::exchange(isFirst, false)) text += self.text();
        text += part;
    }
    return Value::text(std::move(text));
}

Expected<Value> findText(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "find", {"sub"}));
    LUTHIER_TRY(const auto part, textArgument(given[0] != nullptr ? *given[0] : Value{}, "find"));
    const auto found = find(self.text(), part, 0, budget);
    if (found == std::string::npos) return Value::integer(-1);
    return Value::integer(static_cast<std::int64_t>(length(std::string_view{self.text()}.substr(0, found))));
}

Expected<Value> countText(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "count", {"sub"}));
    LUTHIER_TRY(const auto part, textArgument(given[0] != nullptr ? *given[0] : Value{}, "count"));
    if (part.empty()) return Value::integer(static_cast<std::int64_t>(length(self.text())) + 1);
    return Value::integer(std::ssize(splitText(self.text(), &part, -1, budget)) - 1);
}

Expected<Value> splitLines(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "splitlines", {"keepends"}));
    Values lines;
    budget.spend(self.text().size());
    if (budget.isSpent()) return Value{};
    for (const auto line : linesOf(self.text(), given[0] != nullptr && given[0]->isTrue())) {
        lines.push_back(Value::text(std::string{line}));
    }
    return Value::list(std::move(lines));
}

/// One of the methods that make a text of a text and take nothing.
template <class F>
Expected<Value> changed(Budget& budget, const Value& self, const Arguments& arguments, F change)
{
    LUTHIER_CHECK(bind(arguments, "this method", {}));
    budget.spendBytes(8 * self.text().size());
    return Value::text(change(self.text()));
}

constexpr std::array<Method, 16> kTextMethods{{
    {"capitalize",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return changed(budget, self, arguments, [](const auto& text) { return titled(text, true); });
     }},
    {"count", countText},
    {"endswith",
     [](Budget&, const Value& self, const Arguments& arguments) {
         return beginsOrEnds(self, arguments, true);
     }},
    {"find", findText},
    {"join", join},
    {"lower",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return changed(budget, self, arguments, lower);
     }},
    {"lstrip",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return strip(budget, self, arguments, Side::Left);
     }},
    {"replace", replace},
    {"rstrip",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return strip(budget, self, arguments, Side::Right);
     }},
    {"split", split},
    {"splitlines", splitLines},
    {"startswith",
     [](Budget&, const Value& self, const Arguments& arguments) {
         return beginsOrEnds(self, arguments, false);
     }},
    {"strip",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return strip(budget, self, arguments, Side::Both);
     }},
    {"title",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return changed(budget, self, arguments, [](const auto& text) { return titled(text, false); });
     }},
    {"upper",
     [](Budget& budget, const Value& self, const Arguments& arguments) {
         return changed(budget, self, arguments, upper);
     }},
    {"isspace",
     [](Budget& budget, const Value& self, const Arguments&) -> Expected<Value> {
         budget.spendBytes(self.text().size());
         return Value::boolean(!self.text().empty() && stripped(self.text(), Side::Both).empty());
     }},
}};

Expected<Value> get(Budget& budget, const Value& self, const Arguments& arguments)
{
    LUTHIER_TRY(const auto given, bind(arguments, "get", {"key", "default"}));
    if (given[0] == nullptr) return failure({QT_TRANSLATE_NOOP("core", "'%1' needs an argument"), "get"});
    budget.spend(self.entries().size() / 8);
    for (const auto& [key, value] : self.entries()) {
        if (equal(key, *given[0], budget)) return value;
    }
    return given[1] != nullptr ? *given[1] : Value{};
}

constexpr std::array<Method, 4> kDictMethods{{
    {"get", get},
    {"items",
     [](Budget& budget, const Value& self, const Arguments&) -> Expected<Value> {
         return Value::list(pairsOf(self, budget));
     }},
    {"keys",
     [](Budget& budget, const Value& self, const Arguments&) -> Expected<Value> {
         LUTHIER_TRY(auto keys, itemsOf(self, budget));
         return Value::list(std::move(keys));
     }},
    {"values",
     [](Budget& budget, const Value& self, const Arguments&) -> Expected<Value> {
         Values values;
         budget.spend(self.entries().size());
         for (const auto& entry : self.entries()) {
             values.push_back(entry.second);
         }
         return Value::list(std::move(values));
     }},
}};

constexpr std::array<std::string_view, 13> kChanging{"append",  "clear",  "extend",  "insert",     "pop",
                                                     "popitem", "remove", "reverse", "setdefault", "sort",
                                                     "update",  "add",    "discard"};

template <std::size_t N>
std::optional<Value> methodOf(const std::array<Method, N>& methods, const Value& object,
                              std::string_view name)
{
    for (const Method& method : methods) {
        if (method.name != name) continue;
        return Value::function({std::string{name},
                                [&method, object](Interpreter& interpreter, const Arguments& arguments) {
                                    return method.call(interpreter.budget(), object, arguments);
                                },
                                object.depth() + 1});
    }
    return std::nullopt;
}

std::optional<Value> ofLoop(const Loop& loop, std::string_view name)
{
    const auto index = static_cast<std::int64_t>(loop.index);
    const auto size = std::ssize(loop.items);
    const auto neighbour = [&](std::size_t at, luthier::Text why) {
        return at < loop.items.size() ? loop.items[at] : Value::undefined(std::move(why));
    };
    if (name == "index") return Value::integer(index + 1);
    if (name == "index0") return Value::integer(index);
    if (name == "revindex") return Value::integer(size - index);
    if (name == "revindex0") return Value::integer(size - index - 1);
    if (name == "first") return Value::boolean(index == 0);
    if (name == "last") return Value::boolean(index + 1 == size);
    if (name == "length") return Value::integer(size);
    if (name == "depth") return Value::integer(1); // only a recursive for would go deeper
    if (name == "depth0") return Value::integer(0);
    if (name == "previtem") { // at the first, the index wraps around to none
        return neighbour(loop.index - 1, QT_TRANSLATE_NOOP("core", "there is no previous item"));
    }
    if (name == "nextitem") {
        return neighbour(loop.index + 1, QT_TRANSLATE_NOOP("core", "there is no next item"));
    }
    return std::nullopt;
}

} // namespace

std::optional<Value> attributeOf(const Value& object, std::string_view name)
{
    switch (object.kind()) {
    case Kind::Text:
        return methodOf(kTextMethods, object, name);
    case Kind::Dict:
    case Kind::List:
        if (std::find(kChanging.begin(), kChanging.end(), name) != kChanging.end()
            && (object.is(Kind::List) || object.find(name) == nullptr)) {
            return Value::undefined(
                {QT_TRANSLATE_NOOP("core", "'%1' would change a value, which a template may not"), name});
        }
        return object.is(Kind::Dict) ? methodOf(kDictMethods, object, name) : std::nullopt;
    case Kind::Namespace:
        for (const auto& [known, value] : object.attributes()) {
            if (known == name) return value;
        }
        return std::nullopt;
    case Kind::Loop:
        return ofLoop(object.loop(), name);
    default:
        return std::nullopt;
    }
}

Expected<std::vector<const Value*>> bind(const Arguments& arguments, std::string_view function,
                                         std::initializer_list<std::string_view> parameters)
{
    std::vector<const Value*> given(parameters.size(), nullptr);
    if (arguments.positional.size() > given.size()) {
        return failure({QT_TRANSLATE_NOOP("core", "'%1' takes %2 arguments, not %3"), function, given.size(),
                        arguments.positional.size()});
    }
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        given[i] = &arguments.positional[i];
    }
    for (const auto& [name, value] : arguments.named) {
        const auto* const known = std::find(parameters.begin(), parameters.end(), name);
        if (known == parameters.end()) {
            return failure({QT_TRANSLATE_NOOP("core", "'%1' has no parameter '%2'"), function, name});
        }
        given[static_cast<std::size_t>(known - parameters.begin())] = &value;
    }
    return given;
}

Expected<std::string> textArgument(const Value& value, std::string_view function)
{
    if (value.isText()) return value.text();
    if (value.isUndefined()) return failure(value.why());
    return failure({QT_TRANSLATE_NOOP("core", "'%1' needs a text, not %2"), function, value.typeName()});
}

Expected<std::int64_t> wholeArgument(const Value& value, std::string_view function)
{
    if (value.isWhole()) return value.whole();
    if (value.isUndefined()) return failure(value.why());
    return failure(
        {QT_TRANSLATE_NOOP("core", "'%1' needs a whole number, not %2"), function, value.typeName()});
}

} // namespace luthier::jinja
