// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/data/clusters.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace luthier::data {

/// Joins rows whose texts are almost the same: the sets of their stretches of 5 characters have a Jaccard
/// similarity of at least 0.8. Candidates are found by MinHash (16 bands of 5), so a pair just at the limit
/// is missed once in 600, and each is verified. Only the first 20,000 bytes of a text count.
///
/// `text` writes the normalised text of a row. Returns how many rows joined an earlier one; stops early where
/// `job.stop` is asked.
///
/// Units   time grows with the rows; 64 bytes a row are held.
/// Thread  calls `text` from several threads at once.
/// Source  Broder 1997, "On the resemblance and containment of documents", doi:10.1109/SEQUEN.1997.666900.
std::int64_t joinNearCopies(std::span<const std::uint32_t> rows,
                            const std::function<void(std::uint32_t row, std::string& into)>& text,
                            Clusters& clusters, const Job& job);

} // namespace luthier::data
