// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/team.h"

#include <atomic>
#include <vector>

#include <ATen/Parallel.h>

namespace luthier::nn {

struct Team::Shared {
    std::vector<std::byte>& scratch;
    alignas(64) std::atomic<std::int64_t> next{0}; // of the stage in work
    alignas(64) std::atomic<int> arrived{0};
    alignas(64) std::atomic<std::uint32_t> stage{0};
};

std::int64_t Team::next()
{
    return m_shared.next.fetch_add(1, std::memory_order_relaxed);
}

void Team::wait()
{
    const auto stage = m_shared.stage.load(std::memory_order_acquire);
    if (m_shared.arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_threads) {
        m_shared.arrived.store(0, std::memory_order_relaxed);
        m_shared.next.store(0, std::memory_order_relaxed);
        m_shared.stage.store(stage + 1, std::memory_order_release);
        m_shared.stage.notify_all();
        return;
    }
    constexpr int kSpins = 400; // about 15 µs: the longest piece of a stage
    for (int i = 0; i < kSpins; ++i) {
        if (m_shared.stage.load(std::memory_order_acquire) != stage) return;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    m_shared.stage.wait(stage, std::memory_order_acquire);
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
    Team::Shared shared{scratch};
    const auto threads = at::in_parallel_region() ? 1 : at::get_num_threads();
    if (threads == 1) {
        Team alone{shared, 0, 1};
        work(alone);
        return;
    }
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
        TORCH_CHECK(end == begin + 1, "[team] fewer threads came than torch has");
        Team mine{shared, static_cast<int>(begin), threads};
        work(mine);
    });
}

} // namespace luthier::nn
