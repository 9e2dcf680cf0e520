// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme/colours.h"

#include <QRect>

class QPainter;
class QStyleOption;

namespace luthier::ui::paint {

/// What a control is like at this moment.
struct Mood {
    const Colours& colours;
    QRectF rect;
    double unit; ///< pixels a unit of design at 100 % text
    bool enabled, hovered, pressed, on, undecided;
};
Mood moodOf(const QStyleOption& option, double unit);

constexpr double kRadius = 4;

void button(QPainter& painter, const Mood& mood, bool primary);
void toolButton(QPainter& painter, const Mood& mood);
void field(QPainter& painter, const Mood& mood); ///< what one types or chooses in
void frame(QPainter& painter, const Mood& mood); ///< around lists, tables and texts
void checkBox(QPainter& painter, const Mood& mood);
void radioButton(QPainter& painter, const Mood& mood);
void selectedRow(QPainter& painter, const Mood& mood, bool active);
void tab(QPainter& painter, const Mood& mood);
void headerSection(QPainter& painter, const Mood& mood);
void track(QPainter& painter, const Mood& mood, double share); ///< progress; below 0: unknown
void sliderTrack(QPainter& painter, const Mood& mood);
void sliderHandle(QPainter& painter, const Mood& mood);
void scrollHandle(QPainter& painter, const Mood& mood);
void panel(QPainter& painter, const Mood& mood); ///< of menus and tooltips
void focusRing(QPainter& painter, const Mood& mood); ///< 2 px, 1 px away from the control
void currentCell(QPainter& painter, const Mood& mood);

enum class Direction { Up, Down, Right, Left };
void chevron(QPainter& painter, const Mood& mood, Direction direction);

} // namespace luthier::ui::paint
