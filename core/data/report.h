// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"
#include "core/data/problem.h"
#include "core/data/table.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace luthier::data {

/// role -> column: {"text": "note", "label": "kind"}
using Roles = std::map<std::string, std::string, std::less<>>;

/// What a column was taken for, and why.
struct RoleGuess {
    std::string column;
    std::string role; ///< "ignore" where nothing fits
    Text reason{};
};

struct LabelCount {
    std::string label;
    std::int64_t rows{};
};

/// Lengths of rows in tokens of the chosen model.
struct Lengths {
    std::vector<std::int64_t> counts{}; ///< rows with 0, 1, 2, … tokens times `binWidth`
    std::int64_t binWidth{1};
    std::int64_t median{}, p99{}, longest{}; ///< tokens
    std::int64_t maxTokens{}; ///< the cut-off line, `auto` resolved
    std::int64_t cutRows{}; ///< rows that lose a part
    std::int64_t lostAnswers{}; ///< rows whose whole answer would be cut
    std::int64_t leftOut{}; ///< rows left out for their length
    std::int64_t totalTokens{}; ///< of the training part, after cutting
};

/// Which row is in which part. Row numbers of the table, ascending; rows that cannot be used are in none.
struct Split {
    LargeVector<std::int64_t> train{};
    LargeVector<std::int64_t> validation{};
    LargeVector<std::int64_t> test{};
};

/// How ready something is; the rail shows it as shape and word.
enum class Readiness { Blocked, NeedsALook, Ready };

/// What product.md §2.1 asks of the data, counted.
struct Report {
    Source source{};
    Roles roles{};
    std::vector<RoleGuess> guesses{}; ///< one a column, in the table's order
    std::int64_t rows{}; ///< in the table
    std::int64_t usable{};
    std::int64_t empty{}; ///< without text or answer
    std::int64_t unlabelled{};
    std::int64_t exactCopies{}; ///< rows beyond the first of each kind
    std::int64_t nearCopies{};
    std::int64_t conflicting{}; ///< rows with the same text and another label
    std::vector<LabelCount> balance{}; ///< most frequent first; empty where there are no labels
    Lengths lengths{};
    Split split{};
    std::vector<Problem> problems{}; ///< worst first
    Readiness readiness{Readiness::Ready};
    Text answer{}; ///< one sentence: is my data good enough?
};

/// One token of "what the model sees".
struct SeenToken {
    enum class Kind { Learned, ReadOnly, Special, CutOff };
    std::string text; ///< as a person reads it
    std::int32_t id{};
    Kind kind{Kind::ReadOnly};
};

/// A row after the template, token by token.
struct Sight {
    std::int64_t row{};
    std::vector<SeenToken> tokens{};
    std::string label{}; ///< of a classification row
    std::int64_t learned{}, readOnly{}, special{}, cutOff{};
};

} // namespace luthier::data
