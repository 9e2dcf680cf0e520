// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/crew.h"

#include <algorithm>

namespace luthier::train {
namespace {

constexpr double kWindow = 1.0; // seconds that are looked at together
constexpr int kFewestSteps = 3; // in them
constexpr int kCrowdedWindows = 2; // running, before anything is tried
constexpr double kCrowded = 0.8; // of the processor that the threads could use
constexpr double kAlone = 0.95;
constexpr double kWorthwhile = 1.1; // times as fast with fewer: less is what steps differ by anyway
constexpr double kFirstPatience = 5; // seconds
constexpr double kMostPatience = 120;

} // namespace

bool Crew::stepDone(double seconds, double processorSeconds, std::int64_t tokens)
{
    if (!m_adapts || m_most < 2) return false;
    m_window.seconds += seconds;
    m_window.processorSeconds += processorSeconds;
    m_window.tokens += static_cast<double>(tokens);
    ++m_window.steps;
    if (m_window.seconds < kWindow || m_window.steps < kFewestSteps) return false;
    const auto before = m_threads;
    m_waited += m_window.seconds;
    judge(m_window.tokens / m_window.seconds, m_window.processorSeconds / (m_window.seconds * m_threads));
    m_window = {};
    return m_threads != before;
}

/// `use`: of the processor, of what these threads could use at most.
void Crew::judge(double rate, double use)
{
    if (m_before != 0) { // an attempt is over
        const bool wasFewer = m_threads < m_before;
        // Of more threads at least half of what they could bring.
        const auto wanted = wasFewer ? kWorthwhile : (1 + static_cast<double>(m_threads) / m_before) / 2;
        const bool helped = rate > wanted * m_rateBefore;
        m_patience
            = helped ? kFirstPatience : std::min(kMostPatience, std::max(kFirstPatience, 2 * m_patience));
        m_depth
            = helped || !wasFewer ? 1 : 2 * m_depth; // a little less may help nothing, and half of them much
        if (!helped) m_threads = m_before;
        m_before = 0;
        m_crowded = 0;
        m_waited = 0;
        if (!helped) return;
    }
    m_crowded = use < kCrowded ? m_crowded + 1 : 0;
    const bool isTime = m_waited >= m_patience;
    const auto some = std::max(1, m_threads / 4);
    if (m_threads < m_most && (use > kAlone || isTime)) {
        attempt(std::min(m_most, m_threads + some), rate);
    } else if (m_threads > 1 && m_crowded >= kCrowdedWindows && isTime) {
        if (m_depth * some >= m_threads) m_depth = 1;
        attempt(m_threads - m_depth * some, rate);
    }
}

void Crew::attempt(int threads, double rate)
{
    m_before = m_threads;
    m_rateBefore = rate;
    m_threads = threads;
}

} // namespace luthier::train
