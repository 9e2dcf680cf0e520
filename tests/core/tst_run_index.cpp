// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/runs/card_json.h"
#include "core/runs/index.h"
#include "core/runs/run_directory.h"
#include "core/runs/tidying.h"
#include "tests/support/memory_disk.h"

#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace luthier;
using namespace luthier::runs;
namespace fs = std::filesystem;

class TestRunIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aCardSaysWhatARunWas();
    void theNewestStandsFirst();
    void aRunAtWorkIsRunningAndAKilledOneInterrupted();
    void aCardOfAnUnfinishedRunComesFromItsEvents();
    void onlyChangedFoldersAreReadAgain();
    void whatJustChangedIsReadAgain();
    void aRemovedFolderIsForgotten();
    void aNewNameShows();
    void aDamagedDatabaseIsMadeAnew_data();
    void aDamagedDatabaseIsMadeAnew();
    void anothersDatabaseIsLeftAlone();
    void withoutADatabaseTheListIsTheSame();
    void aRunThatCannotBeReadIsStillListed();
    void whatIsNoRunIsNotListed();
    void onlyTheOutermostHashCounts_data();
    void onlyTheOutermostHashCounts();
    void everyStateHasItsName();
    void aCardComesBackAsItWas();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path runs() const { return fs::path{m_dir->path().toStdString()} / "runs"; }
    fs::path database() const { return fs::path{m_dir->path().toStdString()} / "cache" / "runs.sqlite"; }
    std::vector<RunCard> list() const
    {
        auto cards = listRuns(runs(), database());
        return cards ? *cards : std::vector<RunCard>{};
    }
    std::vector<std::pair<std::string, std::string>> remembered() const;
};

void TestRunIndex::init()
{
    m_dir = std::make_unique<QTemporaryDir>(memoryDisk());
}

/// A finished run: name, start, and the loss of its only look.
static fs::path finished(const fs::path& runs, const std::string& name, const std::string& started,
                         double loss)
{
    auto run = RunDirectory::create(runs, name);
    config::Recipe recipe{.name = name, .task = {.name = "text-classification"}, .model = {.name = "m"}};
    recipe.method = {.name = "lora", .settings = {{"rank", "16"}}};
    recipe.data = {{"train", "a.csv"}};
    recipe.train = {{"epochs", "3"}};
    const bool told = run && run->writeRecipe(recipe) && run->writeData(R"({"hash":"abc","sources":[]})")
        && run->append(RunStarted{.time = started, .trainableParameters = 7, .trainSamples = 90, .steps = 10})
        && run->append(StepDone{.step = 10, .loss = 3})
        && run->append(LookDone{.step = 8, .loss = loss, .metrics = {{"accuracy", 0.5}}})
        && run->append(VerdictGiven{.step = 8, .kind = "learning"})
        && run->append(RunEnded{.outcome = "finished", .step = 10, .bestStep = 8, .seconds = 4});
    return told ? run->path() : fs::path{};
}

/// As if nothing had touched it for an hour.
static void settle(const fs::path& run)
{
    timespec past{::time(nullptr) - 3600, 0};
    const timespec times[2]{past, past};
    for (const char* part : {".", "checkpoints", "events.jsonl"}) {
        ::utimensat(AT_FDCWD, (run / part).c_str(), times, 0);
    }
}

static sqlite3* opened(const fs::path& path)
{
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    return database;
}

static void execute(const fs::path& path, const char* sql)
{
    sqlite3* const database = opened(path);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

std::vector<std::pair<std::string, std::string>> TestRunIndex::remembered() const
{
    std::vector<std::pair<std::string, std::string>> cards;
    sqlite3* const file = opened(database());
    sqlite3_exec(
        file, "SELECT folder, card FROM runs ORDER BY folder",
        [](void* all, int, char** values, char**) {
            static_cast<decltype(cards)*>(all)->emplace_back(values[0], values[1]);
            return 0;
        },
        &cards, nullptr);
    sqlite3_close(file);
    return cards;
}

void TestRunIndex::aCardSaysWhatARunWas()
{
    const auto path = finished(runs(), "Bank", "2026-11-21T10:00:00Z", 0.25);
    const auto cards = list();
    QCOMPARE(cards.size(), std::size_t{1});
    const RunCard& card = cards.front();
    QCOMPARE(card.dir, path.string());
    QCOMPARE(card.name, std::string{"Bank"});
    QVERIFY(card.state == RunCard::State::Finished);
    QCOMPARE(card.started, std::string{"2026-11-21T10:00:00Z"});
    QCOMPARE(card.task, std::string{"text-classification"});
    QCOMPARE(card.model, std::string{"m"});
    QCOMPARE(card.method, std::string{"lora"});
    QCOMPARE(card.recipe.at("method.rank"), std::string{"16"});
    QCOMPARE(card.recipe.at("train.epochs"), std::string{"3"});
    QCOMPARE(card.dataHash, std::string{"abc"});
    QCOMPARE(card.steps, 10);
    QCOMPARE(card.plannedSteps, 10);
    QCOMPARE(card.bestStep, 8);
    QCOMPARE(card.seconds, 4.);
    QCOMPARE(card.loss, 0.25);
    QCOMPARE(card.metrics.at("accuracy"), 0.5);
    QCOMPARE(card.trainRows, 90);
    QCOMPARE(card.trainableParameters, 7);
    QCOMPARE(card.verdict, std::string{"learning"});
    QCOMPARE(card.bytes, folderBytes(path));
}

void TestRunIndex::theNewestStandsFirst()
{
    finished(runs(), "old", "2026-11-20T10:00:00Z", 1);
    finished(runs(), "new", "2026-11-22T10:00:00Z", 1);
    finished(runs(), "between", "2026-11-21T10:00:00Z", 1);
    const auto cards = list();
    QCOMPARE(cards.size(), std::size_t{3});
    QCOMPARE(cards[0].name, std::string{"new"});
    QCOMPARE(cards[2].name, std::string{"old"});
}

void TestRunIndex::aRunAtWorkIsRunningAndAKilledOneInterrupted()
{
    fs::path path;
    {
        auto run = RunDirectory::create(runs(), "r");
        QVERIFY(run && run->writeRecipe({.name = "r"}));
        path = run->path();
        settle(path);
        QVERIFY(list().front().state == RunCard::State::Running);
    }
    settle(path);
    QVERIFY(list().front().state == RunCard::State::Interrupted);
    QVERIFY(!list().front().started.empty()); // of its recipe, as it told nothing
    const auto run = RunDirectory::open(path); // remembered as interrupted, at work again
    QVERIFY(list().front().state == RunCard::State::Running);
}

void TestRunIndex::aCardOfAnUnfinishedRunComesFromItsEvents()
{
    auto run = RunDirectory::create(runs(), "r");
    QVERIFY(run && run->writeRecipe({.name = "r"}));
    QVERIFY(run->append(RunStarted{.time = "2026-11-21T10:00:00Z", .steps = 100}));
    for (const auto& [step, loss] : {std::pair{10, 0.9}, {20, 0.4}, {30, 0.6}}) {
        QVERIFY(run->append(StepDone{.step = step, .loss = 5}));
        QVERIFY(run->append(LookDone{.step = step, .loss = loss}));
    }
    QVERIFY(run->append(StepDone{.step = 31, .loss = 5}));
    auto card = list().front();
    QCOMPARE(card.steps, 31);
    QCOMPARE(card.bestStep, 20);
    QCOMPARE(card.loss, 0.4);
    QVERIFY(run->append(VerdictGiven{.step = 31, .kind = "overfitting", .bestStep = 10}));
    card = list().front();
    QCOMPARE(card.bestStep, 10); // what the verdict recommends
    QCOMPARE(card.loss, 0.9);
    QCOMPARE(card.verdict, std::string{"overfitting"});
}

void TestRunIndex::onlyChangedFoldersAreReadAgain()
{
    const auto path = finished(runs(), "r", "2026-11-21T10:00:00Z", 0.25);
    settle(path);
    QCOMPARE(list().front().loss, 0.25);
    auto summary = *readFile(path / "summary.json", 10000);
    summary.replace(summary.find("0.25"), 4, "0.75");
    const int file
        = ::open((path / "summary.json").c_str(), O_WRONLY); // behind our back: no folder's time changes
    QCOMPARE(::write(file, summary.data(), summary.size()), static_cast<ssize_t>(summary.size()));
    ::close(file);
    QCOMPARE(list().front().loss, 0.25); // remembered
    fs::create_directories(path / "evaluations");
    QCOMPARE(list().front().loss, 0.75);
}

void TestRunIndex::whatJustChangedIsReadAgain()
{
    finished(runs(), "r", "2026-11-21T10:00:00Z", 0.25);
    QCOMPARE(list().size(), std::size_t{1});
    QVERIFY(remembered().empty()); // another change in this moment could leave the same times
}

void TestRunIndex::aRemovedFolderIsForgotten()
{
    const auto path = finished(runs(), "a", "2026-11-21T10:00:00Z", 1);
    settle(path);
    settle(finished(runs(), "b", "2026-11-21T11:00:00Z", 1));
    QCOMPARE(list().size(), std::size_t{2});
    QCOMPARE(remembered().size(), std::size_t{2});
    fs::remove_all(path);
    QCOMPARE(list().size(), std::size_t{1});
    QCOMPARE(remembered().size(), std::size_t{1});
}

void TestRunIndex::aNewNameShows()
{
    const auto path = finished(runs(), "a", "2026-11-21T10:00:00Z", 1);
    settle(path);
    QCOMPARE(list().front().name, std::string{"a"});
    QVERIFY(runs::rename(path, "Größe 2"));
    QCOMPARE(list().front().name, std::string{"Größe 2"});
}

void TestRunIndex::aDamagedDatabaseIsMadeAnew_data()
{
    QTest::addColumn<int>("damage");
    QTest::newRow("no database at all") << 0;
    QTest::newRow("cut short") << 1;
    QTest::newRow("pages of nothing") << 2;
    QTest::newRow("another version") << 3;
    QTest::newRow("no table") << 4;
    QTest::newRow("a card that is no JSON") << 5;
}

void TestRunIndex::aDamagedDatabaseIsMadeAnew()
{
    QFETCH(int, damage);
    for (const char* name : {"a", "b", "c"}) {
        settle(finished(runs(), name, "2026-11-21T10:00:00Z", 0.25));
    }
    QCOMPARE(list().size(), std::size_t{3});
    const auto cards = remembered();
    QCOMPARE(cards.size(), std::size_t{3});
    if (damage == 0) QVERIFY(writeFile(database(), std::string(5000, 'x')));
    if (damage == 1) fs::resize_file(database(), fs::file_size(database()) / 2);
    if (damage == 2) {
        auto bytes = *readFile(database(), 1000000);
        std::fill(bytes.begin() + 4096, bytes.end(), '\x5A');
        QVERIFY(writeFile(database(), bytes));
    }
    if (damage == 3) execute(database(), "PRAGMA user_version=99; UPDATE runs SET card='{}'");
    if (damage == 4) execute(database(), "DROP TABLE runs");
    if (damage == 5) execute(database(), "UPDATE runs SET card='{\"name\":'");
    const auto again = list();
    QCOMPARE(again.size(), std::size_t{3});
    QCOMPARE(again.front().loss, 0.25);
    QCOMPARE(list().size(), std::size_t{3});
    QVERIFY(remembered() == cards);
}

void TestRunIndex::anothersDatabaseIsLeftAlone()
{
    settle(finished(runs(), "a", "2026-11-21T10:00:00Z", 1));
    fs::create_directories(database().parent_path());
    execute(database(), "PRAGMA application_id=77; CREATE TABLE theirs(x); INSERT INTO theirs VALUES (1)");
    const auto before = *readFile(database(), 1000000);
    QCOMPARE(list().size(), std::size_t{1});
    QVERIFY(*readFile(database(), 1000000) == before);
}

void TestRunIndex::withoutADatabaseTheListIsTheSame()
{
    finished(runs(), "a", "2026-11-21T10:00:00Z", 1);
    fs::create_directories(database()); // a folder in its place
    QCOMPARE(list().size(), std::size_t{1});
    QCOMPARE(list().front().name, std::string{"a"});
}

void TestRunIndex::aRunThatCannotBeReadIsStillListed()
{
    const auto path = finished(runs(), "a", "2026-11-21T10:00:00Z", 0.25);
    QVERIFY(writeFile(path / "recipe.yaml", "luthier: 7\n\t:"));
    auto card = list().front();
    QCOMPARE(card.name, path.filename().string());
    QCOMPARE(card.loss, 0.25);
    QVERIFY(writeFile(path / "summary.json", "{\"state\":")); // then the events speak
    card = list().front();
    QVERIFY(card.state == RunCard::State::Interrupted);
    QCOMPARE(card.loss, 0.25);
}

void TestRunIndex::whatIsNoRunIsNotListed()
{
    QVERIFY(list().empty()); // no folder of runs yet
    fs::create_directories(runs() / "empty");
    QVERIFY(writeFile(runs() / "a file", "x"));
    QVERIFY(list().empty());
    const auto wrong = listRuns(runs() / "a file", database());
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::Io);
    QCOMPARE(wrong.error().where, (runs() / "a file").string());
}

void TestRunIndex::onlyTheOutermostHashCounts_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("first") << QByteArray{R"({"hash":"h","split":[1,)"}
                           << QByteArray{"h"}; // no further is read
    QTest::newRow("last") << QByteArray{R"({"a":[{"hash":"no"}],"b":{"hash":"no"},"hash":"h"})"}
                          << QByteArray{"h"};
    QTest::newRow("inner only") << QByteArray{R"({"a":{"hash":"no"},"b":"hash"})"} << QByteArray{};
    QTest::newRow("no text") << QByteArray{R"({"hash":{"hash":"no"},"x":"no"})"} << QByteArray{};
    QTest::newRow("a list") << QByteArray{R"({"hash":["no"]})"} << QByteArray{};
    QTest::newRow("no JSON") << QByteArray{"hash\xFF"} << QByteArray{};
    QTest::newRow("deep") << QByteArray(100000, '[') << QByteArray{};
    QTest::newRow("nothing") << QByteArray{} << QByteArray{};
}

void TestRunIndex::onlyTheOutermostHashCounts()
{
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, hash);
    const auto path = finished(runs(), "a", "2026-11-21T10:00:00Z", 1);
    QVERIFY(writeFile(path / "data.json", data.toStdString()));
    QCOMPARE(readCard(path).dataHash, hash.toStdString());
}

void TestRunIndex::everyStateHasItsName()
{
    using State = RunCard::State;
    for (const State state : {State::Running, State::Finished, State::EarlyStopped, State::Stopped,
                              State::Failed, State::Interrupted}) {
        QVERIFY(cardFromJson(cardToJson({.state = state})).state == state);
    }
    QCOMPARE(std::string{stateName(State::EarlyStopped)},
             std::string{"early-stopped"}); // as in the ended event
}

void TestRunIndex::aCardComesBackAsItWas()
{
    const auto card = readCard(finished(runs(), "r", "2026-11-21T10:00:00Z", 0.25));
    QCOMPARE(toJson(cardToJson(cardFromJson(cardToJson(card)))), toJson(cardToJson(card)));
    QVERIFY(toJson(cardToJson(card)).find("null") == std::string::npos);
    QVERIFY(cardFromJson(Json::array({1})).name.empty());
}

QTEST_GUILESS_MAIN(TestRunIndex)
#include "tst_run_index.moc"
