// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/large_vector.h"
#include "core/data/clusters.h"
#include "core/data/row_facts.h"

#include <cstdint>
#include <span>
#include <vector>

namespace luthier::data {

/// Rows that say the same as others, ascending.
struct Copies {
    LargeVector<std::uint32_t> exact{}; ///< beyond the first with that text and label
    LargeVector<std::uint32_t> conflicting{}; ///< with the text of another row and another label
    LargeVector<std::uint32_t> near{}; ///< texts that are almost one that stands earlier
    std::uint32_t different{0}; ///< texts
    bool nearSkipped{false}; ///< there are too many texts to look for near-copies
};

/// Joins the rows with the same text, those of one group, and, if they shall stand `nearTogether`,
/// near-copies.
Copies joinCopies(const RowFacts& facts, std::span<const std::uint32_t> usable, bool nearTogether,
                  Clusters& clusters, const Job& job);

std::vector<Problem> problemsOf(const Copies& copies, const RowFacts& facts);

} // namespace luthier::data
