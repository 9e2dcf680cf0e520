// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/marker.h"

#include <array>
#include <cmath>
#include <numbers>

namespace luthier::ui {

QPainterPath markerPath(int series, double size)
{
    const double r = size / 2;
    QPainterPath path;
    switch (series % 6) {
    case 0:
        path.addEllipse(QPointF{0, 0}, r, r);
        break;
    case 1:
        path.addRect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8);
        break;
    case 2:
        path.addPolygon(QPolygonF{{{0, -r}, {r, r * 0.85}, {-r, r * 0.85}}});
        break;
    case 3:
        path.addPolygon(QPolygonF{{{0, -r * 1.15}, {r * 1.15, 0}, {0, r * 1.15}, {-r * 1.15, 0}}});
        break;
    case 4:
        path.addPolygon(QPolygonF{{{0, r}, {r, -r * 0.85}, {-r, -r * 0.85}}});
        break;
    default:
        path.addRect(-r, -r * 0.35, 2 * r, r * 0.7);
        path.addRect(-r * 0.35, -r, r * 0.7, 2 * r);
        path.setFillRule(Qt::WindingFill);
        break;
    }
    path.closeSubpath();
    return path;
}

QPen dashed(QPen pen, int series)
{
    static const std::array<QList<qreal>, 6> kDashes{
        {{}, {5, 3}, {1.5, 2.5}, {6, 2.5, 1.5, 2.5}, {10, 3}, {6, 2.5, 1.5, 2.5, 1.5, 2.5}}};
    const auto& dash = kDashes[static_cast<std::size_t>(series) % kDashes.size()];
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QPainterPath starPath(double size)
{
    QPainterPath path;
    for (int i = 0; i < 10; ++i) {
        const double angle = std::numbers::pi * (i / 5.0 - 0.5);
        const double r = (i % 2 == 0 ? 0.5 : 0.2) * size;
        const QPointF corner{r * std::cos(angle), r * std::sin(angle)};
        i == 0 ? path.moveTo(corner) : path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

} // namespace luthier::ui
