// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/team.h"

#include <atomic>
#include <exception>
#include <utility>
#include <vector>

#include <ATen/Parallel.h>

namespace luthier::nn {
namespace {

struct alignas(64) Counter {
    std::atomic<std::int64_t> next{0};
};

/// What a thread leaves with where another one has failed.
struct Abandoned { };

} // namespace

struct Team::Shared {
    Shared(std::vector<std::byte>& room, int threads)
        : scratch{room}
        , ofRuns(static_cast<std::size_t>(threads))
    {
    }

    void restart() // by the last to arrive
    {
        next.store(0, std::memory_order_relaxed);
        if (!hadRuns.load(std::memory_order_relaxed)) return;
        for (Counter& one : ofRuns) {
            one.next.store(0, std::memory_order_relaxed);
        }
        hadRuns.store(false, std::memory_order_relaxed);
    }
    void release()
    {
        stage.fetch_add(1, std::memory_order_release);
        stage.notify_all();
    }
    void fail(std::exception_ptr what)
    {
        if (!hasFailed.exchange(true)) error = std::move(what);
        release();
    }

    std::vector<std::byte>& scratch;
    std::vector<Counter> ofRuns; // of the stage in work
    std::exception_ptr error; // written once, by whoever set hasFailed; read behind the region
    std::atomic<bool> hadRuns{false};
    std::atomic<bool> hasFailed{false};
    alignas(64) std::atomic<std::int64_t> next{0}; // of the stage in work
    alignas(64) std::atomic<int> arrived{0};
    alignas(64) std::atomic<std::uint32_t> stage{0};
};

std::int64_t Team::next()
{
    return m_shared.next.fetch_add(1, std::memory_order_relaxed);
}

std::int64_t Team::nextOf(const Run& run)
{
    if (!m_shared.hadRuns.load(std::memory_order_relaxed))
        m_shared.hadRuns.store(true, std::memory_order_relaxed);
    return m_shared.ofRuns[static_cast<std::size_t>(run.thread)].next.fetch_add(1, std::memory_order_relaxed);
}

void Team::wait()
{
    const auto isOver = [&](std::uint32_t stage) {
        if (m_shared.stage.load(std::memory_order_acquire) == stage) return false;
        if (m_shared.hasFailed.load(std::memory_order_relaxed)) throw Abandoned{};
        return true;
    };
    const auto stage = m_shared.stage.load(std::memory_order_acquire);
    if (m_shared.hasFailed.load(std::memory_order_relaxed)) throw Abandoned{};
    if (m_shared.arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_threads) {
        m_shared.arrived.store(0, std::memory_order_relaxed);
        m_shared.restart();
        m_shared.release();
        return;
    }
    constexpr int kSpins = 400; // about 15 µs: the longest piece of a stage
    for (int i = 0; i < kSpins; ++i) {
        if (isOver(stage)) return;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    m_shared.stage.wait(stage, std::memory_order_acquire);
    static_cast<void>(isOver(stage));
}

std::byte* Team::scratch(std::size_t bytes)
{
    constexpr std::size_t kAligned = 64;
    forEach(1, [&](std::int64_t) {
        if (m_shared.scratch.size() < bytes + kAligned) m_shared.scratch.resize(bytes + kAligned);
    });
    const auto start = reinterpret_cast<std::uintptr_t>(m_shared.scratch.data());
    return reinterpret_cast<std::byte*>((start + kAligned - 1) / kAligned * kAligned);
}

void asTeam(const std::function<void(Team&)>& work)
{
    thread_local std::vector<std::byte> scratch; // kept: fresh pages cost more than what is made in them
    const auto threads = at::in_parallel_region() ? 1 : at::get_num_threads();
    Team::Shared shared{scratch, threads};
    if (threads == 1) {
        Team alone{shared, 0, 1};
        work(alone);
        return;
    }
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
        try {
            TORCH_CHECK(end == begin + 1, "[team] fewer threads came than torch has");
            Team mine{shared, static_cast<int>(begin), threads};
            work(mine);
        } catch (const Abandoned&) { // whoever failed has said why
        } catch (...) {
            shared.fail(std::current_exception());
        }
    });
    if (shared.hasFailed) std::rethrow_exception(shared.error);
}

} // namespace luthier::nn
