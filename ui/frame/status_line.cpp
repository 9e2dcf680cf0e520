// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/status_line.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <chrono>

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace luthier::ui {
namespace {

using namespace std::chrono_literals;
constexpr auto kMachineInterval = 2s;
constexpr qint64 kProgressAfterMs = 300; // product.md §5.1: shorter work shows nothing

Label* caption()
{
    auto* label = new Label{Type::Caption};
    label->setWordWrap(false);
    label->setTone(Label::Tone::Second);
    return label;
}

} // namespace

StatusLine::StatusLine(RunController& runs, JobRunner& jobs, QWidget* parent)
    : QWidget{parent}
    , m_runs{runs}
    , m_jobs{jobs}
    , m_run{makeButton({}, ButtonKind::Link)}
    , m_progress{new QProgressBar}
    , m_pause{new QToolButton}
    , m_note{caption()}
    , m_jobsButton{new QToolButton}
    , m_jobsMenu{new QMenu{this}}
    , m_memory{caption()}
    , m_processor{caption()}
{
    auto* row = new QHBoxLayout{this};
    setSpace(*row, 12, 2, 12);
    row->addWidget(m_run);
    row->addWidget(m_progress);
    row->addWidget(m_pause);
    row->addWidget(m_note, 1);
    row->addWidget(m_jobsButton);
    row->addWidget(m_memory);
    row->addWidget(m_processor);

    m_run->setToolTip(tr("Show the run"));
    setBounds(*m_progress, {.leastWidth = 120, .mostWidth = 120});
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_pause->setAutoRaise(true);
    m_pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_jobsButton->setAutoRaise(true);
    m_jobsButton->setIcon(icon("jobs"));
    m_jobsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_jobsButton->setPopupMode(QToolButton::InstantPopup);
    m_jobsButton->setMenu(m_jobsMenu);
    m_memory->setToolTip(tr("Memory that Luthier uses, and what is still free on this computer"));
    m_processor->setToolTip(tr("How busy the processor is, with all programs"));

    connect(m_run, &QPushButton::clicked, this, &StatusLine::runClicked);
    connect(m_pause, &QToolButton::clicked, this,
            [this] { m_runs.isPaused() ? m_runs.resume() : m_runs.pause(); });
    connect(&runs, &RunController::started, this, &StatusLine::showRun);
    connect(&runs, &RunController::statusChanged, this, &StatusLine::showRun);
    connect(&jobs, &JobRunner::changed, this, &StatusLine::showJobs);
    connect(m_jobsMenu, &QMenu::aboutToShow, this, &StatusLine::fillJobsMenu);
    m_machineTimer.setInterval(kMachineInterval);
    connect(&m_machineTimer, &QTimer::timeout, this, &StatusLine::showMachine);
    m_machineTimer.start();
    showRun();
    showJobs();
    showMachine();
}

void StatusLine::showRun()
{
    const bool running = m_runs.isRunning();
    for (QWidget* part : std::initializer_list<QWidget*>{m_run, m_progress, m_pause}) {
        part->setVisible(running);
    }
    if (!running) {
        m_note->setText(tr("No run"));
        return;
    }
    const RunStatus& status = m_runs.status();
    m_run->setText(status.run.empty() ? tr("Getting ready") : QString::fromStdString(status.run));
    m_progress->setRange(0, static_cast<int>(status.steps)); // 0 to 0: not known yet
    m_progress->setValue(static_cast<int>(status.step));
    m_pause->setIcon(icon(m_runs.isPaused() ? "play" : "pause"));
    m_pause->setText(m_runs.isPaused() ? tr("Resume") : tr("Pause"));
    m_pause->setAccessibleName(m_runs.isPaused() ? tr("Resume the run") : tr("Pause the run"));
    m_pause->setEnabled(!m_runs.isStopping());
    const QString step = tr("step %1 of %2").arg(number(status.step), number(status.steps));
    if (m_runs.isStopping()) {
        m_note->setText(tr("%1 · finishing the step and saving").arg(step));
    } else if (m_runs.isPaused()) {
        m_note->setText(tr("%1 · paused").arg(step));
    } else {
        m_note->setText(status.etaSeconds > 0 ? tr("%1 · %2 left").arg(step, duration(status.etaSeconds))
                                              : step);
    }
}

void StatusLine::showJobs()
{
    int shown = 0;
    for (const JobRunner::View& job : m_jobs.listed()) {
        shown += job.elapsedMs >= kProgressAfterMs ? 1 : 0;
    }
    m_jobsButton->setText(tr("Jobs (%1)").arg(number(std::int64_t{shown})));
    if (m_jobsMenu->isVisible()) fillJobsMenu();
}

void StatusLine::fillJobsMenu()
{
    m_jobsMenu->clear();
    for (const JobRunner::View& job : m_jobs.listed()) {
        QString line = job.name;
        if (job.stopping) {
            line = tr("%1 – stopping").arg(job.name);
        } else if (job.fraction >= 0) {
            line = tr("%1 – %2 – stop").arg(job.name, percent(job.fraction));
        } else {
            line = tr("%1 – stop").arg(job.name);
        }
        QAction* action = m_jobsMenu->addAction(line);
        action->setToolTip(job.doing);
        action->setEnabled(!job.stopping);
        connect(action, &QAction::triggered, this, [this, id = job.id] { m_jobs.stop(id); });
    }
    if (m_jobsMenu->isEmpty()) m_jobsMenu->addAction(tr("Nothing is being worked on"))->setEnabled(false);
}

void StatusLine::showMachine()
{
    const auto load = m_meter.sample();
    m_memory->setVisible(load.has_value());
    m_processor->setVisible(load.has_value());
    if (!load) return;
    m_memory->setText(
        tr("Memory %1, free %2 of %3")
            .arg(fileSize(load->usedBytes), fileSize(load->freeBytes), fileSize(load->totalBytes)));
    m_processor->setText(tr("CPU %1").arg(percent(load->processorShare)));
}

void StatusLine::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter painter{this};
    painter.fillRect(rect(), colours.sunk);
    painter.fillRect(QRect{0, 0, width(), 1}, mixed(colours.window, colours.border, 0.4));
}

} // namespace luthier::ui
