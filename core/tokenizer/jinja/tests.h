// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/interpreter.h"

#include <string_view>

namespace luthier::jinja {

/// input is name(arguments)
///
/// Errors  TemplateError, also where there is no such test.
Expected<bool> applyTest(Interpreter& interpreter, std::string_view name, const Value& input,
                         const Arguments& arguments);

} // namespace luthier::jinja
