// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checking.h"

#include "core/base/files.h"
#include "core/base/places.h"
#include "core/base/text.h"
#include "core/data/inspect/sight_of.h"
#include "core/engine/machine.h"
#include "core/train/looks.h"
#include "core/train/torch_setup.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <system_error>
#include <utility>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
using Level = CheckLine::Level;

constexpr std::size_t kFirstLossRows = 64;
constexpr std::size_t kByHeartRows = 16;
constexpr int kByHeartSteps = 60;
constexpr double kByHeartSeconds = 30; // a small machine must not wait longer for this line
constexpr std::size_t kPreviewRows = 5;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string percent(double share)
{
    return english(Rounded{100 * share, 0}) + " %";
}

/// Times in two units, as people say them.
std::string duration(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::lround(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

/// "1.2 GB", "35 MB".
std::string sizeOf(std::int64_t bytes)
{
    if (bytes < 1'000'000'000) return english(Rounded{static_cast<double>(bytes) / 1e6, 0}) + " MB";
    return english(Rounded{static_cast<double>(bytes) / 1e9, 1}) + " GB";
}

/// One dry run.
class DryRun {
public:
    DryRun(RunWork& work, const Job& job)
        : m_work{work}
        , m_job{job}
    {
    }

    Expected<CheckReport> run(const data::Report& data)
    {
        const auto start = Clock::now();
        m_report.problems = data.problems;
        estimate();
        learnsRightPart();
        disk();
        if (!fitsByEstimate()) return concluded(start);
        LUTHIER_CHECK(m_work.build(m_job));
        train::prepareTorch(m_work.settings().threads, m_work.settings().deterministic);
        m_report.trainableParameters = m_work.trained().parameters();
        m_report.totalParameters = m_work.totalParameters();
        resetPeak();
        firstLoss();
        LUTHIER_CHECK(goOn());
        const auto fresh = m_work.trained().snapshot();
        LUTHIER_CHECK(timeAndFit());
        LUTHIER_CHECK(rightPartsMove(fresh));
        LUTHIER_CHECK(oneBatchByHeart(fresh));
        LUTHIER_CHECK(savesAndReloads());
        preview();
        return concluded(start);
    }

private:
    Expected<void> goOn() const
    {
        if (m_job.stop.stop_requested()) return Unexpected{interrupted()};
        return {};
    }

    void line(std::string name, Text title, Level level, Text text, std::vector<Text> remedies = {})
    {
        m_report.lines.push_back(
            {std::move(name), std::move(title), level, std::move(text), std::move(remedies)});
    }

    bool isText() const { return !m_work.order().task->needsClassifier; }

    void estimate()
    {
        const auto parts = train::memoryParts(m_work.load());
        for (const auto& part : parts) {
            m_report.memory.push_back({part.name, partLabel(part.name), part.bytes});
        }
        m_report.estimateMib = static_cast<double>(train::totalBytes(parts)) / (1 << 20);
        m_report.steps = m_work.settings().steps;
        m_report.looks
            = m_work.settings().evaluateEvery > 0 ? m_report.steps / m_work.settings().evaluateEvery + 1 : 0;
        m_report.chanceLoss = tasks::chanceLoss(isText() ? m_work.model().outline().vocabulary
                                                         : static_cast<std::int64_t>(m_work.labels().size()));
    }

    bool fitsByEstimate()
    {
        const auto fits = refuseWithoutMemory(train::memoryParts(m_work.load()));
        if (fits) return true;
        m_report.mayStartAnyway = false;
        line("fits", QT_TRANSLATE_NOOP("core", "Fits"), Level::Fix, fits.error().message,
             {QT_TRANSLATE_NOOP("core", "Fewer tokens held at once give the same result with less memory."),
              QT_TRANSLATE_NOOP("core", "LoRA needs far less memory than full tuning."),
              QT_TRANSLATE_NOOP("core", "A lower limit for the longest row helps where rows are long.")});
        return false;
    }

    void firstLoss()
    {
        m_job.report(0.1, QT_TRANSLATE_NOOP("core", "Looking at the first loss"));
        const auto loss = [&](const data::SampleSet& set) {
            return train::measured(m_work.network(), *m_work.order().task, set,
                                   train::drawnSamples(set.size(), kFirstLossRows, m_work.settings().seed),
                                   m_work.settings().microBatchTokens, train::rowRounding(m_work.settings()));
        };
        const auto seen = loss(m_work.train());
        m_report.firstLoss = tasks::meanLoss(seen);
        const Rounded first{m_report.firstLoss, 2};
        const Rounded chance{m_report.chanceLoss, 2};
        const Text title = QT_TRANSLATE_NOOP("core", "Starts where it should");
        if (!std::isfinite(m_report.firstLoss)) {
            m_report.mayStartAnyway = false;
            line("first-loss", title, Level::Fix,
                 QT_TRANSLATE_NOOP("core",
                                   "The first loss is no number: the model or its "
                                   "file is damaged."));
        } else if (isText()) {
            const bool isWorse = m_report.firstLoss >= m_report.chanceLoss;
            line("first-loss", title, isWorse ? Level::Fix : Level::Good,
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0; guessing any token blindly would be %2."),
                      first, chance});
        } else if (m_work.hasNewHead() && m_report.firstLoss > 1.2 * m_report.chanceLoss) {
            line("first-loss", title, Level::Note,
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0 is above pure guessing, %2."), first,
                      chance});
        } else if (m_report.firstLoss < 0.8 * m_report.chanceLoss && m_work.hasNewHead()) {
            line("first-loss", title, Level::Note,
                 Text{QT_TRANSLATE_NOOP(
                          "core",
                          "Loss %1 at step 0 is far below guessing, %2: the answer may stand in the "
                          "text."),
                      first, chance});
        } else {
            line("first-loss", title, Level::Good,
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0; pure guessing among %3 classes is %2."),
                      first, chance, m_work.labels().size()});
        }
        if (m_work.validation().size() > 0) sameRows(seen, loss(m_work.validation()));
    }

    void sameRows(const std::vector<tasks::SampleOutcome>& seen,
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
        line("same-rows", QT_TRANSLATE_NOOP("core", "Same kind of rows"),
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

    void learnsRightPart()
    {
        const auto& set = m_work.train();
        if (!isText()) {
            line("learns-right-part", QT_TRANSLATE_NOOP("core", "Learns from the right part"), Level::Good,
                 Text{QT_TRANSLATE_NOOP(
                          "core",
                          "Each of %1 rows has one of %2 labels; rows that lose a part of their text: %3."),
                      set.size(), m_work.labels().size(), m_work.cuts().cutRows});
            return;
        }
        std::int64_t least = set.longest();
        std::int64_t most = 0;
        for (std::size_t i = 0; i < set.size(); ++i) {
            const auto learned = set.length(i) - set.learnFrom(i);
            least = std::min(least, learned);
            most = std::max(most, learned);
        }
        const auto lost = m_work.cuts().lostAnswers;
        const double share
            = static_cast<double>(lost) / static_cast<double>(set.size() + static_cast<std::size_t>(lost));
        constexpr double kMostLost = 0.05;
        line("learns-right-part", QT_TRANSLATE_NOOP("core", "Learns from the right part"),
             share > kMostLost ? Level::Fix
                 : lost > 0    ? Level::Note
                               : Level::Good,
             Text{QT_TRANSLATE_NOOP(
                      "core",
                      "Each row has %1 to %2 learned tokens; %3 rows lost their whole answer to the "
                      "length limit."),
                  least, most, lost});
    }

    void disk()
    {
        const auto free = freeBytes(runsFolder());
        const auto needed = static_cast<std::uint64_t>(train::trainableParameters(m_work.load())) * 12 * 2;
        const bool fits = !free || *free > needed;
        line("disk", QT_TRANSLATE_NOOP("core", "Disk"), fits ? Level::Good : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "About %1 of %2 will be used for checkpoints."),
                  sizeOf(static_cast<std::int64_t>(needed)),
                  sizeOf(static_cast<std::int64_t>(free.value_or(0)))});
    }

    Expected<void> timeAndFit()
    {
        auto setup = m_work.setup();
        data::Batcher batcher{m_work.train(), m_work.settings().batchSize, m_work.settings().seed, true};
        const auto micro = m_work.settings().microBatchTokens;
        m_job.report(0.2, QT_TRANSLATE_NOOP("core", "Trying the longest rows"));
        const auto worst = longestBatches();
        for (int i = 0; i < 2; ++i) {
            static_cast<void>(train::takeStep(setup, worst, 0));
            LUTHIER_CHECK(goOn());
        }
        m_job.report(0.4, QT_TRANSLATE_NOOP("core", "Measuring the time of a step"));
        constexpr int kWarmUp = 3;
        constexpr int kTimed = 5;
        std::vector<double> seconds;
        for (int i = 0; i < kWarmUp + kTimed; ++i) {
            const auto start = Clock::now();
            static_cast<void>(
                train::takeStep(setup, batcher.batchesOf(i % batcher.stepsPerEpoch(), micro), i));
            if (i >= kWarmUp) seconds.push_back(secondsSince(start));
            LUTHIER_CHECK(goOn());
        }
        std::ranges::sort(seconds);
        m_report.secondsPerStep = seconds[seconds.size() / 2];
        m_report.secondsPerStepLow = seconds.front();
        m_report.secondsPerStepHigh = seconds.back();
        double look = 0;
        if (m_report.looks > 0) {
            const auto start = Clock::now();
            const train::Looks looks{m_work.train(), m_work.validation(), m_work.settings().seed};
            static_cast<void>(looks.look(m_work.network(), *m_work.order().task, m_work.labels().size(),
                                         micro, train::rowRounding(m_work.settings())));
            look = secondsSince(start);
        }
        const auto total = [&](double step) {
            return step * static_cast<double>(m_report.steps) + look * static_cast<double>(m_report.looks);
        };
        m_report.totalSeconds = total(m_report.secondsPerStep);
        m_report.peakMib = static_cast<double>(peakMemory()) / (1 << 20);
        const auto available = freeMemory() + heldMemory();
        const bool fits = static_cast<double>(peakMemory()) <= 0.95 * static_cast<double>(available);
        line("fits", QT_TRANSLATE_NOOP("core", "Fits"), fits ? Level::Good : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "Peak %1 of %2 with the longest rows."), sizeOf(peakMemory()),
                  sizeOf(available)});
        constexpr double kLong = 12 * 3600;
        line("time", QT_TRANSLATE_NOOP("core", "Time"),
             m_report.totalSeconds > kLong ? Level::Note : Level::Good,
             Text{QT_TRANSLATE_NOOP(
                      "core", "%1 s a step · %2 steps and %3 looks at held-back rows: about %4 (%5 to %6)."),
                  Rounded{m_report.secondsPerStep, 2}, m_report.steps, m_report.looks,
                  duration(m_report.totalSeconds), duration(total(m_report.secondsPerStepLow)),
                  duration(total(m_report.secondsPerStepHigh))});
        return {};
    }

    std::vector<data::Batch> longestBatches() const
    {
        const auto& set = m_work.train();
        std::vector<std::int64_t> order(set.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, [&](auto a, auto b) {
            return set.length(static_cast<std::size_t>(a)) > set.length(static_cast<std::size_t>(b));
        });
        order.resize(std::min(order.size(), static_cast<std::size_t>(m_work.settings().batchSize)));
        return data::batchesOf(set, order, m_work.settings().microBatchTokens);
    }

    Expected<void> rightPartsMove(const train::Trained::Snapshot& fresh)
    {
        auto setup = m_work.setup();
        const auto step = train::gradientsOf(setup, longestBatches());
        std::vector<std::string> still;
        for (std::size_t i = 0; i < step.gradients.size(); ++i) {
            const auto& gradient = step.gradients[i];
            if (!gradient.defined() || !gradient.any().item<bool>())
                still.push_back(m_work.trained().items()[i].name);
        }
        std::int64_t moved = 0;
        for (std::size_t i = 0; i < fresh.exact.size(); ++i) {
            if (!at::equal(fresh.exact[i], nn::masterOf(m_work.trained().items()[i].adam))) ++moved;
        }
        // A frozen parameter is in no optimizer; that it kept its bits shows in the file.
        LUTHIER_TRY(const bool frozen, frozenIsUntouched());
        const Text title = QT_TRANSLATE_NOOP("core", "Frozen stays frozen, the rest learns");
        if (!frozen || moved == 0) {
            line("right-parts-move", title, Level::Fix,
                 QT_TRANSLATE_NOOP("core", "A part that should stay was changed, or nothing moved."));
        } else {
            line(
                "right-parts-move", title, Level::Good,
                Text{QT_TRANSLATE_NOOP("core", "%1 of %2 trained tensors moved, frozen ones kept every bit."),
                     moved, fresh.exact.size()});
        }
        return goOn();
    }

    Expected<bool> frozenIsUntouched() const
    {
        constexpr int kMostCompared = 8; // reading the whole file again would double the time of the check
        int compared = 0;
        for (const auto& item : m_work.network().named_parameters()) {
            if (item.value().requires_grad() || !m_work.model().has(item.key())) continue;
            if (item.value().numel() > (1 << 22) || ++compared > kMostCompared) continue;
            LUTHIER_TRY(const auto original, m_work.model().read(item.key()));
            if (!at::equal(original.to(item.value().scalar_type()), item.value())) return false;
        }
        return true;
    }

    Expected<void> oneBatchByHeart(const train::Trained::Snapshot& fresh)
    {
        m_job.report(0.6, QT_TRANSLATE_NOOP("core", "Learning one batch by heart"));
        m_work.trained().restore(fresh);
        auto setup = m_work.setup();
        setup.settings.schedule = train::Settings::Schedule::Constant;
        setup.settings.warmup = 0;
        const auto samples
            = train::drawnSamples(m_work.train().size(), kByHeartRows, m_work.settings().seed + 3);
        auto batches = data::batchesOf(m_work.train(), samples, m_work.settings().microBatchTokens);
        const auto lossNow = [&] {
            return tasks::meanLoss(train::measured(m_work.network(), *m_work.order().task, m_work.train(),
                                                   samples, m_work.settings().microBatchTokens,
                                                   train::rowRounding(m_work.settings())));
        };
        const double before = lossNow();
        const double wanted = before * (isText() ? 0.5 : 0.1);
        const auto start = Clock::now();
        int steps = 0;
        double after = before;
        while (steps < kByHeartSteps && after > wanted && secondsSince(start) < kByHeartSeconds) {
            after = train::takeStep(setup, batches, steps++).result.loss;
            LUTHIER_CHECK(goOn());
        }
        after = lossNow();
        const double fall = 1 - after / before;
        constexpr double kLeastFall = 0.2;
        line("one-batch", QT_TRANSLATE_NOOP("core", "Can learn one batch by heart"),
             after <= wanted          ? Level::Good
                 : fall >= kLeastFall ? Level::Note
                                      : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "Loss %1 became %2 in %3 steps on %4 rows (%5 less)."),
                  Rounded{before, 2}, Rounded{after, 2}, steps, samples.size(), percent(fall)},
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

    Expected<void> savesAndReloads()
    {
        m_job.report(0.9, QT_TRANSLATE_NOOP("core", "Saving and reloading"));
        const auto samples
            = train::drawnSamples(m_work.train().size(), kByHeartRows, m_work.settings().seed + 3);
        const auto losses = [&] {
            std::vector<double> values;
            for (const auto& outcome :
                 train::measured(m_work.network(), *m_work.order().task, m_work.train(), samples,
                                 m_work.settings().microBatchTokens, train::rowRounding(m_work.settings()))) {
                values.push_back(outcome.loss);
            }
            return values;
        };
        const auto before = losses();
        const auto folder = cacheFolder() / ("check-" + std::to_string(::getpid()));
        LUTHIER_CHECK(makeFolder(folder));
        auto saved = m_work.saveInto(folder, m_work.trained().view());
        if (saved) saved = m_work.loadFrom(folder, false);
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        LUTHIER_CHECK(std::move(saved));
        const auto after = losses();
        double worst = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            worst = std::max(worst, std::abs(before[i] - after[i]));
        }
        const double allowed = m_work.settings().bf16 ? 1e-2 : 1e-5;
        line("saves", QT_TRANSLATE_NOOP("core", "Saves and reloads to the same answers"),
             worst <= allowed ? Level::Good : Level::Fix,
             Text{QT_TRANSLATE_NOOP("core", "Largest difference of a row's loss: %1."), worst});
        return {};
    }

    void preview()
    {
        const auto& data = m_work.data();
        const auto encoder = m_work.words()->encoder(m_work.model().outline().context);
        for (std::size_t i = 0; i < std::min(kPreviewRows, data.prepared.split.train.size()); ++i) {
            auto sight = data::sightOf(data.tables, data.prepared, encoder, m_work.maxTokens(),
                                       m_work.longRows(), data.prepared.split.train[i]);
            if (sight) m_report.firstRows.push_back(*std::move(sight));
        }
    }

    Expected<CheckReport> concluded(Clock::time_point start)
    {
        using Verdict = CheckReport::Verdict;
        for (const CheckLine& one : m_report.lines) {
            if (one.level == Level::Fix) m_report.verdict = Verdict::Fix;
            if (one.level == Level::Note && m_report.verdict == Verdict::Go)
                m_report.verdict = Verdict::Notes;
        }
        m_report.tookSeconds = secondsSince(start);
        const auto time = duration(m_report.totalSeconds);
        switch (m_report.verdict) {
        case Verdict::Go:
            m_report.answer
                = Text{QT_TRANSLATE_NOOP("core",
                                         "Go. It fits, takes about %1, and the model can learn from these "
                                         "rows."),
                       time};
            break;
        case Verdict::Notes:
            m_report.answer = Text{QT_TRANSLATE_NOOP("core", "Go, with notes. It takes about %1."), time};
            break;
        case Verdict::Fix:
            m_report.answer = QT_TRANSLATE_NOOP("core", "Fix first: something below would spoil the run.");
            break;
        }
        return std::move(m_report);
    }

    RunWork& m_work;
    const Job& m_job;
    CheckReport m_report;
};

} // namespace

Expected<CheckReport> checked(RunWork& work, const data::Report& report, const Job& job)
{
    return DryRun{work, job}.run(report);
}

} // namespace luthier::engine
