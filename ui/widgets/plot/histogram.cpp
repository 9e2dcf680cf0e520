// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/histogram.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QPainter>

namespace luthier::ui {
namespace {

constexpr std::int64_t kKeyStep = 16; // tokens, product.md §2.9
constexpr int kTicks = 6;

/// A round number near `wanted`: 1, 2 or 5 times a power of ten.
double roundStep(double wanted)
{
    const double power = std::pow(10, std::floor(std::log10(std::max(wanted, 1.0))));
    for (const double lead : {1.0, 2.0, 5.0}) {
        if (lead * power >= wanted) return lead * power;
    }
    return 10 * power;
}

} // namespace

Histogram::Histogram(const QString& title, const QString& unit, QWidget* parent)
    : PaintedChart{title, parent}
    , m_unit{unit}
{
    setBounds(*canvas(), {.leastHeight = 160});
}

void Histogram::setCounts(std::vector<std::int64_t> counts, std::int64_t binWidth)
{
    m_counts = std::move(counts);
    m_binWidth = std::max<std::int64_t>(1, binWidth);
    dataChanged();
    repaintChart();
}

void Histogram::setCutOff(std::int64_t at)
{
    m_cutOff = at;
    dataChanged();
    repaintChart();
}

void Histogram::setEmptyReason(const QString& reason)
{
    m_emptyReason = reason;
    repaintChart();
}

QString Histogram::summary() const
{
    if (m_counts.empty()) return m_emptyReason;
    const auto rows = std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{0});
    const auto most = std::ranges::max_element(m_counts) - m_counts.begin();
    QString text
        = tr("%1 rows; most have %2 to %3 %4.")
              .arg(number(rows), number(most * m_binWidth), number((most + 1) * m_binWidth - 1), m_unit);
    if (m_cutOff > 0) text += ' ' + tr("The cut-off is at %1 %2.").arg(number(m_cutOff), m_unit);
    return text;
}

ChartTable Histogram::table() const
{
    ChartTable table{{m_unit, tr("Rows")}, {}};
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const auto from = static_cast<std::int64_t>(i) * m_binWidth;
        const QString span
            = m_binWidth == 1 ? number(from) : number(from) + QChar{0x2013} + number(from + m_binWidth - 1);
        table.rows.push_back({span, number(m_counts[i])});
    }
    return table;
}

QRect Histogram::plotRect(const QRect& rect) const
{
    const int line = QFontMetrics{fontFor(Type::Caption)}.height();
    return rect.adjusted(space(8), line + space(4), -space(8), -(2 * line + space(8)));
}

void Histogram::paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const
{
    painter.setFont(fontFor(Type::Caption));
    if (m_counts.empty()) {
        painter.setPen(colours.second);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_emptyReason);
        return;
    }
    const QRect plot = plotRect(rect);
    const double perToken = plot.width() / double(std::max<std::int64_t>(1, last()));
    const auto most = std::max<std::int64_t>(1, *std::ranges::max_element(m_counts));
    const auto x = [&](std::int64_t at) { return plot.left() + perToken * double(at); };
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const auto from = static_cast<std::int64_t>(i) * m_binWidth;
        const double height = plot.height() * double(m_counts[i]) / double(most);
        const double gap = perToken * double(m_binWidth) > 4 ? 1 : 0;
        const QRectF bar{x(from), plot.bottom() + 1 - height, perToken * double(m_binWidth) - gap, height};
        const bool cut = m_cutOff > 0 && from >= m_cutOff;
        painter.fillRect(bar, cut ? mixed(colours.panel, colours.border, 0.5) : colours.series[0]);
        if (cut) painter.fillRect(bar, QBrush{colours.look, Qt::BDiagPattern});
    }
    painter.setPen(colours.border);
    painter.drawLine(plot.bottomLeft() + QPoint{0, 1}, plot.bottomRight() + QPoint{0, 1});
    painter.setPen(colours.second);
    const QFontMetrics metrics = painter.fontMetrics();
    const auto step = static_cast<std::int64_t>(roundStep(double(last()) / kTicks));
    for (std::int64_t tick = 0; tick <= last(); tick += step) {
        const QString text = number(tick);
        const double half = metrics.horizontalAdvance(text) / 2.0;
        const double left = std::clamp(x(tick) - half, double(rect.left()), rect.right() - 2 * half);
        painter.drawText(QPointF{left, double(plot.bottom() + metrics.height() + 2)}, text);
    }
    painter.drawText(rect, Qt::AlignBottom | Qt::AlignHCenter, m_unit);
    if (m_cutOff <= 0) return;
    const double line = x(std::min(m_cutOff, last()));
    painter.setPen(QPen{colours.look, 2});
    painter.drawLine(QPointF{line, double(rect.top() + metrics.height())},
                     QPointF{line, double(plot.bottom())});
    const QString text = tr("cut off at %1").arg(number(m_cutOff));
    const double wide = metrics.horizontalAdvance(text);
    painter.drawText(QPointF{std::clamp(line - wide / 2, double(rect.left()), rect.right() - wide),
                             double(rect.top() + metrics.ascent())},
                     text);
}

void Histogram::place(std::int64_t at)
{
    m_cutOff = std::clamp<std::int64_t>(at, kKeyStep, std::max(last(), kKeyStep));
    setReadout(tr("cut off at %1").arg(number(m_cutOff)));
    repaintChart();
}

void Histogram::moveCursor(int points)
{
    if (m_cutOff <= 0 || m_counts.empty()) return;
    place(m_cutOff + points * kKeyStep);
    Q_EMIT cutOffMoved(m_cutOff);
}

void Histogram::pressed(const QPoint& point)
{
    m_dragging = m_cutOff > 0 && !m_counts.empty();
    dragged(point);
}

void Histogram::dragged(const QPoint& point)
{
    if (!m_dragging) return;
    const QRect plot = plotRect(canvas()->rect());
    const double share = double(point.x() - plot.left()) / std::max(1, plot.width());
    place(std::llround(share * double(last())));
}

void Histogram::released()
{
    if (std::exchange(m_dragging, false)) Q_EMIT cutOffMoved(m_cutOff);
}

} // namespace luthier::ui
