// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/chart.h"
#include "ui/widgets/plot/curve.h"

#include <optional>
#include <span>
#include <vector>

#include <QString>

namespace luthier::ui {

/// One series of a LossPlot.
struct PlotSeries {
    enum class Shape {
        Line, ///< many points: thin raw, thick smoothed
        Looks, ///< few points: joined dots, with a noise band where it is known
    };
    QString name;
    Shape shape{Shape::Line};
    int look{0}; ///< colour, dash and marker: 0 training, 1 held-back, …
    bool visible{true};
};

/// All that a LossPlot knows, and what can be said of it in words. Nothing is drawn here.
class CurveSet {
public:
    struct Entry {
        PlotSeries series;
        Curve curve{};
        double noise{0}; ///< half the width of the band
    };
    /// Something that happened at a step: an action, a changed step size.
    struct Mark {
        double step;
        QString what;
    };
    struct Extent {
        double low, high;
    };
    struct Extents {
        Extent x{0, 1}, y{0, 1};
        std::size_t above{0}; ///< points above y.high
    };

    std::vector<Entry> entries;
    std::vector<Mark> marks;
    std::optional<double> best; ///< step

    void clearPoints();
    bool isEmpty() const; ///< nothing that could be seen
    /// Of what is visible. `cutSpikes` leaves the highest hundredth of the points of lines out.
    Extents extents(PlotX x, bool logarithmic, bool cutSpikes) const;
    /// The visible curve with most points, which the cursor walks along; null without one.
    const Curve* longest() const;
    double placeOfStep(double step, PlotX x) const;
    /// Where the best step stands on the first series of looks.
    std::optional<PlotPoint> bestPoint() const;

    QString readout(double step) const; ///< the values of all series at that step
    QString summary() const; ///< empty without points
    ChartTable table() const;
};

} // namespace luthier::ui
