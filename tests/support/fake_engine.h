// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <chrono>
#include <cstdint>

namespace luthier::tests {

/// How an engine that computes nothing behaves.
struct FakeScript {
    std::int64_t steps{120}; ///< of a run, where the recipe says none
    std::chrono::microseconds stepTime{0}; ///< a run waits as long at each step
    bool overfits{true}; ///< the held-back loss rises after two thirds
    bool hasModels{true};
    bool hasRuns{false}; ///< three ended runs and an interrupted one are on the disk
};

/// An engine with all its panes, plausible and the same each time: 2,000 rows with 7 labels, two models,
/// three methods, a run that overfits. A recipe whose method is called "broken" fails. Tables are read for
/// real.
engine::Engine makeFakeEngine(const FakeScript& script = {});

/// The events of a whole fake run, without waiting.
std::vector<Event> fakeRun(const std::string& name, std::int64_t steps, bool overfits);

} // namespace luthier::tests
