// SPDX-License-Identifier: GPL-3.0-or-later
// Items, slices, and what a for goes over.
#include "core/base/utf8.h"
#include "core/tokenizer/jinja/attributes.h"
#include "core/tokenizer/jinja/operators.h"
#include "core/tokenizer/jinja/python_text.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::jinja {
namespace {

using Kind = Value::Kind;

/// A start or stop of a slice as an index from 0 to `size`, or to size − 1 going backwards.
std::int64_t bound(const Value& value, std::int64_t size, bool isForward, std::int64_t otherwise)
{
    if (value.isNone()) return otherwise;
    const auto lowest = isForward ? std::int64_t{0} : std::int64_t{-1};
    const auto highest = isForward ? size : size - 1;
    const auto index = value.whole() < 0 ? value.whole() + size : value.whole();
    return std::clamp(index, lowest, highest);
}

/// Which of `size` items a slice takes.
std::vector<std::size_t> chosen(std::size_t count, const Value& start, const Value& stop, std::int64_t step)
{
    const auto size = static_cast<std::int64_t>(count);
    const bool isForward = step > 0;
    auto at = bound(start, size, isForward, isForward ? 0 : size - 1);
    const auto end = bound(stop, size, isForward, isForward ? size : -1);
    std::vector<std::size_t> indices;
    while (isForward ? at < end : at > end) {
        indices.push_back(static_cast<std::size_t>(at));
        if (__builtin_add_overflow(at, step, &at)) break;
    }
    return indices;
}

/// Where character number `place` begins.
std::size_t offsetOf(std::string_view text, std::size_t place)
{
    std::size_t at = 0;
    for (; place > 0; --place) {
        at += characterAt(text, at).length;
    }
    return at;
}

std::string sliceOfText(const std::string& text, const Value& start, const Value& stop, std::int64_t step,
                        Budget& budget)
{
    budget.spendBytes(text.size());
    if (step == 1) {
        const auto size = static_cast<std::int64_t>(length(text));
        const auto first = bound(start, size, true, 0);
        const auto count = std::max<std::int64_t>(bound(stop, size, true, size) - first, 0);
        const auto begin = offsetOf(text, static_cast<std::size_t>(first));
        const auto rest = std::string_view{text}.substr(begin);
        return std::string{rest.substr(0, offsetOf(rest, static_cast<std::size_t>(count)))};
    }
    budget.spend(text.size());
    if (budget.isSpent()) return {};
    const auto characters = charactersOf(text);
    std::string result;
    for (const auto i : chosen(characters.size(), start, stop, step)) {
        result += characters[i];
    }
    return result;
}

luthier::Text noItem(const Value& container, const Value& index, Budget& budget)
{
    return {QT_TRANSLATE_NOOP("core", "%1 has no element %2"), container.typeName(), repr(index, budget)};
}

} // namespace

Expected<Value> itemOf(const Value& container, const Value& index, Budget& budget)
{
    if (container.isUndefined()) return failure(container.why());
    if (container.is(Kind::Dict)) {
        budget.spend(container.entries().size() / 8);
        for (const auto& [key, value] : container.entries()) {
            if (equal(key, index, budget)) return value;
        }
    } else if (index.isWhole() && (container.isText() || container.isSequence())) {
        if (container.isText()) budget.spendBytes(container.text().size());
        const auto size = static_cast<std::int64_t>(container.isText() ? length(container.text())
                                                                       : container.items().size());
        const auto at = index.whole() < 0 ? index.whole() + size : index.whole();
        if (at >= 0 && at < size) {
            const auto place = static_cast<std::size_t>(at);
            if (container.isSequence()) return container.items()[place];
            const auto begin = offsetOf(container.text(), place);
            return Value::text(container.text().substr(begin, characterAt(container.text(), begin).length));
        }
    }
    if (index.isText()) {
        if (auto attribute = attributeOf(container, index.text())) return *std::move(attribute);
    }
    return Value::undefined(noItem(container, index, budget));
}

Expected<Value> sliceOf(const Value& container, const Value& start, const Value& stop, const Value& step,
                        Budget& budget)
{
    for (const Value* const part : {&start, &stop, &step}) {
        if (!part->isNone() && !part->isWhole()) {
            return failure(
                {QT_TRANSLATE_NOOP("core", "a slice needs whole numbers, not %1"), part->typeName()});
        }
    }
    const auto width = step.isNone() ? 1 : step.whole();
    if (width == 0) return failure(QT_TRANSLATE_NOOP("core", "the step of a slice cannot be 0"));
    if (container.isText()) return Value::text(sliceOfText(container.text(), start, stop, width, budget));
    if (container.isSequence()) {
        Values items;
        const auto indices = chosen(container.items().size(), start, stop, width);
        budget.spend(indices.size());
        for (const auto i : indices) {
            items.push_back(container.items()[i]);
        }
        return container.is(Kind::List) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
    }
    if (container.isUndefined()) return failure(container.why());
    return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 cannot be sliced"), container.typeName()});
}

Expected<Values> itemsOf(const Value& value, Budget& budget)
{
    switch (value.kind()) {
    case Kind::Undefined:
        return Values{};
    case Kind::List:
    case Kind::Tuple:
        budget.spend(value.items().size() / 8);
        return value.items();
    case Kind::Text: {
        Values characters;
        budget.spend(value.text().size());
        if (budget.isSpent()) return characters;
        for (const auto character : charactersOf(value.text())) {
            characters.push_back(Value::text(std::string{character}));
        }
        return characters;
    }
    case Kind::Dict: {
        Values keys;
        budget.spend(value.entries().size());
        for (const auto& entry : value.entries()) {
            keys.push_back(entry.first);
        }
        return keys;
    }
    case Kind::Generator: {
        auto& generated = value.generated();
        Values rest(generated.items.begin() + static_cast<std::ptrdiff_t>(generated.next),
                    generated.items.end());
        generated.next = generated.items.size();
        return rest;
    }
    default:
        return failure({QT_TRANSLATE_NOOP("core", "a value of type %1 has no items"), value.typeName()});
    }
}

void setEntry(Entries& entries, const Value& key, const Value& value, Budget& budget)
{
    const auto known = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return equal(entry.first, key, budget); });
    if (known != entries.end()) {
        known->second = value;
    } else {
        entries.emplace_back(key, value);
    }
}

Values pairsOf(const Value& dict, Budget& budget)
{
    Values pairs;
    budget.spend(dict.entries().size());
    for (const auto& [key, value] : dict.entries()) {
        pairs.push_back(Value::tuple({key, value}));
    }
    return pairs;
}

} // namespace luthier::jinja
