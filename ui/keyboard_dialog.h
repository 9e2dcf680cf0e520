// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions.h"

#include <QDialog>

namespace luthier::ui {

/// All keys: those of the window, which can be changed or switched off, and those of charts, tables and the
/// layer map.
class KeyboardDialog final : public QDialog {
    Q_OBJECT
public:
    KeyboardDialog(Actions& actions, QWidget* parent);

private:
    QWidget* changeable();
    static QWidget* fixed();

    Actions& m_actions;
};

} // namespace luthier::ui
