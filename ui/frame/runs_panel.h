// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/navigator.h"
#include "ui/bridge/project.h"
#include "ui/bridge/run_library.h"

#include <QWidget>

class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace luthier::ui {

class Stack;

/// The project's runs: state, best number, size. Return opens one, F2 renames it.
class RunsPanel final : public QWidget {
    Q_OBJECT
public:
    RunsPanel(Project& project, RunLibrary& library, Navigator& navigator, QWidget* parent = nullptr);

private:
    void refresh();
    void useRecipe();
    void showButtons();
    std::optional<runs::RunCard> current() const;

    Project& m_project;
    RunLibrary& m_library;
    Navigator& m_navigator;
    Stack* m_stack;
    QListWidget* m_list;
    QPushButton* m_open;
    QPushButton* m_resume;
    QPushButton* m_reuse;
    std::vector<runs::RunCard> m_cards; ///< as listed
    bool m_filling{false};
};

} // namespace luthier::ui
