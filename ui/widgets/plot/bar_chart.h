// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/chart.h"

namespace luthier::ui {

struct Bar {
    QString label; ///< a class, a part of the memory
    double value{}; ///< from 0
    QString text; ///< "1,020 (85 %)"
    bool flagged{false}; ///< needs a look; `text` says why
};

/// One lying bar a row, from zero. Return or a click asks for what stands behind a bar.
class BarChart final : public PaintedChart {
    Q_OBJECT
public:
    explicit BarChart(const QString& title, QWidget* parent = nullptr);

    void setBars(std::vector<Bar> bars);
    void setFull(double value); ///< what a bar over the whole width is, at least; 0: the largest
    void setEmptyReason(const QString& reason); ///< why there is nothing to draw

    QString summary() const override;
    ChartTable table() const override;

Q_SIGNALS:
    void activated(int bar);

private:
    void changeEvent(QEvent* event) override;
    void paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const override;
    void moveCursor(int points) override;
    bool keyPressed(QKeyEvent& event) override;
    void pressed(const QPoint& point) override;
    void setCurrent(int bar);
    void fit();

    std::vector<Bar> m_bars;
    QString m_emptyReason;
    double m_full{0};
    int m_current{-1};
};

} // namespace luthier::ui
