// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/engine/dry_run.h"
#include "core/train/looks.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace luthier::engine {
namespace {

using Level = CheckLine::Level;

constexpr std::size_t kFirstLossRows = 64;
constexpr int kByHeartSteps = 60;
constexpr double kByHeartSeconds = 30; // a small machine must not wait longer for this line

void sameRows(DryRun& run, const std::vector<tasks::SampleOutcome>& seen,
              const std::vector<tasks::SampleOutcome>& heldBack)
{
    const auto moments = [](const std::vector<tasks::SampleOutcome>& outcomes) {
        double mean = 0;
        double square = 0;
        for (const auto& outcome : outcomes) {
            mean += outcome.loss / static_cast<double>(outcomes.size());
        }
        for (const auto& outcome : outcomes) {
            square += (outcome.loss - mean) * (outcome.loss - mean);
        }
        const double n = std::max(2.0, static_cast<double>(outcomes.size()));
        return std::pair{mean, square / (n - 1) / n};
    };
    const auto [seenMean, seenVariance] = moments(seen);
    const auto [heldMean, heldVariance] = moments(heldBack);
    const double z = (heldMean - seenMean) / std::sqrt(std::max(1e-12, seenVariance + heldVariance));
    constexpr double kUnlike = 3; // standard errors, as rule R8
    run.line("same-rows", QT_TRANSLATE_NOOP("core", "Same kind of rows"),
             std::abs(z) > kUnlike ? Level::Note : Level::Good,
             Text{std::abs(z) > kUnlike
                      ? QT_TRANSLATE_NOOP(
                          "core",
                          "Loss %1 on training rows and %2 on held-back rows before training: they "
                          "are unlike each other.")
                      : QT_TRANSLATE_NOOP(
                          "core", "Loss %1 on training rows and %2 on held-back rows before training."),
                  Rounded{seenMean, 2}, Rounded{heldMean, 2}});
}

} // namespace

void learnsRightPart(DryRun& run)
{
    const auto& set = run.work.train();
    if (!run.isText()) {
        run.line("learns-right-part", QT_TRANSLATE_NOOP("core", "Learns from the right part"), Level::Good,
                 Text{QT_TRANSLATE_NOOP(
                          "core",
                          "Each of %1 rows has one of %2 labels; rows that lose a part of their text: %3."),
                      set.size(), run.work.labels().size(), run.work.cuts().cutRows});
        return;
    }
    std::int64_t least = set.longest();
    std::int64_t most = 0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const auto learned = set.length(i) - set.learnFrom(i);
        least = std::min(least, learned);
        most = std::max(most, learned);
    }
    const auto lost = run.work.cuts().lostAnswers;
    const double share
        = static_cast<double>(lost) / static_cast<double>(set.size() + static_cast<std::size_t>(lost));
    constexpr double kMostLost = 0.05;
    run.line(
        "learns-right-part", QT_TRANSLATE_NOOP("core", "Learns from the right part"),
        share > kMostLost ? Level::Fix
            : lost > 0    ? Level::Note
                          : Level::Good,
        Text{QT_TRANSLATE_NOOP("core",
                               "Each row has %1 to %2 learned tokens; %3 rows lost their whole answer to the "
                               "length limit."),
             least, most, lost});
}

void firstLoss(DryRun& run)
{
    run.job.report(0.1, QT_TRANSLATE_NOOP("core", "Looking at the first loss"));
    const auto loss = [&](const data::SampleSet& set) {
        return train::measured(run.work.network(), *run.work.order().task, set,
                               train::drawnSamples(set.size(), kFirstLossRows, run.work.settings().seed),
                               run.work.settings().microBatchTokens, train::rowRounding(run.work.settings()));
    };
    const auto seen = loss(run.work.train());
    run.report.firstLoss = tasks::meanLoss(seen);
    const Rounded first{run.report.firstLoss, 2};
    const Rounded chance{run.report.chanceLoss, 2};
    const Text title = QT_TRANSLATE_NOOP("core", "Starts where it should");
    if (!std::isfinite(run.report.firstLoss)) {
        run.report.mayStartAnyway = false;
        run.line("first-loss", title, Level::Fix,
                 QT_TRANSLATE_NOOP("core",
                                   "The first loss is no number: the model or its "
                                   "file is damaged."));
    } else if (run.isText()) {
        const bool isWorse = run.report.firstLoss >= run.report.chanceLoss;
        run.line("first-loss", title, isWorse ? Level::Fix : Level::Good,
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0; guessing any token blindly would be %2."),
                      first, chance});
    } else if (run.work.hasNewHead() && run.report.firstLoss > 1.2 * run.report.chanceLoss) {
        run.line(
            "first-loss", title, Level::Note,
            Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0 is above pure guessing, %2."), first, chance});
    } else if (run.report.firstLoss < 0.8 * run.report.chanceLoss && run.work.hasNewHead()) {
        run.line(
            "first-loss", title, Level::Note,
            Text{QT_TRANSLATE_NOOP("core",
                                   "Loss %1 at step 0 is far below guessing, %2: the answer may stand in the "
                                   "text."),
                 first, chance});
    } else {
        run.line("first-loss", title, Level::Good,
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0; pure guessing among %3 classes is %2."),
                      first, chance, run.work.labels().size()});
    }
    if (run.work.validation().size() > 0) sameRows(run, seen, loss(run.work.validation()));
}

Expected<void> oneBatchByHeart(DryRun& run, const train::Trained::Snapshot& fresh)
{
    run.job.report(0.6, QT_TRANSLATE_NOOP("core", "Learning one batch by heart"));
    run.work.trained().restore(fresh);
    auto setup = run.work.setup();
    setup.settings.schedule = train::Settings::Schedule::Constant;
    setup.settings.warmup = 0;
    const auto samples
        = train::drawnSamples(run.work.train().size(), kByHeartRows, run.work.settings().seed + 3);
    auto batches = data::batchesOf(run.work.train(), samples, run.work.settings().microBatchTokens,
                                   train::prefixesOf(run.work.network(), true));
    const auto lossNow = [&] {
        return tasks::meanLoss(train::measured(run.work.network(), *run.work.order().task, run.work.train(),
                                               samples, run.work.settings().microBatchTokens,
                                               train::rowRounding(run.work.settings())));
    };
    const double before = lossNow();
    const double wanted = before * (run.isText() ? 0.5 : 0.1);
    const auto start = Clock::now();
    int steps = 0;
    double after = before;
    while (steps < kByHeartSteps && after > wanted && secondsSince(start) < kByHeartSeconds) {
        after = train::takeStep(setup, batches, steps++).result.loss;
        LUTHIER_CHECK(run.goOn());
    }
    after = lossNow();
    const double fall = 1 - after / before;
    constexpr double kLeastFall = 0.2;
    run.line("one-batch", QT_TRANSLATE_NOOP("core", "Can learn one batch by heart"),
             after <= wanted          ? Level::Good
                 : fall >= kLeastFall ? Level::Note
                                      : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "Loss %1 became %2 in %3 steps on %4 rows (%5 % less)."),
                  Rounded{before, 2}, Rounded{after, 2}, steps, samples.size(), Rounded{100 * fall, 0}},
             fall >= kLeastFall
                 ? std::vector<Text>{}
                 : std::vector<Text>{QT_TRANSLATE_NOOP("core",
                                                       "Larger steps: multiply the learning rate by "
                                                       "three."),
                                     QT_TRANSLATE_NOOP("core", "Train more layers, or use a higher rank."),
                                     QT_TRANSLATE_NOOP("core",
                                                       "Look at the labels: do they follow from the "
                                                       "text?")});
    return {};
}

} // namespace luthier::engine
