// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

/// Watches a run and says in words how it goes: rules R1 to R9, R12 and R13 of product.md §3. A pure function
/// of what it was told: a resumed run that tells the same story gets the same verdicts.
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

    /// The step whose checkpoint is to be kept, among the looks so far.
    std::int64_t recommendedStep() const;
    /// Looks since the last improvement beyond noise, for `early_stop: {patience: N}`.
    std::int64_t looksSinceImprovement() const;
    /// The jitter σ of the held-back loss, 0 until it is known: the band on the chart.
    double noise() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace luthier::verdict
