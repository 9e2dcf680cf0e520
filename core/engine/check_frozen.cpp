// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cache_file.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/data/batcher.h"
#include "core/engine/dry_run.h"

#include <algorithm>
#include <vector>

namespace luthier::engine {
namespace {

using Level = CheckLine::Level;

constexpr double kWorthAWord = 1.5; // times as fast; below that nobody changes a recipe for it

/// The samples of the steps that are timed.
std::vector<std::int64_t> timedSamples(DryRun& run)
{
    data::Batcher batcher{run.work.train(), run.work.settings().batchSize, run.work.settings().seed, true};
    std::vector<std::int64_t> samples;
    for (int i = 0; i < kTimedSteps; ++i) {
        const auto more = batcher.samplesOf(i % batcher.stepsPerEpoch());
        samples.insert(samples.end(), more.begin(), more.end());
    }
    std::ranges::sort(samples);
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    return samples;
}

} // namespace

Expected<double> frozenPart(DryRun& run, std::vector<double>& seconds)
{
    const auto& frozen = run.work.frozen();
    const Sights sights{.steps = run.report.steps, .looks = run.report.looks};
    if (frozen.part().blocks == 0) return 0.0;
    const auto samples = timedSamples(run);
    train::FrozenStates some{run.work.network(), frozen.part(), run.work.train(), samples};
    const auto start = Clock::now();
    some.compute();
    const auto all = static_cast<double>(run.work.train().tokens());
    const double once = secondsSince(start) * all / static_cast<double>(some.tokens());
    LUTHIER_TRY(auto kept, stepSeconds(run, {.steps = &some}));

    const auto steps = static_cast<double>(run.report.steps);
    const double before = steps * seconds[seconds.size() / 2];
    const Rounded faster{before / (once + steps * kept[kept.size() / 2]), 1};
    const train::FrozenStates whole{run.work.network(), frozen.part(), run.work.train()};
    constexpr double kMegabyte = 1e6;
    const Rounded megabytes{static_cast<double>(whole.bytes()) / kMegabyte, 0};
    const Text title = QT_TRANSLATE_NOOP("core", "Frozen part");
    const auto limit = cacheLimit(freeBytes(cacheFilesFolder()).value_or(0));
    if (static_cast<std::uint64_t>(whole.bytes()) > limit) {
        run.line(
            "frozen-part", title, Level::Note,
            Text{QT_TRANSLATE_NOOP("core",
                                   "%1 blocks learn nothing. What they make of the rows would have %2 MB, "
                                   "too much for this disk; it is computed at every step anew."),
                 frozen.part().blocks, megabytes});
        return 0.0;
    }
    if (!frozen.servesSteps()) {
        const bool isWorthAWord = before > kWorthAWord * (once + steps * kept[kept.size() / 2]);
        run.line("frozen-part", title, isWorthAWord ? Level::Note : Level::Good,
                 Text{QT_TRANSLATE_NOOP("core",
                                        "%1 blocks learn nothing, but dropout acts in them, so they are "
                                        "computed at every step anew."),
                      frozen.part().blocks},
                 {Text{QT_TRANSLATE_NOOP("core",
                                         "With train.dropout: 0 they are computed once (%1 MB on the disk): "
                                         "about %2 times as fast."),
                       megabytes, faster}});
        return 0.0;
    }
    if (!frozen.isWorthIt(sights)) return 0.0;
    run.line(
        "frozen-part", title, Level::Good,
        Text{QT_TRANSLATE_NOOP("core",
                               "%1 blocks learn nothing: what they make of the rows is computed once, in "
                               "about %2, and kept (%3 MB on the disk). About %4 times as fast."),
             frozen.part().blocks, duration(once), megabytes, faster});
    seconds = std::move(kept);
    return once;
}

} // namespace luthier::engine
