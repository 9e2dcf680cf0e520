// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/engine/run_work.h"
#include "core/engine/training.h"

namespace luthier::engine {

/// The measured dry run of product.md §2.4 on `work`, which is used up by it.
/// Errors  Interrupted; what build() says, except that too little memory is a finding.
Expected<CheckReport> checked(RunWork& work, const data::Report& report, const Job& job);

} // namespace luthier::engine
