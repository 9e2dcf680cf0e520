// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/entry.h"
#include "core/engine/models.h"
#include "core/engine/training.h"
#include "ui/widgets/answer_strip.h"
#include "ui/widgets/card.h"

namespace luthier::ui {

/// What is known of the cost of one method.
struct MethodCost {
    const Expected<engine::Plan>* plan{}; ///< or why it cannot be used; null: not known (yet)
    const engine::CheckReport* measured{}; ///< what Check found, instead of the plan's guess of the time
};

CardFace faceOf(const config::Entry& method, const MethodCost& cost, bool chosen);
/// What the page says in a sentence. `method`: title of the chosen one, empty where none is.
Answer answerOf(const QString& method, const MethodCost& cost);

} // namespace luthier::ui
