// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/bridge/mailbox.h"

#include <atomic>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

#include <QObject>
#include <QTimer>

namespace luthier::ui {

/// Where the present run, or the last one, is.
struct RunStatus {
    std::string run; ///< its name; empty before the first event
    std::int64_t step{};
    std::int64_t steps{}; ///< planned
    std::int64_t bestStep{};
    double epoch{};
    double etaSeconds{};
    double tokensPerSecond{};
};

/// Runs one training on its own thread and hands what it reports to the GUI thread in batches. A run that
/// goes on tells first what it had told before: whoever listens hears the whole story.
///
/// Thread  GUI. The signals arrive there too; `ended` is the last of a run, after all its events.
class RunController final : public QObject {
    Q_OBJECT
public:
    explicit RunController(engine::Engine& engine, QObject* parent = nullptr);
    ~RunController() override;

    // REQUIRES: not isRunning().
    void start(const config::Recipe& recipe, const engine::RunOptions& options = {});
    void pause(); ///< nothing where the run is being stopped
    void resume();
    /// Ends the run after the step in progress. `keep` is what stays of it: Both leaves it ready to be
    /// resumed.
    void stop(engine::Keep keep = engine::Keep::Both);
    void requestCheckpoint(); ///< nothing where no run is
    void requestSamples(); ///< likewise

    bool isRunning() const { return m_drainTimer.isActive(); }
    bool isPaused() const { return isRunning() && m_control->isPaused(); }
    bool isStopping() const { return isRunning() && m_control->stopRequested(); }
    const RunStatus& status() const { return m_status; }
    /// The recipe of the present run, or of the last one: its own copy.
    const config::Recipe& recipe() const { return m_recipe; }

Q_SIGNALS:
    void started();
    void eventsArrived(const std::vector<luthier::Event>& events);
    void statusChanged();
    void ended(const luthier::Expected<luthier::Summary>& outcome);

private:
    using News = std::variant<Event, Expected<Summary>>;

    void drain();
    void note(const Event& event);

    engine::Engine& m_engine;
    config::Recipe m_recipe;
    RunStatus m_status;
    QTimer m_drainTimer;
    Mailbox<News> m_news;
    std::unique_ptr<RunControl> m_control;
    std::atomic<engine::Keep> m_keep{engine::Keep::Both};
    std::jthread m_worker; // last: joins before what it uses is gone
};

} // namespace luthier::ui
