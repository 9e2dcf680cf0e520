// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verdict/texts.h"

#include <string_view>
#include <vector>

namespace luthier::verdict {

/// What a button may do, and the sentence beside it.
struct Offer {
    std::string_view action; ///< of verdict.h
    Text advice;
};

/// Likeliest first.
std::vector<Offer> offersOf(const Finding& finding, const Story& story);

/// How many more steps are worth trying after a run that ended too soon: 40 %.
std::int64_t stepsWorthTrying(const Trial& trial);

} // namespace luthier::verdict
