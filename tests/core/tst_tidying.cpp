// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/runs/run_directory.h"
#include "core/runs/tidying.h"
#include "tests/support/memory_disk.h"

#include <memory>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::runs;
namespace fs = std::filesystem;

class TestTidying : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(memoryDisk()); }
    void whatIsKeptIsKept_data();
    void whatIsKeptIsKept();
    void nothingIsRemovedWhereWhatIsToStayIsBad();
    void keepingNothingMovesTheRunToTheBin();
    void aRunAtWorkIsLeftAlone();
    void aNameIsGivenAndRead();
    void aBadNameIsRefused_data();
    void aBadNameIsRefused();
    void whatIsBinnedComesBack();
    void twoRunsOfOneNameFitIntoTheBin();
    void nothingIsRestoredOverSomethingElse();
    void theBinForgetsAfterItsTime();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path home() const { return m_dir->path().toStdString(); }
    fs::path bin() const { return home() / "bin"; }

    /// A run with checkpoints 1, 2 (the best) and 3.
    fs::path made(const char* name = "run") const
    {
        auto run = RunDirectory::createAt(home() / "runs" / name);
        if (!run || !run->writeRecipe({.name = "r"})) return {};
        for (const int step : {1, 2, 3}) {
            const auto fill
                = [](const fs::path& inside) { return writeFile(inside / "model.safetensors", "w"); };
            if (!run->publish(step, step == 2, 0, fill)) return {};
        }
        return run->path();
    }
};

static QList<int> stepsOf(const fs::path& run)
{
    QList<int> steps;
    for (const Checkpoint& checkpoint : checkpointsOf(run)) {
        steps << static_cast<int>(checkpoint.step);
    }
    return steps;
}

void TestTidying::whatIsKeptIsKept_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QList<int>>("steps");
    QTest::newRow("best") << static_cast<int>(Keep::Best) << QList<int>{2};
    QTest::newRow("last") << static_cast<int>(Keep::Last) << QList<int>{3};
    QTest::newRow("both") << static_cast<int>(Keep::Both) << QList<int>{2, 3};
}

void TestTidying::whatIsKeptIsKept()
{
    QFETCH(int, what);
    QFETCH(QList<int>, steps);
    const auto run = made();
    QVERIFY(keep(run, static_cast<Keep>(what), bin()));
    QCOMPARE(stepsOf(run), steps);
    QCOMPARE(findCheckpoint(run, "best")->step, std::int64_t{steps.front()}); // the last where the best went
}

void TestTidying::nothingIsRemovedWhereWhatIsToStayIsBad()
{
    const auto run = made();
    QVERIFY(writeFile(run / checkpointName(2) / "model.safetensors", "v"));
    const auto kept = keep(run, Keep::Best, bin());
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::Inconsistent);
    QCOMPARE(stepsOf(run), (QList<int>{1, 2, 3}));
}

void TestTidying::keepingNothingMovesTheRunToTheBin()
{
    const auto run = made();
    QVERIFY(keep(run, Keep::Nothing, bin()));
    QVERIFY(!fs::exists(run));
    QCOMPARE(stepsOf(bin() / "run").size(), 3);
}

void TestTidying::aRunAtWorkIsLeftAlone()
{
    const auto path = made();
    const auto run = RunDirectory::open(path);
    QVERIFY(run);
    QCOMPARE(keep(path, Keep::Best, bin()).error().code, ErrorCode::Busy);
    QCOMPARE(moveToBin(path, bin()).error().code, ErrorCode::Busy);
    QCOMPARE(stepsOf(path).size(), 3);
    QVERIFY(runs::rename(path, "named while it runs"));
}

void TestTidying::aNameIsGivenAndRead()
{
    const auto run = made();
    QVERIFY(givenName(run).empty());
    QVERIFY(runs::rename(run, "Größe, 2nd try"));
    QCOMPARE(givenName(run), std::string{"Größe, 2nd try"});
    QVERIFY(runs::rename(run, std::string(200, 'x')));
    QCOMPARE(givenName(run), std::string(200, 'x'));
}

void TestTidying::aBadNameIsRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("nothing") << QByteArray{""};
    QTest::newRow("spaces") << QByteArray{"  "};
    QTest::newRow("two lines") << QByteArray{"a\nb"};
    QTest::newRow("too long") << QByteArray(201, 'x');
    QTest::newRow("no UTF-8") << QByteArray{"a\xFF"};
}

void TestTidying::aBadNameIsRefused()
{
    QFETCH(QByteArray, name);
    const auto run = made();
    QVERIFY(runs::rename(run, "before"));
    const auto renamed = runs::rename(run, name.toStdString());
    QVERIFY(!renamed);
    QCOMPARE(renamed.error().code, ErrorCode::InvalidInput);
    QVERIFY(renamed.error().message.english().find(name.toStdString()) != std::string::npos);
    QCOMPARE(givenName(run), std::string{"before"});
}

void TestTidying::whatIsBinnedComesBack()
{
    const auto run = made();
    const auto binned = moveToBin(run / "", bin());
    QVERIFY(binned);
    QCOMPARE(*binned, bin() / "run");
    QVERIFY(!fs::exists(run));
    const auto back = restore(*binned);
    QVERIFY(back);
    QCOMPARE(*back, run);
    QCOMPARE(stepsOf(run).size(), 3);
    QVERIFY(!fs::exists(run / "binned.json"));
    QCOMPARE(restore(run).error().code, ErrorCode::NotFound); // it is in no bin
}

void TestTidying::twoRunsOfOneNameFitIntoTheBin()
{
    QVERIFY(moveToBin(made(), bin()));
    const auto second = moveToBin(made(), bin());
    QVERIFY(second);
    QCOMPARE(*second, bin() / "run~2");
}

void TestTidying::nothingIsRestoredOverSomethingElse()
{
    const auto binned = moveToBin(made(), bin());
    const auto newer = made();
    const auto restored = restore(*binned);
    QVERIFY(!restored);
    QCOMPARE(restored.error().code, ErrorCode::Busy);
    QCOMPARE(restored.error().where, newer.string());
    QVERIFY(fs::exists(*binned));
}

void TestTidying::theBinForgetsAfterItsTime()
{
    const auto binned = moveToBin(made(), bin());
    fs::create_directories(bin() / "not ours");
    const auto now = std::chrono::system_clock::now();
    QVERIFY(emptyBin(bin(), now + std::chrono::hours{24 * 29}));
    QVERIFY(fs::exists(*binned));
    QVERIFY(emptyBin(bin(), now + std::chrono::hours{24 * 31}));
    QVERIFY(!fs::exists(*binned));
    QVERIFY(fs::exists(bin() / "not ours"));
}

QTEST_GUILESS_MAIN(TestTidying)
#include "tst_tidying.moc"
