// SPDX-License-Identifier: GPL-3.0-or-later
// After a crash the next start offers the run that was interrupted, and goes on with it.
#include "core/base/json.h"
#include "core/runs/checkpoints.h"
#include "tests/support/real_desk.h"
#include "ui/frame/page_frame.h"
#include "ui/pages/run_view.h"
#include "ui/widgets/inline_message.h"

#include <algorithm>

using namespace luthier;
using namespace luthier::tests;
namespace fs = std::filesystem;

class TestInterruptedRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aRunThatHasAnOwnerIsNotOffered();
    void aRunWithoutOneIsOffered();
    void itGoesOnFromTheNewestWholeCheckpoint();
    void itsStoryBeginsWithItsFirstStep();
    void interruptedAgainItIsOfferedAgain();
    void butOnlyOnce();
    void aRunThatSavedNothingWouldBeginAgain();
    void cleanupTestCase() { m_desk.reset(); }

private:
    QString offerId() const { return "interrupted:" + QString::fromStdString(m_run.string()); }
    bool isOffered() { return m_desk->window().frame().messages().ids().contains(offerId()); }
    QString offer();
    /// Leaves the run as a process that died after its last step: without its end, nobody in it.
    void crash();

    std::unique_ptr<RealDesk> m_desk;
    fs::path m_run;
};

void TestInterruptedRun::initTestCase()
{
    m_desk = std::make_unique<RealDesk>("Voice commands");
    const auto all = readFile(fs::path{SOURCE_DIR} / "resources/example/snips.jsonl", 1U << 20U);
    QVERIFY(all);
    std::size_t end = 0;
    for (int line = 0; line < 100; ++line) {
        end = all->find('\n', end) + 1;
    }
    QVERIFY(writeFile(m_desk->at("rows.jsonl").toStdString(), all->substr(0, end)));
    m_desk->window().project().change("A run of six steps, each saved", [this](config::Recipe& recipe) {
        recipe.task = {"text-classification"};
        recipe.model = {"all-MiniLM-L6-v2"};
        recipe.method = {"lora", {{"rank", "4"}}};
        recipe.data = {{"train", m_desk->at("rows.jsonl").toStdString()}, {"max_tokens", "16"}};
        recipe.data["columns"] = config::Setting::map({{"text", "text"}, {"label", "intent"}});
        recipe.train = {{"steps", "6"},          {"batch_size", "4"},       {"learning_rate", "0.001"},
                        {"evaluate_every", "2"}, {"checkpoint_every", "1"}, {"keep", "all"}};
        recipe.probe = {{"general", "none"}};
    });
    QVERIFY(m_desk->settle());
    QVERIFY(m_desk->open("check"));
    QVERIFY(m_desk->train());
    QCOMPARE(m_desk->window().project().runs().size(), 1);
    m_run = m_desk->window().project().runs().front().toStdString();
    QVERIFY(fs::exists(m_run / "summary.json"));
    m_desk->close();
    crash();
    fs::resize_file(m_run / runs::checkpointName(6) / "adapter_model.safetensors", 1000); // torn, too
}

void TestInterruptedRun::crash()
{
    QVERIFY(fs::remove(m_run / "summary.json"));
    auto events = readFile(m_run / "events.jsonl", 1U << 20U);
    QVERIFY(events);
    const auto end = events->find(R"({"event":"ended")");
    QVERIFY(end != std::string::npos);
    QVERIFY(writeFile(m_run / "events.jsonl", events->substr(0, end)));
}

QString TestInterruptedRun::offer()
{
    QString words;
    for (const auto* label : m_desk->window().frame().messages().findChildren<QLabel*>()) {
        words += label->text() + '\n';
    }
    return words;
}

void TestInterruptedRun::aRunThatHasAnOwnerIsNotOffered()
{
    const auto lock = FolderLock::take(m_run); // as the process that trains there has it
    QVERIFY(lock);
    QVERIFY(m_desk->reopen());
    QVERIFY(!isOffered());
}

void TestInterruptedRun::aRunWithoutOneIsOffered()
{
    QVERIFY(m_desk->reopen());
    QVERIFY(isOffered());
    QVERIFY2(offer().contains("was interrupted at step 6"), qPrintable(offer()));
    QVERIFY2(offer().contains("damaged. It can go on from step 5"), qPrintable(offer()));
}

void TestInterruptedRun::itGoesOnFromTheNewestWholeCheckpoint()
{
    auto* const resume = RealDesk::button(m_desk->window().frame().messages(), "Resume");
    QVERIFY(resume != nullptr);
    QTest::mouseClick(resume, Qt::LeftButton);
    QVERIFY(!isOffered());
    QVERIFY(m_desk->waitFor([this] { return !m_desk->window().runs().isRunning(); }));
    QVERIFY(m_desk->settle());
    QCOMPARE(m_desk->window().project().runs().size(), 1);

    const auto runs = m_desk->engine().records->list();
    QVERIFY(runs && runs->size() == 1);
    QCOMPARE(runs->front().state, runs::RunCard::State::Finished);
    const auto history = m_desk->engine().records->history(m_run.string());
    QVERIFY(history);
    std::vector<std::int64_t> starts, steps;
    for (const Event& event : *history) {
        if (const auto* started = std::get_if<RunStarted>(&event)) starts.push_back(started->firstStep);
        if (const auto* step = std::get_if<StepDone>(&event)) steps.push_back(step->step);
    }
    QCOMPARE(starts, (std::vector<std::int64_t>{0, 5}));
    QCOMPARE(steps, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
    const auto newest = runs::newestCheckpoint(m_run);
    QVERIFY(newest && newest->checkpoint);
    QCOMPARE(newest->checkpoint->step, 6);
    QVERIFY(newest->skipped.empty());
}

/// A resumed run was told from its resume on: no curve, no checkpoint to branch from before it.
void TestInterruptedRun::itsStoryBeginsWithItsFirstStep()
{
    const auto& story = m_desk->page("train").findChild<ui::RunView*>()->story();
    QVERIFY(story.ended);
    QCOMPARE(story.started->firstStep, 0);
    QCOMPARE(story.heldLosses.size(), std::size_t{4});
    for (std::int64_t step = 1; step <= 6; ++step) {
        const auto checkpoint = story.checkpointAt(step);
        QVERIFY(checkpoint && *checkpoint == m_run / runs::checkpointName(step));
    }
}

void TestInterruptedRun::interruptedAgainItIsOfferedAgain()
{
    m_desk->close();
    crash();
    QVERIFY(m_desk->reopen());
    QVERIFY(isOffered());
    QVERIFY2(offer().contains("It can go on from step 6, which was saved"), qPrintable(offer()));
    QVERIFY(RealDesk::button(m_desk->window().frame().messages(), "Keep the best") != nullptr);
}

void TestInterruptedRun::butOnlyOnce()
{
    QVERIFY(m_desk->reopen());
    QVERIFY(!isOffered());
}

void TestInterruptedRun::aRunThatSavedNothingWouldBeginAgain()
{
    m_desk->close();
    const auto other = m_run.parent_path() / "killed early";
    QVERIFY(makeFolder(other / "checkpoints"));
    fs::copy_file(m_run / "recipe.yaml", other / "recipe.yaml");
    m_run = other;
    const auto projectFile = fs::path{m_desk->at("Voice commands/project.json").toStdString()};
    auto project = readJson(projectFile);
    QVERIFY(project && project->contains("runs"));
    (*project)["runs"].push_back(m_run.string());
    QVERIFY(writeFile(projectFile, toPrettyJson(*project)));
    QVERIFY(m_desk->reopen());
    QVERIFY(isOffered());
    QVERIFY2(offer().contains("it would begin again"), qPrintable(offer()));
    QVERIFY(RealDesk::button(m_desk->window().frame().messages(), "Keep the best") == nullptr);
}

QTEST_MAIN(TestInterruptedRun)
#include "tst_interrupted_run.moc"
