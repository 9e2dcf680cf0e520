// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/runs/checkpoints.h"
#include "core/runs/history.h"
#include "core/runs/run_directory.h"
#include "tests/support/memory_disk.h"
#include "tests/support/small_disk.h"

#include <csignal>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace luthier;
using namespace luthier::runs;
namespace fs = std::filesystem;

class TestCheckpoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { SmallDisk::surviveIt(); }
    void aCheckpointIsListedVerifiedAndFound();
    void whatIsWrongWithACheckpointIsNamed_data();
    void whatIsWrongWithACheckpointIsNamed();
    void aBadNewestCheckpointIsSkippedAndSaid();
    void aBadCheckpointIsWrittenAgain();
    void aManifestLeadsToNoOtherFolder();
    void pruningKeepsTheNewestThatVerifiesAndTheBest();
    void aCheckpointThatDoesNotFitIsRefusedBeforeItIsWritten();
    void aWriterThatFailsLeavesNothing();
    void aFullDiskCostsTheCheckpointAndNothingElse();
    void aKilledProcessLeavesAWholeNewestCheckpoint();

private:
    QTemporaryDir m_dir{memoryDisk()};
    int m_count{0};

    RunDirectory fresh()
    {
        auto run = RunDirectory::createAt(fs::path{m_dir.path().toStdString()} / std::to_string(++m_count));
        if (!run || !run->writeRecipe({.name = "r"})) std::abort();
        return *std::move(run);
    }
};

static FillCheckpoint filled(std::size_t bytes, char with = 'w')
{
    return [bytes, with](const fs::path& inside) -> Expected<void> {
        LUTHIER_CHECK(writeFile(inside / "model.safetensors", std::string(bytes, with)));
        return writeFile(inside / "trainer.json", "{}");
    };
}

static bool publishAll(RunDirectory& run, const std::vector<std::int64_t>& steps)
{
    return std::ranges::all_of(
        steps, [&run](std::int64_t step) { return run.publish(step, false, 0, filled(100)).has_value(); });
}

static std::vector<std::int64_t> stepsOf(const fs::path& run)
{
    std::vector<std::int64_t> steps;
    for (const Checkpoint& checkpoint : checkpointsOf(run)) {
        steps.push_back(checkpoint.step);
    }
    return steps;
}

void TestCheckpoints::aCheckpointIsListedVerifiedAndFound()
{
    auto run = fresh();
    const auto saved = run.publish(150, true, 1000, filled(1000));
    QVERIFY(saved);
    QCOMPARE(saved->path, std::string{"checkpoints/step-000150"});
    QVERIFY(saved->best);
    QCOMPARE(saved->bytes, folderBytes(run.path() / saved->path));
    QVERIFY(run.publish(1234567, false, 0, filled(5)));
    QCOMPARE(stepsOf(run.path()), (std::vector<std::int64_t>{150, 1234567}));
    QCOMPARE(findCheckpoint(run.path(), "best")->step, 150);
    QCOMPARE(findCheckpoint(run.path(), "last")->step, 1234567);
    QCOMPARE(findCheckpoint(run.path(), "150")->step, 150);
    QCOMPARE(findCheckpoint(run.path(), "7").error().code, ErrorCode::NotFound);
    const auto odd = findCheckpoint(run.path(), "newest");
    QCOMPARE(odd.error().code, ErrorCode::InvalidInput);
    QVERIFY(odd.error().message.english().find("newest") != std::string::npos);
    QVERIFY(run.publish(150, false, 0, filled(7))); // the same step is the same state
    QCOMPARE(fs::file_size(run.path() / saved->path / "model.safetensors"), std::uintmax_t{1000});
}

void TestCheckpoints::whatIsWrongWithACheckpointIsNamed_data()
{
    QTest::addColumn<int>("damage");
    QTest::addColumn<int>("code");
    QTest::newRow("shorter") << 0 << static_cast<int>(ErrorCode::Truncated);
    QTest::newRow("another byte") << 1 << static_cast<int>(ErrorCode::Inconsistent);
    QTest::newRow("gone") << 2 << static_cast<int>(ErrorCode::MissingFile);
    QTest::newRow("no manifest") << 3 << static_cast<int>(ErrorCode::MissingFile);
    QTest::newRow("half a manifest") << 4 << static_cast<int>(ErrorCode::BadJson);
    QTest::newRow("an empty manifest") << 5 << static_cast<int>(ErrorCode::Inconsistent);
}

void TestCheckpoints::whatIsWrongWithACheckpointIsNamed()
{
    QFETCH(int, damage);
    QFETCH(int, code);
    auto run = fresh();
    QVERIFY(publishAll(run, {3}));
    const Checkpoint checkpoint = checkpointsOf(run.path()).front();
    const auto model = checkpoint.path / "model.safetensors";
    const auto manifest = checkpoint.path / "MANIFEST.json";
    if (damage == 0) fs::resize_file(model, 99);
    if (damage == 1) QVERIFY(writeFile(model, std::string(99, 'w') + "v"));
    if (damage == 2) fs::remove(model);
    if (damage == 3) fs::remove(manifest);
    if (damage == 4) fs::resize_file(manifest, 30);
    if (damage == 5) QVERIFY(writeFile(manifest, "{\"step\":3,\"files\":[]}"));
    const auto verified = verify(checkpoint);
    QVERIFY(!verified);
    QCOMPARE(static_cast<int>(verified.error().code), code);
    const auto file = damage < 3 ? model : manifest;
    QVERIFY(verified.error().where.starts_with(file.string()));
}

void TestCheckpoints::aBadNewestCheckpointIsSkippedAndSaid()
{
    auto run = fresh();
    QVERIFY(publishAll(run, {1, 2, 3}));
    fs::resize_file(run.path() / checkpointName(3) / "model.safetensors", 1);
    fs::create_directories(run.path() / "checkpoints" / "step-000009.tmp-1-1");
    fs::create_directories(run.path() / "checkpoints" / "step-9");
    const auto newest = newestCheckpoint(run.path());
    QVERIFY(newest && newest->checkpoint);
    QCOMPARE(newest->checkpoint->step, 2);
    QCOMPARE(newest->skipped.size(), std::size_t{1});
    QCOMPARE(newest->skipped[0].code, ErrorCode::Truncated);
    QVERIFY(newest->skipped[0].message.english().find("1 bytes instead of 100") != std::string::npos);
    QCOMPARE(findCheckpoint(run.path(), "last")->step, 2);
    QVERIFY(!findCheckpoint(run.path(), "3"));
}

void TestCheckpoints::aBadCheckpointIsWrittenAgain()
{
    auto run = fresh();
    QVERIFY(publishAll(run, {3}));
    fs::resize_file(run.path() / checkpointName(3) / "model.safetensors", 1);
    QVERIFY(publishAll(run, {3}));
    QVERIFY(verify(checkpointsOf(run.path()).front()));
}

void TestCheckpoints::aManifestLeadsToNoOtherFolder()
{
    auto run = fresh();
    QVERIFY(publishAll(run, {3}));
    const Checkpoint checkpoint = checkpointsOf(run.path()).front();
    QVERIFY(writeFile(checkpoint.path / "MANIFEST.json",
                      R"({"step":3,"files":[{"name":"../../recipe.yaml","bytes":0,"sha256":""}]})"));
    const auto verified = verify(checkpoint);
    QCOMPARE(verified.error().code, ErrorCode::BadName);
    QVERIFY(verified.error().message.english().find("../../recipe.yaml") != std::string::npos);
}

void TestCheckpoints::pruningKeepsTheNewestThatVerifiesAndTheBest()
{
    fs::path path;
    {
        auto run = fresh();
        path = run.path();
        QVERIFY(publishAll(run, {1, 2, 3, 4}));
        QVERIFY(run.markBest(2));
        QVERIFY(run.prune("all"));
        QCOMPARE(stepsOf(path).size(), std::size_t{4});
        QVERIFY(run.prune("best"));
        QCOMPARE(stepsOf(path), (std::vector<std::int64_t>{2, 4}));
        QVERIFY(publishAll(run, {5, 6}));
    }
    fs::resize_file(path / checkpointName(6) / "model.safetensors", 1);
    {
        auto resumed = RunDirectory::open(path);
        QVERIFY(resumed && resumed->prune("last"));
        QCOMPARE(stepsOf(path), (std::vector<std::int64_t>{2, 5}));
    }
    for (const std::int64_t step : {2, 5}) {
        fs::resize_file(path / checkpointName(step) / "model.safetensors", 1);
    }
    auto resumed = RunDirectory::open(path);
    QVERIFY(resumed && resumed->prune("last")); // none verifies: nothing is removed
    QCOMPARE(stepsOf(path).size(), std::size_t{2});
}

void TestCheckpoints::aCheckpointThatDoesNotFitIsRefusedBeforeItIsWritten()
{
    auto run = fresh();
    bool called = false;
    const auto published = run.publish(1, false, std::uint64_t{1} << 60U, [&called](const fs::path&) {
        called = true;
        return Expected<void>{};
    });
    QVERIFY(!published && !called);
    QCOMPARE(published.error().code, ErrorCode::DiskFull);
    QCOMPARE(exitCode(published.error().code), 4);
    QVERIFY(published.error().message.english().find("1154487209164.8 MiB")
            != std::string::npos); // 2⁴⁰ · 1.05
    QVERIFY(!published.error().hint.empty());
}

void TestCheckpoints::aWriterThatFailsLeavesNothing()
{
    auto run = fresh();
    QVERIFY(publishAll(run, {1}));
    const auto published = run.publish(2, true, 0, [](const fs::path& inside) -> Expected<void> {
        LUTHIER_CHECK(writeFile(inside / "model.safetensors", "half"));
        return Unexpected{{.code = ErrorCode::DiskFull, .message = "full"}};
    });
    QVERIFY(!published);
    QCOMPARE(stepsOf(run.path()), std::vector<std::int64_t>{1});
    QCOMPARE(entriesOf(run.path() / "checkpoints").size(), std::size_t{1});
    QVERIFY(!bestStep(run.path()));
}

void TestCheckpoints::aFullDiskCostsTheCheckpointAndNothingElse()
{
    auto run = fresh();
    QVERIFY(publishAll(run, {1}));
    {
        const SmallDisk disk{20000};
        const auto published = run.publish(2, false, 0, filled(100000));
        QVERIFY(!published);
        QCOMPARE(published.error().code, ErrorCode::DiskFull);
    }
    QCOMPARE(entriesOf(run.path() / "checkpoints").size(), std::size_t{1});
    QCOMPARE(newestCheckpoint(run.path())->checkpoint->step, 1);
    QVERIFY(run.publish(2, false, 0, filled(100000))); // there is room again
    QCOMPARE(newestCheckpoint(run.path())->checkpoint->step, 2);
}

/// What the child of the next test does until it is killed.
[[noreturn]] static void publishForEver(const fs::path& path, int ready)
{
    auto run = RunDirectory::open(path);
    if (!run) ::_exit(1);
    const auto before = newestCheckpoint(path);
    auto step = before && before->checkpoint ? before->checkpoint->step : 0;
    for (;;) {
        ++step;
        const auto with = static_cast<char>('a' + step % 26);
        if (!run->append(StepDone{.step = step})
            || !run->publish(step, step % 3 == 0, 100, filled(3000, with)) || !run->prune("best")) {
            ::_exit(2);
        }
        if (::write(ready, "x", 1) != 1) ::_exit(3);
    }
}

void TestCheckpoints::aKilledProcessLeavesAWholeNewestCheckpoint()
{
    const auto path = fresh().path();
    Random random{1, RandomPurpose::Sampling};
    std::int64_t newestBefore = 0;
    int halfWritten = 0;
    for (int kill = 0; kill < 50; ++kill) {
        int ready[2]{};
        QVERIFY(::pipe(ready) == 0);
        const auto child = ::fork();
        if (child == 0) publishForEver(path, ready[1]);
        ::close(ready[1]);
        char published = 0;
        QCOMPARE(::read(ready[0], &published, 1), ssize_t{1});
        QElapsedTimer oneCheckpoint;
        oneCheckpoint.start();
        QCOMPARE(::read(ready[0], &published, 1), ssize_t{1});
        const auto span = static_cast<std::uint64_t>(oneCheckpoint.nsecsElapsed()) + 1;
        const timespec moment{0, static_cast<long>(random.index(std::min<std::uint64_t>(span, 999'999'999)))};
        ::ppoll(nullptr, 0, &moment, nullptr); // any point of the next one
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        ::close(ready[0]);

        const auto newest = newestCheckpoint(path);
        QVERIFY(newest && newest->checkpoint);
        QVERIFY(newest->skipped.empty());
        QVERIFY(newest->checkpoint->step > newestBefore);
        newestBefore = newest->checkpoint->step;
        for (const Checkpoint& checkpoint : checkpointsOf(path)) {
            QVERIFY2(verify(checkpoint), checkpoint.path.c_str());
        }
        if (bestStep(path)) QVERIFY(findCheckpoint(path, "best"));
        const auto history = readHistory(path);
        QVERIFY(history && std::get<StepDone>(history->back()).step >= newestBefore);
        halfWritten += std::ranges::any_of(entriesOf(path / "checkpoints"),
                                           [](const fs::path& entry) {
                                               return entry.string().find(".tmp-") != std::string::npos;
                                           })
            ? 1
            : 0;
    }
    qInfo("%d of 50 kills came in the middle of a checkpoint", halfWritten);
}

QTEST_GUILESS_MAIN(TestCheckpoints)
#include "tst_checkpoints.moc"
