// SPDX-License-Identifier: GPL-3.0-or-later
// What a run with adapters on a base model without a classifier leaves behind, by family.
#include "tests/support/command_line.h"

#include <cmath>
#include <cstring>
#include <set>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

namespace {

/// Whole words of the example's rows; the tiny models know 96 tokens.
constexpr const char* kTokenizer = R"({
  "version": "1.0",
  "added_tokens": [
    {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
     "special": true},
    {"id": 1, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
     "special": true},
    {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
     "special": true},
    {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
     "special": true}],
  "normalizer": {"type": "Lowercase"},
  "pre_tokenizer": {"type": "Whitespace"},
  "post_processor": {
    "type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
               {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
    "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
    "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                       "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
  "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {
    "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "play": 4, "music": 5, "add": 6, "playlist": 7, "rate": 8,
    "book": 9, "weather": 10, "restaurant": 11, "movie": 12, "to": 13, "the": 14, "my": 15, "find": 16}}
})";

/// The names in a safetensors file.
std::set<std::string> tensorsOf(const QString& path)
{
    const auto bytes = contentOf(path);
    std::uint64_t length = 0;
    if (bytes.size() < 8) return {};
    std::memcpy(&length, bytes.constData(), sizeof length);
    const auto header = parseJson(bytes.mid(8, static_cast<qsizetype>(length)).toStdString(), "header");
    std::set<std::string> names;
    if (!header) return names;
    for (const auto& [name, value] : header->items()) {
        if (name != "__metadata__") names.insert(name);
    }
    return names;
}

} // namespace

class TestAdapters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theWholeHeadIsSaved_data();
    void theWholeHeadIsSaved();

private:
    QString at(const QString& name) const { return m_home.filePath(name); }

    QTemporaryDir m_home;
};

void TestAdapters::initTestCase()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
    written(m_home, "rows.jsonl", firstLines(exampleRows(), 120));
}

void TestAdapters::theWholeHeadIsSaved_data()
{
    QTest::addColumn<QStringList>("modules");
    QTest::addColumn<QStringList>("layers"); // of them
    QTest::newRow("bert") << QStringList{"classifier"} << QStringList{"classifier"};
    const QStringList two{"classifier.dense", "classifier.out_proj"};
    QTest::newRow("roberta") << QStringList{"classifier"} << two;
    QTest::newRow("electra") << QStringList{"classifier"} << two;
    QTest::newRow("mpnet") << QStringList{"classifier"} << two;
    QTest::newRow("distilbert") << QStringList{"classifier", "pre_classifier"}
                                << QStringList{"classifier", "pre_classifier"};
    QTest::newRow("deberta_v2") << QStringList{"classifier", "pooler"}
                                << QStringList{"classifier", "pooler.dense"};
    QTest::newRow("modernbert") << QStringList{"classifier", "head"}
                                << QStringList{"classifier", "head.dense", "head.norm"};
}

void TestAdapters::theWholeHeadIsSaved()
{
    QFETCH(const QStringList, modules);
    QFETCH(const QStringList, layers);
    const QString family = QTest::currentDataTag();
    QVERIFY(QDir{m_home.path()}.mkpath(family));
    for (const QString file : {"config.json", "model.safetensors"}) {
        QVERIFY(QFile::copy(testData("tiny/" + family + "/" + file), at(family + "/" + file)));
    }
    written(m_home, family + "/tokenizer.json", kTokenizer);
    const auto recipe
        = written(m_home, family + ".yaml",
                  ("luthier: 1\nname: " + family + "\ntask: text-classification\nmodel: " + at(family) + R"(
data: {train: rows.jsonl, validation: {split: 0.3}, columns: {text: text, label: intent}, test: none}
method: {name: lora, rank: 2, targets: all-linear}
train: {steps: 8, batch_size: 8, learning_rate: 1e-2, seed: 7}
)")
                      .toUtf8());
    const auto run = at(family + "-run"), adapter = at(family + "-adapter");
    DONE(commandLine({"run", recipe, "--run-dir", run}));
    DONE(commandLine({"export", run, "--format", "peft", "--out", adapter}));

    QStringList saved;
    std::set<std::string> whole;
    const auto config = parseJson(contentOf(adapter + "/adapter_config.json").toStdString(), "config");
    QVERIFY(config.has_value());
    for (const auto& module : (*config)["modules_to_save"]) {
        saved << QString::fromStdString(module.get<std::string>());
    }
    QCOMPARE(saved, modules);
    for (const auto& name : tensorsOf(adapter + "/adapter_model.safetensors")) {
        if (name.find(".lora_") == std::string::npos) whole.insert(name.substr(0, name.rfind('.')));
    }
    std::set<std::string> expected;
    for (const auto& layer : layers) {
        expected.insert("base_model.model." + layer.toStdString());
    }
    QCOMPARE(whole, expected);

    // The adapter on its base model answers as the run does.
    const auto texts = asLines({"play some music", "rate this book", "find a restaurant"});
    const auto ofRun = commandLine({"predict", "--run", run}, texts);
    const auto ofAdapter = commandLine({"predict", "--model", at(family), "--adapter", adapter}, texts);
    DONE(ofRun);
    DONE(ofAdapter);
    const auto one = ofRun.lines(), other = ofAdapter.lines();
    QCOMPARE(one.size(), std::size_t{3});
    QCOMPARE(other.size(), one.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        for (const auto& [label, probability] : one[i]["probabilities"].items()) {
            QVERIFY(std::abs(probability.get<double>() - other[i]["probabilities"][label].get<double>())
                    < 1e-6);
        }
    }
}

QTEST_GUILESS_MAIN(TestAdapters)
#include "tst_adapters.moc"
