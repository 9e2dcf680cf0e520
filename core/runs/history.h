// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::runs {

/// What a run reported, each step once, whatever interrupted it: where it was resumed at step N, what had
/// been reported beyond N (and that it had ended) is left out. Later starts stay in their place, with
/// `firstStep`. The losses of single rows are in the looks again. Empty where nothing was reported yet.
///
/// Errors  Io. Lines that are torn or of a later version are passed over.
Expected<std::vector<Event>> readHistory(const std::filesystem::path& run);

/// The same for lists of runs: no losses of single rows, and of steps only the last before each other event.
Expected<std::vector<Event>> readOutline(const std::filesystem::path& run);

/// A line of looks.jsonl: {"step": 50, "rows": [1.25, …], "train_rows": […]}, nats, in the look's order.
std::string rowLossesToJson(const LookDone& look);

} // namespace luthier::runs
