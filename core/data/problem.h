// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::data {

/// Something about the data that a person should look at, or that stops training.
struct Problem {
    std::string
        code; ///< "ragged_row", "empty_text", "exact_copies", … for ever: they stand in `--json` output
    Text message{};
    std::string where{}; ///< "notes.csv:212:18"; empty where it concerns many rows
    std::int64_t count{1}; ///< rows concerned
    std::vector<std::int64_t> rows{}; ///< the first of them, as row numbers of the table, from 0
    bool blocking{false}; ///< training is refused until it is solved
};

} // namespace luthier::data
