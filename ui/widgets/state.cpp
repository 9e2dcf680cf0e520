// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state.h"

#include "ui/widgets/theme/measure.h"

#include <QCoreApplication>
#include <QPainter>

namespace luthier::ui {
namespace {

struct StateWords {
    Q_DECLARE_TR_FUNCTIONS(StateWords)
};

} // namespace

QString wordOf(State state)
{
    switch (state) {
    case State::NotStarted:
        return StateWords::tr("not started");
    case State::NeedsALook:
        return StateWords::tr("needs a look");
    case State::Ready:
        return StateWords::tr("ready");
    case State::Blocked:
        break;
    }
    return StateWords::tr("blocked");
}

QColor colourOf(State state, const Colours& colours)
{
    switch (state) {
    case State::NotStarted:
        return colours.second;
    case State::NeedsALook:
        return colours.look;
    case State::Ready:
        return colours.ready;
    case State::Blocked:
        break;
    }
    return colours.bad;
}

QColor tintOf(State state, const Colours& colours)
{
    switch (state) {
    case State::NotStarted:
        return colours.sunk;
    case State::NeedsALook:
        return colours.lookTint;
    case State::Ready:
        return colours.readyTint;
    case State::Blocked:
        break;
    }
    return colours.badTint;
}

void drawState(QPainter& painter, const QRectF& rect, State state, const Colours& colours)
{
    const QPointF c = rect.center();
    const double r = std::min(rect.width(), rect.height()) / 2 - 1;
    const QColor ink = colourOf(state, colours);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    switch (state) {
    case State::NotStarted:
        painter.setPen(QPen{ink, r / 3});
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(c, r * 0.8, r * 0.8);
        break;
    case State::NeedsALook:
        painter.drawPolygon(
            QPolygonF{{c + QPointF{0, -r}, c + QPointF{r, 0}, c + QPointF{0, r}, c + QPointF{-r, 0}}});
        break;
    case State::Ready:
        painter.drawEllipse(c, r * 0.9, r * 0.9);
        break;
    case State::Blocked:
        painter.drawRect(QRectF{c.x() - r * 0.8, c.y() - r * 0.8, r * 1.6, r * 1.6});
        break;
    }
    painter.restore();
}

StateMark::StateMark(State state, QWidget* parent)
    : QWidget{parent}
    , m_state{state}
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateMark::setState(State state)
{
    m_state = state;
    update();
}

QSize StateMark::sizeHint() const
{
    return {space(14), space(14)};
}

void StateMark::paintEvent(QPaintEvent*)
{
    QPainter painter{this};
    drawState(painter, rect(), m_state, coloursOf(palette()));
}

} // namespace luthier::ui
