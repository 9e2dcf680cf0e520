// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/values.h"
#include "core/data/prepare.h"
#include "core/data/report.h"
#include "core/data/tokenise.h"

namespace luthier::data {

/// The data report: what `prepared` found, and, with an encoder, how long the rows are and what is cut.
/// `data` is the recipe's section; `encoder` may be null, then `lengths` stays empty.
///
/// Errors  InvalidInput for a max_tokens that the model cannot take; Unsupported (Frame); Interrupted.
/// Units   16 bytes a row are held while it works.
Expected<Report> reportOf(const Tables& tables, const Prepared& prepared, const config::Values& data,
                          const TextEncoder* encoder, const Job& job = {});

} // namespace luthier::data
