// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include "core/base/assert.h"

#include <algorithm>

namespace luthier::ui {

constexpr const char* kOwnKeys = "luthierOwnKeys";

Actions::Actions(Preferences& preferences, const QStringList& pages, QObject* parent)
    : QObject{parent}
    , m_preferences{preferences}
{
    add("new", tr("&New project…"), {});
    add("open-project", tr("Open &project…"), QKeySequence{"Ctrl+Shift+O"});
    add("add-data", tr("Add &data…"), QKeySequence{"Ctrl+O"});
    add("example", tr("Try the &example"), {});
    add("quit", tr("&Quit"), QKeySequence{"Ctrl+Q"});
    add("undo", tr("&Undo"), QKeySequence{"Ctrl+Z"});
    add("redo", tr("&Redo"), QKeySequence{"Ctrl+Shift+Z"});
    add("search", tr("&Search settings"), QKeySequence{"Ctrl+F"});
    add("primary", tr("&Next step"), QKeySequence{"Ctrl+Return"});
    add("start", tr("&Start a run"), QKeySequence{"Ctrl+R"});
    add("pause", tr("&Pause or resume"), QKeySequence{"Ctrl+."});
    add("stop", tr("S&top…"), QKeySequence{"Ctrl+Shift+."});
    add("snapshot", tr("S&ave a checkpoint now"), {});
    add("runs", tr("&List of runs"), QKeySequence{"Ctrl+L"});
    add("side-panel", tr("&Side panel"), QKeySequence{"F9"});
    add("recipe", tr("&Recipe"), QKeySequence{"Ctrl+Shift+R"});
    add("next-area", tr("Next &area of the window"), QKeySequence{"F6"});
    add("keyboard", tr("&Keyboard"), {});
    add("words", tr("&Word list"), {});
    add("fault-report", tr("Copy a &fault report"), {});
    for (int i = 0; i < pages.size(); ++i) {
        add(qPrintable("page-" + QString::number(i)), pages[i],
            QKeySequence{"Ctrl+" + QString::number(i + 1)});
    }
}

void Actions::add(const char* id, const QString& text, const QKeySequence& keys)
{
    auto* action = new QAction{text, this};
    action->setObjectName(id);
    action->setProperty(kOwnKeys, QVariant::fromValue(keys));
    action->setShortcut(m_preferences.hasKeys(id) ? QKeySequence{m_preferences.keys(id)} : keys);
    m_all.push_back(action);
}

QAction& Actions::operator[](std::string_view id) const
{
    const auto found = std::ranges::find_if(
        m_all, [id](const QAction* action) { return action->objectName().toStdString() == id; });
    LUTHIER_ASSERT(found != m_all.end());
    return **found;
}

QAction& Actions::page(int at) const
{
    return (*this)["page-" + std::to_string(at)];
}

QKeySequence Actions::ownKeys(const QAction& action) const
{
    return action.property(kOwnKeys).value<QKeySequence>();
}

void Actions::setKeys(QAction& action, const QKeySequence& keys)
{
    action.setShortcut(keys);
    m_preferences.setKeys(action.objectName(), keys.toString());
}

void Actions::resetKeys(QAction& action)
{
    action.setShortcut(ownKeys(action));
    m_preferences.clearKeys(action.objectName());
}

void Actions::showUndo(const UndoStack& stack)
{
    const auto show = [this](const char* id, bool can, const QString& words, const QString& what) {
        QAction& action = (*this)[id];
        action.setEnabled(can);
        action.setText(what.isEmpty() ? words : words + ": " + what);
    };
    show("undo", stack.canUndo(), tr("&Undo"), stack.undoText());
    show("redo", stack.canRedo(), tr("&Redo"), stack.redoText());
}

} // namespace luthier::ui
