// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include <QString>

namespace luthier::ui {

struct RunStory;

/// Where a person can do what an action advises: see Navigator::pageWanted.
struct Place {
    QString page;
    QString detail{};
};
/// REQUIRES: branchFrom(action) is None.
Place placeOf(std::string_view action);
/// The same, at the rows that broke the numbers where they are known. REQUIRES: the story has a verdict.
Place placeOf(std::string_view action, const RunStory& story);

/// Where a new run takes over from an old one.
struct BranchPoint {
    std::filesystem::path checkpoint{}; ///< whose weights it starts with; empty at step 0
    std::int64_t step{}; ///< of that checkpoint; 0: with what the old run itself started with
    std::int64_t plannedSteps{}; ///< of the old run
    std::int64_t moreSteps{}; ///< that "continue-longer" adds
};

/// Whether an action of a verdict (verdict::actions) starts a run of its own, and from where.
enum class BranchFrom { None, Start, LastGood, Best, End };
BranchFrom branchFrom(std::string_view action);

/// The point that `action` means as the run stands now; its checkpoint may have to be written yet.
///
/// REQUIRES: the story has a verdict.
BranchPoint branchPoint(const RunStory& story, std::string_view action);

/// The recipe of the run that `action` means. The old run stays as it is: a branch, so that anything may be
/// undone. Step sizes change by a factor of 3, smaller ones warmed up over 5 % at least; regularised: dropout
/// + 0.1, weight decay × 3 and at least 0.01. Nothing where branchFrom() is None.
std::optional<config::Recipe> branchOf(const config::Recipe& run, std::string_view action,
                                       const BranchPoint& from);

} // namespace luthier::ui
