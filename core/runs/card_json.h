// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/runs/run_card.h"

#include <span>
#include <string_view>

namespace luthier::runs {

/// "running", "finished", "early-stopped", "stopped", "failed", "interrupted"
std::string_view stateName(RunCard::State state);

/// What the events of a run (history.h, outline or all) say of it; its folder, names, recipe and size stay
/// empty. A run that did not tell its end is Interrupted.
RunCard cardFromEvents(std::span<const Event> events);

Json cardToJson(const RunCard& card);
/// What is missing is zero or empty.
RunCard cardFromJson(const Json& json);

} // namespace luthier::runs
