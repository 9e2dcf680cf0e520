// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/budget.h"
#include "core/tokenizer/jinja/syntax.h"
#include "core/tokenizer/jinja/value.h"

#include <optional>

namespace luthier::jinja {

// Python's operators.
//
// Errors  TemplateError where the types do not fit, Limit where a whole number leaves 64 bits or a text grows
//         beyond what a template may make.

/// All but `and` and `or`, which look at their right side only where they must.
Expected<Value> calculate(BinaryOperator operation, const Value& left, const Value& right, Budget& budget);
Expected<Value> negative(const Value& value);

bool equal(const Value& left, const Value& right, Budget& budget);
Expected<bool> less(const Value& left, const Value& right, Budget& budget);
Expected<bool> compare(Comparator comparator, const Value& left, const Value& right, Budget& budget);
/// item in container
Expected<bool> contains(const Value& container, const Value& item, Budget& budget);

/// container[index]; undefined where there is no such item.
Expected<Value> itemOf(const Value& container, const Value& index, Budget& budget);
/// container[start:stop:step]; each may be None.
Expected<Value> sliceOf(const Value& container, const Value& start, const Value& stop, const Value& step,
                        Budget& budget);

/// What a for goes over. Reads a generator to its end.
Expected<Values> itemsOf(const Value& value, Budget& budget);

/// Replaces the value of a key, or appends both.
void setEntry(Entries& entries, const Value& key, const Value& value, Budget& budget);
/// The (key, value) of a dict's entries.
Values pairsOf(const Value& dict, Budget& budget);

/// "<" and the like as entities, where a safe text meets one that is not.
std::string escaped(std::string_view text);

} // namespace luthier::jinja
