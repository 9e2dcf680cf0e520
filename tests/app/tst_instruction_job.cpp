// SPDX-License-Identifier: GPL-3.0-or-later
// The second job from the command line: SmolLM2 learns a few real instructions. One run of three steps serves
// what can be done with a run.
#include "tests/support/command_line.h"
#include "tests/support/instructions.h"

#include <cmath>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

class TestInstructionJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void inspectKnowsTheRowsAndTheirLengths();
    void checkMeasuresTheRecipe();
    void theRunLowersTheLossOfHeldBackAnswers();
    void predictAnswersTheRowsOfAFile();
    void generateKeepsToItsSettings();
    void evaluateMeasuresAnswers();
    void compareSetsTheRunBesideItsBase();
    void exportedFilesScoreAsTheRun_data();
    void exportedFilesScoreAsTheRun();
    void onlyWhatIsNotFrozenLearns_data();
    void onlyWhatIsNotFrozenLearns();
    void benchGenerateMeasuresSpeed();
    void renderSpeaksTheTemplateOfTheModel();

private:
    QString at(const QString& name) const { return m_home.filePath(name); }
    QString runFolder() const { return at("runs/answers"); }

    QTemporaryDir m_home;
    QString m_recipe;
    Ran m_run;
};

namespace {

const QString kSmol{"SmolLM2-135M-Instruct"};

/// The events of one kind.
std::vector<Json> only(const std::vector<Json>& events, const char* kind)
{
    std::vector<Json> found;
    std::ranges::copy_if(events, std::back_inserter(found),
                         [kind](const Json& event) { return event["event"] == kind; });
    return found;
}

} // namespace

void TestInstructionJob::initTestCase()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
    QVERIFY(QDir{m_home.path()}.mkpath("runs"));
    written(m_home, "answers.json", QByteArray::fromStdString(firstInstructions(30)));
    written(m_home, "two.json", QByteArray::fromStdString(firstInstructions(2)));
    m_recipe = written(m_home, "recipe.yaml", R"(luthier: 1
name: answers
task: instruction
model: SmolLM2-135M-Instruct
data: {train: answers.json, validation: {split: 0.2}, test: {split: 0.2}, max_tokens: 128}
method: {name: lora, rank: 4}
train: {steps: 3, batch_size: 2, learning_rate: 1e-3, warmup: 0, seed: 1}
probe: {general: none}
export: {verify_rows: 4}
)");
    m_run = commandLine({"run", m_recipe, "--run-dir", runFolder(), "--events"});
    DONE(m_run);
}

void TestInstructionJob::inspectKnowsTheRowsAndTheirLengths()
{
    const auto ran = commandLine({"inspect", at("answers.json"), "--model", kSmol, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY2(has(found, {"kind", "format", "problems"}), ran.out);
    QVERIFY2(found["kind"] == "data" && found["format"] == "alpaca", ran.out);
}

void TestInstructionJob::checkMeasuresTheRecipe()
{
    const auto ran = commandLine({"check", m_recipe, "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY2(found["verdict"] == "go" || found["verdict"] == "notes", ran.out);
    QVERIFY(std::abs(found["chance_loss"].get<double>() - std::log(49152.0)) < 1e-6);
    QVERIFY(found["first_loss"].get<double>()
            < found["chance_loss"].get<double>() / 2); // it can speak already
    QVERIFY(found["memory"]["peak_mib"].get<double>() > 0);
}

void TestInstructionJob::theRunLowersTheLossOfHeldBackAnswers()
{
    const auto events = m_run.lines();
    QVERIFY(events.back()["event"] == "ended" && events.back()["outcome"] == "finished");
    QCOMPARE(only(events, "step").size(), std::size_t{3});
    const auto looks = only(events, "validation");
    QVERIFY(looks.size() > 1);
    QVERIFY(looks.back()["loss"].get<double>() < looks.front()["loss"].get<double>());
    const auto samples = only(events, "sample");
    QVERIFY(!samples.empty());
    for (const auto& sample : samples) {
        QVERIFY(!sample["input"].get<std::string>().empty()
                && !sample["expected"].get<std::string>().empty());
    }
}

void TestInstructionJob::predictAnswersTheRowsOfAFile()
{
    const auto ran = commandLine({"predict", "--run", runFolder(), "--data", at("two.json")});
    DONE(ran);
    QCOMPARE(ran.lines().size(), std::size_t{2});
    for (const auto& line : ran.lines()) {
        QVERIFY2(has(line, {"text"}) && !line["text"].get<std::string>().empty(), ran.out);
    }
}

void TestInstructionJob::generateKeepsToItsSettings()
{
    const QByteArray prompt{"{\"prompt\": \"Name a colour.\"}\n"};
    const QByteArray messages{"{\"messages\": [{\"role\": \"user\", \"content\": \"Name a colour.\"}]}\n"};
    const auto greedy
        = commandLine({"generate", "--run", runFolder(), "--max-tokens", "5"}, prompt + messages + "{}\n");
    QCOMPARE(greedy.code, 3); // the last line asks nothing
    const auto lines = greedy.lines();
    QCOMPARE(lines.size(), std::size_t{3});
    QVERIFY(has(lines[2], {"error"}));
    for (const auto* line : {&lines[0], &lines[1]}) {
        QVERIFY2(has(*line, {"text", "tokens", "stopped"}), greedy.out);
        const auto tokens = (*line)["tokens"].get<int>();
        QVERIFY((*line)["stopped"] == "length" ? tokens == 5 : tokens < 5);
    }
    const QStringList warm{"generate", "--run", runFolder(), "--max-tokens", "5", "--temperature", "1.5"};
    const auto first = commandLine(warm + QStringList{"--seed", "7"}, messages);
    DONE(first);
    QCOMPARE(commandLine(warm + QStringList{"--seed", "7"}, messages).out, first.out);
    QVERIFY(commandLine(warm + QStringList{"--seed", "8"}, messages).out != first.out);
}

void TestInstructionJob::evaluateMeasuresAnswers()
{
    const auto ran = commandLine({"evaluate", "--run", runFolder(), "--json"});
    DONE(ran);
    const auto found = ran.json();
    QVERIFY2(found["rows"] == 6, ran.out);
    const auto loss = found["loss"].get<double>();
    const auto perplexity = found["metrics"]["perplexity"];
    QVERIFY(loss > 0 && std::abs(perplexity["value"].get<double>() - std::exp(loss)) < 1e-4);
    QVERIFY(perplexity["low"] < perplexity["value"] && perplexity["value"] < perplexity["high"]);
}

void TestInstructionJob::compareSetsTheRunBesideItsBase()
{
    const auto ran = commandLine({"compare", runFolder(), "--baselines", "--json"});
    DONE(ran);
    const auto rows = ran.json()["rows"];
    QCOMPARE(rows.size(), std::size_t{2}); // no most frequent class: there are none
    QVERIFY2(rows[1]["name"] == "answers", ran.out);
    QVERIFY(rows[1]["loss"].get<double>() < rows[0]["loss"].get<double>());
    QVERIFY(has(rows[1], {"metrics", "difference", "probability", "word"}));
}

void TestInstructionJob::exportedFilesScoreAsTheRun_data()
{
    QTest::addColumn<QStringList>("source");
    QTest::addColumn<QStringList>("files");
    QTest::newRow("peft") << QStringList{"--model", kSmol, "--adapter", "FOLDER"}
                          << QStringList{"adapter_config.json", "adapter_model.safetensors"};
    QTest::newRow("safetensors") << QStringList{"--model", "FOLDER"}
                                 << QStringList{"config.json", "model.safetensors", "tokenizer.json"};
    QTest::newRow("gguf-f16") << QStringList{"--model", "FOLDER/model.gguf"} << QStringList{"model.gguf"};
    QTest::newRow("gguf-q8_0") << QStringList{"--model", "FOLDER/model.gguf"} << QStringList{"model.gguf"};
}

void TestInstructionJob::exportedFilesScoreAsTheRun()
{
    QFETCH(QStringList, source);
    QFETCH(const QStringList, files);
    const QString format{QTest::currentDataTag()};
    const auto folder = at("export-" + format);
    const auto ran = commandLine({"export", runFolder(), "--format", format, "--out", folder, "--json"});
    DONE(ran);
    QVERIFY2(ran.json()["verified"] == true, ran.out);
    for (const auto& file : files) {
        QVERIFY2(QFile::exists(folder + "/" + file), qPrintable(file));
    }
    source.replaceInStrings("FOLDER", folder);
    const QByteArray pair{"{\"prompt\": \"Name a colour.\", \"completion\": \"Blue.\"}\n"};
    const auto sumOf = [&](const QStringList& whose) {
        const auto scored = commandLine(QStringList{"score"} + whose, pair);
        return scored.code == 0 ? scored.json()["sum"].get<double>() : std::nan("");
    };
    const double run = sumOf({"--run", runFolder()});
    QVERIFY(std::abs(sumOf(source) - run) < 1e-2 * std::abs(run));
    QVERIFY(std::abs(sumOf({"--model", kSmol}) - run) > 2e-2 * std::abs(run)); // the base says something else
}

void TestInstructionJob::onlyWhatIsNotFrozenLearns_data()
{
    QTest::addColumn<QStringList>("sets");
    QTest::addColumn<std::int64_t>("trainable");
    constexpr std::int64_t kHidden = 576, kKeys = 192, kInner = 1536, kVocabulary = 49152, kBlocks = 30;
    constexpr std::int64_t kBlock
        = 2 * kHidden * (kHidden + kKeys) + 3 * kHidden * kInner + 2 * kHidden; // attention, MLP, norms
    QTest::newRow("full") << QStringList{}
                          << kBlocks * kBlock + kHidden
            + kVocabulary * kHidden; // the output is the embedding
    QTest::newRow("the last two blocks")
        << QStringList{"--set", "layers.train=last 2"} << 2 * kBlock + kHidden; // and the norm behind them
    QTest::newRow("all but what is frozen")
        << QStringList{"--set", "layers.freeze=[embeddings, blocks 0-27]"} << 2 * kBlock + kHidden;
}

void TestInstructionJob::onlyWhatIsNotFrozenLearns()
{
    QFETCH(const QStringList, sets);
    QFETCH(const std::int64_t, trainable);
    const auto ran = commandLine(
        QStringList{"run", m_recipe, "--run-dir", at(QString{"runs/"} + QTest::currentDataTag()), "--events",
                    "--set", "method={name: full}", "--set", "train.steps=1", "--set",
                    "train.learning_rate=1e-5", "--set", "train.keep=last", "--set", "data.validation=none"}
        + sets);
    DONE(ran);
    const auto events = ran.lines();
    QVERIFY2(events.front()["parameters"]["trainable"] == trainable, toJson(events.front()).c_str());
    const auto steps = only(events, "step");
    QCOMPARE(steps.size(), std::size_t{1});
    QVERIFY(steps.front()["grad_norm"].get<double>() > 0);
}

void TestInstructionJob::benchGenerateMeasuresSpeed()
{
    const auto ran = commandLine({"bench", "generate", "--model", kSmol, "--json"});
    DONE(ran);
    for (const auto* key : {"prompt_tokens_per_s", "generated_tokens_per_s"}) {
        QVERIFY2(ran.json().contains(key) && ran.json()[key].get<double>() > 0, key);
    }
}

void TestInstructionJob::renderSpeaksTheTemplateOfTheModel()
{
    const auto ran = commandLine({"render", "--model", kSmol},
                                 "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], "
                                 "\"add_generation_prompt\": true}\n");
    DONE(ran);
    const auto text = ran.json().get<std::string>();
    QVERIFY2(text.ends_with("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"), ran.out);
}

QTEST_GUILESS_MAIN(TestInstructionJob)
#include "tst_instruction_job.moc"
