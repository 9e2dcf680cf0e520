// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"

#include <vector>

#include <QString>
#include <QStringList>

namespace luthier::ui {

/// A verdict as a person reads it.
struct VerdictWords {
    /// Something that can be done about it.
    struct Offer {
        QString action; ///< of verdict::actions
        QString button; ///< a verb that names the result
        QString effect; ///< in a sentence
    };
    QString kind; ///< "Overfitting, moderate"
    QString confidence; ///< "Confidence: medium (14 looks)"
    QString text; ///< what was seen, what it means, what to do
    QStringList evidence{}; ///< numbers with what is healthy
    QStringList also{}; ///< other rules that matched
    std::vector<Offer> offers{};
};

VerdictWords wordsOf(const VerdictGiven& verdict);

} // namespace luthier::ui
