// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/dot_whisker.h"

#include "ui/bridge/words.h"
#include "ui/widgets/plot/marker.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QPainter>

namespace luthier::ui {
namespace {

int rowHeight()
{
    return std::max(space(26), QFontMetrics{fontFor(Type::Body)}.height() + space(8));
}

int axisHeight()
{
    return 2 * QFontMetrics{fontFor(Type::Caption)}.height() + space(8);
}

} // namespace

DotWhisker::DotWhisker(const QString& title, const QString& unit, QWidget* parent)
    : PaintedChart{title, parent}
    , m_unit{unit}
{
    fit();
}

void DotWhisker::setWhiskers(std::vector<Whisker> whiskers)
{
    m_whiskers = std::move(whiskers);
    m_current = -1;
    setReadout({});
    fit();
    dataChanged();
    repaintChart();
}

void DotWhisker::setReference(std::optional<double> value, const QString& name)
{
    m_reference = value;
    m_referenceName = name;
    repaintChart();
}

void DotWhisker::setEmptyReason(const QString& reason)
{
    m_emptyReason = reason;
    repaintChart();
}

void DotWhisker::fit()
{
    canvas()->setMinimumHeight(rowHeight() * std::max(1, static_cast<int>(m_whiskers.size())) + axisHeight());
}

void DotWhisker::changeEvent(QEvent* event)
{
    PaintedChart::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

QString DotWhisker::summary() const
{
    if (m_whiskers.empty()) return m_emptyReason;
    const auto [least, most]
        = std::ranges::minmax_element(m_whiskers, {}, [](const Whisker& one) { return one.value; });
    return tr("Highest: %1, %2. Lowest: %3, %4.").arg(most->label, most->text, least->label, least->text);
}

ChartTable DotWhisker::table() const
{
    ChartTable table{{title(), m_unit, tr("From"), tr("To")}, {}};
    for (const Whisker& one : m_whiskers) {
        table.rows.push_back(
            {one.label, significant(one.value, 4), significant(one.low, 4), significant(one.high, 4)});
    }
    return table;
}

std::pair<double, double> DotWhisker::range() const
{
    double low = m_reference.value_or(m_whiskers.front().low);
    double high = m_reference.value_or(m_whiskers.front().high);
    for (const Whisker& one : m_whiskers) {
        low = std::min({low, one.low, one.value});
        high = std::max({high, one.high, one.value});
    }
    // Ends at round numbers: a share then ends at 100 %, and never beyond.
    const double fifth = std::max(1e-9, (high - low) / 5);
    const double decade = std::pow(10, std::floor(std::log10(fifth)));
    const double step = fifth > 5 * decade ? 10 * decade : fifth > 2 * decade ? 5 * decade : 2 * decade;
    const double from = std::floor(low / step) * step;
    return {from, std::max(std::ceil(high / step) * step, from + step)};
}

void DotWhisker::paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const
{
    painter.setFont(fontFor(Type::Body));
    if (m_whiskers.empty()) {
        painter.setPen(colours.second);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_emptyReason);
        return;
    }
    const QFontMetrics metrics = painter.fontMetrics();
    int labels = 0;
    int texts = 0;
    for (const Whisker& one : m_whiskers) {
        labels = std::max(labels, metrics.horizontalAdvance(one.label));
        texts = std::max(texts, metrics.horizontalAdvance(one.text));
    }
    labels = std::min(labels + 2, rect.width() * 2 / 5); // letters are wider than their rounded sum
    const int gap = space(12);
    const int height = rowHeight();
    const QRect plot{rect.left() + labels + gap, rect.top(),
                     std::max(space(24), rect.width() - labels - texts - 2 * gap),
                     height * static_cast<int>(m_whiskers.size())};
    const auto [low, high] = range();
    const auto x = [&, from = low, to = high](double value) {
        return plot.left() + plot.width() * (value - from) / (to - from);
    };
    if (m_reference) {
        painter.setPen(QPen{colours.second, 1, Qt::DashLine});
        painter.drawLine(QPointF{x(*m_reference), double(plot.top())},
                         QPointF{x(*m_reference), double(plot.bottom())});
    }
    for (std::size_t i = 0; i < m_whiskers.size(); ++i) {
        const Whisker& one = m_whiskers[i];
        const QRect row{rect.left(), rect.top() + static_cast<int>(i) * height, rect.width(), height};
        if (static_cast<int>(i) == m_current) {
            painter.fillRect(row, mixed(colours.panel, colours.accent, 0.14));
        }
        painter.setPen(colours.text);
        painter.drawText(QRect{row.left(), row.top(), labels, height}, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(one.label, Qt::ElideRight, labels));
        const double y = row.center().y() + 0.5;
        const QColor ink = colours.series[static_cast<std::size_t>(one.series) % colours.series.size()];
        painter.setPen(QPen{ink, 2});
        painter.drawLine(QPointF{x(one.low), y}, QPointF{x(one.high), y});
        for (const double end : {one.low, one.high}) {
            painter.drawLine(QPointF{x(end), y - 4}, QPointF{x(end), y + 4});
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPath(markerPath(one.series, space(9)).translated(x(one.value), y));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(colours.second);
        painter.drawText(QRect{plot.right() + gap, row.top(), texts, height},
                         Qt::AlignRight | Qt::AlignVCenter, one.text);
    }
    painter.setFont(fontFor(Type::Caption));
    painter.setPen(colours.border);
    painter.drawLine(plot.bottomLeft() + QPoint{0, 2}, plot.bottomRight() + QPoint{0, 2});
    painter.setPen(colours.second);
    const QRect foot{plot.left(), plot.bottom() + space(4), plot.width(), axisHeight()};
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignTop, significant(low));
    painter.drawText(foot, Qt::AlignRight | Qt::AlignTop, significant(high));
    const QString middle = m_reference ? m_unit + " · ┆ " + m_referenceName : m_unit;
    const int line
        = painter.fontMetrics().height(); // below the numbers: a narrow axis has no room between them
    painter.drawText(foot.adjusted(0, line, 0, 0), Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip,
                     middle);
}

void DotWhisker::setCurrent(int whisker)
{
    if (m_whiskers.empty()) return;
    m_current = std::clamp(whisker, 0, static_cast<int>(m_whiskers.size()) - 1);
    const Whisker& one = m_whiskers[static_cast<std::size_t>(m_current)];
    setReadout(one.label + ": " + one.text);
    repaintChart();
}

void DotWhisker::moveCursor(int points)
{
    setCurrent(m_current + points);
}

bool DotWhisker::keyPressed(QKeyEvent& event)
{
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
    if (m_current >= 0) Q_EMIT activated(m_current);
    return true;
}

void DotWhisker::pressed(const QPoint& point)
{
    const int row = point.y() / rowHeight();
    if (row < 0 || row >= static_cast<int>(m_whiskers.size())) return;
    setCurrent(row);
    Q_EMIT activated(row);
}

} // namespace luthier::ui
