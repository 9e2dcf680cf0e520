// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme/colours.h"

#include <QString>
#include <QWidget>

class QPainter;

namespace luthier::ui {

/// How far a step of the work is. Told by shape and word, never by colour alone.
enum class State {
    NotStarted, ///< ○
    NeedsALook, ///< ◆
    Ready, ///< ●
    Blocked, ///< ■
};

QString wordOf(State state);
QColor colourOf(State state, const Colours& colours);
QColor tintOf(State state, const Colours& colours);
void drawState(QPainter& painter, const QRectF& rect, State state, const Colours& colours);

/// The shape alone; the word stands beside it.
class StateMark final : public QWidget {
    Q_OBJECT
public:
    explicit StateMark(State state = State::NotStarted, QWidget* parent = nullptr);
    void setState(State state);
    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;

    State m_state;
};

} // namespace luthier::ui
