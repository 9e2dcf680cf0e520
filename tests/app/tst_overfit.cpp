// SPDX-License-Identifier: GPL-3.0-or-later
// For real: a recipe that learns its rows by heart is told so, and the bundled example is not.
#include "tests/support/command_line.h"

#include <QTest>

using namespace luthier;
using namespace luthier::test;

class TestOverfit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecipeThatMemorisesIsToldSo();
    void theBundledExampleIsNot();
};

namespace {

/// The verdict that stood when the run ended.
QString lastVerdict(const std::vector<Json>& events)
{
    QString kind;
    for (const auto& event : events) {
        if (event["event"] == "verdict") kind = QString::fromStdString(event["kind"].get<std::string>());
    }
    return kind;
}

const Json& ended(const std::vector<Json>& events)
{
    return events.back();
}

} // namespace

/// 200 questions of ten kinds, a third of them with a wrong label, which only memory can learn.
void TestOverfit::aRecipeThatMemorisesIsToldSo()
{
    const QTemporaryDir folder;
    std::map<std::string, std::vector<std::string>> byLabel;
    for (const auto& line : contentOf(testData("datasets/banking77/train.csv")).split('\n')) {
        const auto comma = line.lastIndexOf(',');
        if (comma <= 0 || line.contains('"')) continue; // one of the few with a quote or a line break
        byLabel[line.mid(comma + 1).trimmed().toStdString()].push_back(line.left(comma).toStdString());
    }
    byLabel.erase("category");
    std::erase_if(byLabel, [](const auto& entry) { return entry.second.size() < 60; });
    std::vector<std::string> labels;
    for (const auto& [label, texts] : byLabel) {
        if (labels.size() < 10) labels.push_back(label);
    }
    QByteArray train;
    QByteArray heldBack;
    for (std::size_t l = 0; l < labels.size(); ++l) {
        const auto& texts = byLabel[labels[l]];
        for (std::size_t i = 0; i < 60; ++i) {
            const bool isWrong = i < 20 && i % 3 == 0;
            const auto& label = isWrong ? labels[(l + 1 + i) % labels.size()] : labels[l];
            (i < 20 ? train : heldBack)
                += QByteArray::fromStdString(Json{{"text", texts[i]}, {"label", label}}.dump()) + '\n';
        }
    }
    QCOMPARE(train.count('\n'), 200);
    written(folder, "train.jsonl", train);
    written(folder, "held.jsonl", heldBack);
    const auto recipe = written(folder, "recipe.yaml", R"(luthier: 1
name: by heart
task: text-classification
model: all-MiniLM-L6-v2
data: {train: train.jsonl, validation: held.jsonl, test: none, columns: {text: text, label: label}, max_tokens: 32}
method: full
train: {epochs: 30, batch_size: 16, learning_rate: 1e-4, schedule: constant, dropout: 0, evaluate_every: 22}
)");
    const auto ran = commandLine({"run", recipe, "--run-dir", folder.filePath("run"), "--events"});
    QVERIFY2(ran.code == 0, ran.err);
    const auto events = ran.lines();
    QVERIFY2(lastVerdict(events) == "overfitting", qPrintable(lastVerdict(events)));
    const auto best = ended(events)["best_step"].get<int>();
    QVERIFY(best > 0 && best < ended(events)["step"].get<int>() / 2);
    const auto kept = QString{"run/checkpoints/step-%1/model.safetensors"}.arg(best, 6, 10, QChar{'0'});
    QVERIFY(QFile::exists(folder.filePath(kept)));
}

void TestOverfit::theBundledExampleIsNot()
{
    const QTemporaryDir folder;
    const auto ran = commandLine({"run", QDir{SOURCE_DIR}.filePath("resources/example/recipe.yaml"),
                                  "--run-dir", folder.filePath("run"), "--events"});
    QVERIFY2(ran.code == 0, ran.err);
    const auto events = ran.lines();
    QVERIFY2(lastVerdict(events) != "overfitting" && !lastVerdict(events).isEmpty(),
             qPrintable(lastVerdict(events)));
    QVERIFY(ended(events)["metrics"]["accuracy"].get<double>() > 0.9);
    const auto tested
        = commandLine({"evaluate", "--run", folder.filePath("run"), "--json"}); // on its 200 test rows
    DONE(tested);
    const auto accuracy = tested.json()["metrics"]["accuracy"]["value"].get<double>();
    QVERIFY2(accuracy >= 0.97, qPrintable(QString::number(accuracy)));
}

QTEST_GUILESS_MAIN(TestOverfit)
#include "tst_overfit.moc"
