// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/table.h"

#include <cstddef>

namespace luthier::data {

/// What a look at some rows of a column, from all over the table, tells.
struct ColumnContent {
    std::size_t rows{0}; ///< looked at
    std::size_t filled{0}; ///< of them
    std::size_t distinct{0}; ///< values
    std::size_t numbers{0}, lists{0}, dates{0}; ///< rows that are one
    double characters{0}; ///< mean of the filled

    bool most(std::size_t count) const { return filled > 0 && count * 10 >= filled * 9; }
};

ColumnContent contentOf(const Table& table, std::size_t column);

} // namespace luthier::data
