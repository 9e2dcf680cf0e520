// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/curve.h"
#include "ui/widgets/theme/colours.h"

#include <optional>
#include <vector>

#include <qcustomplot.h>

namespace luthier::ui {

/// The one QCustomPlot: curves of runs over one pair of axes, in our colours. LossPlot tells it what to draw;
/// nobody else includes this.
class PlotCanvas final : public QCustomPlot {
    Q_OBJECT
public:
    struct Series {
        QString name;
        int look{}; ///< colour, dash and marker
        bool looks{false}; ///< joined dots, else a line: thin raw and thick smoothed
    };

    PlotCanvas();

    void dress(const Colours& colours);
    void setTitles(const QString& x, const QString& y);
    void setLogarithmic(bool on);

    int addSeries(const Series& series);
    void removeSeries();
    void showSeries(int series, bool visible);
    /// Draws `curve`; `first`: the first point that is new, 0: all of it anew. `noise`: half the width of its
    /// band.
    void draw(int series, const Curve& curve, PlotX x, std::size_t first, double noise);
    void placeStar(std::optional<QPointF> at);
    struct Mark {
        double x;
        QString what;
    };
    void placeMarks(const std::vector<Mark>& marks);
    void placeCursor(std::optional<double> x);
    /// Without telling rangeTouched().
    void setRanges(QCPRange x, QCPRange y);

Q_SIGNALS:
    void rangeTouched(); ///< the person zoomed or moved the picture
    void hovered(double x);
    void left();
    void doubleClicked();

private:
    struct Drawn {
        Series series;
        QCPGraph* raw;
        QCPGraph* smooth; ///< the line itself; of looks the joined dots
        QCPGraph* upper; ///< of the noise band
        QCPGraph* lower;
        QCPItemText* label; ///< at the line's end
        bool visible{true};
    };

    void leaveEvent(QEvent* event) override;
    void pen(Drawn& drawn, const Colours& colours);
    void placeLabels();
    void fitMargin();

    std::vector<Drawn> m_drawn;
    std::vector<QCPItemText*> m_marks;
    QCPGraph* m_star;
    QCPItemStraightLine* m_cursor;
    const Colours* m_colours{};
    bool m_settingRanges{false};
};

} // namespace luthier::ui
