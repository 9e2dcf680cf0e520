// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_runner.h"

#include "core/base/assert.h"
#include "ui/bridge/words.h"

#include <algorithm>
#include <chrono>

namespace luthier::ui {

using namespace std::chrono_literals;
constexpr auto kDrainInterval = 20ms; // live numbers have 100 ms, most of it for the work itself
constexpr auto kReportInterval = 40ms; // a worker that reports each row must not flood the mailbox

JobRunner::JobRunner(QObject* parent)
    : QObject{parent}
{
    m_drainTimer.setInterval(kDrainInterval);
    connect(&m_drainTimer, &QTimer::timeout, this, &JobRunner::drain);
}

JobRunner::~JobRunner()
{
    stopAll(); // all at once, then each thread is joined
}

JobRunner::Id JobRunner::begin(const Wish& wish, QObject* receiver, std::unique_ptr<Errand> errand)
{
    LUTHIER_ASSERT(receiver != nullptr);
    for (const auto& other : m_running) {
        if (wish.key.isEmpty() || other->receiver != receiver || other->wish.key != wish.key) continue;
        other->replaced = true;
        other->thread.request_stop();
    }
    const Id id = m_nextId++;
    auto running = std::make_unique<Running>();
    running->id = id;
    running->wish = wish;
    running->receiver = receiver;
    running->since.start();
    running->errand = std::move(errand);
    running->thread = std::jthread{[this, id, task = running->errand.get()](const std::stop_token& stop) {
        auto last = std::chrono::steady_clock::time_point{};
        task->perform({.stop = stop, .progress = [&](double fraction, const Text& doing) {
                           const auto now = std::chrono::steady_clock::now();
                           if (now - last < kReportInterval) return;
                           last = now;
                           m_news.put({.id = id, .fraction = fraction, .doing = doing});
                       }});
        m_news.put({.id = id, .done = true});
    }};
    m_running.push_back(std::move(running));
    if (!m_drainTimer.isActive()) m_drainTimer.start();
    Q_EMIT changed();
    return id;
}

void JobRunner::stop(Id id)
{
    for (const auto& running : m_running) {
        if (running->id == id) running->thread.request_stop();
    }
    Q_EMIT changed();
}

void JobRunner::stopAll()
{
    for (const auto& running : m_running) {
        running->thread.request_stop();
    }
}

std::vector<JobRunner::View> JobRunner::listed() const
{
    std::vector<View> views;
    for (const auto& running : m_running) {
        if (!running->wish.listed || running->replaced) continue;
        views.push_back({running->id, running->wish.name, running->fraction, running->doing,
                         running->since.elapsed(), running->thread.get_stop_source().stop_requested()});
    }
    return views;
}

void JobRunner::drain()
{
    const auto batch = m_news.takeAll();
    for (const News& news : batch) {
        if (news.done) {
            finish(news.id);
            continue;
        }
        for (const auto& running : m_running) {
            if (running->id != news.id) continue;
            running->fraction = news.fraction;
            running->doing = words(news.doing);
        }
    }
    if (m_running.empty()) m_drainTimer.stop();
    if (!batch.empty()) Q_EMIT changed();
}

void JobRunner::finish(Id id)
{
    const auto found
        = std::ranges::find_if(m_running, [id](const auto& running) { return running->id == id; });
    if (found == m_running.end()) return; // finished already, by somebody who waited for it
    const auto running = std::move(*found); // out of the list first: `deliver` may start the next job
    m_running.erase(found);
    running->thread.join();
    if (!running->replaced && running->receiver != nullptr) running->errand->deliver();
}

} // namespace luthier::ui
