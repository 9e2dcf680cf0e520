// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <optional>
#include <string>
#include <string_view>

namespace luthier::runs {

/// One line of `--events` and events.jsonl (contract.md §3), without its end of line.
///
/// Beyond the contract, for our own window: a text that has values in it also stands there in parts
/// ("text_parts": {"source", "arguments"}), so that a recorded verdict can be shown in another language; a
/// verdict carries "actions", "also" and "best_step". The losses of single rows are not in it, see history.h.
std::string eventToJson(const Event& event);

/// The event in a line, or nothing where it is none that this version knows: a torn line, an event of a later
/// version. Unknown keys are passed over, what is missing is zero or empty, null is NaN.
std::optional<Event> eventFromJson(std::string_view line);

} // namespace luthier::runs
