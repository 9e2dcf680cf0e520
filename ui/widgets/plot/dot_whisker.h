// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/chart.h"

#include <optional>

namespace luthier::ui {

/// A value and the interval in which it probably lies.
struct Whisker {
    QString label;
    double value{}, low{}, high{};
    QString text; ///< "88.3 % ± 5.8"
    int series{0}; ///< colour and shape: 0 … 5
};

/// One dot with its interval a row, over a common axis: classes, slices, runs.
class DotWhisker final : public PaintedChart {
    Q_OBJECT
public:
    /// `unit`: along the axis, "F1 (%)".
    DotWhisker(const QString& title, const QString& unit, QWidget* parent = nullptr);

    void setWhiskers(std::vector<Whisker> whiskers);
    void setReference(std::optional<double> value, const QString& name = {}); ///< a line all are held against
    void setEmptyReason(const QString& reason);

    QString summary() const override;
    ChartTable table() const override;

Q_SIGNALS:
    void activated(int whisker);

private:
    void changeEvent(QEvent* event) override;
    void paintChart(QPainter& painter, const QRect& rect, const Colours& colours) const override;
    void moveCursor(int points) override;
    bool keyPressed(QKeyEvent& event) override;
    void pressed(const QPoint& point) override;
    void setCurrent(int whisker);
    std::pair<double, double> range() const;
    void fit();

    QString m_unit, m_emptyReason, m_referenceName;
    std::vector<Whisker> m_whiskers;
    std::optional<double> m_reference;
    int m_current{-1};
};

} // namespace luthier::ui
