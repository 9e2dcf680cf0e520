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

    /// The same over [0, count) in a few parts a thread, all alike: what lies together is read together.
    template <class F>
    void forParts(std::int64_t count, F f)
    {
        constexpr std::int64_t kPartsEach = 4; // what a late thread leaves to the others
        const auto parts = count < kPartsEach * m_threads ? count : kPartsEach * m_threads;
        forEach(parts, [&](std::int64_t part) { f(count * part / parts, count * (part + 1) / parts); });
    }

    /// Room that all threads share until the next call; the same on all of them. 64-byte aligned.
    /// REQUIRES: all threads come here with the same number.
    std::byte* scratch(std::size_t bytes);

private:
    std::int64_t next();
    void wait();

    Shared& m_shared;
    int m_index;
    int m_threads;
};

/// Runs `work` on as many threads as torch has; each gets its Team. Inside another region: on this thread
/// alone.
void asTeam(const std::function<void(Team&)>& work);

} // namespace luthier::nn
