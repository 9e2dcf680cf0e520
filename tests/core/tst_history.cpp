// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/runs/event_json.h"
#include "core/runs/history.h"
#include "core/runs/run_directory.h"
#include "tests/support/memory_disk.h"

#include <cmath>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::runs;
namespace fs = std::filesystem;

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunThatToldNothingHasNoHistory();
    void aLookHasItsRowLossesAgain();
    void whatWasInterruptedReadsAsIfNothingHadBeen();
    void theSecondAttemptsLossesCount();
    void aCheckpointToldLateKeepsNoStepBefore();
    void aNoteWithoutItsStepKeepsNoStepBefore();
    void aStartFromTheBeginningForgetsAll();
    void aResumedRunHasNotEnded();
    void aLookDoneAgainCountsOnce();
    void damagedLinesArePassedOver();
    void anOutlineHasTheLastStepBeforeEachOtherEvent();
    void lossesThatAreNoNumbersStayThat();
    void stepsInAnyOrderAreReadInOrderOfTheFile();

private:
    QTemporaryDir m_dir{memoryDisk()};
    int m_count{0};

    RunDirectory fresh()
    {
        auto run = RunDirectory::createAt(fs::path{m_dir.path().toStdString()} / std::to_string(++m_count));
        return *std::move(run);
    }
};

static void tell(RunDirectory& run, const Event& event)
{
    QVERIFY(run.append(event));
}

static LookDone look(std::int64_t step, float first)
{
    return {.step = step, .loss = first, .rowLosses = {first, 0.1F}, .trainRowLosses = {first / 3}};
}

/// Steps `from` + 1 … `to` with a look, a verdict and a checkpoint at every third.
static void train(RunDirectory& run, std::int64_t from, std::int64_t to)
{
    for (auto step = from + 1; step <= to; ++step) {
        tell(run, StepDone{.step = step, .loss = 1. / static_cast<double>(step)});
        if (step % 3 != 0) continue;
        tell(run, look(step, 1.F / static_cast<float>(step)));
        tell(run, VerdictGiven{.step = step, .kind = "learning"});
        tell(run, CheckpointSaved{.step = step, .path = checkpointName(step)});
    }
}

static std::vector<std::string> linesOf(const std::vector<Event>& events, bool starts)
{
    std::vector<std::string> lines;
    for (const Event& event : events) {
        if (!starts && std::holds_alternative<RunStarted>(event)) continue;
        lines.push_back(eventToJson(event));
        if (const auto* one = std::get_if<LookDone>(&event)) lines.push_back(rowLossesToJson(*one));
    }
    return lines;
}

void TestHistory::aRunThatToldNothingHasNoHistory()
{
    const auto history = readHistory(fresh().path());
    QVERIFY(history);
    QVERIFY(history->empty());
}

void TestHistory::aLookHasItsRowLossesAgain()
{
    auto run = fresh();
    const LookDone told{
        .step = 5, .loss = 0.7, .rowLosses = {0.1F, 1e-30F, 3.4e38F}, .trainRowLosses = {-2.5F}};
    tell(run, told);
    const auto history = readHistory(run.path());
    QVERIFY(history && history->size() == 1);
    const auto& back = std::get<LookDone>(history->front());
    QCOMPARE(back.rowLosses, told.rowLosses); // bit for bit
    QCOMPARE(back.trainRowLosses, told.trainRowLosses);
    QVERIFY(std::get<LookDone>(readOutline(run.path())->front()).rowLosses.empty());
}

void TestHistory::whatWasInterruptedReadsAsIfNothingHadBeen()
{
    auto whole = fresh();
    tell(whole, RunStarted{.run = "r", .steps = 12});
    train(whole, 0, 12);
    auto torn = fresh();
    tell(torn, RunStarted{.run = "r", .steps = 12});
    train(torn, 0, 8); // killed two steps after a checkpoint,
    tell(torn, RunStarted{.run = "r", .steps = 12, .firstStep = 6});
    train(torn, 6, 11); // and again;
    tell(torn, RunStarted{.run = "r", .steps = 12, .firstStep = 3}); // the newest one did not verify
    train(torn, 3, 12);
    const auto expected = readHistory(whole.path());
    const auto history = readHistory(torn.path());
    QVERIFY(expected && history);
    QCOMPARE(linesOf(*history, false), linesOf(*expected, false));
    const auto starts = std::ranges::count_if(
        *history, [](const Event& event) { return std::holds_alternative<RunStarted>(event); });
    QCOMPARE(starts, 2); // the one at 6 belongs to what was given up
}

void TestHistory::theSecondAttemptsLossesCount()
{
    auto run = fresh();
    tell(run, look(3, 9));
    tell(run, look(6, 9));
    tell(run, RunStarted{.firstStep = 3});
    tell(run, look(6, 2));
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(std::get<LookDone>(history->front()).rowLosses.front(), 9.F);
    QCOMPARE(std::get<LookDone>(history->back()).rowLosses.front(), 2.F);
    QCOMPARE(history->size(), std::size_t{3});
}

static std::vector<std::int64_t> stepsOf(const std::vector<Event>& events)
{
    std::vector<std::int64_t> steps;
    for (const Event& event : events) {
        if (const auto* step = std::get_if<StepDone>(&event)) steps.push_back(step->step);
    }
    return steps;
}

void TestHistory::aCheckpointToldLateKeepsNoStepBefore()
{
    auto run = fresh();
    tell(run, RunStarted{.run = "r"});
    train(run, 0, 2);
    tell(run, StepDone{.step = 3});
    tell(run, StepDone{.step = 4}); // while the checkpoint was still being written
    tell(run, CheckpointSaved{.step = 3, .path = checkpointName(3)});
    tell(run, RunStarted{.run = "r", .firstStep = 3});
    train(run, 3, 5);
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(stepsOf(*history), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
    const auto saved = std::ranges::count_if(
        *history, [](const Event& event) { return std::holds_alternative<CheckpointSaved>(event); });
    QCOMPARE(saved, 1);
}

void TestHistory::aNoteWithoutItsStepKeepsNoStepBefore()
{
    auto run = fresh();
    tell(run, RunStarted{.run = "r"});
    train(run, 0, 5);
    tell(run, Noted{.step = 5, .text = "undone with its step"});
    tell(run, Noted{.text = "a checkpoint was passed over"}); // told before the resumed run starts
    tell(run, RunStarted{.run = "r", .firstStep = 3});
    train(run, 3, 5);
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(stepsOf(*history), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
    std::vector<std::string> notes;
    for (const Event& event : *history) {
        if (const auto* note = std::get_if<Noted>(&event)) notes.push_back(note->text.english());
    }
    QCOMPARE(notes, std::vector<std::string>{"a checkpoint was passed over"});
}

void TestHistory::aStartFromTheBeginningForgetsAll()
{
    auto run = fresh();
    tell(run, RunStarted{.run = "first"});
    tell(run, look(0, 5));
    train(run, 0, 4);
    tell(run, RunStarted{.run = "second"});
    tell(run, look(0, 4));
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(history->size(), std::size_t{2});
    QCOMPARE(std::get<RunStarted>(history->front()).run, std::string{"second"});
    QCOMPARE(std::get<LookDone>(history->back()).loss, 4.);
}

void TestHistory::aResumedRunHasNotEnded()
{
    auto run = fresh();
    tell(run, RunStarted{.run = "r"});
    train(run, 0, 6);
    tell(run, RunEnded{.outcome = "stopped", .step = 6});
    tell(run, RunStarted{.run = "r", .firstStep = 6});
    const auto history = readHistory(run.path());
    QVERIFY(history);
    for (const Event& event : *history) {
        QVERIFY(!std::holds_alternative<RunEnded>(event));
    }
    QCOMPARE(std::get<RunStarted>(history->back()).firstStep, 6);
}

void TestHistory::aLookDoneAgainCountsOnce()
{
    auto run = fresh();
    train(run, 0, 3);
    tell(run, RunStarted{.firstStep = 3});
    tell(run, look(3, 8)); // where it resumed
    const auto history = readHistory(run.path());
    QVERIFY(history);
    const auto looks = std::ranges::count_if(
        *history, [](const Event& event) { return std::holds_alternative<LookDone>(event); });
    QCOMPARE(looks, 1);
    QCOMPARE(std::get<LookDone>(history->back()).rowLosses.front(), 8.F);
}

void TestHistory::damagedLinesArePassedOver()
{
    fs::path folder;
    {
        auto run = fresh();
        folder = run.path();
        train(run, 0, 3);
    }
    for (const char* name : {"events.jsonl", "looks.jsonl"}) {
        std::string text{"\n\0x\xFF{\n", 6}; // what a disk may give back
        text += R"([]
{"step":"x"}
{}
)";
        text += *readFile(folder / name, 100000);
        text += R"({"event":"step","step":99,"rows":[1,)"; // a torn line
        QVERIFY(writeFile(folder / name, text));
    }
    const auto history = readHistory(folder);
    QVERIFY(history);
    QCOMPARE(history->size(), std::size_t{6});
    QCOMPARE(std::get<LookDone>(history->at(3)).rowLosses.size(), std::size_t{2});
}

void TestHistory::anOutlineHasTheLastStepBeforeEachOtherEvent()
{
    auto run = fresh();
    tell(run, RunStarted{.run = "r"});
    train(run, 0, 7);
    const auto outline = readOutline(run.path());
    QVERIFY(outline);
    QCOMPARE(stepsOf(*outline), (std::vector<std::int64_t>{3, 6, 7}));
    QCOMPARE(outline->size(), std::size_t{1 + 3 + 6});
}

void TestHistory::lossesThatAreNoNumbersStayThat()
{
    auto run = fresh();
    tell(run, LookDone{.step = 1, .rowLosses = {std::numeric_limits<float>::infinity(), 1.F}});
    const auto history = readHistory(run.path());
    QVERIFY(history);
    const auto& losses = std::get<LookDone>(history->front()).rowLosses;
    QVERIFY(std::isnan(losses.at(0)));
    QCOMPARE(losses.at(1), 1.F);
}

void TestHistory::stepsInAnyOrderAreReadInOrderOfTheFile()
{
    auto run = fresh();
    std::string text;
    for (int step = 20000; step > 0; --step) { // no run writes this; reading it must not take its square
        text += eventToJson(StepDone{.step = step}) + "\n";
    }
    QVERIFY(writeFile(run.path() / "events.jsonl", text));
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(history->size(), std::size_t{20000});
    QCOMPARE(std::get<StepDone>(history->front()).step, 20000);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
