// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_bar.h"

#include "ui/bridge/words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {

RunBar::RunBar(RunController& runs, QWidget* parent)
    : QWidget{parent}
    , m_runs{runs}
    , m_pause{makeButton(tr("&Pause"))}
    , m_stop{makeButton(tr("S&top…"))}
    , m_snapshot{makeButton(tr("S&napshot"))}
    , m_sample{makeButton(tr("Sample no&w"))}
    , m_progress{new QProgressBar}
    , m_place{new Label}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 8);
    auto* buttons = new QWidget;
    auto* flow = new FlowLayout{0, buttons};
    setSpace(*flow, 0, 8);
    for (QPushButton* button : {m_pause, m_stop, m_snapshot, m_sample}) {
        flow->addWidget(button);
    }
    m_snapshot->setToolTip(tr("Writes a checkpoint after the step in progress"));
    m_sample->setToolTip(tr("Asks the sample rows again after the step in progress"));
    m_stop->setToolTip(tr("Ends the run and asks what is kept"));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_place->setTone(Label::Tone::Second);
    column->addWidget(buttons);
    column->addWidget(m_progress);
    column->addWidget(m_place);
    connect(m_pause, &QPushButton::clicked, this,
            [this] { m_runs.isPaused() ? m_runs.resume() : m_runs.pause(); });
    connect(m_stop, &QPushButton::clicked, this, &RunBar::stopWanted);
    connect(m_snapshot, &QPushButton::clicked, &runs, &RunController::requestCheckpoint);
    connect(m_sample, &QPushButton::clicked, &runs, &RunController::requestSamples);
    connect(&runs, &RunController::statusChanged, this, &RunBar::refresh);
    connect(&runs, &RunController::started, this, &RunBar::refresh);
    refresh();
}

void RunBar::refresh()
{
    const bool stopping = m_runs.isStopping();
    setVisible(m_runs.isRunning());
    m_pause->setText(m_runs.isPaused() ? tr("&Resume") : tr("&Pause"));
    for (QPushButton* button : {m_pause, m_stop, m_snapshot, m_sample}) {
        button->setEnabled(!stopping);
        button->setAccessibleDescription(stopping ? tr("The run is being stopped") : button->toolTip());
    }
    const RunStatus& status = m_runs.status();
    m_progress->setRange(0, static_cast<int>(status.steps)); // 0 steps: busy, until the first event
    m_progress->setValue(static_cast<int>(status.step));
    if (stopping) return m_place->setText(tr("Stopping: the step in progress is finished and saved."));
    if (status.steps == 0) return m_place->setText(tr("Preparing: reading rows and weights."));
    const QString place = tr("Step %1 of %2").arg(number(status.step), number(status.steps));
    if (m_runs.isPaused())
        return m_place->setText(tr("Paused. %1. Everything is kept in memory.").arg(place));
    m_place->setText(tr("%1  ·  round %2  ·  %3 left  ·  %4 tokens/s")
                         .arg(place, number(status.epoch, 1), duration(status.etaSeconds),
                              number(static_cast<std::int64_t>(status.tokensPerSecond))));
}

} // namespace luthier::ui
