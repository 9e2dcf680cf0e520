// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/budget.h"
#include "core/tokenizer/jinja/value.h"

namespace luthier::jinja {

/// '%s of %d' % (a, b): the conversions s, r, d, i, f and %, with a width, 0, − and a precision.
///
/// Errors  TemplateError where the values do not fit the text.
Expected<Value> formatted(const Value& text, const Value& values, Budget& budget);

} // namespace luthier::jinja
