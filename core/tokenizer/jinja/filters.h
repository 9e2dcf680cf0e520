// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/interpreter.h"

#include <span>
#include <string_view>

namespace luthier::jinja {

/// input | name(arguments)
///
/// Errors  TemplateError, also where there is no such filter: the reference too finds out no sooner inside an
/// if.
Expected<Value> applyFilter(Interpreter& interpreter, std::string_view name, const Value& input,
                            const Arguments& arguments);

struct NamedFilter {
    std::string_view name;
    Expected<Value> (*apply)(Interpreter&, const Value& input, const Arguments&);
};

/// Those that work on lists and dicts: list_filters.cpp.
std::span<const NamedFilter> listFilters();

} // namespace luthier::jinja
