// SPDX-License-Identifier: GPL-3.0-or-later
// What is broken gets its exit code, a message with place and hint, and nothing is lost.
#include "tests/support/command_line.h"
#include "tests/support/small_disk.h"

#include <csignal>
#include <optional>

#include <QRegularExpression>
#include <QTest>

#include <sys/mount.h>
#include <sys/resource.h>

using namespace luthier;
using namespace luthier::test;

class TestBadInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aMissingFile();
    void anEmptyFile();
    void aWrongColumn();
    void oneClassOnly();
    void aLabelSeenOnce();
    void aRowWithOneFieldTooMany();
    void textThatIsNoUtf8();
    void truncatedWeights_data();
    void truncatedWeights();
    void ggufOfAnUnknownArchitecture();
    void threeMistakesAtOnce();
    void aRecipeOfTheWrongShape();
    void aFullDisk();
    void tooLittleMemory();
    void littleMemoryIsEnoughWhereBlocksRunAgain();
    void sigtermInAStep();
    void twoProcessesOnOneRun();
    void whatIsNotDoneYetIsRefused();
    void aRunGoesOnOnlyAsItself();

private:
    QString file(const QString& name, const QByteArray& content) { return written(*m_folder, name, content); }
    /// A recipe over `data`, with `more` replacing the train section.
    QString recipe(const QString& data, const QString& model = "all-MiniLM-L6-v2",
                   const QString& train = "{steps: 4, batch_size: 4}",
                   const QString& columns = "{text: text, label: intent}");
    Ran run(const QString& recipe) { return commandLine({"run", recipe, "--run-dir", runFolder()}); }
    QString runFolder() const { return m_folder->filePath("run"); }
    QString rows() { return file("rows.jsonl", firstLines(exampleRows(), 200)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

/// The message must say where, and what to do about it.
#define REFUSED(ran, exitCode, place)                                                                        \
    QVERIFY2((ran).code == (exitCode), (ran).err);                                                           \
    QVERIFY2((ran).err.contains("error: "), (ran).err);                                                      \
    QVERIFY2((ran).err.contains("hint: "), (ran).err);                                                       \
    QVERIFY2(QRegularExpression{QString{"where: .*"} + (place)}.match((ran).err).hasMatch(), (ran).err)

void TestBadInput::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestBadInput::recipe(const QString& data, const QString& model, const QString& train,
                             const QString& columns)
{
    return file("recipe.yaml",
                QString{"luthier: 1\nname: bad\ntask: text-classification\nmodel: %1\n"
                        "data: {train: %2, columns: %3}\nmethod: full\ntrain: %4\n"}
                    .arg(model, data, columns, train)
                    .toUtf8());
}

void TestBadInput::aMissingFile()
{
    const auto ran = run(recipe("nothere.csv"));
    REFUSED(ran, 3, "nothere.csv");
}

void TestBadInput::anEmptyFile()
{
    file("empty.jsonl", {});
    const auto ran = run(recipe("empty.jsonl"));
    REFUSED(ran, 3, "empty.jsonl");
}

void TestBadInput::aWrongColumn()
{
    rows();
    const auto ran
        = run(recipe("rows.jsonl", "all-MiniLM-L6-v2", "{steps: 4}", "{text: txt, label: intent}"));
    REFUSED(ran, 2, "data.columns.text");
    QVERIFY(ran.err.contains("did you mean 'text'"));
}

void TestBadInput::oneClassOnly()
{
    QByteArray lines;
    for (int i = 0; i < 20; ++i) {
        lines += "{\"text\": \"play song " + QByteArray::number(i) + "\", \"intent\": \"PlayMusic\"}\n";
    }
    file("one.jsonl", lines);
    const auto ran = run(recipe("one.jsonl"));
    REFUSED(ran, 3, "data");
    QVERIFY(ran.err.contains("PlayMusic"));
}

void TestBadInput::aLabelSeenOnce()
{
    file("once.jsonl",
         firstLines(exampleRows(), 60) + "{\"text\": \"good night\", \"intent\": \"SayBye\"}\n");
    const auto ran = run(recipe("once.jsonl"));
    QVERIFY2(ran.code == 0, ran.err); // told, not refused: the other labels can be learned
    QVERIFY2(ran.err.contains("SayBye"), ran.err);
}

void TestBadInput::aRowWithOneFieldTooMany()
{
    QByteArray lines = "text,intent\n";
    for (const auto& line : firstLines(exampleRows(), 60).trimmed().split('\n')) {
        const auto row = parseJson(line.toStdString(), "");
        QVERIFY(row);
        lines += '"' + QByteArray::fromStdString((*row)["text"].get<std::string>()).replace('"', "\"\"")
            + "\"," + QByteArray::fromStdString((*row)["intent"].get<std::string>())
            + (lines.count('\n') == 11 ? ",more\n" : "\n");
    }
    file("ragged.csv", lines);
    const auto ran = run(recipe("ragged.csv"));
    QVERIFY2(ran.code == 0, ran.err);
    QVERIFY2(ran.err.contains("ragged.csv:12"), ran.err);
    const auto strict = commandLine({"inspect", m_folder->filePath("ragged.csv"), "--strict", "--json"});
    QCOMPARE(strict.code, 3);
    QVERIFY(QByteArray::fromStdString(strict.json()["problems"].dump()).contains("ragged.csv:12"));
}

void TestBadInput::textThatIsNoUtf8()
{
    file("latin.jsonl",
         firstLines(exampleRows(), 5) + "{\"text\": \"caf\xe9\", \"intent\": \"PlayMusic\"}\n");
    const auto ran = run(recipe("latin.jsonl"));
    REFUSED(ran, 3, "latin.jsonl:6:14");
}

void TestBadInput::truncatedWeights_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("safetensors") << "all-MiniLM-L6-v2/model.safetensors"
                                 << "cut/model.safetensors";
    QTest::newRow("GGUF") << "SmolLM2-135M-Instruct.Q4_1.gguf"
                          << "cut.gguf";
}

void TestBadInput::truncatedWeights()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    rows();
    const QDir models{QDir{DEPS_DIR}.filePath("models")};
    if (to.startsWith("cut/")) {
        QDir{m_folder->path()}.mkdir("cut");
        for (const auto& name : QDir{models.filePath("all-MiniLM-L6-v2")}.entryList(QDir::Files)) {
            if (!name.endsWith(".safetensors"))
                QFile::copy(models.filePath("all-MiniLM-L6-v2/" + name), m_folder->filePath("cut/" + name));
        }
    }
    file(to, contentOf(models.filePath(from)).left(20'000'000));
    const auto ran = run(recipe("rows.jsonl", to.startsWith("cut/") ? "./cut" : "./cut.gguf"));
    REFUSED(ran, 3, "cut");
}

void TestBadInput::ggufOfAnUnknownArchitecture()
{
    rows();
    auto bytes = contentOf(testData("models/stories260k/gguf/stories260K-q8_0.gguf"));
    QVERIFY(bytes.contains("llama"));
    bytes.replace("llama", "blama");
    file("other.gguf", bytes);
    const auto ran = run(recipe("rows.jsonl", "./other.gguf"));
    REFUSED(ran, 3, "other.gguf");
    QVERIFY(ran.err.contains("blama"));
}

void TestBadInput::threeMistakesAtOnce()
{
    rows();
    const auto ran
        = run(recipe("rows.jsonl", "all-MiniLM-L6-v2", "{epoks: 3, learning_rate: fast, warmup: 7}"));
    QCOMPARE(ran.code, 2);
    QCOMPARE(ran.err.count("error: "), 3);
    QCOMPARE(ran.err.count("recipe.yaml:7:"), 3);
    QVERIFY2(ran.err.contains("did you mean 'epochs'"), ran.err);
    QVERIFY2(ran.err.indexOf("epoks") < ran.err.indexOf("fast"), ran.err); // as they stand in the file
    QVERIFY2(ran.err.indexOf("fast") < ran.err.indexOf("train.warmup"), ran.err);
}

void TestBadInput::aRecipeOfTheWrongShape()
{
    const auto ran = run(recipe("rows.jsonl", "all-MiniLM-L6-v2", "3"));
    QCOMPARE(ran.code, 2); // wrong usage, unlike the same fault in a model's file
    QVERIFY2(ran.err.contains("recipe.yaml:7:1"), ran.err);
}

void TestBadInput::aFullDisk()
{
    rows();
    const auto disk = m_folder->filePath("disk");
    QDir{}.mkpath(disk);
    std::optional<SmallDisk> small;
    if (::mount("tmpfs", disk.toUtf8(), "tmpfs", 0, "size=3m") != 0) {
        SmallDisk::surviveIt(); // only root may mount; for others no file grows beyond that
        small.emplace(rlim_t{3} << 20U);
    }
    const auto ran = commandLine({"run", recipe("rows.jsonl"), "--run-dir", disk + "/run"});
    const bool saysSo = QFile::exists(disk + "/run/events.jsonl")
        && contentOf(disk + "/run/events.jsonl").contains("\"failed\"");
    if (small) {
        small.reset();
    } else {
        ::umount(disk.toUtf8());
    }
    REFUSED(ran, 4, "checkpoints");
    QVERIFY(saysSo); // what was learned of the run until then is there
}

/// The command in a process that may hold no more than that.
static QProcess& within(QProcess& process, rlim_t mebibytes, const QStringList& command)
{
    process.setChildProcessModifier([mebibytes] {
        rlimit limit{};
        ::getrlimit(RLIMIT_DATA, &limit);
        limit.rlim_cur = mebibytes << 20U;
        ::setrlimit(RLIMIT_DATA, &limit);
    });
    process.start(CLI, command);
    process.waitForFinished(120'000);
    return process;
}

void TestBadInput::tooLittleMemory()
{
    rows();
    QProcess process;
    within(process, 400, {"check", recipe("rows.jsonl")});
    const auto said = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 4, said);
    QVERIFY2(said.contains("optimizer") && said.contains(" MB + "), said); // the arithmetic
}

void TestBadInput::littleMemoryIsEnoughWhereBlocksRunAgain()
{
    rows();
    const auto file = recipe(
        "rows.jsonl", "all-MiniLM-L6-v2",
        "{steps: 2, batch_size: 160, micro_batch_tokens: 8192, precision: fp32, deterministic: true}");
    const auto losses = [](QProcess& process) {
        QByteArrayList found;
        for (const auto& line : process.readAllStandardOutput().split('\n')) {
            const auto event = Json::parse(line.toStdString(), nullptr, false);
            if (!event.is_discarded() && event.value("event", "") == "step")
                found << QByteArray::number(event["loss"].get<double>(), 'g', 17);
        }
        return found;
    };
    QProcess ample, scarce;
    within(ample, 4096, {"run", file, "--run-dir", runFolder(), "--events"});
    const auto expected = losses(ample);
    QCOMPARE(expected.size(), 2);
    within(scarce, 760, {"run", file, "--run-dir", m_folder->filePath("scarce"), "--events"});
    const auto told = contentOf(m_folder->filePath("scarce/events.jsonl"));
    QVERIFY2(told.contains("Memory is short"), scarce.readAllStandardError());
    QCOMPARE(losses(scarce), expected);
}

void TestBadInput::sigtermInAStep()
{
    rows();
    const auto file
        = recipe("rows.jsonl", "all-MiniLM-L6-v2", "{steps: 400, batch_size: 16, evaluate_every: 400}");
    const QStringList arguments{"run", file, "--run-dir", runFolder(), "--resume", "--events"};
    QProcess process;
    process.start(CLI, arguments);
    QByteArray seen;
    while (!seen.contains("\"step\":3,")) {
        QVERIFY2(process.waitForReadyRead(60'000), process.readAllStandardError());
        seen += process.readAllStandardOutput();
    }
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 5);
    const auto saved = QDir{runFolder() + "/checkpoints"}.entryList({"step-*"});
    QVERIFY(!saved.isEmpty());
    QVERIFY(saved.last() >= QString{"step-000003"});

    process.start(CLI, arguments); // goes on from there
    QVERIFY(process.waitForReadyRead(60'000));
    const auto first = process.readLine();
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(first.contains("\"started\""), first);
    const auto log = contentOf(runFolder() + "/events.jsonl");
    QVERIFY(log.count("\"event\":\"started\"") == 2);
    QVERIFY(log.count("\"step\":2,") <= 2); // step 2 was not taken again
}

void TestBadInput::twoProcessesOnOneRun()
{
    rows();
    const auto file
        = recipe("rows.jsonl", "all-MiniLM-L6-v2", "{steps: 400, batch_size: 16, evaluate_every: 400}");
    QProcess first;
    first.start(CLI, {"run", file, "--run-dir", runFolder(), "--events"});
    QVERIFY(first.waitForReadyRead(60'000));
    const auto second = commandLine({"run", file, "--run-dir", runFolder(), "--resume"});
    const bool stillRuns = first.state() == QProcess::Running;
    first.terminate();
    QVERIFY(first.waitForFinished(60'000));
    QVERIFY(stillRuns);
    REFUSED(second, 2, "run");
    QCOMPARE(first.exitCode(), 5);
}

void TestBadInput::whatIsNotDoneYetIsRefused()
{
    rows();
    const auto ran = run(recipe("rows.jsonl", "all-MiniLM-L6-v2", "{steps: 4, seed: [1, 2]}"));
    REFUSED(ran, 2, "train.seed");
    QVERIFY2(ran.err.contains("several seeds"), ran.err);
    REFUSED(run(recipe("rows.jsonl", "all-MiniLM-L6-v2", "{steps: 4, device: cuda:99}")), 2, "train.device");
    QVERIFY(!QFile::exists(runFolder()));
}

void TestBadInput::aRunGoesOnOnlyAsItself()
{
    const auto data = rows();
    const QString settings{"{steps: 2, batch_size: 4, learning_rate: %1}"};
    QCOMPARE(run(recipe("rows.jsonl", "all-MiniLM-L6-v2", settings.arg("1e-4"))).code, 0);
    const auto before = contentOf(runFolder() + "/recipe.yaml");
    const auto rowsBefore = contentOf(runFolder() + "/data.json");
    const auto goOn = [&] {
        return commandLine({"run", m_folder->filePath("recipe.yaml"), "--run-dir", runFolder(), "--resume"});
    };

    recipe("rows.jsonl", "all-MiniLM-L6-v2", settings.arg("1e-3"));
    auto ran = goOn();
    REFUSED(ran, 2, "run");
    QVERIFY2(ran.err.contains("learning_rate"), ran.err);

    recipe("rows.jsonl", "all-MiniLM-L6-v2", settings.arg("1e-4"));
    file("rows.jsonl", contentOf(data) + R"({"text": "one more row", "intent": "PlayMusic"})" + "\n");
    ran = goOn();
    REFUSED(ran, 2, "run");
    QVERIFY2(ran.err.contains("rows"), ran.err);
    QCOMPARE(contentOf(runFolder() + "/recipe.yaml"), before);
    QCOMPARE(contentOf(runFolder() + "/data.json"), rowsBefore);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
