// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/verdict/rules.h"
#include "core/verdict/step_watch.h"

namespace luthier::verdict {

/// All that a sentence may speak of.
struct Story {
    const Trial& trial;
    const Facts& facts;
    const StepWatch& steps;
    std::int64_t lastGoodStep{0}; ///< the last look before the numbers broke
};

/// What was seen, then what it means.
Text textOf(const Finding& finding, const Story& story);

/// Whether a calm light carries a text that is not: held-back loss may have begun to rise.
bool saysWatch(const Finding& finding, const Facts& facts);

/// For a headline that the newest look contradicts: one look changes nothing.
Text doubtText();

} // namespace luthier::verdict
