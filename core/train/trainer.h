// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/expected.h"
#include "core/base/run_control.h"
#include "core/data/samples.h"
#include "core/nn/network.h"
#include "core/tasks/task.h"
#include "core/train/crew.h"
#include "core/train/frozen_states.h"
#include "core/train/settings.h"
#include "core/train/trained.h"

#include <cstdint>
#include <functional>

namespace luthier::train {

/// What a run works on. All of it outlives the run.
struct Setup {
    nn::Network& network;
    const tasks::Task& task;
    Trained& trained;
    const data::SampleSet& train;
    const data::SampleSet& validation; ///< may be empty: then nobody looks
    std::size_t labels{};
    tasks::LabelWeights labelWeights{};
    Settings settings{};
    KnownStates known{}; ///< of the frozen part; they outlive the run, too
    Crew crew{}; ///< changes nothing, until somebody who takes many steps says so
};

/// Where a run stands; what a checkpoint says besides weights and moments.
struct Position {
    std::int64_t step{0}; ///< done
    std::int64_t bestStep{-1}; ///< of the look kept as the best; −1: no look yet
    double bestLoss{0};
    Numbers bestMetrics{};
    double seconds{0}; ///< of training so far
};

/// As many threads as the settings say, or fewer where that is faster and allowed.
Crew crewFor(const Settings& settings);

/// What the loop asks of its owner.
struct Hooks {
    Sink sink{};
    RunControl* control{nullptr}; ///< null: nobody interferes

    /// After each look: what to make of it.
    struct Decision {
        bool stop{false}; ///< early
        bool isBest{false}; ///< the state after this look is the one to keep
    };
    std::function<Decision(const LookDone&)> judge{};

    /// Saves `state`, which is the one after `position.step`; returns the bytes written. `isBest`: of all
    /// looks.
    std::function<Expected<std::int64_t>(const Position& position, const Trained::Snapshot& state,
                                         bool isBest)>
        save{};

    /// Shows the sample rows, with the network as it is now.
    std::function<void(std::int64_t step)> showSamples{};
};

/// Trains: THE loop, the only one in the tree, for any task and method.
///
/// A step's batch, its dropout and its learning rate are functions of the step alone, so a run that goes on
/// from a saved `from` takes the very steps of one that was never interrupted.
///
/// Errors  NotUsable where three steps running have a loss or gradient that is no number (each of them is not
/// taken);
///         what `save` says. torch may throw.
/// Thread  any; blocks until done. Looks at the control between steps: a stop saves and returns Cancelled.
Expected<Summary> run(Setup& setup, const Hooks& hooks, const Position& from = {});

/// Loss and gradients of one optimizer step, before clipping, without taking it.
struct StepResult {
    double loss{};
    std::vector<at::Tensor> gradients{}; ///< in the order of trained.items()
    std::int64_t tokens{}; ///< of the samples
    std::int64_t samples{};
};
/// Whether rows that begin alike may share what they begin with: where that changes no number of the result.
data::Prefixes prefixesOf(nn::Network& network, bool training);

StepResult gradientsOf(Setup& setup, const std::vector<data::Batch>& batches);

/// Takes one whole step on these batches: gradients, clipping, update. Returns the norm before clipping too.
/// The next one may have another number of threads (Setup::crew).
struct StepTaken {
    StepResult result;
    double norm{};
    bool taken{}; ///< false: loss or norm was no number
};
StepTaken takeStep(Setup& setup, const std::vector<data::Batch>& batches, std::int64_t step);

/// Rows of a batch are rounded up to this: few different shapes where each new one makes oneDNN write code.
std::int64_t rowRounding(const Settings& settings);

} // namespace luthier::train
