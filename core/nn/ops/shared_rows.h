// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

namespace luthier::nn {

/// How the threads of one parallel region share work: each begins with its own piece of the rows, which lie
/// together, and helps the others when it is done, so that one that is held up by another program does not
/// hold up all.
///
/// Thread  prepare() before the region; Member is each thread's own.
class SharedRows {
public:
    void prepare(int threads, std::int64_t stages)
    {
        m_waiting = 0;
        const auto needed = threads * stages;
        if (needed > m_size) {
            m_next = std::make_unique<Next[]>(static_cast<std::size_t>(needed));
            m_size = needed;
        }
        for (std::int64_t i = 0; i < needed; ++i) {
            m_next[static_cast<std::size_t>(i)].value.store(0, std::memory_order_relaxed);
        }
    }

private:
    friend class Member;
    struct alignas(64) Next {
        std::atomic<std::int64_t> value{0};
    };
    std::unique_ptr<Next[]> m_next; ///< [stages][threads]: the next part of each thread's piece
    std::int64_t m_size{0};
    alignas(64) std::atomic<int> m_waiting{0};
    alignas(64) std::atomic<std::uint32_t> m_round{0};
};

/// One thread among those that share.
class Member {
public:
    Member(SharedRows& shared, int index, int threads)
        : m_shared{shared}
        , m_index{index}
        , m_threads{threads}
    {
    }
    int index() const { return m_index; }

    /// Calls f(begin, end) for parts of [0, rows) that no other thread takes. All threads call it in the same
    /// order.
    template <class F>
    void eachPart(std::int64_t rows, F f)
    {
        constexpr std::int64_t kPartsEach = 4; // what a late thread leaves to the others
        const auto parts = std::min<std::int64_t>(kPartsEach * m_threads, rows);
        share(parts, [&](std::int64_t part) { f(rows * part / parts, rows * (part + 1) / parts); });
    }
    template <class F>
    void eachTask(std::int64_t tasks, F f)
    {
        share(tasks, f);
    }

    /// Returns when all threads are here; what they wrote before is seen after.
    void meet()
    {
        const auto round = m_shared.m_round.load(std::memory_order_acquire);
        if (m_shared.m_waiting.fetch_add(1, std::memory_order_acq_rel) + 1 == m_threads) {
            m_shared.m_waiting.store(0, std::memory_order_relaxed);
            m_shared.m_round.store(round + 1, std::memory_order_release);
            return;
        }
        constexpr int kPatience = 400; // some 20 µs; then whoever is late may need this core
        for (int spins = 0; m_shared.m_round.load(std::memory_order_acquire) == round; ++spins) {
            if (spins < kPatience) {
#if defined(__x86_64__)
                __builtin_ia32_pause();
#endif
            } else {
                std::this_thread::yield();
            }
        }
    }

private:
    template <class F>
    void share(std::int64_t parts, F f)
    {
        auto* const next = &m_shared.m_next[static_cast<std::size_t>(m_stage * m_threads)];
        ++m_stage;
        for (int k = 0; k < m_threads; ++k) {
            const auto whose = (m_index + k) % m_threads;
            const auto begin = parts * whose / m_threads;
            const auto end = parts * (whose + 1) / m_threads;
            while (true) {
                const auto part = begin + next[whose].value.fetch_add(1, std::memory_order_relaxed);
                if (part >= end) break;
                f(part);
            }
        }
    }

    SharedRows& m_shared;
    int m_index;
    int m_threads;
    std::int64_t m_stage{0};
};

} // namespace luthier::nn
