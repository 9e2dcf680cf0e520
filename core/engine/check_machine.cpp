// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/base/text.h"
#include "core/data/batcher.h"
#include "core/engine/dry_run.h"
#include "core/engine/machine.h"
#include "core/train/looks.h"

#include <algorithm>
#include <utility>

namespace luthier::engine {
namespace {

using Level = CheckLine::Level;

/// "1.2 GB", "35 MB".
Text sizeOf(std::int64_t bytes)
{
    const auto size = static_cast<double>(bytes);
    if (bytes < 1'000'000'000) return {QT_TRANSLATE_NOOP("core", "%1 MB"), Rounded{size / 1e6, 0}};
    return {QT_TRANSLATE_NOOP("core", "%1 GB"), Rounded{size / 1e9, 1}};
}

/// The longest rows go first, so that the peak of memory is known.
Expected<void> tryLongestRows(DryRun& run)
{
    auto setup = run.work.setup();
    run.job.report(0.2, QT_TRANSLATE_NOOP("core", "Trying the longest rows"));
    const auto worst = longestBatches(run);
    for (int i = 0; i < 2; ++i) {
        static_cast<void>(train::takeStep(setup, worst, 0));
        LUTHIER_CHECK(run.goOn());
    }
    return {};
}

double lookSeconds(DryRun& run)
{
    const auto& settings = run.work.settings();
    const auto start = Clock::now();
    const train::Looks looks{run.work.train(), run.work.validation(), settings.seed};
    static_cast<void>(looks.look(run.work.network(), *run.work.order().task, run.work.labels().size(),
                                 settings.microBatchTokens, train::rowRounding(settings)));
    return secondsSince(start);
}

} // namespace

Expected<std::vector<double>> stepSeconds(DryRun& run, const train::KnownStates& known)
{
    auto setup = run.work.setup();
    setup.known = known;
    data::Batcher batcher{run.work.train(), run.work.settings().batchSize, run.work.settings().seed, true,
                          train::prefixesOf(run.work.network(), true)};
    std::vector<double> seconds;
    for (int i = 0; i < kTimedSteps; ++i) {
        const auto start = Clock::now();
        const auto at = i % batcher.stepsPerEpoch();
        static_cast<void>(
            train::takeStep(setup, batcher.batchesOf(at, run.work.settings().microBatchTokens), i));
        if (i >= kWarmUpSteps) seconds.push_back(secondsSince(start));
        LUTHIER_CHECK(run.goOn());
    }
    std::ranges::sort(seconds);
    return seconds;
}

void estimate(DryRun& run)
{
    const auto parts = train::memoryParts(run.work.load());
    for (const auto& part : parts) {
        if (part.bytes > 0) run.report.memory.push_back({part.name, partLabel(part.name), part.bytes});
    }
    run.report.estimateMib = static_cast<double>(train::totalBytes(parts)) / (1 << 20);
    run.report.steps = run.work.settings().steps;
    run.report.looks = run.work.settings().evaluateEvery > 0
        ? run.report.steps / run.work.settings().evaluateEvery + 1
        : 0;
    run.report.chanceLoss
        = tasks::chanceLoss(run.isText() ? run.work.model().outline().vocabulary
                                         : static_cast<std::int64_t>(run.work.labels().size()));
}

bool fitsByEstimate(DryRun& run)
{
    const auto fits = refuseWithoutMemory(run.work.load(), run.work.card());
    if (!run.work.whyNoCard().empty())
        run.line("device", QT_TRANSLATE_NOOP("core", "Device"), Level::Note, run.work.whyNoCard());
    if (fits) return true;
    run.report.mayStartAnyway = false;
    run.line("fits", QT_TRANSLATE_NOOP("core", "Fits"), Level::Fix, fits.error().message,
             {QT_TRANSLATE_NOOP("core", "Fewer tokens held at once give the same result with less memory."),
              QT_TRANSLATE_NOOP("core", "LoRA needs far less memory than full tuning."),
              QT_TRANSLATE_NOOP("core", "A lower limit for the longest row helps where rows are long.")});
    return false;
}

void disk(DryRun& run)
{
    const auto free = freeBytes(runsFolder());
    const auto needed = static_cast<std::uint64_t>(train::trainableParameters(run.work.load())) * 12 * 2;
    const bool fits = !free || *free > needed;
    run.line("disk", QT_TRANSLATE_NOOP("core", "Disk"), fits ? Level::Good : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "About %1 of %2 will be used for checkpoints."),
                  sizeOf(static_cast<std::int64_t>(needed)),
                  sizeOf(static_cast<std::int64_t>(free.value_or(0)))});
}

Expected<void> timeAndFit(DryRun& run)
{
    LUTHIER_CHECK(tryLongestRows(run));
    run.job.report(0.4, QT_TRANSLATE_NOOP("core", "Measuring the time of a step"));
    LUTHIER_TRY(auto seconds, stepSeconds(run, {}));
    LUTHIER_TRY(const double once, frozenPart(run, seconds));
    run.report.secondsPerStep = seconds[seconds.size() / 2];
    run.report.secondsPerStepLow = seconds.front();
    run.report.secondsPerStepHigh = seconds.back();
    const double look = run.report.looks > 0 ? lookSeconds(run) : 0;
    const auto total = [&](double step) {
        return once + step * static_cast<double>(run.report.steps)
            + look * static_cast<double>(run.report.looks);
    };
    run.report.totalSeconds = total(run.report.secondsPerStep);
    const auto* const card = run.work.card();
    const auto peak = card != nullptr ? peakBytes(*card) : peakMemory();
    const auto available = card != nullptr ? card->freeBytes : freeMemory() + heldMemory();
    run.report.peakMib = static_cast<double>(peak) / (1 << 20);
    const bool fits = static_cast<double>(peak) <= 0.95 * static_cast<double>(available);
    run.line("fits", QT_TRANSLATE_NOOP("core", "Fits"), fits ? Level::Good : Level::Fix,
             Text{card != nullptr
                      ? QT_TRANSLATE_NOOP("core", "Peak %1 of %2 on the graphics card with the longest rows.")
                      : QT_TRANSLATE_NOOP("core", "Peak %1 of %2 with the longest rows."),
                  sizeOf(peak), sizeOf(available)});
    if (run.work.load().remakes)
        run.line("memory", QT_TRANSLATE_NOOP("core", "Memory"), Level::Note, remakingWords());
    constexpr double kLong = 12 * 3600;
    run.line("time", QT_TRANSLATE_NOOP("core", "Time"),
             run.report.totalSeconds > kLong ? Level::Note : Level::Good,
             Text{QT_TRANSLATE_NOOP(
                      "core", "%1 s a step · %2 steps and %3 looks at held-back rows: about %4 (%5 to %6)."),
                  Rounded{run.report.secondsPerStep, 2}, run.report.steps, run.report.looks,
                  duration(run.report.totalSeconds), duration(total(run.report.secondsPerStepLow)),
                  duration(total(run.report.secondsPerStepHigh))});
    return {};
}

} // namespace luthier::engine
