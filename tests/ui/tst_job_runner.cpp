// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "ui/bridge/job_runner.h"

#include <atomic>

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace luthier;
using ui::JobRunner;

class TestJobRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theResultComesToThisThread();
    void progressIsListed();
    void aStoppedJobSaysSo();
    void aNewerQuestionReplacesTheOlder();
    void nothingComesToSomebodyWhoIsGone();
    void triflesAreNotListed();
    void aJobCanBeWaitedFor();
    void aResultMayStartTheNextJob();
    void mayBeDestroyedWhileWorking();
};

/// Works until it is told to stop, and reports.
static Expected<int> untilStopped(const Job& job)
{
    while (!job.stop.stop_requested()) {
        job.report(0.5, "half way");
        QThread::msleep(1);
    }
    return Unexpected{interrupted()};
}

void TestJobRunner::theResultComesToThisThread()
{
    JobRunner jobs;
    int result = 0;
    QThread* where = nullptr;
    jobs.start(
        {.name = "add"}, this,
        [](const Job&) {
            return QThread::currentThread() == QCoreApplication::instance()->thread() ? -1 : 5;
        },
        [&](int value) {
            result = value;
            where = QThread::currentThread();
        });
    QTRY_COMPARE(result, 5);
    QCOMPARE(where, QCoreApplication::instance()->thread());
    QVERIFY(jobs.isIdle());
}

void TestJobRunner::progressIsListed()
{
    JobRunner jobs;
    const auto id = jobs.start({.name = "slow"}, this, untilStopped, [](const Expected<int>&) {});
    QTRY_COMPARE(jobs.listed().front().fraction, 0.5);
    QCOMPARE(jobs.listed().front().name, QString{"slow"});
    QCOMPARE(jobs.listed().front().doing, QString{"half way"});
    jobs.stop(id);
    QTRY_VERIFY(jobs.isIdle());
}

void TestJobRunner::aStoppedJobSaysSo()
{
    JobRunner jobs;
    std::optional<ErrorCode> code;
    const auto id = jobs.start({.name = "slow"}, this, untilStopped,
                               [&](const Expected<int>& result) { code = result.error().code; });
    jobs.stop(id);
    QTRY_VERIFY(code.has_value());
    QCOMPARE(*code, ErrorCode::Interrupted);
}

void TestJobRunner::aNewerQuestionReplacesTheOlder()
{
    JobRunner jobs;
    QStringList answers;
    jobs.start({.name = "old", .key = "plan"}, this, untilStopped,
               [&](const Expected<int>&) { answers << "old"; });
    jobs.start(
        {.name = "other", .key = "report"}, this, [](const Job&) { return 1; },
        [&](int) { answers << "other"; });
    jobs.start(
        {.name = "new", .key = "plan"}, this, [](const Job&) { return 1; }, [&](int) { answers << "new"; });
    QTRY_VERIFY(jobs.isIdle());
    answers.sort();
    QCOMPARE(answers, (QStringList{"new", "other"}));
}

void TestJobRunner::nothingComesToSomebodyWhoIsGone()
{
    JobRunner jobs;
    bool called = false;
    {
        QObject receiver;
        jobs.start(
            {.name = "late"}, &receiver, [](const Job&) { return 1; }, [&](int) { called = true; });
    }
    QTRY_VERIFY(jobs.isIdle());
    QVERIFY(!called);
}

void TestJobRunner::triflesAreNotListed()
{
    JobRunner jobs;
    jobs.start({.name = "trifle", .listed = false}, this, untilStopped, [](const Expected<int>&) {});
    QVERIFY(jobs.listed().empty());
    QVERIFY(!jobs.isIdle());
}

void TestJobRunner::aJobCanBeWaitedFor()
{
    JobRunner jobs;
    int result = 0;
    const auto id = jobs.start(
        {.name = "save"}, this, [](const Job&) { return 7; }, [&](int value) { result = value; });
    jobs.finish(id);
    QCOMPARE(result, 7);
    QVERIFY(jobs.isIdle());
    jobs.finish(id); // is over: nothing happens
}

void TestJobRunner::aResultMayStartTheNextJob()
{
    JobRunner jobs;
    int result = 0;
    jobs.start(
        {.name = "first"}, this, [](const Job&) { return 1; },
        [&](int one) {
            jobs.start(
                {.name = "second"}, this, [one](const Job&) { return one + 1; },
                [&](int two) { result = two; });
        });
    QTRY_COMPARE(result, 2);
}

void TestJobRunner::mayBeDestroyedWhileWorking()
{
    std::atomic<bool> ended{false};
    {
        JobRunner jobs;
        jobs.start(
            {.name = "slow"}, this,
            [&ended](const Job& job) {
                const auto result = untilStopped(job);
                ended = true;
                return result;
            },
            [](const Expected<int>&) { QFAIL("nobody is left to hear of it"); });
    }
    QVERIFY(ended);
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
