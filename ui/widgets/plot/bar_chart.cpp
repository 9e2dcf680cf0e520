// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/bar_chart.h"

#include "ui/bridge/words.h"
#include "ui/widgets/state.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

namespace luthier::ui {
namespace {

int rowHeight()
{
    return std::max(space(26), QFontMetrics{fontFor(Type::Body)}.height() + space(8));
}

} // namespace

BarChart::BarChart(const QString& title, QWidget* parent)
    : PaintedChart{title, parent}
{
    fit();
}

void BarChart::setBars(std::vector<Bar> bars)
{
    m_bars = std::move(bars);
    m_current = -1;
    setReadout({});
    fit();
    dataChanged();
    repaintChart();
}

void BarChart::setFull(double value)
{
    m_full = value;
    repaintChart();
}

void BarChart::setEmptyReason(const QString& reason)
{
    m_emptyReason = reason;
    repaintChart();
}

void BarChart::fit()
{
    canvas()->setMinimumHeight(rowHeight() * std::max(1, static_cast<int>(m_bars.size())));
}

void BarChart::changeEvent(QEvent* event)
{
    PaintedChart::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

QString BarChart::summary() const
{
    if (m_bars.empty()) return m_emptyReason;
    const auto [least, most]
        = std::ranges::minmax_element(m_bars, {}, [](const Bar& bar) { return bar.value; });
    return tr("%n bar(s).", nullptr, static_cast<int>(m_bars.size())) + ' '
        + tr("Largest: %1, %2. Smallest: %3, %4.").arg(most->label, most->text, least->label, least->text);
}

ChartTable BarChart::table() const
{
    ChartTable table{{title(), tr("Value")}, {}};
    for (const Bar& bar : m_bars) {
        table.rows.push_back({bar.label, bar.text});
    }
    return table;
}

void BarChart::paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const
{
    painter.setFont(fontFor(Type::Body));
    if (m_bars.empty()) {
        painter.setPen(colours.second);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_emptyReason);
        return;
    }
    const QFontMetrics metrics = painter.fontMetrics();
    double most = m_full;
    int labels = 0;
    int texts = 0;
    for (const Bar& bar : m_bars) {
        most = std::max(most, bar.value);
        labels = std::max(labels, metrics.horizontalAdvance(bar.label));
        texts = std::max(texts, metrics.horizontalAdvance(bar.text));
    }
    labels = std::min(labels + 2, rect.width() * 2 / 5); // letters are wider than their rounded sum
    texts += space(8);
    const int gap = space(8);
    const int mark = space(16);
    const int room = std::max(space(24), rect.width() - labels - texts - mark - 2 * gap);
    const int height = rowHeight();
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Bar& bar = m_bars[i];
        const QRect row{rect.left(), rect.top() + static_cast<int>(i) * height, rect.width(), height};
        if (static_cast<int>(i) == m_current) {
            painter.fillRect(row, mixed(colours.panel, colours.accent, 0.14));
        }
        painter.setPen(colours.text);
        const QRect name{row.left(), row.top(), labels, height};
        painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(bar.label, Qt::ElideRight, labels));
        const double width = most <= 0 ? 0 : room * bar.value / most;
        const QRectF body(name.right() + gap, row.top() + height * 0.22, std::max(2.0, width), height * 0.56);
        painter.fillRect(body, bar.flagged ? colours.look : colours.series[0]);
        QRectF rest{body.right() + gap, double(row.top()), double(texts + mark), double(height)};
        if (bar.flagged) {
            drawState(painter, QRectF{rest.left(), rest.top(), space(12) * 1.0, rest.height()},
                      State::NeedsALook, colours);
            rest.setLeft(rest.left() + mark);
        }
        painter.setPen(colours.second);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, bar.text);
    }
}

void BarChart::setCurrent(int bar)
{
    if (m_bars.empty()) return;
    m_current = std::clamp(bar, 0, static_cast<int>(m_bars.size()) - 1);
    const Bar& one = m_bars[static_cast<std::size_t>(m_current)];
    setReadout(one.label + ": " + one.text);
    repaintChart();
}

void BarChart::moveCursor(int points)
{
    setCurrent(m_current + points);
}

bool BarChart::keyPressed(QKeyEvent& event)
{
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
    if (m_current >= 0) Q_EMIT activated(m_current);
    return true;
}

void BarChart::pressed(const QPoint& point)
{
    const int bar = point.y() / rowHeight();
    if (bar < 0 || bar >= static_cast<int>(m_bars.size())) return;
    setCurrent(bar);
    Q_EMIT activated(bar);
}

} // namespace luthier::ui
