// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checking.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/data/inspect/sight_of.h"
#include "core/engine/dry_run.h"
#include "core/engine/machine.h"
#include "core/train/torch_setup.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace luthier::engine {
namespace {

using Level = CheckLine::Level;

constexpr std::size_t kPreviewRows = 5;

void preview(DryRun& run)
{
    const auto& data = run.work.data();
    const auto encoder = run.work.words()->encoder(run.work.model().outline().context);
    for (std::size_t i = 0; i < std::min(kPreviewRows, data.prepared.split.train.size()); ++i) {
        auto sight = data::sightOf(data.tables, data.prepared, encoder, run.work.maxTokens(),
                                   run.work.longRows(), data.prepared.split.train[i]);
        if (sight) run.report.firstRows.push_back(*std::move(sight));
    }
}

Expected<CheckReport> concluded(DryRun& run, Clock::time_point start)
{
    using Verdict = CheckReport::Verdict;
    for (const CheckLine& one : run.report.lines) {
        if (one.level == Level::Fix) run.report.verdict = Verdict::Fix;
        if (one.level == Level::Note && run.report.verdict == Verdict::Go)
            run.report.verdict = Verdict::Notes;
    }
    run.report.tookSeconds = secondsSince(start);
    const auto time = duration(run.report.totalSeconds);
    switch (run.report.verdict) {
    case Verdict::Go:
        run.report.answer
            = Text{QT_TRANSLATE_NOOP("core",
                                     "Go. It fits, takes about %1, and the model can learn from these "
                                     "rows."),
                   time};
        break;
    case Verdict::Notes:
        run.report.answer = Text{QT_TRANSLATE_NOOP("core", "Go, with notes. It takes about %1."), time};
        break;
    case Verdict::Fix:
        run.report.answer = QT_TRANSLATE_NOOP("core", "Fix first: something below would spoil the run.");
        break;
    }
    return std::move(run.report);
}

} // namespace

void DryRun::line(std::string name, Text title, CheckLine::Level level, Text text, std::vector<Text> remedies)
{
    report.lines.push_back({std::move(name), std::move(title), level, std::move(text), std::move(remedies)});
}

bool DryRun::isText() const
{
    return !work.order().task->needsClassifier;
}

Expected<void> DryRun::goOn() const
{
    if (job.stop.stop_requested()) return Unexpected{interrupted()};
    return {};
}

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Text duration(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::lround(seconds));
    if (whole < 60) return {QT_TRANSLATE_NOOP("core", "%1 s"), whole};
    if (whole < 3600) return {QT_TRANSLATE_NOOP("core", "%1 min %2 s"), whole / 60, whole % 60};
    return {QT_TRANSLATE_NOOP("core", "%1 h %2 min"), whole / 3600, whole % 3600 / 60};
}

std::vector<data::Batch> longestBatches(DryRun& run)
{
    const auto& set = run.work.train();
    std::vector<std::int64_t> order(set.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](auto a, auto b) {
        return set.length(static_cast<std::size_t>(a)) > set.length(static_cast<std::size_t>(b));
    });
    order.resize(std::min(order.size(), static_cast<std::size_t>(run.work.settings().batchSize)));
    return data::batchesOf(set, order, run.work.settings().microBatchTokens,
                           train::prefixesOf(run.work.network(), true));
}

Expected<CheckReport> checked(RunWork& work, const data::Report& data, const Job& job)
{
    const auto start = Clock::now();
    DryRun run{work, job};
    run.report.problems = data.problems;
    estimate(run);
    learnsRightPart(run);
    disk(run);
    if (!fitsByEstimate(run)) return concluded(run, start);
    LUTHIER_CHECK(work.build(job));
    train::prepareTorch(work.settings().threads, work.settings().deterministic);
    run.report.trainableParameters = work.trained().parameters();
    run.report.totalParameters = work.totalParameters();
    resetPeak();
    if (work.card() != nullptr) resetPeak(*work.card());
    firstLoss(run);
    LUTHIER_CHECK(run.goOn());
    const auto fresh = work.trained().snapshot();
    LUTHIER_CHECK(timeAndFit(run));
    LUTHIER_CHECK(rightPartsMove(run, fresh));
    LUTHIER_CHECK(oneBatchByHeart(run, fresh));
    LUTHIER_CHECK(savesAndReloads(run));
    preview(run);
    return concluded(run, start);
}

} // namespace luthier::engine
