// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/expected.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace luthier::ui {

/// What must be remembered of a run's events to say how it went and to take over from it.
struct RunStory {
    std::string dir{}; ///< its folder; empty: not known yet
    std::optional<RunStarted> started{};
    std::optional<VerdictGiven> verdict{}; ///< the last one
    std::optional<RunEnded> ended{};
    std::map<std::int64_t, std::string> checkpoints{}; ///< by step, relative to the folder
    std::int64_t bestStep{};
    std::int64_t lastStep{};
    std::map<std::int64_t, double> heldLosses{}; ///< by step of the look
    std::vector<SampleShown> samples{};
    std::map<std::int64_t, std::vector<std::int64_t>> brokenRows{}; ///< of each step whose numbers broke

    void add(const Event& event);

    /// The folder of the newest checkpoint at or before `step` that is still there. Errors  NotFound.
    Expected<std::filesystem::path> checkpointAt(std::int64_t step) const;
};

} // namespace luthier::ui
