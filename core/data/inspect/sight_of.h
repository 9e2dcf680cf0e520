// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/prepare.h"
#include "core/data/report.h"
#include "core/data/tokenise.h"

#include <cstdint>

namespace luthier::data {

/// What the model sees of one row of the training file, token by token, those that are cut too. Of a row that
/// is split, all pieces in a row.
///
/// Errors  NotUsable where the row has no text or no answer; what the chat template says.
Expected<Sight> sightOf(const Tables& tables, const Prepared& prepared, const TextEncoder& encoder,
                        std::int64_t maxTokens, LongRows mode, std::int64_t row);

} // namespace luthier::data
