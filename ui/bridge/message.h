// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/engine/catalogue.h"

#include <functional>
#include <vector>

#include <QString>

namespace luthier::ui {

/// What an inline message says: three parts, and what can be done about it with one click.
struct Message {
    enum class Level { Note, Look, Bad };

    QString id; ///< a later message with the same one takes its place
    Level level{Level::Note};
    QString what; ///< happened, with the place in the file where there is one
    QString meaning{}; ///< for the person
    QString todo{}; ///< about it
    QString details{}; ///< the technical text
    QString report{}; ///< the details without names, paths and row texts: for somebody else's eyes
    struct Action {
        QString text; ///< a verb that names the result
        std::function<void()> act;
    };
    std::vector<Action> actions{}; ///< one button each
};

/// An error in three parts. `meaning` says what the caller knows: what it costs the person.
Message messageOf(const Error& error, const QString& id, const QString& meaning = {});

/// What a stranger may know of this program and computer: no rows, no paths, no names.
QString faultReport(const engine::Machine& machine, const config::Recipe& draft);

} // namespace luthier::ui
