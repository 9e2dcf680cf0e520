// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/bridge/run_branch.h"
#include "ui/pages/page.h"

#include <algorithm>

#include <QLabel>
#include <QPushButton>
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
    void aBranchChangesWhatItsActionSays();

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
    const std::filesystem::path dir{m_desk->window.project().runs().front().toStdString()};
    std::filesystem::create_directories(dir / "checkpoints" / "step-360");
    QTest::mouseClick(button("lower-step-and-continue"), Qt::LeftButton);
    QTRY_COMPARE(m_desk->window.project().runs().size(), 2);
    const config::Recipe after = m_desk->window.runs().recipe();
    QCOMPARE(std::stod(after.train.at("learning_rate").text), 6.67e-5);
    QCOMPARE(std::stod(before.train.at("learning_rate").text), 0.0002);
    QCOMPARE(QString::fromStdString(after.train.at("steps").text), "240");
    QVERIFY(
        QString::fromStdString(after.method.settings.at("start_from").text).endsWith("checkpoints/step-360"));
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

QTEST_MAIN(TestTrainPage)
#include "tst_train_page.moc"
