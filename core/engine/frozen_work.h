// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/text.h"
#include "core/train/frozen_states.h"
#include "core/train/looks.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace luthier::engine {

class RunWork;

/// How often a run will look at rows; what it is worth to keep depends on it.
struct Sights {
    std::int64_t steps{};
    std::int64_t looks{};
};

/// What of a run's network is frozen, and its states for this run's rows.
///
/// Looks use them always: they run with nothing switched off. Steps use them only where no dropout acts below
/// what learns: with it, the frozen part says something else at every sight of a row.
///
/// Thread  the training thread.
class FrozenWork {
public:
    /// REQUIRES: work.build(); `work` stays where it is.
    explicit FrozenWork(RunWork& work);

    const train::FrozenPart& part() const { return m_part; }
    bool servesSteps() const { return m_servesSteps; }
    bool servesAnybody() const { return m_part.blocks > 0; }

    /// A run that looks at rows so often computes them more often than once. For the training rows.
    bool isWorthIt(const Sights& sights) const;

    /// Finds the states that an earlier run kept, or computes them where this run has more to gain than they
    /// cost. Where they cannot be kept (no room on the disk), the run goes on without; `note` tells either.
    void keep(const Sights& sights, const Job& job, const std::function<void(Text)>& note);

    train::KnownStates known() const;
    double seconds() const { return m_seconds; } ///< that keep() took
    /// Of all states together. Units  bytes.
    std::int64_t bytes() const;

private:
    std::string weightsKey(const Job& job) const;
    Expected<void> findOrFill(train::FrozenStates& states, const std::string& weights, bool isWorthIt,
                              const Job& job);

    RunWork& m_work;
    train::Looks m_looks;
    train::FrozenPart m_part;
    bool m_servesSteps{false};
    std::optional<train::FrozenStates> m_train; ///< of all training rows, or of those that are looked at
    std::optional<train::FrozenStates> m_validation;
    bool m_hasComputed{false};
    double m_seconds{0};
};

} // namespace luthier::engine
