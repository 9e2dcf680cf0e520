// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/curve.h"

#include <algorithm>
#include <cmath>

namespace luthier::ui {

double placeOf(const PlotPoint& point, PlotX x)
{
    switch (x) {
    case PlotX::Epoch:
        return point.epoch;
    case PlotX::Time:
        return point.seconds;
    case PlotX::Step:
        break;
    }
    return point.step;
}

std::size_t Curve::append(std::span<const PlotPoint> points)
{
    const std::size_t first = m_points.size();
    for (const PlotPoint& point : points) {
        if (m_points.empty() || point.step > m_points.back().step) m_points.push_back(point);
    }
    smoothFrom(first);
    return first;
}

void Curve::clear()
{
    m_points.clear();
    smoothFrom(0);
}

void Curve::setSmoothing(double weight)
{
    m_weight = std::clamp(weight, 0.0, 0.99);
    smoothFrom(0);
}

void Curve::smoothFrom(std::size_t first)
{
    if (first == 0) {
        m_smoothed.clear();
        m_mean = m_mass = 0;
    }
    for (std::size_t i = first; i < m_points.size(); ++i) {
        const double value = m_points[i].value;
        if (std::isfinite(value)) { // a broken step does not spoil the rest of the line
            m_mean = m_weight * m_mean + (1 - m_weight) * value;
            m_mass = m_weight * m_mass + (1 - m_weight);
        }
        m_smoothed.push_back(m_mass > 0 ? m_mean / m_mass : value);
    }
}

std::optional<std::size_t> Curve::upTo(double at, PlotX x) const
{
    const auto behind = std::ranges::upper_bound(m_points, at, {},
                                                 [x](const PlotPoint& point) { return placeOf(point, x); });
    if (behind == m_points.begin()) return std::nullopt;
    return static_cast<std::size_t>(behind - m_points.begin()) - 1;
}

std::optional<std::size_t> Curve::nearest(double at, PlotX x) const
{
    if (m_points.empty()) return std::nullopt;
    const auto before = upTo(at, x);
    if (!before) return 0;
    if (*before + 1 == m_points.size()) return *before;
    const double left = at - placeOf(m_points[*before], x);
    const double right = placeOf(m_points[*before + 1], x) - at;
    return left <= right ? *before : *before + 1;
}

double Curve::quantile(double share) const
{
    std::vector<double> values;
    values.reserve(m_points.size());
    for (const PlotPoint& point : m_points) {
        if (std::isfinite(point.value)) values.push_back(point.value);
    }
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

} // namespace luthier::ui
