// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/engine/opened_model.h"
#include "core/engine/records.h"
#include "core/runs/comparison.h"

#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// The rows that a run is measured on: its own part, or another file read with the same roles.
struct MeasuredRows {
    std::shared_ptr<const DataWork> data;
    data::SampleSet samples;
    std::vector<std::string> inputs, expected; ///< one a sample, for people
    std::vector<std::string> labels;
    std::string part;
};

/// options.part may be train here; `most` rows are drawn with the run's seed, 0: all.
///
/// Errors  NotUsable where a file has changed since the run, has labels that the run does not know, or no
///         rows.
Expected<MeasuredRows> rowsFor(Workshop& workshop, const std::filesystem::path& run,
                               const EvaluateOptions& options, const Job& job, std::int64_t most = 0);

/// Every row's loss and answer, with the task's metrics and their intervals.
Expected<runs::Evaluation> evaluated(const OpenedModel& model, const MeasuredRows& rows, const Job& job);

/// What always answering the most frequent training label would reach.
runs::Evaluation majorityOf(const MeasuredRows& rows);

/// What the base model reaches with nothing but the labels' names (classification) or its own template.
Expected<runs::Evaluation> promptedBase(Workshop& workshop, const std::filesystem::path& run,
                                        const MeasuredRows& rows, const Job& job);

} // namespace luthier::engine
