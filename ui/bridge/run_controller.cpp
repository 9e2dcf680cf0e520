// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_controller.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

namespace luthier::ui {

using namespace std::chrono_literals;
constexpr auto kDrainInterval = 50ms; // 20 pictures a second look alive and cost little

namespace {

/// What led up to the newest start of a run. Notes right before it were heard live.
std::vector<Event> toldBefore(engine::Records& records, const std::filesystem::path& run)
{
    auto events = records.history(run.string());
    if (!events) return {}; // the run goes on without its past
    const auto isStart = [](const Event& event) { return std::holds_alternative<RunStarted>(event); };
    const auto afterStart = std::find_if(events->rbegin(), events->rend(), isStart).base();
    events->erase(afterStart == events->begin() ? afterStart : std::prev(afterStart), events->end());
    while (!events->empty() && std::holds_alternative<Noted>(events->back())) {
        events->pop_back();
    }
    return *std::move(events);
}

} // namespace

RunController::RunController(engine::Engine& engine, QObject* parent)
    : QObject{parent}
    , m_engine{engine}
{
    m_drainTimer.setInterval(kDrainInterval);
    connect(&m_drainTimer, &QTimer::timeout, this, &RunController::drain);
}

RunController::~RunController()
{
    if (m_control) m_control->requestStop(); // the backstop: closing the window has asked and waited before
}

void RunController::start(const config::Recipe& recipe, const engine::RunOptions& options)
{
    LUTHIER_ASSERT(!isRunning());
    m_worker = {}; // the last run has ended: this joins at once
    m_recipe = recipe;
    m_status = {};
    m_keep = engine::Keep::Both;
    m_control = std::make_unique<RunControl>();
    m_worker = std::jthread{[this, recipe, options] {
        const auto sink = [this, &options](const Event& event) {
            const auto* start = std::get_if<RunStarted>(&event);
            if (start != nullptr && start->firstStep > 0) {
                for (Event& earlier : toldBefore(*m_engine.records, options.runDir)) {
                    m_news.put(std::move(earlier));
                }
            }
            m_news.put(event);
        };
        auto outcome = m_engine.training->run(recipe, options, *m_control, sink);
        if (outcome && m_keep != engine::Keep::Both) {
            if (auto kept = m_engine.records->keep(outcome->runDir, m_keep); !kept) {
                outcome = Unexpected{std::move(kept).error()};
            }
        }
        m_news.put(std::move(outcome));
    }};
    m_drainTimer.start();
    Q_EMIT started();
}

void RunController::pause()
{
    if (!isRunning() || isStopping()) return;
    m_control->pause();
    Q_EMIT statusChanged();
}

void RunController::resume()
{
    if (!isRunning()) return;
    m_control->resume();
    Q_EMIT statusChanged();
}

void RunController::stop(engine::Keep keep)
{
    if (!isRunning()) return;
    m_keep = keep;
    m_control->requestStop();
    Q_EMIT statusChanged();
}

void RunController::requestCheckpoint()
{
    if (isRunning()) m_control->requestCheckpoint();
}

void RunController::requestSamples()
{
    if (isRunning()) m_control->requestSamples();
}

void RunController::drain()
{
    std::vector<Event> events;
    std::optional<Expected<Summary>> outcome;
    for (News& news : m_news.takeAll()) {
        if (auto* event = std::get_if<Event>(&news)) {
            note(*event);
            events.push_back(std::move(*event));
        } else {
            outcome = std::get<Expected<Summary>>(std::move(news));
        }
    }
    if (!events.empty()) {
        Q_EMIT eventsArrived(events);
        Q_EMIT statusChanged();
    }
    if (!outcome) return;
    m_drainTimer.stop();
    Q_EMIT statusChanged();
    Q_EMIT ended(*outcome);
}

void RunController::note(const Event& event)
{
    if (const auto* start = std::get_if<RunStarted>(&event)) {
        m_status.run = start->run;
        m_status.steps = start->steps;
        m_status.step = start->firstStep;
    } else if (const auto* step = std::get_if<StepDone>(&event)) {
        m_status.step = step->step;
        m_status.epoch = step->epoch;
        m_status.etaSeconds = step->etaSeconds;
        m_status.tokensPerSecond = step->tokensPerSecond;
    } else if (const auto* saved = std::get_if<CheckpointSaved>(&event)) {
        if (saved->best) m_status.bestStep = saved->step;
    }
}

} // namespace luthier::ui
