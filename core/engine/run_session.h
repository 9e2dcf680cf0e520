// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/run_control.h"
#include "core/engine/run_work.h"
#include "core/engine/training.h"
#include "core/runs/run_directory.h"
#include "core/verdict/verdict.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace luthier::engine {

/// One run from its directory to its last word: trains RunWork, keeps the run directory, lets the judge
/// speak, shows the sample rows, and proves at the end that what was saved gives the loss that was seen.
///
/// Thread  one.
class RunSession {
public:
    /// Takes the run directory; goes on from its newest whole checkpoint where `options.resume` says so.
    /// Errors  Busy where another process has the directory; InvalidInput where it is not empty and not
    /// resumed.
    static Expected<RunSession> open(RunWork& work, const RunOptions& options, RunControl& control,
                                     const Sink& sink);

    Expected<Summary> run();

private:
    RunSession(RunWork& work, runs::RunDirectory directory, RunControl& control, const Sink& sink);
    Expected<void> begin(bool resume);
    Expected<void> goOn();
    void report(const Event& event);
    train::Hooks::Decision judged(const LookDone& look);
    Expected<std::int64_t> save(const train::Position& position, const train::Trained::Snapshot& state,
                                bool isBest);
    void tellProblems();
    void showSamples(std::int64_t step);
    Expected<void> proveBest(std::int64_t step);
    bool hasEnough() const;
    Expected<Summary> finish(Expected<Summary> outcome);
    void keepWhatTheRecipeAsks(const Summary& summary);

    RunWork& m_work;
    runs::RunDirectory m_directory;
    RunControl& m_control;
    const Sink& m_sink;
    verdict::Judge m_judge;
    train::Position m_position;
    std::vector<std::size_t> m_shown; ///< samples of the held-back rows that are shown over time
    std::optional<LookDone> m_bestLook;
    bool m_hadEnough{false}; ///< it had stopped early before it was resumed
    std::optional<Error> m_fault; ///< of the run directory, met inside a hook that cannot return one
    std::chrono::steady_clock::time_point m_start{std::chrono::steady_clock::now()};
};

} // namespace luthier::engine
