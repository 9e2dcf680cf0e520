// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/preferences.h"
#include "ui/bridge/undo_stack.h"

#include <string_view>
#include <vector>

#include <QAction>
#include <QObject>

namespace luthier::ui {

/// Every command of the window, with its keys. The keys are the person's where they chose others.
class Actions final : public QObject {
    Q_OBJECT
public:
    /// `pages`: titles in the order of the rail; they get Ctrl+1 and so on.
    Actions(Preferences& preferences, const QStringList& pages, QObject* parent);

    /// REQUIRES: there is an action of that id.
    QAction& operator[](std::string_view id) const;
    QAction& page(int at) const;
    const std::vector<QAction*>& all() const { return m_all; } ///< each with its id as object name

    QKeySequence ownKeys(const QAction& action) const; ///< that it starts with
    void setKeys(QAction& action, const QKeySequence& keys); ///< an empty one switches them off
    void resetKeys(QAction& action);
    void showUndo(const UndoStack& stack); ///< "Undo: 12 rows left out"

private:
    void add(const char* id, const QString& text, const QKeySequence& keys);

    Preferences& m_preferences;
    std::vector<QAction*> m_all;
};

} // namespace luthier::ui
