// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/bridge/navigator.h"
#include "ui/bridge/project.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_library.h"

#include <QObject>

namespace luthier::ui {

/// Begins and ends runs for the window: checks the draft, asks what is kept, notes the run in the project,
/// offers an interrupted one.
class RunDesk final : public QObject {
    Q_OBJECT
public:
    struct Parts {
        QWidget& window; ///< that questions lie over
        engine::Engine& engine;
        RunController& runs;
        RunLibrary& library;
        Navigator& navigator;
    };
    explicit RunDesk(const Parts& parts);

    void setProject(Project& project);

    void start();
    void run(const config::Recipe& recipe); ///< of a branch: checked when its parent began
    void resume(const QString& runDir);
    void askToStop();
    void pauseOrResume();
    /// Whether the window may close now. If a run is active, asks; closeNow() follows when that is settled.
    bool mayClose();
    /// The session ends: saves without asking.
    void endOfSession();

Q_SIGNALS:
    void closeNow();

private:
    void begin(const config::Recipe& recipe, const engine::RunOptions& options);
    void noteEvents(const std::vector<Event>& events);
    void finish(const Expected<Summary>& outcome);
    void offerInterrupted(); ///< once an interruption: a run that goes on may be interrupted again
    void offer(const runs::RunCard& card, const RunLibrary::Saved& saved);

    Parts m_parts;
    Project* m_project{};
    QString m_runDir; ///< of the run that is resumed; empty for a new one
    bool m_closing{false}, m_asking{false};
};

} // namespace luthier::ui
