// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/run_session.h"

#include "core/base/files.h"
#include "core/base/places.h"
#include "core/base/text.h"
#include "core/data/data_json.h"
#include "core/data/problems.h"
#include "core/engine/machine.h"
#include "core/engine/same_run.h"
#include "core/infer/generate.h"
#include "core/runs/checkpoints.h"
#include "core/runs/flat_recipe.h"
#include "core/runs/history.h"
#include "core/train/guard.h"
#include "core/train/looks.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <system_error>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTrainer = "trainer.json";
constexpr std::size_t kShownSamples = 4;
constexpr std::int64_t kShownTokens = 48; // of an answer that is shown while training
constexpr double kProofTolerance = 0.005; // relative, of the held-back loss (product.md §2.5)

Json positionToJson(const train::Position& position, const RunWork& work)
{
    return {{"step", position.step},          {"best_step", position.bestStep},
            {"best_loss", position.bestLoss}, {"best_metrics", position.bestMetrics},
            {"seconds", position.seconds},    {"seed", work.settings().seed},
            {"steps", work.settings().steps}, {"samples", work.train().size()}};
}

/// What trainer.json of a checkpoint says.
struct Saved {
    train::Position position;
    double restFactor{1};
};

Expected<Saved> readPosition(const fs::path& checkpoint)
{
    const auto file = checkpoint / kTrainer;
    LUTHIER_TRY(const auto json, readJson(file));
    std::string missing;
    const auto number = [&](const char* key) {
        const auto found = json.find(key);
        if (found != json.end() && found->is_number()) return found->get<double>();
        missing = key;
        return 0.0;
    };
    Saved saved{.position = {.step = static_cast<std::int64_t>(number("step")),
                             .bestStep = static_cast<std::int64_t>(number("best_step")),
                             .bestLoss = number("best_loss"),
                             .seconds = number("seconds")},
                .restFactor = number("rest_factor")};
    if (const auto metrics = json.find("best_metrics"); metrics != json.end() && metrics->is_object()) {
        for (const auto& [name, value] : metrics->items()) {
            if (value.is_number()) saved.position.bestMetrics[name] = value.get<double>();
        }
    }
    if (missing.empty()) return saved;
    return Unexpected{{.code = ErrorCode::MissingField,
                       .message = Text{QT_TRANSLATE_NOOP("core", "'%1' is missing"), missing},
                       .where = file.string()}};
}

verdict::Trial trialOf(const RunWork& work)
{
    const auto& prepared = work.data().prepared;
    const bool classes = work.order().task->needsClassifier;
    double majority = 0;
    if (!prepared.balance.empty() && prepared.usable > 0) {
        majority = static_cast<double>(prepared.balance.front().rows) / static_cast<double>(prepared.usable);
    }
    return {.steps = work.settings().steps,
            .classes = classes,
            .outcomes
            = classes ? static_cast<std::int64_t>(work.labels().size()) : work.model().outline().vocabulary,
            .newHead = work.hasNewHead(),
            .majorityShare = majority,
            .heldBackRows
            = static_cast<std::int64_t>(std::min(work.validation().size(), train::Looks::kMostRows))};
}

} // namespace

RunSession::RunSession(RunWork& work, runs::RunDirectory directory, RunControl& control, const Sink& sink)
    : m_work{work}
    , m_directory{std::move(directory)}
    , m_control{control}
    , m_sink{sink}
    , m_judge{trialOf(work)}
{
    for (const auto sample :
         train::drawnSamples(work.validation().size(), kShownSamples, work.settings().seed + 2)) {
        m_shown.push_back(static_cast<std::size_t>(sample));
    }
}

Expected<RunSession> RunSession::open(RunWork& work, const RunOptions& options, RunControl& control,
                                      const Sink& sink)
{
    const auto create = [&]() -> Expected<runs::RunDirectory> {
        if (options.resume) return runs::RunDirectory::open(options.runDir);
        if (!options.runDir.empty()) return runs::RunDirectory::createAt(options.runDir);
        return runs::RunDirectory::create(runsFolder(), work.order().recipe().name);
    };
    LUTHIER_TRY(auto directory, create());
    RunSession session{work, std::move(directory), control, sink};
    LUTHIER_CHECK(session.begin(options.resume));
    return session;
}

Expected<void> RunSession::begin(bool resume)
{
    const auto recipe = m_work.resolvedRecipe();
    const auto record
        = data::recordOf(m_work.data().tables, m_work.data().prepared, m_work.maxTokens(), m_work.cuts());
    std::vector<std::string> sums;
    for (const auto& file : record.files) {
        sums.push_back(file.sha256);
    }
    const std::array<std::span<const std::int64_t>, 3> parts{record.split.train, record.split.validation,
                                                             record.split.test};
    auto json = data::dataToJson(record);
    const auto hash = runs::dataHash(sums, parts);
    if (resume) { // nothing of the run is touched before it is known that it can go on
        LUTHIER_CHECK(isTheSameRun(m_directory.path(), runs::flattened(recipe), hash));
        LUTHIER_CHECK(goOn());
    }
    LUTHIER_CHECK(m_directory.writeRecipe(recipe));
    Json withHash{{"hash", hash}};
    withHash.update(json);
    return m_directory.writeData(toPrettyJson(withHash));
}

Expected<void> RunSession::goOn()
{
    LUTHIER_TRY(const auto newest, runs::newestCheckpoint(m_directory.path()));
    for (const Error& skipped : newest.skipped) {
        report(
            Noted{0, Text{QT_TRANSLATE_NOOP("core", "A checkpoint was passed over: %1"), skipped.message}});
    }
    if (!newest.checkpoint) return {};
    LUTHIER_TRY(const auto saved, readPosition(newest.checkpoint->path));
    m_position = saved.position;
    LUTHIER_CHECK(m_work.loadFrom(newest.checkpoint->path, true));
    m_work.trained().setRestFactor(saved.restFactor);
    if (m_position.step == 0) return {}; // its first look comes again
    LUTHIER_TRY(const auto history, runs::readHistory(m_directory.path()));
    for (const Event& event : history) { // the judge hears the story so far
        if (const auto* step = std::get_if<StepDone>(&event);
            step != nullptr && step->step <= m_position.step) {
            static_cast<void>(m_judge.onStep(*step));
        }
        const auto* look = std::get_if<LookDone>(&event);
        if (look == nullptr || look->step > m_position.step) continue;
        static_cast<void>(m_judge.onLook(*look));
        if (look->step == m_position.bestStep) m_bestLook = *look;
        m_hadEnough = look->step == m_position.step && hasEnough();
    }
    return {};
}

/// Looks without improvement have used up the recipe's patience.
bool RunSession::hasEnough() const
{
    const auto patience = m_work.settings().patience;
    return patience > 0 && m_judge.looksSinceImprovement() >= patience;
}

void RunSession::report(const Event& event)
{
    if (auto written = m_directory.append(event); !written && !m_fault) m_fault = std::move(written).error();
    m_sink(event);
}

train::Hooks::Decision RunSession::judged(const LookDone& look)
{
    const auto verdict = m_judge.onLook(look);
    report(verdict);
    // What the verdict recommends is what is kept.
    const bool isBest = !m_bestLook || m_judge.recommendedStep() == look.step;
    if (isBest) m_bestLook = look;
    return {.stop = hasEnough(), .isBest = isBest};
}

Expected<std::int64_t> RunSession::save(const train::Position& position,
                                        const train::Trained::Snapshot& state, bool isBest)
{
    if (m_fault) return Unexpected{*m_fault};
    const auto fill = [&](const fs::path& folder) -> Expected<void> {
        LUTHIER_CHECK(m_work.saveInto(folder, state));
        auto json = positionToJson(position, m_work);
        json["rest_factor"] = state.restFactor;
        return writeFile(folder / kTrainer, toPrettyJson(json) + "\n");
    };
    LUTHIER_TRY(const auto saved, m_directory.publish(position.step, isBest, m_work.checkpointBytes(), fill));
    report(saved);
    const auto keep = m_work.order().checked.train.word("keep");
    LUTHIER_CHECK(m_directory.prune(keep));
    return saved.bytes;
}

void RunSession::showSamples(std::int64_t step)
{
    if (m_shown.empty()) return;
    const auto& set = m_work.validation();
    const auto& words = *m_work.words()->tokenizer();
    const auto& task = *m_work.order().task;
    std::vector<SampleShown> shown;
    std::vector<infer::Prompt> prompts;
    for (const auto index : m_shown) {
        const auto sample = set.sample(index);
        const auto from = static_cast<std::size_t>(
            task.needsClassifier ? sample.ids.size() : static_cast<std::size_t>(sample.learnFrom));
        const std::span<const std::int32_t> ids{sample.ids};
        shown.push_back({.step = step, .input = words.decode(ids.first(from), true)});
        if (task.needsClassifier) {
            shown.back().expected = m_work.labels()[static_cast<std::size_t>(sample.label)];
        } else {
            shown.back().expected = words.decode(ids.subspan(from), true);
            prompts.push_back({.ids = {sample.ids.begin(), sample.ids.begin() + sample.learnFrom},
                               .maxTokens = kShownTokens});
        }
    }
    if (task.needsClassifier) {
        const std::vector<std::int64_t> samples{m_shown.begin(), m_shown.end()};
        const auto outcomes
            = train::measured(m_work.network(), task, set, samples, m_work.settings().microBatchTokens,
                              train::rowRounding(m_work.settings()), {}, m_work.frozen().known().validation);
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const auto label = static_cast<std::size_t>(outcomes[i].predicted);
            const Rounded probability{static_cast<double>(outcomes[i].probabilities[label]), 2};
            shown[i].output = m_work.labels()[label] + " " + english(probability);
        }
    } else {
        std::vector<std::int32_t> ends;
        if (words.special().eos) ends.push_back(*words.special().eos);
        const auto answers = infer::continued(m_work.network(), prompts, ends, {}, m_control.stopToken());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            shown[i].output = words.decode(answers[i].ids, true);
        }
    }
    for (auto& sample : shown) {
        report(sample);
    }
}

Expected<void> RunSession::proveBest(std::int64_t step)
{
    const auto found = runs::findCheckpoint(m_directory.path(), "best");
    if (!found || found->step != step || !m_bestLook || m_bestLook->step != step) return {};
    LUTHIER_CHECK(m_work.loadFrom(found->path, false));
    const train::Looks looks{m_work.train(), m_work.validation(), m_work.settings().seed};
    const auto outcomes
        = train::measured(m_work.network(), *m_work.order().task, m_work.validation(),
                          looks.validationSamples(), m_work.settings().microBatchTokens,
                          train::rowRounding(m_work.settings()), {}, m_work.frozen().known().validation);
    const double loss = tasks::meanLoss(outcomes);
    const double allowed = kProofTolerance
        * std::max(1e-3, std::abs(m_bestLook->loss)); // near zero only the digits of the sum are left
    if (std::abs(loss - m_bestLook->loss) <= allowed) return {};
    return Unexpected{
        {.code = ErrorCode::Internal,
         .message
         = Text{QT_TRANSLATE_NOOP("core", "the saved state of step %1 gives the loss %2 instead of %3"), step,
                loss, m_bestLook->loss},
         .where = found->path.string()}};
}

void RunSession::tellProblems()
{
    auto problems = data::setAsideByKind(m_work.data().tables.train->source());
    std::ranges::copy(m_work.data().prepared.problems, std::back_inserter(problems));
    for (const auto& problem : problems) {
        report(Noted{0, problem.message, problem.where});
    }
}

Expected<Summary> RunSession::run()
{
    const auto& trained = m_work.trained();
    report(RunStarted{.run = m_directory.name(),
                      .time = runs::isoTime(std::chrono::system_clock::now()),
                      .totalParameters = m_work.totalParameters(),
                      .trainableParameters = trained.parameters(),
                      .trainSamples = static_cast<std::int64_t>(m_work.train().size()),
                      .validationSamples = static_cast<std::int64_t>(m_work.validation().size()),
                      .testSamples = static_cast<std::int64_t>(m_work.data().prepared.split.test.size()),
                      .steps = m_work.settings().steps,
                      .firstStep = m_position.step,
                      .precision = m_work.settings().bf16 ? "bf16" : "fp32",
                      .device = m_work.settings().device});
    if (m_position.step == 0) tellProblems();
    train::Hooks hooks;
    hooks.sink = [this](const Event& event) {
        report(event);
        const auto* step = std::get_if<StepDone>(&event);
        if (step == nullptr) return;
        if (const auto verdict = m_judge.onStep(*step)) report(*verdict);
    };
    hooks.control = &m_control;
    hooks.judge = [this](const LookDone& look) { return judged(look); };
    hooks.save = [this](const train::Position& position, const train::Trained::Snapshot& state, bool isBest) {
        return save(position, state, isBest);
    };
    hooks.showSamples = [this](std::int64_t step) { showSamples(step); };
    if (m_hadEnough) {
        return finish(Summary{.ending = Summary::Ending::EarlyStopped,
                              .steps = m_position.step,
                              .bestStep = std::max<std::int64_t>(m_position.bestStep, 0),
                              .loss = m_position.bestLoss,
                              .metrics = m_position.bestMetrics});
    }
    return finish(train::guarded([&] {
        const auto& settings = m_work.settings();
        if (m_work.load().remakes) report(Noted{m_position.step, remakingWords()});
        if (!m_work.whyNoCard().empty()) report(Noted{m_position.step, m_work.whyNoCard()});
        m_work.frozen().keep(
            {.steps = settings.steps - m_position.step,
             .looks = settings.evaluateEvery > 0 ? settings.steps / settings.evaluateEvery + 1 : 0},
            {.stop = m_control.stopToken()}, [this](Text text) {
                report(Noted{m_position.step, std::move(text)});
            });
        auto setup = m_work.setup();
        return train::run(setup, hooks, m_position);
    }));
}

Expected<Summary> RunSession::finish(Expected<Summary> outcome)
{
    if (outcome && m_fault) outcome = Unexpected{*m_fault};
    if (outcome && outcome->ending != Summary::Ending::Cancelled && outcome->bestStep > 0) {
        if (auto proven = proveBest(outcome->bestStep); !proven)
            outcome = Unexpected{std::move(proven).error()};
    }
    RunEnded ended{.seconds
                   = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count(),
                   .peakRssMib = peakMemory() >> 20U};
    if (outcome) {
        outcome->runDir = m_directory.path().string();
        if (outcome->ending != Summary::Ending::Cancelled && m_work.validation().size() > 0)
            report(m_judge.atEnd());
        if (outcome->ending != Summary::Ending::Cancelled) keepWhatTheRecipeAsks(*outcome);
        ended.outcome = outcome->ending == Summary::Ending::Finished ? "finished"
            : outcome->ending == Summary::Ending::EarlyStopped       ? "early-stopped"
                                                                     : "stopped";
        ended.step = outcome->steps;
        ended.bestStep = outcome->bestStep;
        ended.metrics = outcome->metrics;
    } else {
        ended.outcome = "failed";
        ended.error = outcome.error();
    }
    report(ended);
    return outcome;
}

/// A best state that could not be removed is no reason to call a run failed.
void RunSession::keepWhatTheRecipeAsks(const Summary& summary)
{
    if (!m_work.order().checked.train.is("keep", "last")) return;
    const bool lostBest = summary.bestStep > 0 && summary.bestStep != summary.steps;
    if (!m_directory.keepOnlyNewest() || !lostBest) return;
    report(Noted{summary.steps,
                 Text{QT_TRANSLATE_NOOP("core",
                                        "Step %1 was the best on held-back rows; only the last one was kept, "
                                        "as the recipe says (keep: last)."),
                      summary.bestStep},
                 "train.keep"});
}

} // namespace luthier::engine
