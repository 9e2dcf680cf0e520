// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/value.h"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace luthier::jinja {

/// object.name, apart from a dict's entries: a method, an attribute of a namespace or of `loop`.
std::optional<Value> attributeOf(const Value& object, std::string_view name);

/// What a call gave for each of `parameters`, in their order; null where it gave nothing.
///
/// Errors  TemplateError where it gave more, or a name that is not among them.
Expected<std::vector<const Value*>> bind(const Arguments& arguments, std::string_view function,
                                         std::initializer_list<std::string_view> parameters);

/// An argument that has to be a text or a whole number.
Expected<std::string> textArgument(const Value& value, std::string_view function);
Expected<std::int64_t> wholeArgument(const Value& value, std::string_view function);

} // namespace luthier::jinja
