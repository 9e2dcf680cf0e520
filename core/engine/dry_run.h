// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/engine/run_work.h"
#include "core/engine/training.h"

#include <chrono>
#include <string>
#include <vector>

namespace luthier::engine {

using Clock = std::chrono::steady_clock;

/// What the looks of one dry run share. Each look adds its lines to the report; a fault of the recipe's
/// making is a line, one of the machine an error.
///
/// Thread  the one that called checked().
struct DryRun {
    RunWork& work;
    const Job& job;
    CheckReport report{};

    void line(std::string name, Text title, CheckLine::Level level, Text text,
              std::vector<Text> remedies = {});
    bool isText() const;
    Expected<void> goOn() const; ///< Errors  Interrupted
};

constexpr std::size_t kByHeartRows = 16;

double secondsSince(Clock::time_point start);
/// Times in two units, as people say them.
Text duration(double seconds);
/// One optimizer step of the longest rows.
std::vector<data::Batch> longestBatches(DryRun& run);

// check_machine.cpp: is the machine large and fast enough?
void estimate(DryRun& run);
bool fitsByEstimate(DryRun& run);
void disk(DryRun& run);
/// Of a few steps, sorted, with these states of the frozen part.
constexpr int kWarmUpSteps = 3;
constexpr int kTimedSteps = 8; ///< with those
Expected<std::vector<double>> stepSeconds(DryRun& run, const train::KnownStates& known);
/// Peak memory with the longest rows, seconds a step and in all. REQUIRES: RunWork::build(), here and below.
Expected<void> timeAndFit(DryRun& run);

// check_frozen.cpp: what does not learn need be computed only once.
/// Measures that and tells it. Where the run will do so, `seconds` become those of its steps, and what comes
/// back is the time that it takes once; else 0. Units  s.
Expected<double> frozenPart(DryRun& run, std::vector<double>& seconds);

// check_learning.cpp: does it start where it should, and can it learn?
void learnsRightPart(DryRun& run); ///< needs no weights
void firstLoss(DryRun& run);
/// Goes back to `fresh` and learns from there.
Expected<void> oneBatchByHeart(DryRun& run, const train::Trained::Snapshot& fresh);

// check_weights.cpp: does what should move, and only that? Is what was saved what is read?
Expected<void> rightPartsMove(DryRun& run, const train::Trained::Snapshot& fresh);
Expected<void> savesAndReloads(DryRun& run);

} // namespace luthier::engine
