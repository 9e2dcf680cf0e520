// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/style_paint.h"

#include <algorithm>
#include <array>

#include <QPainter>
#include <QStyleOption>

namespace luthier::ui::paint {
namespace {

/// Lines of one pixel lie in the middle of pixels.
QRectF inner(const QRectF& rect, double by = 0.5)
{
    return rect.adjusted(by, by, -by, -by);
}

QColor edgeOf(const Mood& mood)
{
    return mood.enabled ? mood.colours.border : mixed(mood.colours.window, mood.colours.border, 0.5);
}

void box(QPainter& painter, const QRectF& rect, double radius, const QBrush& fill, const QPen& edge)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(edge);
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

void line(QPainter& painter, std::initializer_list<QPointF> points, const QColor& colour, double width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen{colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(points.begin(), static_cast<int>(points.size()));
    painter.restore();
}

QRectF middleSquare(const QRectF& rect, double side)
{
    QRectF square{0, 0, side, side};
    square.moveCenter(rect.center());
    return square;
}

/// The ground of something one may press.
QColor pressable(const Mood& mood, const QColor& ground, const QColor& ink)
{
    if (!mood.enabled) return ground;
    if (mood.pressed) return mixed(ground, ink, 0.16);
    return mood.hovered ? mixed(ground, ink, 0.07) : ground;
}

} // namespace

Mood moodOf(const QStyleOption& option, double unit)
{
    const auto has = [&option](QStyle::StateFlag flag) { return option.state.testFlag(flag); };
    return {coloursOf(option.palette),
            QRectF{option.rect},
            unit,
            has(QStyle::State_Enabled),
            has(QStyle::State_MouseOver),
            has(QStyle::State_Sunken),
            has(QStyle::State_On) || has(QStyle::State_Selected),
            has(QStyle::State_NoChange)};
}

void button(QPainter& painter, const Mood& mood, bool primary)
{
    const Colours& colours = mood.colours;
    if (primary && mood.enabled) {
        const QColor ground = pressable(mood, colours.accent, colours.onAccent);
        box(painter, inner(mood.rect), kRadius, ground, ground);
        return;
    }
    const QColor ground = mood.on ? mixed(colours.panel, colours.accent, 0.16) : colours.panel;
    const QColor edge = mood.on && mood.enabled ? colours.accent : edgeOf(mood);
    box(painter, inner(mood.rect), kRadius,
        mood.enabled ? pressable(mood, ground, colours.text) : colours.window, edge);
}

void toolButton(QPainter& painter, const Mood& mood)
{
    const Colours& colours = mood.colours;
    if (mood.on) {
        const QColor ground = mixed(colours.panel, colours.accent, 0.16);
        box(painter, inner(mood.rect), kRadius, pressable(mood, ground, colours.text), colours.accent);
    } else if (mood.enabled && (mood.hovered || mood.pressed)) {
        const QColor ground = mixed(colours.window, colours.text, mood.pressed ? 0.16 : 0.08);
        box(painter, inner(mood.rect), kRadius, ground, Qt::NoPen);
    }
}

void field(QPainter& painter, const Mood& mood)
{
    box(painter, inner(mood.rect), kRadius, mood.enabled ? mood.colours.panel : mood.colours.window,
        edgeOf(mood));
}

void frame(QPainter& painter, const Mood& mood)
{
    const QColor edge = mixed(mood.colours.window, mood.colours.border, 0.55);
    box(painter, inner(mood.rect), kRadius, Qt::NoBrush, edge);
}

void checkBox(QPainter& painter, const Mood& mood)
{
    const Colours& colours = mood.colours;
    const bool filled = mood.on || mood.undecided;
    const QColor ink = mood.enabled ? colours.accent : edgeOf(mood);
    box(painter, inner(mood.rect), 3, filled ? ink : pressable(mood, colours.panel, colours.text),
        filled ? ink : edgeOf(mood));
    const QRectF r = middleSquare(mood.rect, mood.rect.width() * 0.5);
    const double width = 1.8 * mood.unit;
    if (mood.undecided) {
        line(painter, {{r.left(), r.center().y()}, {r.right(), r.center().y()}}, colours.onAccent, width);
    } else if (mood.on) {
        line(painter,
             {{r.left(), r.center().y()},
              {r.left() + r.width() * 0.38, r.bottom() - r.height() * 0.1},
              {r.right(), r.top() + r.height() * 0.1}},
             colours.onAccent, width);
    }
}

void radioButton(QPainter& painter, const Mood& mood)
{
    const Colours& colours = mood.colours;
    const double radius = mood.rect.width() / 2;
    const QColor ink = mood.enabled ? colours.accent : edgeOf(mood);
    box(painter, inner(mood.rect), radius, pressable(mood, colours.panel, colours.text),
        mood.on ? ink : edgeOf(mood));
    if (mood.on) box(painter, middleSquare(mood.rect, radius), radius, ink, Qt::NoPen);
}

void selectedRow(QPainter& painter, const Mood& mood, bool active)
{
    if (mood.on) {
        const double share = active ? 0.18 : 0.1;
        painter.fillRect(mood.rect, mixed(mood.colours.panel, mood.colours.accent, share));
    } else if (mood.hovered && mood.enabled) {
        painter.fillRect(mood.rect, mixed(mood.colours.panel, mood.colours.text, 0.04));
    }
}

void tab(QPainter& painter, const Mood& mood)
{
    const Colours& colours = mood.colours;
    const double thick = 2 * mood.unit;
    const QRectF foot{mood.rect.left(), mood.rect.bottom() - thick, mood.rect.width(), thick};
    if (mood.on) {
        painter.fillRect(foot, mood.enabled ? colours.accent : colours.border);
    } else if (mood.hovered && mood.enabled) {
        painter.fillRect(foot, mixed(colours.window, colours.border, 0.5));
    }
}

void headerSection(QPainter& painter, const Mood& mood)
{
    const Colours& colours = mood.colours;
    painter.fillRect(mood.rect, pressable(mood, colours.window, colours.text));
    const QColor rule = mixed(colours.window, colours.border, 0.4);
    const QRectF r = mood.rect;
    painter.fillRect(QRectF{r.left(), r.bottom() - 1, r.width(), 1}, rule);
    painter.fillRect(QRectF{r.right() - 1, r.top() + 6, 1, std::max(0.0, r.height() - 12)}, rule);
}

void track(QPainter& painter, const Mood& mood, double share)
{
    const Colours& colours = mood.colours;
    const double height = std::min(mood.rect.height(), 8 * mood.unit);
    QRectF bar = mood.rect;
    bar.setTop(mood.rect.center().y() - height / 2);
    bar.setHeight(height);
    const double radius = height / 2;
    box(painter, inner(bar), radius, colours.sunk, mixed(colours.window, colours.border, 0.55));
    if (share < 0) { // unknown: hatched, and it stays still
        box(painter, inner(bar), radius, QBrush{colours.accent, Qt::BDiagPattern}, Qt::NoPen);
    } else if (share > 0) {
        bar.setWidth(std::max(height, bar.width() * std::min(1.0, share)));
        box(painter, bar, radius, colours.accent, Qt::NoPen);
    }
}

void sliderTrack(QPainter& painter, const Mood& mood)
{
    const bool lying = mood.rect.width() > mood.rect.height();
    const double thick = 4 * mood.unit;
    QRectF groove = mood.rect;
    if (lying) {
        groove.setTop(mood.rect.center().y() - thick / 2);
        groove.setHeight(thick);
    } else {
        groove.setLeft(mood.rect.center().x() - thick / 2);
        groove.setWidth(thick);
    }
    box(painter, inner(groove), thick / 2, mood.colours.sunk, edgeOf(mood));
}

void sliderHandle(QPainter& painter, const Mood& mood)
{
    const double side = std::min(mood.rect.width(), mood.rect.height()) - 4 * mood.unit;
    const QRectF knob = middleSquare(mood.rect, side);
    const QColor ink = mood.enabled ? mood.colours.accent : edgeOf(mood);
    box(painter, knob, knob.width() / 2, pressable(mood, mood.colours.panel, mood.colours.text),
        QPen{ink, 2 * mood.unit});
}

void scrollHandle(QPainter& painter, const Mood& mood)
{
    const bool lying = mood.rect.width() > mood.rect.height();
    const double inset = 3 * mood.unit;
    const QRectF bar
        = lying ? mood.rect.adjusted(2, inset, -2, -inset) : mood.rect.adjusted(inset, 2, -inset, -2);
    const double share = mood.pressed ? 1.0 : mood.hovered ? 0.85 : 0.6;
    box(painter, bar, std::min(bar.width(), bar.height()) / 2,
        mixed(mood.colours.window, mood.colours.border, share), Qt::NoPen);
}

void panel(QPainter& painter, const Mood& mood)
{
    painter.fillRect(mood.rect, mood.colours.panel);
    painter.setPen(mood.colours.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(inner(mood.rect));
}

void focusRing(QPainter& painter, const Mood& mood)
{
    constexpr double kWidth = 2;
    box(painter, inner(mood.rect, kWidth / 2), kRadius + kWidth, Qt::NoBrush,
        QPen{mood.colours.accent, kWidth});
}

void currentCell(QPainter& painter, const Mood& mood)
{
    constexpr double kWidth = 2;
    painter.save();
    painter.setPen(QPen{mood.colours.accent, kWidth});
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(inner(mood.rect, kWidth / 2));
    painter.restore();
}

void chevron(QPainter& painter, const Mood& mood, Direction direction)
{
    const double half = 3.5 * mood.unit;
    const QPointF c = mood.rect.center();
    const QColor ink = mood.enabled ? mood.colours.second : edgeOf(mood);
    const double width = 1.5 * mood.unit;
    switch (direction) {
    case Direction::Down:
        line(painter, {c + QPointF{-half, -half / 2}, c + QPointF{0, half / 2}, c + QPointF{half, -half / 2}},
             ink, width);
        return;
    case Direction::Up:
        line(painter, {c + QPointF{-half, half / 2}, c + QPointF{0, -half / 2}, c + QPointF{half, half / 2}},
             ink, width);
        return;
    case Direction::Right:
        line(painter, {c + QPointF{-half / 2, -half}, c + QPointF{half / 2, 0}, c + QPointF{-half / 2, half}},
             ink, width);
        return;
    case Direction::Left:
        line(painter, {c + QPointF{half / 2, -half}, c + QPointF{-half / 2, 0}, c + QPointF{half / 2, half}},
             ink, width);
        return;
    }
}

} // namespace luthier::ui::paint
