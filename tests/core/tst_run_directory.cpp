// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/config/recipe_yaml.h"
#include "core/runs/history.h"
#include "core/runs/run_directory.h"
#include "tests/support/memory_disk.h"
#include "tests/support/small_disk.h"

#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace luthier;
using namespace luthier::runs;
namespace fs = std::filesystem;

class TestRunDirectory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { SmallDisk::surviveIt(); }
    void aNewRunNeverTakesAnothersFolder();
    void aNameIsMadeFitForAFolder_data();
    void aNameIsMadeFitForAFolder();
    void aFolderWithOtherThingsIsRefusedAndNotTouched();
    void aFolderOfARunIsNotStartedAnew();
    void aFolderWithASlashGivesTheRunItsName();
    void aRunKilledBeforeItsRecipeCanBeginAgain();
    void onlyOneProcessAtATime();
    void theSummaryIsThereOnceTheRunEnded();
    void theLogNamesNoRow();
    void aFullDiskCostsTheLineAndNothingElse();
    void leftoversAreGoneAfterOpening();
    void theSameRowsHaveTheSameHash();

private:
    QTemporaryDir m_dir{memoryDisk()};
    int m_count{0};

    fs::path folder() { return fs::path{m_dir.path().toStdString()} / std::to_string(++m_count); }
    RunDirectory fresh()
    {
        auto run = RunDirectory::createAt(folder());
        if (!run || !run->writeRecipe({.name = "r"})) std::abort();
        return *std::move(run);
    }
};

void TestRunDirectory::aNewRunNeverTakesAnothersFolder()
{
    const auto runs = folder();
    const auto day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};
    auto first = RunDirectory::create(runs, "Bank questions", day);
    QVERIFY(first);
    QCOMPARE(first->name(), std::string{"2026-11-21-bank-questions-1"});
    fs::create_directories(runs / "2026-11-21-bank-questions-2");
    const auto second = RunDirectory::create(runs, "Bank questions", day);
    QVERIFY(second);
    QCOMPARE(second->name(), std::string{"2026-11-21-bank-questions-3"});
}

void TestRunDirectory::aNameIsMadeFitForAFolder_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("slug");
    QTest::newRow("signs") << QByteArray{"../A / b..c: \n"} << QByteArray{"a-b-c"};
    QTest::newRow("none") << QByteArray{""} << QByteArray{"run"};
    QTest::newRow("no letters of ASCII") << QByteArray{"質量"} << QByteArray{"run"};
    QTest::newRow("long") << QByteArray(300, 'x') << QByteArray(40, 'x');
}

void TestRunDirectory::aNameIsMadeFitForAFolder()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, slug);
    const auto run = RunDirectory::create(folder(), name.toStdString());
    QVERIFY(run);
    QCOMPARE(run->name().substr(11), slug.toStdString() + "-1");
}

void TestRunDirectory::aFolderWithOtherThingsIsRefusedAndNotTouched()
{
    const auto mine = folder();
    fs::create_directories(mine);
    QVERIFY(writeFile(mine / "recipe.yaml", "mine"));
    QVERIFY(writeFile(mine / "notes.tmp-1", "mine"));
    for (const auto& run : {RunDirectory::createAt(mine), RunDirectory::open(mine)}) {
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::InvalidInput);
        QCOMPARE(run.error().where, mine.string());
    }
    QCOMPARE(entriesOf(mine).size(), std::size_t{2});
}

void TestRunDirectory::aFolderWithASlashGivesTheRunItsName()
{
    const auto given = folder() / "named" / "";
    QCOMPARE(RunDirectory::createAt(given)->name(), std::string{"named"});
    QCOMPARE(RunDirectory::open(given)->name(), std::string{"named"});
}

void TestRunDirectory::aFolderOfARunIsNotStartedAnew()
{
    const auto path = fresh().path();
    const auto again = RunDirectory::createAt(path);
    QVERIFY(!again);
    QCOMPARE(exitCode(again.error().code), 2);
    QVERIFY(again.error().hint.english().find("--resume") != std::string::npos);
    QVERIFY(RunDirectory::open(path));
}

void TestRunDirectory::aRunKilledBeforeItsRecipeCanBeginAgain()
{
    const auto path = folder();
    {
        QVERIFY(RunDirectory::open(path)); // not even made
    }
    fs::create_directories(path / "checkpoints");
    QVERIFY(writeFile(path / "recipe.yaml.tmp-1-1", "lut"));
    QVERIFY(RunDirectory::createAt(path));
    const auto run = RunDirectory::open(path);
    QVERIFY(run);
    QVERIFY(!fs::exists(path / "recipe.yaml.tmp-1-1"));
}

void TestRunDirectory::onlyOneProcessAtATime()
{
    const auto run = fresh();
    const auto second = RunDirectory::open(run.path());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
    QCOMPARE(exitCode(second.error().code), 2);
    QVERIFY(second.error().message.english().find(std::to_string(::getpid())) != std::string::npos);
    QVERIFY(FolderLock::isTaken(run.path()));
}

void TestRunDirectory::theSummaryIsThereOnceTheRunEnded()
{
    auto run = fresh();
    const auto summary = run.path() / "summary.json";
    QVERIFY(run.append(
        RunStarted{.run = run.name(), .time = "2026-11-21T10:00:00Z", .trainSamples = 8, .steps = 4}));
    QVERIFY(run.append(LookDone{.step = 2, .loss = 0.25, .metrics = {{"accuracy", 0.75}}}));
    QVERIFY(run.append(LookDone{.step = 4, .loss = 0.5, .metrics = {{"accuracy", 0.5}}}));
    QVERIFY(!fs::exists(summary));
    QVERIFY(run.append(RunEnded{.outcome = "early-stopped",
                                .step = 4,
                                .bestStep = 2,
                                .seconds = 9.5,
                                .error = Error{.code = ErrorCode::Io, .message = "x"}}));
    const auto json = readJson(summary);
    QVERIFY(json);
    QCOMPARE((*json)["state"].get<std::string>(), std::string{"early-stopped"});
    QCOMPARE((*json)["loss"].get<double>(), 0.25);
    QCOMPARE((*json)["metrics"]["accuracy"].get<double>(), 0.75);
    QCOMPARE((*json)["train_rows"].get<int>(), 8);
    QCOMPARE((*json)["error"]["code"].get<std::string>(), std::string{"io"});
    QVERIFY(run.append(RunStarted{.firstStep = 4}));
    QVERIFY(!fs::exists(summary)); // it is at work again
}

void TestRunDirectory::theLogNamesNoRow()
{
    auto run = fresh();
    QVERIFY(run.append(RunStarted{.steps = 4, .precision = "bf16", .device = "cpu"}));
    QVERIFY(run.append(SampleShown{.step = 1, .input = "Mrs Smith"}));
    QVERIFY(run.append(Noted{.step = 1, .text = "The micro-batch\nwas halved."}));
    QVERIFY(run.append(RunEnded{
        .outcome = "failed",
        .step = 1,
        .error = Error{.code = ErrorCode::BadValue, .message = Text{"'%1' is no label", "Mrs Smith"}}}));
    const auto log = *readFile(run.path() / "log.txt", 10000);
    QVERIFY(log.find("Smith") == std::string::npos);
    QVERIFY(log.find("Z started, 4 steps, bf16 on cpu\n") != std::string::npos);
    QVERIFY(log.find("step 1: The micro-batch was halved.\n") != std::string::npos);
    QVERIFY(log.find("failed, bad_value: '%1' is no label\n") != std::string::npos);
}

void TestRunDirectory::aFullDiskCostsTheLineAndNothingElse()
{
    auto run = fresh();
    QVERIFY(run.append(StepDone{.step = 1}));
    {
        const SmallDisk disk{fs::file_size(run.path() / "events.jsonl") + 30}; // a line does not fit
        const auto appended = run.append(StepDone{.step = 2});
        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::DiskFull);
    }
    QVERIFY(run.append(StepDone{.step = 3}));
    const auto history = readHistory(run.path());
    QVERIFY(history);
    QCOMPARE(history->size(), std::size_t{2});
    QCOMPARE(std::get<StepDone>(history->back()).step, 3);
}

void TestRunDirectory::leftoversAreGoneAfterOpening()
{
    const auto path = fresh().path();
    fs::create_directories(path / "checkpoints" / "step-000001.tmp-7-1" / "deep");
    QVERIFY(writeFile(path / "summary.json.tmp-7-2", "{"));
    QVERIFY(RunDirectory::open(path));
    QVERIFY(!fs::exists(path / "checkpoints" / "step-000001.tmp-7-1"));
    QVERIFY(!fs::exists(path / "summary.json.tmp-7-2"));
}

void TestRunDirectory::theSameRowsHaveTheSameHash()
{
    const std::vector<std::string> sources{"aa", "bb"};
    const std::vector<std::int64_t> train{1, 2, 3};
    const std::vector<std::int64_t> test{4};
    using Parts = std::vector<std::span<const std::int64_t>>;
    const auto hash = dataHash(sources, Parts{train, test});
    QCOMPARE(hash.size(), std::size_t{64});
    QCOMPARE(dataHash(sources, Parts{train, test}), hash);
    QVERIFY(dataHash(sources, Parts{test, train}) != hash);
    QVERIFY(dataHash(std::span{sources}.first(1), Parts{train, test}) != hash);
    const std::vector<std::int64_t> all{1, 2, 3, 4};
    QVERIFY(dataHash(sources, Parts{all, {}}) != hash);
}

QTEST_GUILESS_MAIN(TestRunDirectory)
#include "tst_run_directory.moc"
