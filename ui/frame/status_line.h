// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/job_runner.h"
#include "ui/bridge/machine_meter.h"
#include "ui/bridge/run_controller.h"

#include <QTimer>
#include <QWidget>

class QMenu;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace luthier::ui {

class Label;

/// The run and its progress, the jobs, memory and processor, always in sight.
class StatusLine final : public QWidget {
    Q_OBJECT
public:
    StatusLine(RunController& runs, JobRunner& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void runClicked(); ///< the person wants to see it

private:
    void paintEvent(QPaintEvent* event) override;
    void showRun();
    void showJobs();
    void showMachine();
    void fillJobsMenu();

    RunController& m_runs;
    JobRunner& m_jobs;
    MachineMeter m_meter;
    QPushButton* m_run;
    QProgressBar* m_progress;
    QToolButton* m_pause;
    Label* m_note;
    QToolButton* m_jobsButton;
    QMenu* m_jobsMenu;
    Label* m_memory;
    Label* m_processor;
    QTimer m_machineTimer;
};

} // namespace luthier::ui
