// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot/plot_tools.h"

#include "ui/bridge/words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSlider>

namespace luthier::ui {
namespace {

constexpr int kMostSmoothing = 99; // hundredths

QWidget* together(std::initializer_list<QWidget*> parts)
{
    auto* group = new QWidget;
    auto* row = new QHBoxLayout{group};
    setSpace(*row, 0, 8);
    for (QWidget* part : parts) {
        row->addWidget(part);
    }
    return group;
}

} // namespace

PlotTools::PlotTools(QWidget* parent)
    : QWidget{parent}
    , m_x{new QComboBox}
    , m_log{new QCheckBox{tr("&Logarithmic")}}
    , m_spikes{new QCheckBox{tr("Cut s&pikes")}}
    , m_smoothing{new QSlider{Qt::Horizontal}}
    , m_weight{new Label{Type::Caption}}
    , m_follow{makeButton(tr("&Follow"))}
{
    auto* flow = new FlowLayout{0, this};
    setSpace(*flow, 0, 16);
    m_x->addItems({tr("Step"), tr("Round"), tr("Time")});
    m_x->setAccessibleName(tr("Along the axis"));
    m_x->setToolTip(tr("What the picture is drawn over: steps, rounds (epochs) or time"));
    m_log->setToolTip(tr("Shows small losses as large as great ones"));
    m_spikes->setToolTip(tr("Leaves the highest hundredth of the points above the picture"));
    m_smoothing->setRange(0, kMostSmoothing);
    setBounds(*m_smoothing, {.leastWidth = 96, .mostWidth = 96});
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How much of the past each drawn value keeps; 0 shows the raw values"));
    m_weight->setWordWrap(false);
    setBounds(*m_weight, {.leastWidth = 32});
    m_follow->setToolTip(tr("Shows all again and follows the run"));
    m_follow->hide();
    auto* name = new Label{Type::Caption, tr("Smooth")};
    name->setWordWrap(false);

    flow->addWidget(m_x);
    flow->addWidget(m_log);
    flow->addWidget(m_spikes);
    flow->addWidget(together({name, m_smoothing, m_weight}));
    flow->addWidget(m_follow);

    connect(m_x, &QComboBox::currentIndexChanged, this, &PlotTools::changed);
    connect(m_log, &QCheckBox::toggled, this, &PlotTools::changed);
    connect(m_spikes, &QCheckBox::toggled, this, &PlotTools::changed);
    connect(m_smoothing, &QSlider::valueChanged, this, [this] {
        m_weight->setText(number(smoothing(), 2));
        Q_EMIT changed();
    });
    connect(m_follow, &QPushButton::clicked, this, &PlotTools::followWanted);
    m_weight->setText(number(0.0, 2));
}

PlotX PlotTools::x() const
{
    return static_cast<PlotX>(m_x->currentIndex());
}

bool PlotTools::isLogarithmic() const
{
    return m_log->isChecked();
}

double PlotTools::smoothing() const
{
    return m_smoothing->value() / 100.0;
}

bool PlotTools::spikesCut() const
{
    return m_spikes->isChecked();
}

void PlotTools::setX(PlotX x)
{
    m_x->setCurrentIndex(static_cast<int>(x));
}

void PlotTools::setLogarithmic(bool on)
{
    m_log->setChecked(on);
}

void PlotTools::setSmoothing(double weight)
{
    m_smoothing->setValue(qRound(weight * 100));
}

void PlotTools::setSpikesCut(bool on)
{
    m_spikes->setChecked(on);
}

void PlotTools::setFollowOffered(bool offered)
{
    m_follow->setVisible(offered);
}

} // namespace luthier::ui
