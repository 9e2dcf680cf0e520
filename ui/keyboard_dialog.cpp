// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keyboard_dialog.h"

#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <array>

#include <QGridLayout>
#include <QKeySequenceEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace luthier::ui {

KeyboardDialog::KeyboardDialog(Actions& actions, QWidget* parent)
    : QDialog{parent}
    , m_actions{actions}
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard"));
    auto* body = new QWidget;
    auto* inside = new QVBoxLayout{body};
    setSpace(*inside, 12, 16);
    inside->addWidget(new Label{Type::Section, tr("In the whole window")});
    inside->addWidget(new Label{tr("Click into a field and press other keys; empty it to switch them off.")});
    inside->addWidget(changeable());
    inside->addWidget(new Label{Type::Section, tr("In charts, tables and lists")});
    inside->addWidget(fixed());

    auto* scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 12, 12);
    column->addWidget(scroll, 1);
    QPushButton* close = makeButton(tr("&Close"), ButtonKind::Primary);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    resize(space(640), space(560));
}

QWidget* KeyboardDialog::changeable()
{
    auto* list = new QWidget;
    auto* grid = new QGridLayout{list};
    setSpace(*grid, 0, 4);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (QAction* action : m_actions.all()) {
        const QString name = action->text().remove('&');
        auto* keys = new QKeySequenceEdit{action->shortcut()};
        keys->setAccessibleName(name);
        auto* reset = new QToolButton;
        reset->setIcon(icon("reset"));
        reset->setAutoRaise(true);
        reset->setToolTip(
            tr("Back to %1").arg(m_actions.ownKeys(*action).toString(QKeySequence::NativeText)));
        reset->setAccessibleName(tr("Reset: %1").arg(name));
        auto* words = new Label{name};
        words->setBuddy(keys);
        grid->addWidget(words, row, 0);
        grid->addWidget(keys, row, 1);
        grid->addWidget(reset, row, 2);
        connect(keys, &QKeySequenceEdit::editingFinished, this,
                [this, action, keys] { m_actions.setKeys(*action, keys->keySequence()); });
        connect(reset, &QToolButton::clicked, this, [this, action, keys] {
            m_actions.resetKeys(*action);
            keys->setKeySequence(action->shortcut());
        });
        ++row;
    }
    return list;
}

QWidget* KeyboardDialog::fixed()
{
    const std::array<std::pair<QString, QString>, 11> lines{{
        {tr("F1"), tr("Help on the setting that has the focus")},
        {tr("Arrows, Shift+arrows"), tr("Charts: move the cursor by one point, by ten")},
        {tr("Home, T, C, S"), tr("Charts: show all, as a table, copy the picture, summary in words")},
        {tr("B"), tr("Curves: jump to the best step")},
        {tr("Left, Right"), tr("Lengths: move the cut-off line by 16 tokens")},
        {tr("Space, A, 1–9"), tr("Layer map: freeze or train, add-on, train the top blocks")},
        {tr("Arrows, Return, Space"), tr("Cards: go to the next, choose, show details")},
        {tr("Return, F2"), tr("Runs: open, rename")},
        {tr("Left, Right"), tr("Tokens: go to the next token")},
        {tr("Up, Down, Shift"), tr("Numbers: next sensible value, ten at once")},
        {tr("Escape"), tr("Close the drawer")},
    }};
    auto* list = new QWidget;
    auto* grid = new QGridLayout{list};
    setSpace(*grid, 0, 4);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& [keys, what] : lines) {
        grid->addWidget(new Label{keys}, row, 0);
        grid->addWidget(new Label{what}, row++, 1);
    }
    return list;
}

} // namespace luthier::ui
