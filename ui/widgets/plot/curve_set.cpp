// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/curve_set.h"

#include "ui/bridge/words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct PlotWords {
    Q_DECLARE_TR_FUNCTIONS(PlotWords)
};

constexpr double kUnderSpikes = 0.99; // share of the points that stay in the picture

QString stepWord(double step)
{
    return number(static_cast<std::int64_t>(step));
}

} // namespace

void CurveSet::clearPoints()
{
    for (Entry& entry : entries) {
        entry.curve.clear();
        entry.noise = 0;
    }
    marks.clear();
    best.reset();
}

bool CurveSet::isEmpty() const
{
    return longest() == nullptr;
}

CurveSet::Extents CurveSet::extents(PlotX x, bool logarithmic, bool cutSpikes) const
{
    constexpr double kFar = std::numeric_limits<double>::infinity();
    Extents result{{kFar, -kFar}, {kFar, -kFar}, 0};
    const auto expand = [](Extent& extent, double to) {
        extent.low = std::min(extent.low, to);
        extent.high = std::max(extent.high, to);
    };
    for (const Entry& entry : entries) {
        if (!entry.series.visible || entry.curve.isEmpty()) continue;
        const auto& points = entry.curve.points();
        expand(result.x, placeOf(points.front(), x));
        expand(result.x, placeOf(points.back(), x));
        const bool cut = cutSpikes && entry.series.shape == PlotSeries::Shape::Line;
        const double most = cut ? entry.curve.quantile(kUnderSpikes) : kFar;
        for (const PlotPoint& point : points) {
            if (!std::isfinite(point.value) || (logarithmic && point.value <= 0)) continue;
            point.value > most ? void(++result.above) : expand(result.y, point.value);
        }
    }
    if (!(result.x.low <= result.x.high)) result.x = {0, 1};
    if (!(result.y.low <= result.y.high)) result.y = {0.1, 1};
    if (result.x.low == result.x.high) result.x.high += 1;
    const double height = result.y.high - result.y.low;
    if (logarithmic) {
        result.y = {result.y.low / 1.15, result.y.high * 1.15};
    } else {
        const double pad = height > 0 ? height * 0.06 : std::max(1e-6, std::abs(result.y.high) * 0.1);
        result.y = {result.y.low - pad, result.y.high + pad};
    }
    return result;
}

const Curve* CurveSet::longest() const
{
    const Curve* result = nullptr;
    for (const Entry& entry : entries) {
        if (!entry.series.visible || entry.curve.isEmpty()) continue;
        if (result == nullptr || entry.curve.points().size() > result->points().size()) result = &entry.curve;
    }
    return result;
}

double CurveSet::placeOfStep(double step, PlotX x) const
{
    const Curve* line = longest();
    return line == nullptr ? step : placeOf(line->points()[*line->nearest(step, PlotX::Step)], x);
}

std::optional<PlotPoint> CurveSet::bestPoint() const
{
    if (!best) return std::nullopt;
    for (const Entry& entry : entries) {
        if (entry.series.shape != PlotSeries::Shape::Looks || !entry.series.visible) continue;
        if (const auto at = entry.curve.nearest(*best, PlotX::Step)) return entry.curve.points()[*at];
    }
    return std::nullopt;
}

QString CurveSet::readout(double step) const
{
    QStringList parts{PlotWords::tr("Step %1").arg(stepWord(step))};
    for (const Entry& entry : entries) {
        if (!entry.series.visible) continue;
        const auto at = entry.series.shape == PlotSeries::Shape::Looks
            ? entry.curve.upTo(step, PlotX::Step)
            : entry.curve.nearest(step, PlotX::Step);
        if (at) parts << entry.series.name + ' ' + significant(entry.curve.points()[*at].value, 4);
    }
    for (const Mark& mark : marks) {
        if (mark.step == step) parts << QChar{0x25B2} + (' ' + mark.what);
    }
    if (best == step) parts << QChar{0x2605} + (' ' + PlotWords::tr("best"));
    return parts.join(QStringLiteral("  ·  "));
}

QString CurveSet::summary() const
{
    QStringList parts;
    for (const Entry& entry : entries) {
        const auto& points = entry.curve.points();
        if (!entry.series.visible || points.empty()) continue;
        const auto least = std::ranges::min_element(points, {}, &PlotPoint::value);
        parts << PlotWords::tr("%1: from %2 to %3, lowest %4 at step %5.")
                     .arg(entry.series.name, significant(points.front().value),
                          significant(points.back().value), significant(least->value), stepWord(least->step));
    }
    if (best && !parts.isEmpty()) parts << PlotWords::tr("Best step: %1.").arg(stepWord(*best));
    return parts.join(' ');
}

ChartTable CurveSet::table() const
{
    ChartTable table{{PlotWords::tr("Step")}, {}};
    std::map<double, QStringList> rows;
    for (const Entry& entry : entries) {
        if (!entry.series.visible) continue;
        table.columns << entry.series.name;
        for (const PlotPoint& point : entry.curve.points()) {
            QStringList& row = rows[point.step];
            row.resize(table.columns.size() - 1);
            row.last() = significant(point.value, 5);
        }
    }
    for (auto& [step, values] : rows) {
        values.resize(table.columns.size() - 1);
        table.rows.push_back(QStringList{stepWord(step)} + values);
    }
    return table;
}

} // namespace luthier::ui
