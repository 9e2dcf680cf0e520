// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/text.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace luthier {

/// Named numbers: metrics, evidence.
using Numbers = std::map<std::string, double, std::less<>>;

struct RunStarted {
    std::string run{}; ///< its name: the last part of its folder
    std::string time{}; ///< UTC, ISO 8601
    std::int64_t totalParameters{};
    std::int64_t trainableParameters{};
    std::int64_t trainSamples{};
    std::int64_t validationSamples{};
    std::int64_t testSamples{};
    std::int64_t steps{}; ///< planned
    std::int64_t firstStep{}; ///< 0, or the checkpoint's step where a run is resumed
    std::string precision{}; ///< fp32, bf16
    std::string device{}; ///< cpu, cuda:0
};

struct StepDone {
    std::int64_t step{}; ///< from 1
    double epoch{};
    double loss{}; ///< nats; mean over the batch's learned tokens or samples, before the update
    double learningRate{};
    double gradNorm{}; ///< before clipping
    std::int64_t tokens{}; ///< real tokens of the step, no padding
    double tokensPerSecond{};
    double etaSeconds{};
    std::vector<std::int64_t> rows{}; ///< of the training file, from 0; only where the step's numbers broke
};

/// A look at the held-back rows, and at as many training rows measured the same way.
struct LookDone {
    std::int64_t step{}; ///< 0 before training
    double epoch{};
    double loss{}; ///< nats; mean over the held-back rows
    double trainSampleLoss{};
    Numbers metrics{};
    std::optional<double> probeLoss{};
    // What the verdict needs beyond the event's JSON: the loss of each looked-at row, always in the same
    // order.
    std::vector<float> rowLosses{};
    std::vector<float> trainRowLosses{};
};

/// One of the rows that a run shows over time.
struct SampleShown {
    std::int64_t step{};
    std::string input{};
    std::string expected{};
    std::string output{};
};

/// What verdict/ says, as plain values. `kind` … `confidence` as in product.md §3.
struct VerdictGiven {
    std::int64_t step{};
    std::string kind{}; ///< "overfitting", …
    std::string severity{}; ///< none, mild, moderate, severe
    double confidence{}; ///< 0 … 1
    Text text{};
    Numbers evidence{};
    std::vector<Text> advice{};
    std::vector<std::string> actions{}; ///< what a button may offer, likeliest first: see verdict/verdict.h
    std::vector<std::string> alsoKinds{}; ///< other rules that matched, below the headline
    std::int64_t bestStep{};
};

struct CheckpointSaved {
    std::int64_t step{};
    std::string path{}; ///< relative to the run directory
    bool best{};
    std::int64_t bytes{};
};

/// Something worth a line in the log that is no fault: a smaller micro-batch, a step not taken.
struct Noted {
    std::int64_t step{};
    Text text{};
    std::string where{}; ///< "notes.csv:212"; empty where it is about no place
};

struct RunEnded {
    std::string outcome{}; ///< finished, early-stopped, stopped, failed
    std::int64_t step{};
    std::int64_t bestStep{};
    Numbers metrics{}; ///< of the best look
    double seconds{};
    std::int64_t peakRssMib{};
    std::optional<Error> error{};
};

/// What a run reports: plain values, the words that core and ui share. JSON: runs/event_json.h.
using Event = std::variant<RunStarted, StepDone, LookDone, SampleShown, VerdictGiven, CheckpointSaved, Noted,
                           RunEnded>;

/// Thread  called on the training thread; must return soon.
using Sink = std::function<void(const Event&)>;

/// How a run ended when nothing went wrong. Cancelling is not an error.
struct Summary {
    enum class Ending { Finished, EarlyStopped, Cancelled };
    Ending ending{Ending::Finished};
    std::int64_t steps{}; ///< completed
    std::int64_t bestStep{};
    double loss{}; ///< held-back loss of the best look; of the last step without held-back rows
    Numbers metrics{}; ///< of the best look
    std::string runDir{};
};

} // namespace luthier
