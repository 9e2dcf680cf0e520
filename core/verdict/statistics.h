// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace luthier::verdict {

/// The middle value; the mean of the two middle ones of an even number. Reorders `values`. 0 of none.
double median(std::span<double> values);

/// The standard deviation of what jumps about a smooth curve, from its newest second differences: a straight
/// line leaves none, and a few jumps of the curve itself do not count.
///
///     1.4826 · median |x[i-1] - 2 x[i] + x[i+1]| / √6
///
/// 1.4826 makes the median of |normal| its σ; a second difference of independent values has 6 times their
/// variance. 0 of fewer than three values. REQUIRES: `differences` at most 32.
double jitterOf(std::span<const double> series, std::size_t differences);

/// The median of the slopes between all pairs, in units of the series per place. 0 of fewer than two values.
/// REQUIRES: at most 5 values.
///
/// Source  Sen 1968, doi:10.1080/01621459.1968.10480934.
double theilSenSlope(std::span<const double> series);

struct Mean {
    double value{0};
    double error{0}; ///< standard error; 0 of fewer than two values
};
Mean meanOf(std::span<const float> values);

} // namespace luthier::verdict
