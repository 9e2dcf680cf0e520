// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/config/recipe_yaml.h"
#include "core/runs/checkpoints.h"
#include "core/runs/event_json.h"
#include "tests/support/fake_parts.h"

#include <array>
#include <atomic>
#include <cmath>
#include <optional>
#include <thread>

namespace luthier::tests {
namespace {

constexpr std::int64_t kLooks = 20;

/// One fake run, event by event.
class Story {
public:
    Story(std::string name, std::int64_t steps, bool overfits)
        : m_name{std::move(name)}
        , m_steps{steps}
        , m_overfits{overfits}
    {
    }

    RunStarted begin(std::int64_t firstStep = 0) const
    {
        return {.run = m_name,
                .time = "2026-11-21T10:00:00Z",
                .totalParameters = 22'700'000,
                .trainableParameters = 790'000,
                .trainSamples = 1600,
                .validationSamples = 199,
                .testSamples = 199,
                .steps = m_steps,
                .firstStep = firstStep,
                .precision = "fp32",
                .device = "cpu"};
    }

    StepDone step(std::int64_t at) const
    {
        const double loss = trainLoss(at) * (1 + 0.12 * fakeNoise(at));
        return {.step = at,
                .epoch = epoch(at),
                .loss = loss,
                .learningRate = 2e-4 * (1 - share(at)),
                .gradNorm = 0.8 + 0.3 * fakeNoise(at + 7777),
                .tokens = 214,
                .tokensPerSecond = 2310 + 60 * fakeNoise(at + 99),
                .etaSeconds = 0.21 * static_cast<double>(m_steps - at)};
    }

    bool looksAt(std::int64_t at) const { return at % std::max<std::int64_t>(1, m_steps / kLooks) == 0; }

    LookDone look(std::int64_t at) const
    {
        const double loss = heldLoss(at) * (1 + 0.01 * fakeNoise(at + 31));
        return {.step = at,
                .epoch = epoch(at),
                .loss = loss,
                .trainSampleLoss = trainLoss(at),
                .metrics = {{"accuracy", 0.97 - 0.4 * (heldLoss(at) - 0.2)}},
                .probeLoss = 2.1 + 0.05 * share(at)};
    }

    /// What the run says of its sample rows.
    std::vector<SampleShown> samples(std::int64_t at) const
    {
        struct Row {
            const char* input;
            const char* expected;
            const char* before;
            double from; ///< share of the run at which it is right
        };
        constexpr std::array kRows{
            Row{"play some jazz", "PlayMusic", "GetWeather 0.31", 0.2},
            Row{"will it rain in Turin on Friday", "GetWeather", "RateBook 0.27", 0.1},
            Row{"add this song to my running list, please", "AddToPlaylist", "PlayMusic 0.44", 0.5},
            Row{"give this saga four stars", "RateBook", "PlayMusic 0.29", 0.3}};
        std::vector<SampleShown> shown;
        for (const Row& row : kRows) {
            const bool right = share(at) >= row.from;
            shown.push_back({.step = at,
                             .input = row.input,
                             .expected = row.expected,
                             .output = right ? std::string{row.expected} + " 0.92" : row.before});
        }
        return shown;
    }

    std::int64_t best() const { return m_overfits ? m_steps * 3 / 5 : m_steps; }

    VerdictGiven verdict(std::int64_t at) const
    {
        const bool rising = m_overfits && share(at) > 0.8;
        const bool early = share(at) < 0.25;
        VerdictGiven given;
        given.step = at;
        given.severity = rising ? "moderate" : "none";
        given.confidence = 0.6;
        given.kind = early ? "too-early" : rising ? "overfitting" : "learning";
        given.bestStep = std::min(at, best());
        given.text = early ? Text{QT_TRANSLATE_NOOP("core", "Too early to tell (%1 of %2 looks)."), 3, 6}
            : rising
            ? Text{QT_TRANSLATE_NOOP("core",
                                     "Loss on held-back rows has risen %1 % since step %2 while training "
                                     "loss still falls. The model is learning your rows by heart. Step "
                                     "%2 is the one to keep."),
                   Rounded{9, 0}, best()}
            : Text{QT_TRANSLATE_NOOP(
                       "core",
                       "Held-back loss still falls (by %1 % of where it began over the last %2 looks) and is "
                       "close to training loss (gap %3)."),
                   Rounded{4, 0}, 6, Rounded{1.08, 2}};
        const double looks
            = static_cast<double>(at) / static_cast<double>(std::max<std::int64_t>(1, m_steps / kLooks)) + 1;
        given.evidence = {{"looks", looks},
                          {"ratio", heldLoss(at) / trainLoss(at)},
                          {"noise", 0.01},
                          {"trend", rising ? 1 : -1},
                          {"rise_percent", 100 * (heldLoss(at) / heldLossOfBest() - 1)},
                          {"looks_since_best", looks - 1 - kLooks * share(given.bestStep)},
                          {"since_step", double(best())}};
        if (rising) {
            given.advice
                = {Text{QT_TRANSLATE_NOOP("core", "Stop here and keep step %1."), best()},
                   Text{QT_TRANSLATE_NOOP("core",
                                          "Go back to step %1 and continue with a third of the step size."),
                        best()},
                   QT_TRANSLATE_NOOP("core", "Get more rows of the kinds that fail most."),
                   QT_TRANSLATE_NOOP("core", "Continue, and say if it gets worse.")};
            given.actions = {"stop-keep-best", "lower-step-and-continue", "more-rows", "continue"};
        }
        return given;
    }

    RunEnded end(std::int64_t at, const char* outcome) const
    {
        return {.outcome = outcome,
                .step = at,
                .bestStep = std::min(at, best()),
                .metrics = {{"accuracy", 0.95}},
                .seconds = 0.21 * static_cast<double>(at),
                .peakRssMib = 731};
    }

    double heldLossOfBest() const { return heldLoss(best()); }

private:
    double share(std::int64_t at) const { return static_cast<double>(at) / static_cast<double>(m_steps); }
    double epoch(std::int64_t at) const { return 3 * share(at); }
    double trainLoss(std::int64_t at) const { return 0.08 + 1.87 * std::exp(-5 * share(at)); }
    double heldLoss(std::int64_t at) const
    {
        const double fall = 0.21 + 1.73 * std::exp(-5.5 * share(at));
        const double past = share(at) - 0.6;
        return m_overfits && past > 0 ? fall + 0.9 * past * past : fall;
    }

    std::string m_name;
    std::int64_t m_steps;
    bool m_overfits;
};

/// Everything that happens at one step.
void tell(const Story& story, std::int64_t at, const Sink& sink)
{
    if (at > 0) sink(story.step(at));
    if (!story.looksAt(at)) return;
    sink(story.look(at));
    for (const SampleShown& sample : story.samples(at)) {
        sink(sample);
    }
    sink(story.verdict(at));
    if (at > 0) {
        sink(CheckpointSaved{
            .step = at, .path = runs::checkpointName(at), .best = at <= story.best(), .bytes = 9'800'000});
    }
}

engine::CheckLine line(const char* name, Text title, Text finding,
                       engine::CheckLine::Level level = engine::CheckLine::Level::Good)
{
    return {.name = name, .title = std::move(title), .level = level, .text = std::move(finding)};
}

Text gigabytes(double size)
{
    return {QT_TRANSLATE_NOOP("core", "%1 GB"), Rounded{size, 1}};
}

Text minutes(int whole, int seconds)
{
    return {QT_TRANSLATE_NOOP("core", "%1 min %2 s"), whole, seconds};
}

class FakeTraining final : public engine::Training {
public:
    explicit FakeTraining(const FakeScript& script)
        : m_script{script}
    {
    }

    Expected<engine::CheckReport> check(const config::Recipe&, const Job& job) override
    {
        for (int i = 0; i <= 10; ++i) {
            if (job.stop.stop_requested()) return Unexpected{interrupted()};
            job.report(i / 10.0, QT_TRANSLATE_NOOP("core", "Measuring the time of a step"));
        }
        engine::CheckReport report;
        report.answer = Text{QT_TRANSLATE_NOOP("core", "Go, with notes. It takes about %1."), minutes(1, 6)};
        report.lines = {
            line("fits", QT_TRANSLATE_NOOP("core", "Fits"),
                 Text{QT_TRANSLATE_NOOP("core", "Peak %1 of %2 with the longest rows."), gigabytes(1.2),
                      gigabytes(16)}),
            line("time", QT_TRANSLATE_NOOP("core", "Time"),
                 Text{QT_TRANSLATE_NOOP(
                          "core",
                          "%1 s a step · %2 steps and %3 looks at held-back rows: about %4 (%5 to %6)."),
                      Rounded{0.21, 2}, 300, 20, minutes(1, 6), minutes(1, 2), minutes(1, 18)}),
            line("first-loss", QT_TRANSLATE_NOOP("core", "Starts where it should"),
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 at step 0; pure guessing among %3 classes is %2."),
                      Rounded{1.94, 2}, Rounded{1.95, 2}, 7}),
            line("one-batch", QT_TRANSLATE_NOOP("core", "Can learn one batch by heart"),
                 Text{QT_TRANSLATE_NOOP("core", "Loss %1 became %2 in %3 steps on %4 rows (%5 % less)."),
                      Rounded{1.94, 2}, Rounded{0.04, 2}, 24, 16, Rounded{98, 0}}),
            line("same-rows", QT_TRANSLATE_NOOP("core", "Same kind of rows"),
                 Text{QT_TRANSLATE_NOOP("core",
                                        "Loss %1 on training rows and %2 on held-back rows before training: "
                                        "they are unlike each other."),
                      Rounded{1.94, 2}, Rounded{2.07, 2}},
                 engine::CheckLine::Level::Note)};
        report.verdict = engine::CheckReport::Verdict::Notes;
        report.totalParameters = 22'700'000;
        report.trainableParameters = 790'000;
        report.memory = fakeMemory();
        report.estimateMib = 697;
        report.peakMib = 731;
        report.secondsPerStep = 0.21;
        report.secondsPerStepLow = 0.19;
        report.secondsPerStepHigh = 0.26;
        report.totalSeconds = 66;
        report.steps = 300;
        report.looks = 20;
        report.firstLoss = 1.94;
        report.chanceLoss = 1.95;
        report.tookSeconds = 12;
        report.problems = fakeProblems();
        report.firstRows = {fakeSight(0), fakeSight(1)};
        return report;
    }

    Expected<Summary> run(const config::Recipe& recipe, const engine::RunOptions& options,
                          RunControl& control, const Sink& sink) override
    {
        if (recipe.method.name == "broken") {
            return Unexpected{{.code = ErrorCode::NotFound,
                               .message = Text{QT_TRANSLATE_NOOP("core", "there is no '%1'"), "broken"},
                               .where = "method.name"}};
        }
        const auto steps = stepsOf(recipe);
        auto dir = options.runDir;
        if (dir.empty()) dir = runsFolder() / ("Run " + std::to_string(++m_count));
        LUTHIER_CHECK(makeFolder(dir));
        config::Recipe own = recipe; // lies in another folder
        if (const auto file = own.data.find("train"); file != own.data.end()) {
            file->second = recipe.resolve(file->second.text).string();
        }
        LUTHIER_CHECK(writeFile(dir / "recipe.yaml", config::recipeToYaml(own)));
        LUTHIER_TRY(auto file, LineAppender::open(dir / "events.jsonl"));
        const bool isLasting = m_script.stepTime.count() > 0; // others may have a billion steps
        const Sink told = [&](const Event& event) {
            if (isLasting) static_cast<void>(file.line(runs::eventToJson(event))); // for FakeRecords::history
            sink(event);
        };
        const Story story{dir.filename().string(), steps, m_script.overfits};
        const auto saved = runs::checkpointsOf(dir);
        const std::int64_t first = options.resume && !saved.empty() ? saved.back().step : 0;
        told(story.begin(first));
        for (std::int64_t at = first == 0 ? 0 : first + 1; at <= steps; ++at) {
            control.waitWhilePaused();
            if (control.stopRequested()) {
                told(story.end(at, "stopped"));
                return summary(Summary::Ending::Cancelled, at, story, dir);
            }
            if (at > 0 && story.looksAt(at)) LUTHIER_CHECK(makeFolder(dir / runs::checkpointName(at)));
            tell(story, at, told);
            if (m_script.stepTime.count() > 0) std::this_thread::sleep_for(m_script.stepTime);
        }
        told(story.end(steps, "finished"));
        return summary(Summary::Ending::Finished, steps, story, dir);
    }

    Expected<engine::BenchReport> bench(const config::Recipe&, std::int64_t steps, const Job&) override
    {
        return engine::BenchReport{.tokensPerSecond = 2310, .steps = steps, .precision = "fp32"};
    }
    Expected<engine::ProductBench> benchProducts(const Job&) override { return engine::ProductBench{}; }

private:
    std::int64_t stepsOf(const config::Recipe& recipe) const
    {
        const auto found = recipe.train.find("steps");
        if (found == recipe.train.end() || found->second.text == "none") return m_script.steps;
        return std::stoll(found->second.text);
    }

    static Summary summary(Summary::Ending ending, std::int64_t at, const Story& story,
                           const std::filesystem::path& dir)
    {
        return {.ending = ending,
                .steps = at,
                .bestStep = std::min(at, story.best()),
                .loss = story.heldLossOfBest(),
                .metrics = {{"accuracy", 0.95}},
                .runDir = dir.string()};
    }

    FakeScript m_script;
    std::atomic<int> m_count{0};
};

} // namespace

std::vector<Event> fakeRun(const std::string& name, std::int64_t steps, bool overfits)
{
    const Story story{name, steps, overfits};
    std::vector<Event> events{story.begin()};
    for (std::int64_t at = 0; at <= steps; ++at) {
        tell(story, at, [&events](const Event& event) { events.push_back(event); });
    }
    events.emplace_back(story.end(steps, "finished"));
    return events;
}

std::unique_ptr<engine::Training> makeFakeTraining(const FakeScript& script)
{
    return std::make_unique<FakeTraining>(script);
}

} // namespace luthier::tests
