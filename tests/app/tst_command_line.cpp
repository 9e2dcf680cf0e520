// SPDX-License-Identifier: GPL-3.0-or-later
// The commands around a run on small real input: what they print and how they end. One tiny run serves them
// all.
#include "tests/support/command_line.h"

#include <cmath>
#include <set>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

class TestCommandLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void runPrintsItsEventsAndNothingElse();

    void predictGivesLabelsWithProbabilities();
    void predictReadsADataFileInItsOrder();
    void aRowOfAFileThatCannotBeReadIsAnsweredInItsPlace();
    void predictGoesOnBehindABadLine();

    void evaluateTellsMetricsWithIntervals();
    void compareSetsRunsSideBySide();
    void exportedFilesAnswerAsTheRun_data();
    void exportedFilesAnswerAsTheRun();
    void aRunIsExportedWithoutHeldBackRowsAndWithoutItsData();
    void aChangedTestFileIsNotMeasured();
    void anAddOnWhoseLabelsDoNotFitIsRefused();
    void listTellsWhatThereIs_data();
    void listTellsWhatThereIs();
    void inspectTellsWhatAPathIs_data();
    void inspectTellsWhatAPathIs();
    void checkMeasuresARecipe();
    void benchMeasuresSpeed();
    void aRunThatIsNotThereIsNamed_data();
    void aRunThatIsNotThereIsNamed();
    void wrongUsageIsSaidWithoutWork_data();
    void wrongUsageIsSaidWithoutWork();
    void aMistypedCommandIsNamed();
    void keepLastLeavesTheLast();
    void theProgramNeedsNoQt();

private:
    QString at(const QString& name) const { return m_home.filePath(name); }
    QString runFolder() const { return at("runs/small"); }

    QTemporaryDir m_home;
    QString m_recipe;
    Ran m_run;
};

namespace {

const QString kMiniLm{"all-MiniLM-L6-v2"};
const QByteArray kQuestions{"\"play some jazz\"\n{\"text\": \"will it rain in Rome tomorrow\"}\n"
                            "{\"ids\": [101, 2338, 1037, 2795, 102]}\n\"rate this book five stars\"\n"};

} // namespace

void TestCommandLine::initTestCase()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
    QVERIFY(QDir{m_home.path()}.mkpath("runs"));
    written(m_home, "rows.jsonl", firstLines(exampleRows(), 60));
    m_recipe = written(m_home, "recipe.yaml", R"(luthier: 1
name: small
task: text-classification
model: all-MiniLM-L6-v2
data: {train: rows.jsonl, validation: {split: 0.2}, test: {split: 0.2}, columns: {text: text, label: intent}}
method: {name: lora, rank: 4}
train: {steps: 6, batch_size: 8, learning_rate: 1e-3}
)");
    m_run = commandLine({"run", m_recipe, "--run-dir", runFolder(), "--events"});
    DONE(m_run);
}

void TestCommandLine::runPrintsItsEventsAndNothingElse()
{
    const auto events = m_run.lines();
    QVERIFY(events.size() > 8);
    std::set<std::string> kinds;
    for (const auto& event : events) {
        QVERIFY2(has(event, {"event"}), toJson(event).c_str());
        kinds.insert(event["event"].get<std::string>());
    }
    QVERIFY(has(events.front(), {"run", "time", "parameters", "samples", "steps", "precision", "device"}));
    QVERIFY(events.front()["event"] == "started");
    QVERIFY(kinds.contains("step") && kinds.contains("validation") && kinds.contains("checkpoint"));
    QVERIFY(events.back()["event"] == "ended");
    QVERIFY(events.back()["outcome"] == "finished");
    QVERIFY(has(events.back(), {"step", "best_step", "metrics", "seconds", "peak_rss_mib", "error"}));
    for (const auto* name : {"recipe.yaml", "data.json", "events.jsonl", "summary.json", "log.txt"}) {
        QVERIFY2(QFile::exists(runFolder() + "/" + name), name);
    }
}

void TestCommandLine::predictGivesLabelsWithProbabilities()
{
    const auto ran = commandLine({"predict", "--run", runFolder()}, kQuestions);
    DONE(ran);
    QCOMPARE(ran.lines().size(), std::size_t{4});
    for (const auto& line : ran.lines()) {
        double sum = 0;
        std::string likeliest;
        double most = 0;
        for (const auto& [label, probability] : line["probabilities"].items()) {
            sum += probability.get<double>();
            if (probability.get<double>() <= most) continue;
            most = probability.get<double>();
            likeliest = label;
        }
        QVERIFY(std::abs(sum - 1) < 1e-5);
        QVERIFY(line["label"] == likeliest);
        QCOMPARE(line["probabilities"].size(), std::size_t{7});
        QVERIFY(line["probabilities"].contains("PlayMusic"));
    }
}

void TestCommandLine::predictReadsADataFileInItsOrder()
{
    const auto file = commandLine({"predict", "--run", runFolder(), "--data", at("rows.jsonl")});
    DONE(file);
    const auto answers = file.lines();
    QCOMPARE(answers.size(), std::size_t{60});
    std::vector<Json> texts;
    for (const auto& row : Ran{.out = contentOf(at("rows.jsonl"))}.lines()) {
        texts.push_back(row["text"]);
    }
    const auto lines = commandLine({"predict", "--run", runFolder()}, asLines(texts));
    DONE(lines);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        QVERIFY(answers[i]["label"] == lines.lines()[i]["label"]);
    }
}

void TestCommandLine::aRowOfAFileThatCannotBeReadIsAnsweredInItsPlace()
{
    const auto file = written(m_home, "torn.csv",
                              "text,intent\nplay some jazz,PlayMusic\none,two,three\nrain,GetWeather\n");
    const auto ran = commandLine({"predict", "--run", runFolder(), "--data", file});
    QCOMPARE(ran.code, 3);
    const auto answers = ran.lines();
    QCOMPARE(answers.size(), std::size_t{3});
    QVERIFY(has(answers[0], {"label"}) && has(answers[2], {"label"}));
    QVERIFY(has(answers[1]["error"], {"code", "message", "where"}));
    QVERIFY2(answers[1]["error"]["where"].get<std::string>().starts_with("torn.csv:3"), ran.out);
}

void TestCommandLine::predictGoesOnBehindABadLine()
{
    const auto ran = commandLine({"predict", "--run", runFolder()}, "\"a\"\nno JSON\n\"a\"\n");
    QCOMPARE(ran.code, 3);
    const auto lines = ran.lines();
    QCOMPARE(lines.size(), std::size_t{3});
    QVERIFY(has(lines[0], {"label", "probabilities"}));
    QVERIFY(has(lines[1]["error"], {"code", "message", "where", "hint"}));
    QVERIFY(lines[2] == lines[0]);
}

void TestCommandLine::evaluateTellsMetricsWithIntervals()
{
    const auto ran = commandLine({"evaluate", "--run", runFolder(), "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY(has(found, {"rows", "loss", "metrics"}));
    QVERIFY(found["rows"] == 12);
    QVERIFY(has(found["metrics"], {"accuracy", "macro_f1"}));
    for (const auto& [name, metric] : found["metrics"].items()) {
        QVERIFY2(has(metric, {"value", "low", "high"}), name.c_str());
        const auto value = metric["value"].get<double>();
        QVERIFY(0 <= metric["low"].get<double>() && metric["low"].get<double>() <= value);
        QVERIFY(value <= metric["high"].get<double>() && metric["high"].get<double>() <= 1);
    }
    const auto onFile = commandLine(
        {"evaluate", "--run", runFolder(), "--data", at("rows.jsonl"), "--checkpoint", "last", "--json"});
    DONE(onFile);
    QVERIFY(onFile.json()["rows"] == 60);
    const auto byName
        = commandLine({"evaluate", "--run", "small", "--json"}); // of the runs in the usual place
    DONE(byName);
    QCOMPARE(byName.out, ran.out);
}

void TestCommandLine::compareSetsRunsSideBySide()
{
    const auto other = at("runs/other");
    DONE(commandLine({"run", m_recipe, "--run-dir", other, "--set", "method.rank=2"}));
    const auto ran = commandLine({"compare", runFolder(), other, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY(has(found, {"metric", "rows", "differences", "answer"}));
    QCOMPARE(found["rows"].size(), std::size_t{2});
    QVERIFY(has(found["rows"][1], {"name", "loss", "metrics", "difference", "probability", "word"}));
    QVERIFY(found["rows"][1]["same_data"] == true);
    QCOMPARE(found["differences"].size(), std::size_t{1});
    QVERIFY(found["differences"][0]["key"] == "method.rank");
    QVERIFY(found["differences"][0]["values"] == Json({"4", "2"}));
}

void TestCommandLine::exportedFilesAnswerAsTheRun_data()
{
    QTest::addColumn<QStringList>("source");
    QTest::addColumn<QStringList>("files");
    QTest::newRow("safetensors") << QStringList{"--model", "FOLDER"}
                                 << QStringList{"config.json", "model.safetensors", "tokenizer.json"};
    QTest::newRow("peft") << QStringList{"--model", kMiniLm, "--adapter", "FOLDER"}
                          << QStringList{"adapter_config.json", "adapter_model.safetensors"};
}

void TestCommandLine::exportedFilesAnswerAsTheRun()
{
    QFETCH(QStringList, source);
    QFETCH(const QStringList, files);
    const QString format{QTest::currentDataTag()};
    const auto folder = at("export-" + format);
    const auto ran = commandLine({"export", runFolder(), "--format", format, "--out", folder, "--json"});
    DONE(ran);
    QVERIFY(ran.json()["verified"] == true);
    for (const auto& file : files) {
        QVERIFY2(QFile::exists(folder + "/" + file), qPrintable(file));
    }
    source.replaceInStrings("FOLDER", folder);
    const auto expected = commandLine({"predict", "--run", runFolder()}, kQuestions).lines();
    const auto again = commandLine(QStringList{"predict"} + source, kQuestions);
    DONE(again);
    const auto found = again.lines();
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        QVERIFY2(found[i]["label"] == expected[i]["label"], toJson(found[i]).c_str());
        for (const auto& [label, probability] : expected[i]["probabilities"].items()) {
            QVERIFY2(found[i]["probabilities"].contains(label), label.c_str());
            const auto difference
                = found[i]["probabilities"][label].get<double>() - probability.get<double>();
            QVERIFY(std::abs(difference) < 1e-3);
        }
    }
    const auto refused = commandLine({"export", runFolder(), "--format", format, "--out", folder});
    QVERIFY(refused.code != 0); // what is there already is never written over
}

void TestCommandLine::aRunIsExportedWithoutHeldBackRowsAndWithoutItsData()
{
    const auto rows = written(m_home, "all.jsonl", firstLines(exampleRows(), 40));
    const auto run = at("runs/nothing held back");
    DONE(commandLine({"run", m_recipe, "--run-dir", run + "/", "--set", "data.train=" + rows, "--set",
                      "data.validation=none", "--set", "data.test=none", "--set", "train.steps=2"}));
    const auto whole = commandLine({"export", run, "--format", "peft", "--out", at("whole") + "/", "--json"});
    DONE(whole);
    QVERIFY2(whole.json()["answer"].get<std::string>().find("40 training rows") != std::string::npos,
             whole.out);
    QVERIFY(QFile::remove(rows));
    const auto without = commandLine({"export", run, "--format", "peft", "--out", at("without"), "--json"});
    DONE(without);
    QVERIFY(without.json()["verified"] == true);
    QVERIFY2(without.json()["answer"].get<std::string>().find("built-in") != std::string::npos, without.out);
}

void TestCommandLine::aChangedTestFileIsNotMeasured()
{
    const auto test = written(m_home, "test.jsonl", firstLines(exampleRows(), 20));
    const auto run = at("runs/tested");
    DONE(commandLine(
        {"run", m_recipe, "--run-dir", run, "--set", "data.test=" + test, "--set", "train.steps=2"}));
    written(m_home, "test.jsonl", firstLines(exampleRows(), 10));
    const auto refused = commandLine({"evaluate", "--run", run, "--json"});
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("test.jsonl") || refused.out.contains("test.jsonl"), refused.err);
}

void TestCommandLine::anAddOnWhoseLabelsDoNotFitIsRefused()
{
    QVERIFY(QDir{m_home.path()}.mkpath("add-on"));
    for (const QString name : {"adapter_config.json", "adapter_model.safetensors"}) {
        QVERIFY(QFile::copy(runFolder() + "/checkpoints/step-000006/" + name, at("add-on/" + name)));
    }
    const QStringList command{"predict", "--model", kMiniLm, "--adapter", at("add-on")};
    const auto nameless = commandLine(command, "\"play some jazz\"\n"); // as the Python stack leaves it
    DONE(nameless);
    QVERIFY2(nameless.json()["label"].get<std::string>().starts_with("LABEL_"), nameless.out);
    for (const QByteArray labels : {"[\"one\", \"two\"]", "{\"one\": 1}", "7"}) {
        written(m_home, "add-on/labels.json", labels);
        const auto ran = commandLine(command, "\"play some jazz\"\n");
        QVERIFY2(ran.code == 3, ran.err);
        QVERIFY2(ran.err.contains("7 labels") && ran.err.contains("labels.json"), ran.err);
    }
}

void TestCommandLine::listTellsWhatThereIs_data()
{
    QTest::addColumn<QString>("expected");
    QTest::newRow("models") << "all-MiniLM-L6-v2";
    QTest::newRow("methods") << "lora";
    QTest::newRow("tasks") << "text-classification";
    QTest::newRow("formats") << "jsonl";
    QTest::newRow("architectures") << "llama";
    QTest::newRow("runs") << "small";
}

void TestCommandLine::listTellsWhatThereIs()
{
    QFETCH(const QString, expected);
    const QString kind{QTest::currentDataTag()};
    const auto ran = commandLine({"list", kind, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY(has(found, {kind.toUtf8().constData()}));
    bool isThere = false;
    for (const auto& item : found[kind.toStdString()]) {
        if (kind == "models") {
            QVERIFY(
                has(item, {"name", "path", "architecture", "parameters", "bytes", "licence", "trainable"}));
        } else {
            QVERIFY(has(item, {"name", "title", "fields"}));
            for (const auto& field : item["fields"]) {
                QVERIFY2(has(field, {"key", "label", "help", "type", "initial"}), toJson(field).c_str());
            }
        }
        isThere = isThere || item["name"] == expected.toStdString();
    }
    QVERIFY2(isThere, ran.out);
    const auto forPeople = commandLine({"list", kind});
    DONE(forPeople);
    QVERIFY(forPeople.out.contains(expected.toUtf8()));
}

void TestCommandLine::inspectTellsWhatAPathIs_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("format");
    const auto models = QDir{DEPS_DIR}.filePath("models/");
    QTest::newRow("a folder") << models + kMiniLm << "model"
                              << "safetensors";
    QTest::newRow("a GGUF file") << models + "SmolLM2-135M-Instruct.Q4_1.gguf"
                                 << "model"
                                 << "gguf";
    QTest::newRow("rows") << at("rows.jsonl") << "data"
                          << "jsonl";
    QTest::newRow("a tokenizer") << testData("tokenizers/minilm") << "tokenizer"
                                 << "tokenizer.json";
    QTest::newRow("a run") << runFolder() << "run"
                           << "luthier";
    QTest::newRow("an add-on") << runFolder() + "/checkpoints/step-000006"
                               << "adapter"
                               << "peft";
    QTest::newRow("an installed name") << kMiniLm << "model"
                                       << "safetensors";
    QTest::newRow("an installed GGUF") << "SmolLM2-135M-Instruct"
                                       << "model"
                                       << "gguf";
}

void TestCommandLine::inspectTellsWhatAPathIs()
{
    QFETCH(const QString, path);
    QFETCH(const QString, kind);
    QFETCH(const QString, format);
    const auto ran = commandLine({"inspect", path, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY2(has(found, {"kind", "format", "problems"}), ran.out);
    QVERIFY2(found["kind"] == kind.toStdString(), ran.out);
    QVERIFY2(found["format"] == format.toStdString(), ran.out);
    for (const auto& problem : found["problems"]) {
        QVERIFY2(has(problem, {"code", "message", "where", "count"}), toJson(problem).c_str());
    }
}

void TestCommandLine::checkMeasuresARecipe()
{
    const auto ran = commandLine({"check", m_recipe, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY2(has(found,
                 {"verdict", "parameters", "memory", "seconds_per_step", "total_seconds", "first_loss",
                  "chance_loss", "checks", "problems"}),
             ran.out);
    QVERIFY(has(found["parameters"], {"total", "trainable"}));
    QVERIFY(has(found["memory"], {"estimate_mib", "peak_mib", "parts"}));
    QVERIFY(found["verdict"] == "go" || found["verdict"] == "notes");
    QVERIFY(found["parameters"]["trainable"] < found["parameters"]["total"]);
    QVERIFY(std::abs(found["chance_loss"].get<double>() - std::log(7.0)) < 1e-6);
    QVERIFY(!found["checks"].empty());
    for (const auto& check : found["checks"]) {
        QVERIFY2(has(check, {"name", "ok", "text"}), toJson(check).c_str());
    }
    for (const auto& problem : found["problems"]) {
        QVERIFY2(has(problem, {"code", "message", "where", "count"}), toJson(problem).c_str());
    }
}

void TestCommandLine::benchMeasuresSpeed()
{
    const auto ran = commandLine({"bench", "train", m_recipe, "--steps", "8", "--json"});
    DONE(ran);
    const auto found = ran.json();
    for (const auto* key : {"tokens_per_s", "samples_per_s", "peak_rss_mib", "first_step_s", "load_s"}) {
        QVERIFY2(found.contains(key) && found[key].get<double>() > 0, key);
    }
    const auto held = found["peak_rss_mib"].get<double>();
    const auto expected = found["memory"]["estimate_mib"].get<double>();
    QVERIFY2(held <= 1.15 * expected, qPrintable(QString{"%1 of %2"}.arg(held).arg(expected)));
    const auto multiplied = commandLine({"bench", "products", "--json"}).json()["products"];
    QCOMPARE(multiplied.size(), 18); // six layers, forward and both gradients
    for (const auto& row : multiplied) {
        QVERIFY(row["fp32_gflop_per_s"].get<double>() > 0 && row["aten_fp32_gflop_per_s"].get<double>() > 0);
    }
}

void TestCommandLine::aRunThatIsNotThereIsNamed_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("evaluate") << QStringList{"evaluate", "--run", "nowhere"};
    QTest::newRow("predict") << QStringList{"predict", "--run", "nowhere"};
    QTest::newRow("predict a file") << QStringList{"predict", "--run", "nowhere", "--data", at("rows.jsonl")};
    QTest::newRow("compare") << QStringList{"compare", runFolder(), "nowhere"};
    QTest::newRow("export") << QStringList{"export", "nowhere", "--format", "peft", "--out", at("none")};
    QTest::newRow("a folder of something else") << QStringList{"evaluate", "--run", "."};
}

void TestCommandLine::aRunThatIsNotThereIsNamed()
{
    QFETCH(const QStringList, command);
    const auto ran = commandLine(command);
    QCOMPARE(ran.code, 2);
    const auto name = command.contains("nowhere") ? QString{"nowhere"} : QString{"."};
    QVERIFY2(ran.err.contains(QString{"'%1'"}.arg(name).toUtf8()), ran.err);
    QVERIFY2(ran.err.contains("where: " + QDir{name}.absolutePath().toUtf8()), ran.err);
    QVERIFY2(ran.err.contains("luthier-cli list runs"), ran.err);
    QVERIFY(!QFile::exists(at("none")));
}

void TestCommandLine::wrongUsageIsSaidWithoutWork_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("code");
    QTest::newRow("no command") << QStringList{} << 2;
    QTest::newRow("an unknown command") << QStringList{"fly"} << 2;
    QTest::newRow("an unknown option") << QStringList{"list", "models", "--fast"} << 2;
    QTest::newRow("an unknown list") << QStringList{"list", "birds"} << 2;
    QTest::newRow("nobody to answer") << QStringList{"predict"} << 2;
    QTest::newRow("a model and a run") << QStringList{"predict", "--model", kMiniLm, "--run", "x"} << 2;
    QTest::newRow("a path that is not there") << QStringList{"inspect", "not-here", "--json"} << 3;
    QTest::newRow("no known export") << QStringList{"export", "RUN", "--format", "stone", "--out", "x"} << 2;
}

void TestCommandLine::wrongUsageIsSaidWithoutWork()
{
    QFETCH(QStringList, command);
    QFETCH(const int, code);
    command.replaceInStrings("RUN", runFolder());
    const auto ran = commandLine(command);
    QVERIFY2(ran.code == code, ran.err);
    QVERIFY2(ran.err.startsWith("error: "), ran.err);
    QVERIFY2(ran.err.contains("\nwhere: "), ran.err);
}

void TestCommandLine::aMistypedCommandIsNamed()
{
    const auto ran = commandLine({"chekc", m_recipe, "--json"});
    QCOMPARE(ran.code, 2);
    QVERIFY2(ran.err.contains("no command 'chekc'") && ran.err.contains("'luthier-cli check'"), ran.err);
    const auto deeper = commandLine({"bench", "trian", m_recipe});
    QVERIFY2(deeper.err.contains("'luthier-cli bench train'"), deeper.err);
    QVERIFY2(has(ran.json()["error"], {"code", "message", "where", "hint"}), ran.out);
    const auto option = commandLine({"list", "models", "--fast"});
    QVERIFY2(option.err.contains("where: luthier-cli list\nhint: 'luthier-cli list --help'"), option.err);
}

void TestCommandLine::theProgramNeedsNoQt()
{
    const auto program = contentOf(CLI);
    QVERIFY(program.contains("libtorch_cpu.so"));
    QVERIFY(!program.contains("libQt"));
}

void TestCommandLine::keepLastLeavesTheLast()
{
    const auto run = at("runs/last"); // steps so large that the best lies between the first and the last
    const auto told = commandLine({"run", m_recipe, "--run-dir", run, "--events", "--set", "train.keep=last",
                                   "--set", "train.evaluate_every=2", "--set", "train.learning_rate=3e-3",
                                   "--set", "train.steps=24", "--set", "train.schedule=constant", "--set",
                                   "train.precision=fp32"});
    DONE(told);
    const auto best = told.lines().back()["best_step"].get<int>();
    QVERIFY2(best > 0 && best < 24, told.err);
    QVERIFY2(told.err.contains(QString{"Step %1 was the best"}.arg(best).toUtf8()), told.err);
    QCOMPARE(QDir{run + "/checkpoints"}.entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{"step-000024"});
    const auto ran = commandLine({"evaluate", "--run", run, "--json"});
    DONE(ran);
    QCOMPARE(ran.out, commandLine({"evaluate", "--run", run, "--checkpoint", "last", "--json"}).out);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
