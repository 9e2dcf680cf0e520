// SPDX-License-Identifier: GPL-3.0-or-later
// A run that is killed again and again ends with the same bits as one that never was.
#include "tests/support/command_line.h"
#include "tests/support/instructions.h"
#include "tests/support/memory_disk.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

using namespace luthier;
using namespace luthier::test;

namespace {

constexpr int kKills = 20;

/// Goes on with the run for so many steps, then kills it `more` ms later. False: it had ended.
bool killedAfter(const QStringList& arguments, int steps, unsigned long more)
{
    QProcess process;
    process.start(CLI, arguments);
    for (bool hasBegun = false; !hasBegun || steps > 0;) {
        if (process.canReadLine()) {
            hasBegun = true;
            if (process.readLine().contains("\"event\":\"step\"")) --steps;
        } else if (!process.waitForReadyRead(60'000)) {
            break; // it has ended
        }
    }
    QThread::msleep(more);
    const bool runs = process.state() != QProcess::NotRunning && !process.waitForFinished(0);
    process.kill();
    process.waitForFinished();
    return runs;
}

} // namespace

class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endsWithTheSameBits_data();
    void endsWithTheSameBits();
};

void TestKill::endsWithTheSameBits_data()
{
    QTest::addColumn<QByteArray>("recipe");
    QTest::addColumn<QString>("weights");
    QTest::newRow("classification, full") << QByteArray{R"(
task: text-classification
model: all-MiniLM-L6-v2
data: {train: rows.jsonl, columns: {text: text, label: intent}, max_tokens: 16}
method: full
train: {steps: 40, batch_size: 4, learning_rate: 1e-4, evaluate_every: 7, checkpoint_every: 2, deterministic: true}
)"} << "model.safetensors";
    QTest::newRow("classification, frozen part kept") << QByteArray{R"(
task: text-classification
model: all-MiniLM-L6-v2
data: {train: rows.jsonl, columns: {text: text, label: intent}, max_tokens: 16}
method: freeze
layers: {train: [last 2]}
train: {steps: 40, batch_size: 4, learning_rate: 1e-4, evaluate_every: 7, checkpoint_every: 2, deterministic: true, dropout: 0}
)"} << "model.safetensors";
    QTest::newRow("instruction, LoRA") << QByteArray{R"(
task: instruction
model: SmolLM2-135M-Instruct
data: {train: answers.json, validation: {split: 0.05}, max_tokens: 64}
method: {name: lora, rank: 4, dropout: 0.05}
train: {steps: 40, batch_size: 2, learning_rate: 2e-4, evaluate_every: 10, checkpoint_every: 1, deterministic: true}
probe: {general: none}
)"} << "adapter_model.safetensors";
}

void TestKill::endsWithTheSameBits()
{
    QFETCH(const QByteArray, recipe);
    QFETCH(const QString, weights);
    const QTemporaryDir folder{memoryDisk()};
    written(folder, "rows.jsonl", firstLines(exampleRows(), 200));
    written(folder, "answers.json", QByteArray::fromStdString(firstInstructions(60)));
    const auto file = written(folder, "recipe.yaml", "luthier: 1\nname: killed\n" + recipe.trimmed() + "\n");

    qputenv("LUTHIER_HOME", folder.filePath("home").toUtf8());
    const auto whole = folder.filePath("whole");
    const auto once = commandLine({"run", file, "--run-dir", whole, "--events"});
    QVERIFY2(once.code == 0, once.err);
    QVERIFY(once.err.size() > 0);

    qputenv("LUTHIER_HOME", folder.filePath("another home").toUtf8()); // nothing is kept there yet
    const auto killed = folder.filePath("killed");
    const QStringList goOn{"run", file, "--run-dir", killed, "--resume", "--events"};
    int kills = 0;
    for (bool stillRan = true; stillRan && kills < kKills;) {
        // Everywhere: before the first step, in a step, while a checkpoint is written, while it looks.
        const auto more = static_cast<unsigned long>(7 * kills) % 60;
        stillRan = killedAfter(goOn, kills % 4, kills % 4 == 0 ? 6 * more : more);
        if (stillRan) ++kills;
    }
    QCOMPARE(kills, kKills);
    const auto saved = QDir{killed + "/checkpoints"}.entryList({"step-*"});
    QVERIFY(!saved.isEmpty() && saved.last() > QString{"step-000009"}); // it did go on, not begin anew
    const auto end = commandLine(goOn);
    QVERIFY2(end.code == 0, end.err);

    const auto last = QString{"checkpoints/step-%1/"}.arg(40, 6, 10, QChar{'0'});
    const auto expected = contentOf(QDir{whole}.filePath(last + weights));
    QVERIFY(!expected.isEmpty());
    QVERIFY(contentOf(QDir{killed}.filePath(last + weights)) == expected);
    QVERIFY(contentOf(QDir{killed}.filePath(last + "optimizer.safetensors"))
            == contentOf(QDir{whole}.filePath(last + "optimizer.safetensors")));
    const auto best = contentOf(QDir{whole}.filePath("checkpoints/best")); // the name of its folder
    QVERIFY(best.startsWith("step-"));
    QCOMPARE(contentOf(QDir{killed}.filePath("checkpoints/best")), best);
    const auto ofBest = QString{"checkpoints/%1/%2"}.arg(QString::fromUtf8(best.trimmed()), weights);
    QVERIFY(!contentOf(QDir{whole}.filePath(ofBest)).isEmpty());
    QVERIFY(contentOf(QDir{killed}.filePath(ofBest)) == contentOf(QDir{whole}.filePath(ofBest)));
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
