// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"
#include "core/data/clusters.h"

#include <cstdint>
#include <span>

namespace luthier::data {

/// Which part a row is in.
enum class Part : std::uint8_t { None, Train, Validation, Test };

/// What is dealt out: rows by number, of which some belong together.
struct Deal {
    std::span<const std::uint32_t> rows; ///< that can be used, ascending
    std::span<const std::int32_t> labels; ///< of every row; empty: all alike
    std::span<const std::uint64_t> keys; ///< of every row: a number that only its text decides
    std::span<const std::int64_t> dates; ///< of every row; empty: at random
    double validation{0}, test{0}; ///< shares of the rows; 0: none
    std::uint64_t seed{1};
};

/// Deals rows to the parts, a pure function of its arguments and the same on every machine.
///
/// Clusters stay whole. Each label gets its share as far as its clusters allow, and at least one of its
/// clusters is learned from. A part that is wanted gets 20 rows where a fifth of the rows is that many. With
/// `dates` the newest clusters are held back, for the test first; rows without a date (0) are learned from.
/// Which cluster goes where is decided by its texts and the seed, not by the order of the rows.
///
/// Returns the part of every row, indexed like `deal.keys`.
LargeVector<Part> dealt(const Deal& deal, Clusters& clusters);

} // namespace luthier::data
