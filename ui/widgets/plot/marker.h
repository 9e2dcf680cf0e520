// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPen>

namespace luthier::ui {

/// The shapes of product.md §4 that tell series apart without colour: ● ■ ▲ ◆ ▼ ✚, around (0, 0).
QPainterPath markerPath(int series, double size);
/// The dashes that go with them: solid, dashed, dotted, dash-dot, long dash, dash-dot-dot.
QPen dashed(QPen pen, int series);
/// The star of the best step.
QPainterPath starPath(double size);

} // namespace luthier::ui
