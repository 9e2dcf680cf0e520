// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/run_controller.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace luthier::ui {

class Label;

/// Levers and place of the run in progress.
class RunBar final : public QWidget {
    Q_OBJECT
public:
    explicit RunBar(RunController& runs, QWidget* parent = nullptr);

Q_SIGNALS:
    void stopWanted(); ///< what is kept is still to be asked

private:
    void refresh();

    RunController& m_runs;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QPushButton* m_snapshot;
    QPushButton* m_sample;
    QProgressBar* m_progress;
    Label* m_place;
};

} // namespace luthier::ui
