// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"
#include "core/runs/comparison.h"
#include "core/runs/run_card.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// What a stopped run keeps on the disk.
enum class Keep { Best, Last, Both, Nothing };

struct EvaluateOptions {
    std::string checkpoint{"best"};
    std::filesystem::path data{}; ///< empty: the run's own test rows, else its held-back rows
    std::string part{"test"}; ///< test or validation, where `data` is empty
};

/// Runs on the disk: reading, measuring and comparing them.
///
/// Thread  any.
class Records {
public:
    virtual ~Records() = default;

    /// Newest first. Reads the index, and the folders that it does not know yet.
    virtual Expected<std::vector<runs::RunCard>> list() = 0;
    /// All that a run reported, each step once, whatever interrupted it.
    virtual Expected<std::vector<Event>> history(const std::string& run) = 0;
    /// The task's metrics with intervals. Kept in the run directory: the second call reads.
    virtual Expected<runs::Evaluation> evaluate(const std::string& run, const EvaluateOptions& options,
                                                const Job& job)
        = 0;
    /// Runs side by side on the same rows. `baselines` adds the majority class and the prompted base model.
    virtual Expected<runs::Comparison> compare(const std::vector<std::string>& runs, bool baselines,
                                               const Job& job)
        = 0;
    virtual Expected<void> keep(const std::string& run, Keep what) = 0;
    virtual Expected<void> rename(const std::string& run, const std::string& name) = 0;
};

} // namespace luthier::engine
