// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace luthier::ui {

/// Where a new run takes over from an old one.
struct BranchPoint {
    std::filesystem::path checkpoint{}; ///< whose weights it starts with
    std::int64_t step{}; ///< of that checkpoint
    std::int64_t plannedSteps{}; ///< of the old run
    std::int64_t moreSteps{}; ///< that "continue-longer" adds
};

/// Whether an action of a verdict (verdict::actions) starts a run of its own, and from where.
enum class BranchFrom { None, Start, LastGood, Best, End };
BranchFrom branchFrom(std::string_view action);

/// The recipe of the run that `action` means. The old run stays as it is: a branch, so that anything may be
/// undone. Step sizes change by a factor of 3; regularised: dropout + 0.1, weight decay × 3 and at least
/// 0.01. Nothing where branchFrom() is None.
std::optional<config::Recipe> branchOf(const config::Recipe& run, std::string_view action,
                                       const BranchPoint& from);

} // namespace luthier::ui
