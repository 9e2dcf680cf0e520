// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace luthier::ui {

class Label;

/// "12 rows left out [Undo]" for a while, and the button that names the next step.
class BottomBar final : public QWidget {
    Q_OBJECT
public:
    explicit BottomBar(QWidget* parent = nullptr);

    void setPrimary(const QString& text, bool enabled, const QString& reason);
    void announceUndo(const QString& what);
    void hideUndo();

Q_SIGNALS:
    void acted();
    void undoWanted();

private:
    void paintEvent(QPaintEvent* event) override;

    Label* m_what;
    QPushButton* m_undo;
    QPushButton* m_primary;
    QTimer m_undoTimer;
};

} // namespace luthier::ui
