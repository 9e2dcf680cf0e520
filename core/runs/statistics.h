// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/comparison.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace luthier::runs {

// How sure one may be. All intervals are 95 %; where nothing was counted they are 0 … 1.

/// A share of rows: accuracy, precision, recall, votes won.
///
///     (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),   z = 1.96
///
/// Source  Wilson 1927, doi:10.1080/01621459.1927.10502953.
Measured wilson(std::int64_t hits, std::int64_t all);

/// The probability that chance alone divides `wins` + `losses` at least as unevenly: exact, two-sided, ties
/// left out. On the rows that only one of two runs got right this is McNemar's exact test.
///
/// Source  McNemar 1947, doi:10.1007/BF02295996.
double signTest(std::int64_t wins, std::int64_t losses);

/// Rows by whether the first and the second run were right.
struct RightTable {
    std::int64_t both{}, onlyFirst{}, onlySecond{}, neither{};
};

/// The second run's share of right rows less the first one's, on the same rows.
///
/// Source  Newcombe 1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C, method 10:
///         two Wilson intervals, joined by the correlation of the pairs. It stays honest where few rows
///         changed.
Measured pairedDifference(const RightTable& table);

struct PairedTest {
    Measured difference{}; ///< mean, and the percentile interval
    double probability{1}; ///< that chance alone gives a mean so far from zero; two-sided
};

/// A mean over rows, row by row: differences of losses.
///
/// REQUIRES: all finite.
/// Source  Efron and Tibshirani 1993, §13.3, §16.4: rows are drawn again with replacement, 2,000 times.
PairedTest pairedBootstrap(std::span<const double> differences, std::uint64_t seed = 1);

/// Probabilities of several comparisons made at once, in their order, so that all of them together are wrong
/// in as few cases as one alone would be.
///
/// Source  Holm 1979, Scand. J. Statist. 6, 65–70.
std::vector<double> holm(std::span<const double> probabilities);

/// Precision and recall of each label are shares (Wilson). F1 is one, too, seen from the rows where the label
/// was expected or answered, p = hits / (hits + misses + false alarms): F1 = 2p / (1 + p), which grows with
/// p, so Wilson's limits of p become those of F1.
///
/// Shapes  confusion [labels][labels], expected by answer.
std::vector<ClassScore> classScores(std::span<const std::string> labels,
                                    std::span<const std::int64_t> confusion);

/// The mean F1 of the labels that are expected or answered somewhere; the interval by drawing rows again, as
/// in pairedBootstrap, and widened to hold the value itself where rare labels make the draws lean.
///
/// Shapes  as classScores().
Measured macroF1(std::size_t labels, std::span<const std::int64_t> confusion, std::uint64_t seed = 1);

} // namespace luthier::runs
