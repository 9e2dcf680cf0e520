// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verdict/facts.h"

#include <optional>
#include <string_view>
#include <vector>

namespace luthier::verdict {

/// The rules of product.md §3 in the order in which they speak: of those that match, the first is the
/// headline. Label-doubt and forgetting will stand before Unfinished.
enum class Kind {
    Broken,
    Diverging,
    Overfitting,
    Memorising,
    BarelyLearning, // before Flattening: what was never learned cannot have flattened (README.md)
    Flattening,
    Jumpy,
    UnlikeRows,
    TooGood,
    Unfinished,
    Learning,
    TooEarly, ///< no rule matches, or there is too little to go by
};

/// "overfitting", …: the names in events and recipes, for ever.
std::string_view nameOf(Kind kind);

enum class Severity { None, Mild, Moderate, Severe };
std::string_view nameOf(Severity severity);

/// A rule that matches.
struct Finding {
    Kind kind{Kind::TooEarly};
    Severity severity{Severity::None};
    std::optional<double> z{}; ///< standard errors, where the rule counts in them
    double confidence{0};
};

/// Why a run cannot be judged yet.
enum class Lack { None, Rows, Looks, Steps };
Lack lackOf(const Facts& facts);

/// Training loss is clearly higher than where it began.
bool hasUnlearned(const Facts& facts);

/// By how many standard errors held-back rows are easier than training rows; nothing where that says nothing.
std::optional<double> easierBy(const Facts& facts);

constexpr std::int64_t kLeastRows = 30;
constexpr std::size_t kLeastLooks = 5;
constexpr double kLeastProgress = 0.05;

/// The rules R3 to R13 that match after a look, the headline first.
std::vector<Finding> findingsOf(const Facts& facts, const Trial& trial);

/// The light of a verdict with these names.
Light lightOf(std::string_view kind, std::string_view severity);

} // namespace luthier::verdict
