// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/value.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace luthier::jinja {

/// The functions that every template may call: dict, namespace, raise_exception, range, strftime_now.
std::optional<Value> globalFunction(std::string_view name);

/// `time` in the machine's time zone as strftime's `format` says, in English whatever the machine speaks.
std::string dateText(std::chrono::system_clock::time_point time, std::string_view format);

} // namespace luthier::jinja
