// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/facts.h"

#include <algorithm>
#include <cmath>

namespace luthier::verdict {
namespace {

constexpr double kLeastOfFirst = 0.05; // of L0, under a ratio
constexpr double kLeastGap = 0.03; // of L0
constexpr double kGapErrors = 2;
constexpr std::size_t kJumpyLooks = 10;
constexpr std::size_t kSettledLooks = 5; // three second differences: fewer say little
constexpr double kJumpy = 0.05; // of V
constexpr double kTiny = 1e-12; // nats; keeps a loss of exactly 0 from dividing

void compareRows(Facts& facts, const Looks& looks)
{
    const auto newest = facts.trend.known ? facts.trend.newest : LookRange{facts.looks - 1, facts.looks};
    facts.firstHeld = looks.held().front();
    facts.firstTrain = looks.train().front();
    facts.firstDifference = looks.firstDifference();
    facts.held = meanOver(looks.held(), newest);
    facts.train = meanOver(looks.train(), newest);
    facts.ratio = facts.held / std::max({facts.train, kLeastOfFirst * facts.firstHeld, kTiny});
    facts.gapError = looks.gapError();
    facts.gapCounts = facts.gap() > kLeastGap * facts.firstHeld && facts.gap() > kGapErrors * facts.gapError;
    facts.trainFell = (facts.firstTrain - facts.train) / std::max(facts.firstHeld, kTiny);
    if (!facts.trend.known) return;
    facts.change = facts.trend.slope.change * meanOver(looks.held(), facts.trend.stretch)
        / std::max(facts.firstHeld, kTiny);
    if (facts.trend.isFlat()) {
        const double level = meanOver(looks.train(), facts.trend.stretch);
        const double share = level / std::max({level, kLeastOfFirst * facts.firstHeld, kTiny});
        const auto slope = slopeOf(looks.train());
        facts.trainSlope = {share * slope.change, share * slope.error};
    }
    facts.trainFellSinceReference = facts.train < meanOver(looks.train(), facts.trend.referenceBlock);
}

/// The first look after the first quarter of the run, in which the loss is supposed to move.
std::size_t afterQuarter(std::span<const std::int64_t> steps, const Trial& trial)
{
    const auto first = std::find_if(steps.begin(), steps.end(),
                                    [&](std::int64_t step) { return 4 * step >= trial.steps; });
    return static_cast<std::size_t>(first - steps.begin());
}

void judgeTrend(Facts& facts, const Looks& looks, Memory& memory)
{
    facts.trend = trendOf(looks.held(), [&](LookRange a, LookRange b) { return looks.pairedError(a, b); });
    const bool alarm = facts.trend.isWorse() && memory.wasWorse;
    facts.worsening = alarm || (memory.wasWorsening && facts.trend.isStillAbove());
    memory.wasWorse = facts.trend.isWorse();
    memory.wasWorsening = facts.worsening;
}

/// REQUIRES: facts.held is known.
void judgeJumps(Facts& facts, const Looks& looks, const Trial& trial, Memory& memory)
{
    const auto settled = afterQuarter(looks.steps(), trial);
    const bool counts = facts.looks >= std::max(kJumpyLooks, settled + kSettledLooks)
        && facts.held > kLeastOfFirst * facts.firstHeld;
    if (counts) facts.jumps = looks.jitterSince(settled);
    const bool isJumpy = facts.jumps > kJumpy;
    facts.jumpyTwice = isJumpy && memory.wasJumpy;
    memory.wasJumpy = isJumpy;
}

} // namespace

Facts factsOf(const Looks& looks, const Trial& trial, Memory& memory)
{
    const auto planned = static_cast<double>(std::max<std::int64_t>(1, trial.steps));
    Facts facts;
    facts.looks = looks.count();
    facts.step = looks.steps().back();
    facts.progress = static_cast<double>(facts.step) / planned;
    facts.rows = trial.heldBackRows;
    facts.best = looks.best();
    facts.bestStep = looks.steps()[facts.best];
    facts.noise = looks.jitter() * looks.held().back();
    facts.earlyAccuracy = memory.earlyAccuracy;
    judgeTrend(facts, looks, memory);
    compareRows(facts, looks);
    judgeJumps(facts, looks, trial, memory);
    facts.stretch = static_cast<double>(facts.step - looks.steps()[facts.trend.stretch.first]) / planned;
    return facts;
}

} // namespace luthier::verdict
