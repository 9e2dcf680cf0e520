// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace luthier {

/// The levers of a run in progress. They are looked at between steps.
///
/// Thread  any; requests from one thread, the run on another.
class RunControl {
public:
    std::stop_token stopToken() const { return m_stop.get_token(); }
    bool stopRequested() const { return m_stop.stop_requested(); }
    void requestStop()
    {
        m_stop.request_stop();
        resume();
    }

    void pause()
    {
        const std::scoped_lock lock{m_mutex};
        m_paused = true;
    }
    void resume()
    {
        {
            const std::scoped_lock lock{m_mutex};
            m_paused = false;
        }
        m_wake.notify_all();
    }
    bool isPaused() const
    {
        const std::scoped_lock lock{m_mutex};
        return m_paused;
    }
    /// Returns when the run may go on, or is to stop: a pause that comes after the request holds nothing up.
    void waitWhilePaused()
    {
        std::unique_lock lock{m_mutex};
        m_wake.wait(lock, [this] { return !m_paused || stopRequested(); });
    }

    /// A checkpoint, or a look at the sample rows, at the end of the step in progress.
    void requestCheckpoint() { m_checkpoint = true; }
    void requestSamples() { m_samples = true; }
    bool takeCheckpointRequest() { return m_checkpoint.exchange(false); }
    bool takeSamplesRequest() { return m_samples.exchange(false); }

private:
    std::stop_source m_stop;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_paused{false}; // guarded by m_mutex
    std::atomic<bool> m_checkpoint{false};
    std::atomic<bool> m_samples{false};
};

} // namespace luthier
