// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/chart.h"
#include "ui/widgets/plot/curve_set.h"

#include <optional>
#include <span>
#include <vector>

#include <QTimer>

namespace luthier::ui {

class Label;
class PlotCanvas;
class PlotTools;

/// Curves of runs on one pair of axes: losses, a metric, several runs. New points are appended, at most 20
/// pictures a second are drawn, and the whole history stays.
///
/// Mouse: wheel zooms, drag moves, double-click shows all, hovering reads all series. Keys beyond Chart's: B
/// goes to the best step.
class LossPlot final : public Chart {
    Q_OBJECT
public:
    /// `valueTitle` with its unit: "Loss (nats per answer)".
    LossPlot(const QString& title, const QString& valueTitle, QWidget* parent = nullptr);

    /// Returns its number, from 0.
    int addSeries(const PlotSeries& series);
    void removeAllSeries();
    void clear(); ///< points, best and marks; the series stay
    void append(int series, std::span<const PlotPoint> points);
    void setNoise(int series, double sigma); ///< half the band's width, in the value's unit
    void showSeries(int series, bool visible);
    void setBest(std::optional<double> step); ///< ★ on the first series of looks
    void addMark(double step, const QString& what); ///< ▲: an action, a changed step size
    void setEmptyReason(const QString& reason); ///< "First point after step 50"
    void setToolsShown(bool shown);
    PlotTools& tools() { return *m_tools; }

    const Curve& curve(int series) const { return m_set.entries[static_cast<std::size_t>(series)].curve; }
    bool isFollowing() const { return m_following; }
    void moveCursorTo(double step);
    void drawNow(); ///< without waiting for the next picture

    QString summary() const override;
    ChartTable table() const override { return m_set.table(); }

Q_SIGNALS:
    void cursorMoved(double step);

private:
    void changeEvent(QEvent* event) override;
    void moveCursor(int points) override;
    void showAll() override;
    bool keyPressed(QKeyEvent& event) override;
    void drawPicture(QPainter& painter, const QRect& rect, const Colours& colours) const override;

    CurveSet::Entry& entry(int series) { return m_set.entries[static_cast<std::size_t>(series)]; }
    std::size_t& drawn(int series) { return m_drawn[static_cast<std::size_t>(series)]; }
    void listen();
    void applyTools();
    void drawSoon();
    void rescale();
    void placeCursor(double x);

    PlotCanvas* m_plot;
    PlotTools* m_tools;
    Label* m_empty; ///< why there is nothing to see
    QString m_valueTitle;
    CurveSet m_set;
    std::vector<std::size_t> m_drawn; ///< points of each series that the canvas has already; 0: draw all anew
    std::optional<double> m_cursorStep;
    std::size_t m_above{0}; ///< points above the picture
    bool m_following{true};
    QTimer m_drawTimer;
};

} // namespace luthier::ui
