// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/plot/curve.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QSlider;

namespace luthier::ui {

class Label;

/// The line of tools above a plot of curves.
class PlotTools final : public QWidget {
    Q_OBJECT
public:
    explicit PlotTools(QWidget* parent = nullptr);

    PlotX x() const;
    bool isLogarithmic() const;
    double smoothing() const;
    bool spikesCut() const;

    void setX(PlotX x);
    void setLogarithmic(bool on);
    void setSmoothing(double weight);
    void setSpikesCut(bool on);
    void setFollowOffered(bool offered);

Q_SIGNALS:
    void changed();
    void followWanted();

private:
    QComboBox* m_x;
    QCheckBox* m_log;
    QCheckBox* m_spikes;
    QSlider* m_smoothing;
    Label* m_weight;
    QPushButton* m_follow;
};

} // namespace luthier::ui
