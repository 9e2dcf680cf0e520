// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/values.h"
#include "core/data/report.h"
#include "core/data/rows.h"
#include "core/data/samples.h"
#include "core/data/split.h"
#include "core/data/tables.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::data {

/// Rows as training and the report see them: this is the one place that decides which rows are used, which
/// labels there are, and which rows are in which part.
struct Prepared {
    Form form{};
    Roles roles{};
    std::vector<std::string> labels{}; ///< sorted by name; a label's index is its class
    Split split{}; ///< row numbers of Tables::of(part)
    std::int64_t rows{}, usable{}, empty{}, unlabelled{}, exactCopies{}, nearCopies{}, conflicting{};
    std::vector<LabelCount> balance{}; ///< of the usable rows, most frequent first
    std::vector<Problem> problems{}; ///< the worse ones first

    const LargeVector<std::int64_t>& of(Part part) const
    {
        return part == Part::Validation ? split.validation : part == Part::Test ? split.test : split.train;
    }
};

/// A pure function of the rows, the settings `data` and the seed. Copies (also near-copies, unless
/// near_copies is `apart`) and rows of one group never stand on both sides of a split that is made here.
///
/// Errors  InvalidInput for roles or settings that do not fit the tables; Unsupported for corrections and
/// mix;
///         Limit beyond 10,000 labels; Interrupted. What only makes the rows bad is a Problem, maybe a
///         blocking one.
/// Units   about 60 bytes a row while it works and 8 afterwards, in memory that the system can take back; 70
/// more for near-copies, which are looked for in at most a million different texts.
Expected<Prepared> prepare(const Tables& tables, Form form, const Roles& roles, const config::Values& data,
                           std::uint64_t seed, const Job& job = {});

} // namespace luthier::data
