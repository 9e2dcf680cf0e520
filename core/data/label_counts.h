// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/row_facts.h"

#include <cstdint>
#include <span>
#include <vector>

namespace luthier::data {

/// How often each label occurs, most frequent first, and what is odd about the labels.
struct LabelCounts {
    std::vector<LabelCount> balance{};
    std::vector<Problem> problems{};
};

/// REQUIRES: `facts` are of Form::Classes, every row of `usable` has a label.
LabelCounts countLabels(const RowFacts& facts, std::span<const std::uint32_t> usable);

} // namespace luthier::data
