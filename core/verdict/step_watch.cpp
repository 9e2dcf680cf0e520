// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/step_watch.h"

#include "core/verdict/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace luthier::verdict {
namespace {

constexpr double kSteepNorm = 100;
constexpr std::size_t kDifferences = 32;
constexpr std::size_t kLeastGroups = 5; // three second differences
constexpr std::size_t kJudged = 3; // newest groups, which are no part of their own yardstick
constexpr double kRiseFactor = 1.5;
constexpr double kRiseJitters = 6;
constexpr double kRiseOfFirst = 2; // dropout alone lifts a loss by less
constexpr double kLeastRise = 0.5; // nats
constexpr double kLeastOfFirst = 0.05; // losses near zero differ by large factors and mean nothing
constexpr double kTiny = 1e-12; // nats; keeps a loss of exactly 0 from having no logarithm

} // namespace

StepWatch::StepWatch(std::optional<std::int64_t> outcomes)
{
    if (outcomes && *outcomes > 1) m_chance = std::log(static_cast<double>(*outcomes));
}

void StepWatch::add(const StepDone& step)
{
    const bool isNumber = std::isfinite(step.loss) && std::isfinite(step.gradNorm);
    if (!isNumber && m_noNumbers == 0) {
        m_noNumbersBegan = step.step;
        m_brokenRows = step.rows;
    }
    m_noNumbers = isNumber ? 0 : m_noNumbers + 1;
    if (isNoNumber()) m_brokeAt = m_noNumbersBegan;
    countSteep(isNumber && step.gradNorm > kSteepNorm);
    if (!isNumber) return;

    const bool guessing = m_chance && step.loss >= *m_chance;
    if (guessing && m_guesses == 0) m_guessesBegan = step.step;
    m_guesses = guessing ? m_guesses + 1 : 0;
    if (isGuessing()) m_brokeAt = m_guessesBegan;
    smooth(step.loss);
}

void StepWatch::addBrokenLook(std::int64_t step)
{
    if (m_noNumbers == 0) {
        m_noNumbersBegan = step;
        m_brokenRows.clear(); // a look has none of its own
    }
    m_noNumbers = kNoNumbers;
    m_brokeAt = m_noNumbersBegan;
}

void StepWatch::addLook(double trainSampleLoss)
{
    constexpr double kMayBeNoise = 1.25; // the sample is small where losses are
    constexpr double kLearned = 0.9; // of the first look
    if (!m_firstLook) m_firstLook = m_lowestLook = trainSampleLoss;
    m_lowestLook = std::min(m_lowestLook, trainSampleLoss);
    if (trainSampleLoss <= kMayBeNoise * m_lowestLook && trainSampleLoss < kLearned * *m_firstLook)
        m_rises = 0;
}

double StepWatch::riseFactor() const
{
    double lowest = m_groups.empty() ? m_smooth : m_lowest;
    if (m_firstLook && *m_firstLook > 0) lowest = std::min(lowest, *m_firstLook);
    return lowest > 0 ? m_smooth / lowest : 1;
}

void StepWatch::smooth(double loss)
{
    m_newest[m_count % kGroup] = loss;
    ++m_count;
    if (m_count < kGroup) return;
    m_smooth = std::accumulate(m_newest.begin(), m_newest.end(), 0.0) / static_cast<double>(kGroup);
    if (m_count % kGroup == 0) closeGroup();
    m_rises = isFarAboveLowest() || isFarAboveFirst() ? m_rises + 1 : 0;
}

bool StepWatch::isFarAboveFirst() const
{
    return m_firstLook && m_smooth > kRiseOfFirst * *m_firstLook
        && m_smooth - *m_firstLook > kLeastRise; // what is known before training has a loss near zero
}

bool StepWatch::isFarAboveLowest() const
{
    if (m_groups.size() < kLeastGroups) return false;
    const double share = m_jitter * kRiseJitters;
    const double root = m_rootJitter * kRiseJitters;
    return m_smooth > kRiseFactor * m_lowest && std::log(m_smooth / m_lowest) > share
        && std::sqrt(m_smooth) - std::sqrt(m_lowest) > root;
}

void StepWatch::closeGroup()
{
    if (m_groups.empty()) m_floor = std::max(kLeastOfFirst * m_smooth, kTiny);
    const double level = std::max(m_smooth, m_floor);
    m_lowest = m_groups.empty() ? level : std::min(m_lowest, level);
    if (m_groups.size() == kDifferences + 2 + kJudged) m_groups.erase(m_groups.begin());
    m_groups.push_back(level);
    const auto before = std::max(m_groups.size(), kLeastGroups + kJudged) - kJudged;
    const std::span judged{m_groups.data(), std::min(before, m_groups.size())};
    const auto jitterAs = [&](double (*scale)(double)) {
        std::array<double, kDifferences + 2 + kJudged> scaled{};
        std::ranges::transform(judged, scaled.begin(), scale);
        return jitterOf(std::span{scaled}.first(judged.size()), kDifferences);
    };
    m_jitter = jitterAs([](double x) { return std::log(x); });
    m_rootJitter = jitterAs([](double x) { return std::sqrt(x); });
}

void StepWatch::countSteep(bool steep)
{
    m_steepSteps += static_cast<int>(steep) - static_cast<int>(m_steep[m_steepAt]);
    m_steep[m_steepAt] = steep;
    m_steepAt = (m_steepAt + 1) % m_steep.size();
}

} // namespace luthier::verdict
