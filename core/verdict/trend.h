// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace luthier::verdict {

/// The looks first, first + 1, … end - 1.
struct LookRange {
    std::size_t first{0};
    std::size_t end{0};
    std::size_t count() const { return end - first; }
};

/// The standard error of the difference between the mean losses of two ranges of looks, from what each row
/// did.
using PairedError = std::function<double(LookRange now, LookRange before)>;

/// How steeply a loss goes over the last five blocks, as a share of the loss.
struct Slope {
    double change{0}; ///< from the first of them to the fifth; negative where it falls
    double error{0}; ///< standard error
};

/// What a loss does over the looks so far: the trend test of product.md §3.
///
/// Neighbouring looks are averaged in blocks of max(1, ⌊looks / 10⌋), counted back from the newest, so that
/// many looks do not mean many chances of a false alarm.
///
/// Units  losses in nats; z in standard errors.
struct Trend {
    bool known{false}; ///< there are five blocks; nothing below means anything without
    LookRange newest{}; ///< the newest block
    LookRange stretch{}; ///< the last five
    LookRange referenceBlock{};
    double jitter{0}; ///< σ of a block
    double reference{0}; ///< the lowest median of three neighbouring blocks before the last two
    double now{0}; ///< mean of the last two blocks
    double rise{0}; ///< of `now` over the reference, as a share of it
    double z{0}; ///< of `now` above the reference, which pays 0.8 σ for having been picked as the lowest
    bool above{false}; ///< by 2 %, with both of the last two blocks
    bool improving{false};
    Slope slope{}; ///< over the stretch

    bool isWatched() const { return above && z > 2; }
    bool isStillAbove() const { return above && z > 1; } ///< what an alarm needs to go on
    bool isWorse() const { return above && z > 2.5; } ///< an alarm at two looks running
    bool isFlat() const { return known && !improving && !isWorse(); }
};

Trend trendOf(std::span<const double> losses, const PairedError& pairedError);

/// REQUIRES: at least five blocks.
Slope slopeOf(std::span<const double> losses);

/// The mean over a range of looks.
double meanOver(std::span<const double> losses, LookRange range);

} // namespace luthier::verdict
