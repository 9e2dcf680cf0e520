// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace luthier::verdict {

/// What the judge must know of a run before it begins.
struct Trial {
    std::int64_t steps{}; ///< planned
    bool classes{false}; ///< loss per row over classes; else per token over a vocabulary
    std::int64_t outcomes{}; ///< labels, or the vocabulary's size
    bool newHead{false}; ///< a head that starts from nothing
    double majorityShare{0}; ///< of the most frequent label
    std::int64_t heldBackRows{}; ///< looked at each time
};

/// The words of `VerdictGiven::actions`, for ever. `advice[i]` says in a sentence what `actions[i]` does.
/// "Back to" a step is a branch from its checkpoint; nothing is lost.
namespace actions {
constexpr std::string_view kStopKeepBest{"stop-keep-best"}; ///< end now, keep bestStep where it is not 0
constexpr std::string_view kLowerStep{"lower-step-and-continue"}; ///< back to bestStep, step size / 3
constexpr std::string_view kRegularise{"restart-regularised"}; ///< there, dropout + 0.1, weight decay × 3
constexpr std::string_view kContinue{"continue"}; ///< change nothing
constexpr std::string_view kGoBack{"go-back"}; ///< back to evidence `last_good_step`, step size / 3
constexpr std::string_view kLargerSteps{"larger-steps-restart"}; ///< from the start, step size × 3
constexpr std::string_view kTrainMore{"train-more-layers"}; ///< opens Method
constexpr std::string_view kLargerBatch{"larger-batch"}; ///< opens Method
constexpr std::string_view kMoreRows{"more-rows"}; ///< opens Data at the classes or rows that fail most
constexpr std::string_view kMoreHeldBack{"more-held-back-rows"}; ///< opens Data at the split
constexpr std::string_view kSplitAgain{"split-again"}; ///< opens Data at the split, by group or date
constexpr std::string_view kReviewRows{"review-rows"}; ///< opens Data at the rows
constexpr std::string_view kLeakCheck{"leak-check"}; ///< opens Data, looks for copies across the parts
constexpr std::string_view kContinueLonger{"continue-longer"}; ///< from the end, evidence `more_steps`
} // namespace actions

/// ○ nothing can be said yet, ● good, ◆ needs a look, ■ bad.
enum class Light { Waiting, Good, Look, Bad };
Light lightOf(const VerdictGiven& verdict);

/// "low" below 0.5, "medium" below 0.8, else "high".
Text confidenceWord(double confidence);

/// Watches a run and says in words how it goes: rules R1 to R9, R12 and R13 of product.md §3. A pure function
/// of what it was told: a resumed run that tells the same story gets the same verdicts. README.md lists what
/// stands in `VerdictGiven::evidence`.
///
/// Thread  one.
class Judge {
public:
    explicit Judge(const Trial& trial);
    ~Judge();
    Judge(Judge&&) noexcept;
    Judge& operator=(Judge&&) noexcept;

    /// The verdict, where this step changed it.
    std::optional<VerdictGiven> onStep(const StepDone& step);
    /// The verdict after this look, whether it changed or not.
    VerdictGiven onLook(const LookDone& look);
    /// The last word, with R12 where it still improved.
    VerdictGiven atEnd();

    /// The step whose checkpoint is to be kept, among the looks so far: of those that differ by no more than
    /// noise the one after the smallest steps, after equal ones the earliest. It only ever moves to the look
    /// that was told last, so its checkpoint exists. 0 without looks.
    std::int64_t recommendedStep() const;
    /// Looks since the last improvement beyond noise, for `early_stop: {patience: N}`: a lowest loss, or
    /// a trend that falls.
    std::int64_t looksSinceImprovement() const;
    /// The jitter σ of the held-back loss from look to look in nats, 0 until there are three: the band on the
    /// chart.
    double noise() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace luthier::verdict
