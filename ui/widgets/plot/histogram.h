// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/chart.h"

#include <cstdint>

namespace luthier::ui {

/// How often which length occurs, with a cut-off line that mouse (drag) and arrows (16 at a time) move.
class Histogram final : public PaintedChart {
    Q_OBJECT
public:
    /// `unit`: what is counted along the axis, "tokens".
    Histogram(const QString& title, const QString& unit, QWidget* parent = nullptr);

    /// Row counts of lengths 0 … w-1, w … 2w-1, … with w = binWidth.
    void setCounts(std::vector<std::int64_t> counts, std::int64_t binWidth);
    /// Where the line is; 0: there is none.
    void setCutOff(std::int64_t at);
    void setEmptyReason(const QString& reason);

    QString summary() const override;
    ChartTable table() const override;

Q_SIGNALS:
    void cutOffMoved(qint64 at); ///< by the person, and let go of

private:
    void paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const override;
    void moveCursor(int points) override;
    void pressed(const QPoint& point) override;
    void dragged(const QPoint& point) override;
    void released() override;
    QRect plotRect(const QRect& rect) const;
    std::int64_t last() const { return static_cast<std::int64_t>(m_counts.size()) * m_binWidth; }
    void place(std::int64_t at);

    QString m_unit, m_emptyReason;
    std::vector<std::int64_t> m_counts;
    std::int64_t m_binWidth{1};
    std::int64_t m_cutOff{0};
    bool m_dragging{false};
};

} // namespace luthier::ui
