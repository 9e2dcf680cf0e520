// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/text.h"
#include "core/data/batcher.h"
#include "core/train/looks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <optional>
#include <utility>

#include <ATen/Parallel.h>

namespace luthier::train {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr int kMostBrokenSteps = 3; // running; then the run is over (product.md §3, R1)

/// Keeps the state at the best look without writing each of them: a state is written at once where that costs
/// little beside the training since the last time, else held in memory until the curve turns or the run saves
/// anyway.
class BestKeeper {
public:
    BestKeeper(Setup& setup, const Hooks& hooks)
        : m_setup{setup}
        , m_hooks{hooks}
    {
    }

    Expected<void> take(const Position& position)
    {
        if (!m_hooks.save) return {};
        constexpr double kLeastShare = 20; // training per saving: at most 5 % of the time goes to the disk
        constexpr std::int64_t kMostHeldBytes = std::int64_t{512} << 20U;
        const bool isCheap = secondsSince(m_lastSave) > kLeastShare * m_lastCost;
        if (isCheap || m_setup.trained.stateBytes() > kMostHeldBytes) {
            m_held.reset();
            return save(position, m_setup.trained.view(), true);
        }
        m_held.emplace(position, m_setup.trained.snapshot());
        return {};
    }

    /// Writes what is held in memory.
    Expected<void> settle()
    {
        if (!m_held) return {};
        const auto [position, state] = std::move(*m_held);
        m_held.reset();
        return save(position, state, true);
    }

    /// Writes the state as it is now, whether or not it is the best.
    Expected<void> saveNow(const Position& position)
    {
        if (!m_hooks.save) return {};
        const bool isBest = position.bestStep == position.step;
        if (isBest) m_held.reset();
        LUTHIER_CHECK(settle());
        return save(position, m_setup.trained.view(), isBest);
    }

private:
    Expected<void> save(const Position& position, const Trained::Snapshot& state, bool isBest)
    {
        const auto start = Clock::now();
        const auto bytes = m_hooks.save(position, state, isBest);
        m_lastCost = secondsSince(start);
        m_lastSave = Clock::now();
        if (!bytes) return Unexpected{bytes.error()};
        return {};
    }

    Setup& m_setup;
    const Hooks& m_hooks;
    std::optional<std::pair<Position, Trained::Snapshot>> m_held;
    Clock::time_point m_lastSave{Clock::now()};
    double m_lastCost{0};
};

/// Tokens a second and the time left, from the last steps.
class Pace {
public:
    void add(double seconds, std::int64_t tokens)
    {
        constexpr std::size_t kWindow = 20;
        m_steps.emplace_back(seconds, tokens);
        if (m_steps.size() > kWindow) m_steps.pop_front();
    }
    double tokensPerSecond() const
    {
        double seconds = 0;
        double tokens = 0;
        for (const auto& [s, t] : m_steps) {
            seconds += s;
            tokens += static_cast<double>(t);
        }
        return seconds > 0 ? tokens / seconds : 0;
    }
    double secondsPerStep() const
    {
        double seconds = 0;
        for (const auto& step : m_steps) {
            seconds += step.first;
        }
        return m_steps.empty() ? 0 : seconds / static_cast<double>(m_steps.size());
    }

private:
    std::deque<std::pair<double, std::int64_t>> m_steps;
};

class Loop {
public:
    Loop(Setup& setup, const Hooks& hooks, const Position& from)
        : m_setup{setup}
        , m_hooks{hooks}
        , m_position{from}
        , m_before{from.seconds}
        , m_batcher{setup.train, setup.settings.batchSize, setup.settings.seed, setup.settings.shuffle,
                    prefixesOf(setup.network, true)}
        , m_looks{setup.train, setup.validation, setup.settings.seed}
        , m_keeper{setup, hooks}
    {
    }

    /// However the run ends, the best state is written.
    Expected<Summary> run()
    {
        try {
            auto outcome = train();
            if (!outcome) static_cast<void>(m_keeper.settle()); // the first error is the one to tell
            allThreads();
            return outcome;
        } catch (...) {
            static_cast<void>(m_keeper.settle());
            allThreads();
            throw;
        }
    }

private:
    Expected<Summary> train()
    {
        m_setup.network.train();
        const auto& settings = m_setup.settings;
        if (m_position.step == 0) LUTHIER_CHECK(lookNow());
        while (m_position.step < settings.steps && !m_endsEarly) {
            if (m_hooks.control != nullptr) m_hooks.control->waitWhilePaused();
            if (stopRequested()) return cancelled();
            LUTHIER_CHECK(step());
            const bool isLast = m_position.step == settings.steps;
            if (settings.evaluateEvery > 0 && (m_position.step % settings.evaluateEvery == 0 || isLast)) {
                LUTHIER_CHECK(lookNow());
            }
            LUTHIER_CHECK(requests());
            if (!isLast && isTimeToSave()) LUTHIER_CHECK(saveNow());
        }
        LUTHIER_CHECK(saveNow());
        return summary(m_endsEarly ? Summary::Ending::EarlyStopped : Summary::Ending::Finished);
    }

    /// For whatever comes next.
    void allThreads() const
    {
        const auto& crew = m_setup.crew;
        if (crew.threads() != crew.most()) at::set_num_threads(crew.most());
    }

    bool stopRequested() const { return m_hooks.control != nullptr && m_hooks.control->stopRequested(); }

    Expected<Summary> cancelled()
    {
        LUTHIER_CHECK(saveNow());
        return summary(Summary::Ending::Cancelled);
    }

    Expected<void> step()
    {
        const auto start = Clock::now();
        const auto batches = m_batcher.batchesOf(m_position.step, m_setup.settings.microBatchTokens);
        const auto done = takeStep(m_setup, batches, m_position.step);
        const double seconds = secondsSince(start);
        m_pace.add(seconds, done.result.tokens);
        ++m_position.step;
        m_position.seconds = m_before + secondsSince(m_start);
        m_lastLoss = done.result.loss;
        const auto rows = done.taken ? std::vector<std::int64_t>{} : rowsOf(batches);
        report(done, rows);
        m_broken = done.taken ? 0 : m_broken + 1;
        if (m_broken < kMostBrokenSteps) return {};
        std::string words;
        for (const auto row : rows) {
            if (words.size() > 80) break;
            words.append(words.empty() ? "" : ", ").append(std::to_string(row + 1));
        }
        return Unexpected{
            {.code = ErrorCode::NotUsable,
             .message
             = Text{QT_TRANSLATE_NOOP("core",
                                      "the loss is no number any more since step %1; the rows of the "
                                      "last step were %2"),
                    m_position.step - kMostBrokenSteps + 1, words},
             .where = "train.learning_rate",
             .hint = QT_TRANSLATE_NOOP("core", "a third of the learning rate, from the last checkpoint")}};
    }

    std::vector<std::int64_t> rowsOf(const std::vector<data::Batch>& batches) const
    {
        std::vector<std::int64_t> rows;
        for (const auto& batch : batches) {
            for (const auto sample : batch.samples) {
                rows.push_back(m_setup.train.row(static_cast<std::size_t>(sample)));
            }
        }
        return rows;
    }

    void report(const StepTaken& done, const std::vector<std::int64_t>& rows)
    {
        const auto& settings = m_setup.settings;
        if (!done.taken) {
            m_hooks.sink(
                Noted{m_position.step,
                      Text{QT_TRANSLATE_NOOP("core", "The numbers of step %1 broke; it was not taken."),
                           m_position.step}});
        }
        const auto left = settings.steps - m_position.step;
        const double looksLeft = settings.evaluateEvery > 0
            ? static_cast<double>(left) / static_cast<double>(settings.evaluateEvery)
            : 0;
        m_hooks.sink(StepDone{.step = m_position.step,
                              .epoch = epoch(),
                              .loss = done.result.loss,
                              .learningRate = learningRateAt(settings, m_position.step - 1),
                              .gradNorm = done.norm,
                              .tokens = done.result.tokens,
                              .tokensPerSecond = m_pace.tokensPerSecond(),
                              .etaSeconds = static_cast<double>(left) * m_pace.secondsPerStep()
                                  + looksLeft * m_lookSeconds,
                              .rows = rows});
    }

    double epoch() const
    {
        return static_cast<double>(m_position.step) / static_cast<double>(m_setup.settings.stepsPerEpoch);
    }

    Expected<void> lookNow()
    {
        if (m_setup.settings.evaluateEvery == 0 || !m_looks.canLook()) return {};
        const auto start = Clock::now();
        const auto& settings = m_setup.settings;
        auto look = m_looks.look(m_setup.network, m_setup.task, m_setup.labels, settings.microBatchTokens,
                                 rowRounding(settings), m_setup.known);
        look.step = m_position.step;
        look.epoch = epoch();
        m_hooks.sink(look);
        const auto decision = m_hooks.judge ? m_hooks.judge(look)
                                            : Hooks::Decision{.isBest = look.loss < m_position.bestLoss};
        if (m_hooks.showSamples) m_hooks.showSamples(m_position.step);
        m_lookSeconds = secondsSince(start);
        m_endsEarly = decision.stop;
        if (m_position.bestStep >= 0 && !decision.isBest) return m_keeper.settle();
        m_position.bestStep = m_position.step;
        m_position.bestLoss = look.loss;
        m_position.bestMetrics = look.metrics;
        return m_position.step == 0 ? Expected<void>{}
                                    : m_keeper.take(m_position); // step 0 is the base model itself
    }

    Expected<void> requests()
    {
        if (m_hooks.control == nullptr) return {};
        if (m_hooks.control->takeSamplesRequest() && m_hooks.showSamples)
            m_hooks.showSamples(m_position.step);
        if (m_hooks.control->takeCheckpointRequest()) return saveNow();
        return {};
    }

    bool isTimeToSave() const
    {
        const auto& every = m_setup.settings.checkpointEvery;
        if (every.steps > 0) return m_position.step % every.steps == 0;
        return std::chrono::duration<double>(every.time).count() <= secondsSince(m_lastSave);
    }

    Expected<void> saveNow()
    {
        m_lastSave = Clock::now();
        return m_keeper.saveNow(m_position);
    }

    Summary summary(Summary::Ending ending) const
    {
        return {.ending = ending,
                .steps = m_position.step,
                .bestStep = std::max<std::int64_t>(m_position.bestStep, 0),
                .loss = m_position.bestStep < 0 ? m_lastLoss : m_position.bestLoss,
                .metrics = m_position.bestMetrics};
    }

    Setup& m_setup;
    const Hooks& m_hooks;
    Position m_position;
    double m_before; ///< seconds of earlier processes
    Clock::time_point m_start{Clock::now()};
    Clock::time_point m_lastSave{Clock::now()};
    data::Batcher m_batcher;
    Looks m_looks;
    BestKeeper m_keeper;
    Pace m_pace;
    double m_lookSeconds{0};
    double m_lastLoss{0};
    int m_broken{0};
    bool m_endsEarly{false};
};

} // namespace

Crew crewFor(const Settings& settings)
{
    return Crew{settings.threads, !settings.deterministic && settings.device == "cpu"};
}

Expected<Summary> run(Setup& setup, const Hooks& hooks, const Position& from)
{
    setup.crew = crewFor(setup.settings);
    return Loop{setup, hooks, from}.run();
}

} // namespace luthier::train
