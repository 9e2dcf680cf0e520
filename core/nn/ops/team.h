// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace luthier::nn {

/// The threads of one parallel region, as one of them sees it. A whole block of a network runs in one region:
/// its stages are loops that all threads share, with a wait behind each. Waiting spins for some microseconds,
/// which is all that even shares need, then sleeps: with other programs on the cores a thread may be away for
/// milliseconds.
///
/// What a stage computes must not depend on who computes it; then bits do not depend on the threads.
///
/// Where one thread throws, the others leave at their next wait, and asTeam() throws what it threw: a
/// processor without memory makes an error, not a region that waits forever.
///
/// Thread  each of the region's threads has its own Team.
class Team {
public:
    struct Shared;

    Team(Shared& shared, int index, int threads)
        : m_shared{shared}
        , m_index{index}
        , m_threads{threads}
    {
    }

    int index() const { return m_index; } ///< of this thread, from 0
    int threads() const { return m_threads; }

    /// f(i) once for every i in [0, count), each on the thread that is free next. Returns on all threads when
    /// all are done. REQUIRES: all threads come here with the same count.
    template <class F>
    void forEach(std::int64_t count, F f)
    {
        for (auto i = next(); i < count; i = next()) {
            f(i);
        }
        wait();
    }

    /// The same over ranges [begin, end) of [0, count) of `grain` each.
    template <class F>
    void forRanges(std::int64_t count, std::int64_t grain, F f)
    {
        forEach((count + grain - 1) / grain, [&](std::int64_t i) {
            const auto begin = i * grain;
            f(begin, begin + grain < count ? begin + grain : count);
        });
    }

    /// The same over [0, count) where what lies together is to be read together: each thread has a run of its
    /// own, which it goes along part by part, and helps the others when it is done.
    template <class F>
    void forRuns(std::int64_t count, F f)
    {
        for (int ahead = 0; ahead < m_threads; ++ahead) {
            const Run run = runOf(count, (m_index + ahead) % m_threads);
            for (auto i = nextOf(run); i < kPartsOfRun; i = nextOf(run)) {
                const auto length = run.end - run.begin;
                const auto begin = run.begin + length * i / kPartsOfRun;
                const auto end = run.begin + length * (i + 1) / kPartsOfRun;
                if (begin < end) f(begin, end);
            }
        }
        wait();
    }

    /// Room that all threads share until the next call; the same on all of them. 64-byte aligned.
    /// REQUIRES: all threads come here with the same number.
    std::byte* scratch(std::size_t bytes);

private:
    static constexpr std::int64_t kPartsOfRun = 4; // what a late thread leaves to the others
    struct Run {
        int thread;
        std::int64_t begin, end;
    };

    Run runOf(std::int64_t count, int thread) const
    {
        return {thread, count * thread / m_threads, count * (thread + 1) / m_threads};
    }
    std::int64_t next();
    std::int64_t nextOf(const Run& run);
    void wait();

    Shared& m_shared;
    int m_index;
    int m_threads;
};

/// Runs `work` on as many threads as torch has; each gets its Team. Inside another region: on this thread
/// alone.
void asTeam(const std::function<void(Team&)>& work);

} // namespace luthier::nn
