// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace luthier::ui {

/// One measured point of a run, at all the places it can be drawn.
struct PlotPoint {
    double step{};
    double epoch{};
    double seconds{}; ///< since the run began
    double value{};
};

enum class PlotX { Step, Epoch, Time };
double placeOf(const PlotPoint& point, PlotX x);

/// The points of one series, in the order of steps, raw and smoothed. Numbers only: nothing is drawn here.
class Curve {
public:
    /// Points behind the last one; a point at or before it is left out: a resumed run tells some steps twice.
    /// Returns the first new index.
    std::size_t append(std::span<const PlotPoint> points);
    void clear();

    const std::vector<PlotPoint>& points() const { return m_points; }
    bool isEmpty() const { return m_points.empty(); }

    /// Weight of the past, 0 … 0.99; 0 draws the raw values. An exponential mean whose start is not drawn
    /// towards zero.
    void setSmoothing(double weight);
    double smoothing() const { return m_weight; }
    const std::vector<double>& smoothed() const { return m_smoothed; }

    /// The point nearest to `at`; nothing where there are none.
    std::optional<std::size_t> nearest(double at, PlotX x) const;
    /// The last point at or before `at`.
    std::optional<std::size_t> upTo(double at, PlotX x) const;
    /// The value below which `share` of all finite values lie.
    double quantile(double share) const;

private:
    void smoothFrom(std::size_t first);

    std::vector<PlotPoint> m_points;
    std::vector<double> m_smoothed; ///< one a point
    double m_weight{0};
    double m_mean{0}, m_mass{0}; ///< of the exponential mean so far
};

} // namespace luthier::ui
