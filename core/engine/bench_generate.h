// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/answers.h"
#include "core/engine/opened_model.h"

namespace luthier::engine {

/// How fast a model reads a prompt and writes, and how near that is to what the memory allows: each token
/// that is written has to read all weights once.
///
/// Errors  Unsupported for a model that does not write; Interrupted.
Expected<GenerateBench> benchGenerate(OpenedModel& model, const Job& job);

} // namespace luthier::engine
