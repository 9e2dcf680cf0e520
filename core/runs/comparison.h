// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/runs/flat_recipe.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace luthier::runs {

/// A metric and its 95 % interval.
struct Measured {
    double value{}, low{}, high{};
};

struct ClassScore {
    std::string label{};
    std::int64_t rows{};
    Measured precision{}, recall{}, f1{};
};

/// One row's answer.
struct RowAnswer {
    std::int64_t row{}; ///< of the source
    std::string input{};
    std::string expected{};
    std::string answer{};
    double loss{};
    bool right{};
};

/// What evaluate() found.
struct Evaluation {
    std::string part{}; ///< test, validation, or a file
    std::string checkpoint{};
    std::int64_t rows{};
    double loss{};
    std::map<std::string, Measured, std::less<>> metrics{};
    std::vector<ClassScore> classes{}; ///< of classification
    std::vector<std::string> labels{};
    std::vector<std::int64_t> confusion{}; ///< [labels][labels], expected by answer
    std::vector<RowAnswer> answers{};
};

/// One row of the comparison: a run, or a baseline.
struct Compared {
    std::string name{};
    std::string dir{}; ///< empty for a baseline
    bool baseline{false};
    bool sameData{true}; ///< false: other rows, never ranked with the others
    Evaluation evaluation{};
    /// Against the first row, on the same rows: exact McNemar or a paired bootstrap.
    Measured difference{};
    double probability{1}; ///< that chance alone gives such a difference; Holm's correction applied
    enum class Word { Baseline, Better, Worse, CannotTell };
    Word word{Word::CannotTell};
};

struct Difference {
    std::string key{}; ///< "train.learning_rate"
    std::vector<std::string> values{}; ///< one a run; empty where it has none
};

struct ChangedExample {
    std::int64_t row{};
    std::string input{}, expected{}, before{}, after{};
    bool nowRight{};
};

struct Comparison {
    std::string metric{}; ///< the one that decides: accuracy, loss
    bool higherIsBetter{true};
    std::vector<Compared> rows{};
    std::vector<Difference> differences{};
    std::vector<ChangedExample> changed{}; ///< between the first and the last row
    Text answer{}; ///< one sentence
};

/// The settings in which not all of them agree, by key.
std::vector<Difference> recipeDifferences(std::span<const FlatRecipe> recipes);

/// Counts `answers`: rows and loss; where there are `labels`, the metrics accuracy and macro_f1, the classes
/// and the confusion as well. An answer that is no label is wrong and in no column.
void measure(Evaluation& evaluation);

/// Compares the others with the first row, on the same rows: accuracy, where all have it, by McNemar's exact
/// test, else the loss by a paired bootstrap; Holm's correction over all comparisons. `difference` is the
/// row's metric less the first one's. A row whose part, row numbers or expected answers are others gets
/// `sameData` false, no difference and no word. What the caller knows to be other data stays so.
Comparison compareEvaluations(std::vector<Compared> rows);

} // namespace luthier::runs
