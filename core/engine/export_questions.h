// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/data/samples.h"
#include "core/engine/opened_model.h"

#include <filesystem>
#include <string>

namespace luthier::engine {

/// What a run and its export are both asked.
struct ExportQuestions {
    data::SampleSet samples;
    std::string from; ///< validation, train, built-in
};

/// Rows that the run held back; training rows where it held nothing back; a few built-in texts where the
/// data are no longer what the run learned from. A run can always be exported.
///
/// Errors  Interrupted.
Expected<ExportQuestions> exportQuestions(Workshop& workshop, const std::filesystem::path& run,
                                          const OpenedModel& model, const Job& job);

} // namespace luthier::engine
