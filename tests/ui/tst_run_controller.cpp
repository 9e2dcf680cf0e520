// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"
#include "ui/bridge/run_controller.h"

#include <atomic>
#include <thread>

#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace luthier;
using ui::RunController;

class TestRunController : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("LUTHIER_HOME", m_home.path().toUtf8()); }
    void deliversEveryEventOnThisThread();
    void aPausedRunStandsStill();
    void stoppingEndsTheRun();
    void aPauseAfterTheRequestToStopHoldsNothingUp();
    void whatIsNotKeptIsRemoved();
    void anInvalidRunEndsWithItsError();
    void asManyRunsAsOneLikes();
    void mayBeDestroyedWhileRunning();
    void mayBeDestroyedWhilePaused();

private:
    void remember(const RunController& controller)
    {
        connect(&controller, &RunController::ended, this,
                [this](const Expected<Summary>& outcome) { m_outcome.emplace(outcome); });
    }

    QTemporaryDir m_home;
    std::optional<Expected<Summary>> m_outcome;
    engine::Engine m_engine{tests::makeFakeEngine()};
};

static config::Recipe recipeOf(std::int64_t steps)
{
    config::Recipe recipe;
    recipe.train.emplace("steps", std::to_string(steps));
    return recipe;
}

void TestRunController::deliversEveryEventOnThisThread()
{
    // 1 start, 199,853 steps, 21 looks with 7 events each but the first (6), 1 end: see fake_training.cpp.
    constexpr std::int64_t kSteps = 200'001 - 2 - 146;
    RunController controller{m_engine};
    QSignalSpy ended{&controller, &RunController::ended};
    std::size_t seen = 0;
    std::int64_t last = 0;
    bool inOrder = true;
    connect(&controller, &RunController::eventsArrived, this, [&](const std::vector<Event>& events) {
        QCOMPARE(QThread::currentThread(), QCoreApplication::instance()->thread());
        seen += events.size();
        for (const Event& event : events) {
            const auto* step = std::get_if<StepDone>(&event);
            if (step == nullptr) continue;
            inOrder = inOrder && step->step == last + 1;
            last = step->step;
        }
    });
    controller.start(recipeOf(kSteps));
    QVERIFY(ended.wait(30'000));
    QCOMPARE(seen, std::size_t{200'001});
    QVERIFY(inOrder);
    QCOMPARE(last, kSteps);
    QCOMPARE(controller.status().step, kSteps);
}

void TestRunController::aPausedRunStandsStill()
{
    RunController controller{m_engine};
    QSignalSpy events{&controller, &RunController::eventsArrived};
    QSignalSpy ended{&controller, &RunController::ended};
    controller.start(recipeOf(1'000'000'000));
    QVERIFY(events.wait(5000));
    controller.pause();
    QVERIFY(controller.isPaused());
    QTRY_VERIFY(!events.wait(200)); // what was on its way has come
    const auto at = controller.status().step;
    controller.resume();
    QVERIFY(events.wait(5000));
    QVERIFY(controller.status().step > at);
    controller.stop();
    QVERIFY(ended.wait(5000));
}

void TestRunController::stoppingEndsTheRun()
{
    RunController controller{m_engine};
    remember(controller);
    QSignalSpy ended{&controller, &RunController::ended};
    controller.start(recipeOf(1'000'000'000));
    controller.pause(); // also a paused one
    controller.stop();
    QVERIFY(controller.isStopping());
    controller.pause(); // comes too late
    QVERIFY(!controller.isPaused());
    QVERIFY(ended.wait(5000));
    QVERIFY(!controller.isRunning());
    QVERIFY(*m_outcome && (*m_outcome)->ending == Summary::Ending::Cancelled);
}

void TestRunController::aPauseAfterTheRequestToStopHoldsNothingUp()
{
    RunControl control;
    control.requestStop();
    control.pause(); // the two may come from different threads
    std::atomic<bool> goesOn{false};
    const std::jthread run{[&] {
        control.waitWhilePaused();
        goesOn = true;
    }};
    const QScopeGuard letGo{[&control] { control.resume(); }};
    QTRY_VERIFY(goesOn);
}

void TestRunController::whatIsNotKeptIsRemoved()
{
    RunController controller{m_engine};
    remember(controller);
    QSignalSpy ended{&controller, &RunController::ended};
    controller.start(recipeOf(1'000'000'000));
    controller.stop(engine::Keep::Nothing);
    QVERIFY(ended.wait(5000));
    const auto runs = m_engine.records->list();
    QVERIFY(*m_outcome && runs);
    for (const auto& run : *runs) {
        QVERIFY(run.dir != (*m_outcome)->runDir);
    }
}

void TestRunController::anInvalidRunEndsWithItsError()
{
    RunController controller{m_engine};
    remember(controller);
    QSignalSpy ended{&controller, &RunController::ended};
    auto recipe = recipeOf(1);
    recipe.method.name = "broken";
    controller.start(recipe);
    QVERIFY(ended.wait(5000));
    QVERIFY(!*m_outcome);
    QCOMPARE(m_outcome->error().where, std::string{"method.name"});
}

void TestRunController::asManyRunsAsOneLikes()
{
    RunController controller{m_engine};
    QSignalSpy ended{&controller, &RunController::ended};
    for (int i = 0; i < 3; ++i) {
        controller.start(recipeOf(10));
        QVERIFY(ended.wait(5000));
        QVERIFY(!controller.isRunning());
    }
    QCOMPARE(ended.count(), 3);
}

void TestRunController::mayBeDestroyedWhileRunning()
{
    RunController controller{m_engine};
    QSignalSpy events{&controller, &RunController::eventsArrived};
    controller.start(recipeOf(1'000'000'000));
    QVERIFY(events.wait(5000));
}

void TestRunController::mayBeDestroyedWhilePaused()
{
    RunController controller{m_engine};
    controller.start(recipeOf(1'000'000'000));
    controller.pause();
}

QTEST_GUILESS_MAIN(TestRunController)
#include "tst_run_controller.moc"
