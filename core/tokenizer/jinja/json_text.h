// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/budget.h"
#include "core/tokenizer/jinja/value.h"

#include <optional>
#include <string>

namespace luthier::jinja {

struct JsonStyle {
    std::optional<std::string> indent{}; ///< none: one line
    std::string itemSeparator{", "};
    std::string keySeparator{": "};
    bool asciiOnly{false};
    bool sortsKeys{false};
};
/// json.dumps(value, …).
///
/// Errors  TemplateError where a value is none that JSON has.
Expected<std::string> json(const Value& value, const JsonStyle& style, Budget& budget);

} // namespace luthier::jinja
