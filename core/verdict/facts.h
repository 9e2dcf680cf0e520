// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verdict/looks.h"
#include "core/verdict/verdict.h"

#include <optional>

namespace luthier::verdict {

/// What the rules are asked about: all that is known after a look, worked out once.
///
/// Units  losses in nats; V on held-back rows, T on training rows, L0 the V of the first look.
struct Facts {
    std::size_t looks{0};
    std::int64_t step{0};
    double progress{0}; ///< share of the planned steps
    std::int64_t rows{0}; ///< held back
    std::size_t best{0}; ///< the look to keep
    std::int64_t bestStep{0};
    double noise{0}; ///< jitter σ of a look

    Trend trend{}; ///< of V
    double stretch{0}; ///< what the last five blocks cover, as a share of the planned steps
    double held{0}; ///< V of the newest block
    double train{0}; ///< T of the newest block
    double ratio{1}; ///< R = V / max(T, 0.05 L0)
    double gapError{0}; ///< standard error of V - T
    Slope trainSlope{}; ///< of T, where V is flat; a T below 0.05 L0 counts as that
    double change{0}; ///< of V over the last five blocks, as a share of L0
    double trainFell{0}; ///< since the first look, as a share of L0

    double firstHeld{0}; ///< L0
    double firstTrain{0};
    double firstDifference{0}; ///< of the two kinds of rows before training, in standard errors
    double jumps{0}; ///< jitter σ of a look after the first quarter of the run, as a share of V; 0 too early
    std::optional<double> earlyAccuracy{}; ///< on held-back rows, where it was too high too soon
    /// The alarm: the trend is worse and was at the look before. It holds while the trend is watched.
    bool worsening{false};
    bool gapCounts{false}; ///< V - T > 0.03 L0 and > 2 standard errors
    bool trainFellSinceReference{false}; ///< the block that the trend compares with
    bool jumpyTwice{false}; ///< jumps too much to judge, and did at the look before
    bool ended{false};

    double gap() const { return held - train; }
};

/// What is known of the looks before.
struct Memory {
    bool wasWorse{false};
    bool wasWorsening{false};
    bool wasJumpy{false};
    std::optional<double> earlyAccuracy{};
};

/// REQUIRES: at least one look. Leaves in `memory` what the next look needs.
Facts factsOf(const Looks& looks, const Trial& trial, Memory& memory);

} // namespace luthier::verdict
