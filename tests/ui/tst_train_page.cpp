// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/bridge/run_branch.h"
#include "ui/bridge/run_start.h"
#include "ui/bridge/run_story.h"
#include "ui/bridge/run_verdict.h"
#include "ui/pages/page.h"

#include <algorithm>

#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

using namespace luthier;
using namespace luthier::tests;

class TestTrainPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void stopAndKeepBestEndsTheRunAndKeepsOnlyThat();
    void lowerTheStepSizeStartsABranchFromTheBest();
    void continueAndWatchTakesTheButtonsAway();
    void anEndedRunOffersNoStop();
    void theNewestRunIsThereAgain();
    void aPastRunAndTheOneInProgressCanBothBeSeen();
    void aBranchBelongsToTheRunThatWasStopped();
    void aResumedRunBranchesFromBeforeItsResume();
    void aBranchChangesWhatItsActionSays();
    void aBranchFromStepZeroBeginsWhereTheRunBegan();
    void smallerStepsAreWarmedUp();
    void withoutABetterStepTheOfferIsToStop();
    void advicePointsAtTheRightPlace();
    void brokenNumbersPointAtTheirRows();

private:
    /// A run in the middle of which the verdict speaks.
    void startAndWaitForTheVerdict();
    QPushButton* button(const char* action) const
    {
        return m_desk->window.page("train").findChild<QPushButton*>(action);
    }

    bool says(const QString& words) const
    {
        return std::ranges::any_of(m_desk->window.page("train").findChildren<QLabel*>(),
                                   [&](const QLabel* label) { return label->text().contains(words); });
    }

    std::unique_ptr<ui::Theme> m_theme = std::make_unique<ui::Theme>();
    std::unique_ptr<FakeDesk> m_desk;
};

void TestTrainPage::init()
{
    // 600 steps of 2 ms: the verdict speaks after 480, the run would end 0.24 s later.
    m_desk = std::make_unique<FakeDesk>(*m_theme,
                                        FakeScript{.steps = 600, .stepTime = std::chrono::milliseconds{2}});
    m_desk->fillDraft();
    m_desk->window.show();
}

void TestTrainPage::startAndWaitForTheVerdict()
{
    m_desk->window.actions()["start"].trigger();
    QTRY_VERIFY_WITH_TIMEOUT(button("stop-keep-best") != nullptr, 20'000);
    m_desk->window.runs().pause(); // the buttons have all the time they need
}

void TestTrainPage::stopAndKeepBestEndsTheRunAndKeepsOnlyThat()
{
    startAndWaitForTheVerdict();
    QTest::mouseClick(button("stop-keep-best"), Qt::LeftButton);
    QTRY_VERIFY(!m_desk->window.runs().isRunning());
    QVERIFY(m_desk->window.runs().status().step < 600);
    m_desk->settle();
    const auto runs = m_desk->engine().records->list();
    QVERIFY(runs);
    QCOMPARE(runs->size(), std::size_t{1});
    QCOMPARE(runs->front().state, runs::RunCard::State::Stopped); // so the fake marks what keep() was told of
}

void TestTrainPage::lowerTheStepSizeStartsABranchFromTheBest()
{
    startAndWaitForTheVerdict();
    const config::Recipe before = m_desk->window.runs().recipe();
    QTest::mouseClick(button("lower-step-and-continue"), Qt::LeftButton);
    QTRY_COMPARE(m_desk->window.project().runs().size(), 2);
    const config::Recipe after = m_desk->window.runs().recipe();
    QCOMPARE(std::stod(after.train.at("learning_rate").text), 6.67e-5);
    QCOMPARE(std::stod(before.train.at("learning_rate").text), 0.0002);
    QCOMPARE(QString::fromStdString(after.train.at("steps").text), "240");
    QVERIFY(QString::fromStdString(after.method.settings.at("start_from").text)
                .endsWith("checkpoints/step-000360"));
    m_desk->window.runs().stop();
    m_desk->settle();
}

void TestTrainPage::continueAndWatchTakesTheButtonsAway()
{
    startAndWaitForTheVerdict();
    QTest::mouseClick(button("continue"), Qt::LeftButton);
    QVERIFY(m_desk->window.runs().isRunning());
    QTRY_VERIFY(button("continue") == nullptr);
    m_desk->window.runs().stop();
    m_desk->settle();
}

void TestTrainPage::anEndedRunOffersNoStop()
{
    startAndWaitForTheVerdict();
    m_desk->window.runs().resume();
    m_desk->settle();
    QVERIFY(!m_desk->window.runs().isRunning());
    QVERIFY(button("stop-keep-best") == nullptr);
    QVERIFY(button("more-rows") != nullptr);
    QVERIFY(says("Best is step 360"));
    QCOMPARE(m_desk->window.page("train").primary().text, "Next: Compare");
}

void TestTrainPage::theNewestRunIsThereAgain()
{
    m_desk->window.actions()["start"].trigger();
    m_desk->settle();
    const QString folder = m_desk->projectFolder();
    QVERIFY(m_desk->window.openProject(folder.toStdString())); // as after closing and opening
    m_desk->settle();
    QVERIFY(says("Best is step"));
}

void TestTrainPage::aPastRunAndTheOneInProgressCanBothBeSeen()
{
    startAndWaitForTheVerdict();
    const QString past = m_desk->projectFolder() + "/Earlier";
    m_desk->window.goTo("train", past);
    QTRY_VERIFY(says("Earlier"));
    QVERIFY(button("stop-keep-best") == nullptr); // that one ended long ago
    m_desk->window.goTo("train", m_desk->window.project().runs().front());
    QVERIFY(says("Run 1"));
    QTRY_VERIFY(button("stop-keep-best") != nullptr);
    m_desk->window.runs().stop();
    m_desk->settle();
}

void TestTrainPage::aBranchBelongsToTheRunThatWasStopped()
{
    startAndWaitForTheVerdict();
    const QString run = m_desk->window.project().runs().front();
    QTest::mouseClick(button("lower-step-and-continue"), Qt::LeftButton);
    QVERIFY(!m_desk->window.actions()["pause"].isEnabled()); // while it stops
    m_desk->window.goTo("train", m_desk->projectFolder() + "/Earlier"); // meanwhile
    QTRY_COMPARE(m_desk->window.project().runs().size(), 2);
    const config::Recipe after = m_desk->window.runs().recipe();
    QCOMPARE(QString::fromStdString(after.method.settings.at("start_from").text),
             run + "/checkpoints/step-000360");
    QCOMPARE(QString::fromStdString(after.train.at("steps").text), "240");
    m_desk->window.runs().stop();
    m_desk->settle();
    QVERIFY(m_desk->window.actions()["pause"].isEnabled());
}

/// Its story began with the resume: "the run keeps no checkpoint up to step 360" (issue 3).
void TestTrainPage::aResumedRunBranchesFromBeforeItsResume()
{
    startAndWaitForTheVerdict();
    m_desk->window.runs().stop();
    m_desk->settle();
    const QString run = m_desk->window.project().runs().front();
    const auto recipe = ui::recipeOfRun(run.toStdString());
    QVERIFY(recipe);
    std::vector<std::int64_t> heard;
    connect(&m_desk->window.runs(), &ui::RunController::eventsArrived, this, [&](const auto& events) {
        for (const Event& event : events) {
            if (const auto* step = std::get_if<StepDone>(&event)) heard.push_back(step->step);
        }
    });
    m_desk->window.runs().start(*recipe, {.runDir = run.toStdString(), .resume = true});
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window.runs().status().step > 480, 20'000);
    m_desk->window.runs().pause();
    QTRY_VERIFY(button("lower-step-and-continue") != nullptr);
    QCOMPARE(m_desk->window.runs().status().bestStep, 360);
    for (std::size_t i = 0; i < heard.size(); ++i) {
        QCOMPARE(heard[i], static_cast<std::int64_t>(i) + 1); // each step once, from the first on
    }
    QTest::mouseClick(button("lower-step-and-continue"), Qt::LeftButton);
    QTRY_COMPARE(m_desk->window.project().runs().size(), 2);
    QCOMPARE(QString::fromStdString(m_desk->window.runs().recipe().method.settings.at("start_from").text),
             run + "/checkpoints/step-000360");
    m_desk->window.runs().stop();
    m_desk->settle();
}

void TestTrainPage::aBranchChangesWhatItsActionSays()
{
    config::Recipe run;
    run.name = "Bank";
    run.train = {{"learning_rate", "2e-4"}, {"weight_decay", "0.01"}, {"dropout", "model"}};
    run.method = {"lora", {{"dropout", "0.05"}}};
    const ui::BranchPoint from{
        .checkpoint = "/r/checkpoints/step-000300", .step = 300, .plannedSteps = 1000, .moreSteps = 400};

    const auto calm = ui::branchOf(run, "restart-regularised", from);
    QVERIFY(calm);
    QCOMPARE(std::stod(calm->method.settings.at("dropout").text), 0.15);
    QCOMPARE(std::stod(calm->train.at("weight_decay").text), 0.03);
    QCOMPARE(QString::fromStdString(calm->train.at("steps").text), "700");

    const auto large = ui::branchOf(run, "larger-steps-restart", from);
    QVERIFY(large);
    QCOMPARE(std::stod(large->train.at("learning_rate").text), 0.0006);
    QVERIFY(!large->method.settings.contains("start_from"));

    const auto longer = ui::branchOf(run, "continue-longer", from);
    QVERIFY(longer);
    QCOMPARE(QString::fromStdString(longer->train.at("steps").text), "400");
    QCOMPARE(std::stod(longer->train.at("learning_rate").text), 2e-4);

    QVERIFY(!ui::branchOf(run, "more-rows", from));
}

void TestTrainPage::aBranchFromStepZeroBeginsWhereTheRunBegan()
{
    config::Recipe run;
    run.train = {{"learning_rate", "3e-3"}, {"epochs", "3"}};
    ui::RunStory story{.started = RunStarted{.steps = 1000},
                       .verdict = VerdictGiven{.evidence = {{"last_good_step", 0}}}};
    for (const char* action : {"lower-step-and-continue", "go-back", "restart-regularised"}) {
        const ui::BranchPoint from = ui::branchPoint(story, action);
        QCOMPARE(from.step, 0);
        const auto branch = ui::branchOf(run, action, from);
        QVERIFY(branch);
        QVERIFY(!branch->method.settings.contains("start_from"));
        QVERIFY(!branch->train.contains("steps")); // all that were planned
    }
    story.verdict->bestStep = 40;
    QCOMPARE(ui::branchPoint(story, "lower-step-and-continue").step, 40);
}

void TestTrainPage::smallerStepsAreWarmedUp()
{
    config::Recipe run;
    for (const auto& [before, after] : {std::pair{"0", "0.05"}, {"0.2", "0.2"}}) {
        run.train = {{"learning_rate", "3e-3"}, {"warmup", before}};
        const auto branch = ui::branchOf(run, "lower-step-and-continue", {});
        QVERIFY(branch);
        QCOMPARE(QString::fromStdString(branch->train.at("warmup").text), after);
    }
}

void TestTrainPage::withoutABetterStepTheOfferIsToStop()
{
    VerdictGiven given;
    given.kind = "overfitting";
    given.actions = {"stop-keep-best"};
    given.advice = {QT_TRANSLATE_NOOP("core", "Stop here: no step so far is better than the start.")};
    QCOMPARE(ui::wordsOf(given).offers.front().button, "Stop");
    given.actions = {"lower-step-and-continue", "restart-regularised", "go-back"};
    given.advice.resize(3);
    given.evidence["last_good_step"] = 0;
    QStringList buttons;
    for (const auto& offer : ui::wordsOf(given).offers) {
        buttons << offer.button;
    }
    QCOMPARE(buttons,
             (QStringList{"Start again, smaller steps", "Start again, regularised",
                          "Start again, smaller steps"}));
    given.actions = {"stop-keep-best"};
    given.advice.resize(1);
    given.bestStep = 40;
    QCOMPARE(ui::wordsOf(given).offers.front().button, "Stop and keep step 40");
}

void TestTrainPage::advicePointsAtTheRightPlace()
{
    const auto* tabs = m_desk->window.page("data").findChild<QTabBar*>();
    for (const auto& [action, tab] : {std::pair{"review-rows", "Rows"},
                                      {"split-again", "Split"},
                                      {"more-held-back-rows", "Split"},
                                      {"leak-check", "Problems"}}) {
        const ui::Place place = ui::placeOf(action);
        m_desk->window.goTo(place.page, place.detail);
        QVERIFY(tabs->tabText(tabs->currentIndex()).startsWith(tab)); // a count may follow
    }
    QCOMPARE(ui::placeOf("larger-batch").detail, "setting:batch_size");
}

void TestTrainPage::brokenNumbersPointAtTheirRows()
{
    ui::RunStory story;
    story.add(StepDone{.step = 7, .rows = {16, 211}});
    story.add(StepDone{.step = 8, .rows = {3}});
    story.add(VerdictGiven{.kind = "broken", .evidence = {{"since_step", 7}}});
    QCOMPARE(ui::placeOf("review-rows", story).detail, "rows:16,211");
    QCOMPARE(ui::placeOf("split-again", story).detail, "split");
    story.add(VerdictGiven{.kind = "barely-learning"});
    QCOMPARE(ui::placeOf("review-rows", story).detail, "rows");
}

QTEST_MAIN(TestTrainPage)
#include "tst_train_page.moc"
