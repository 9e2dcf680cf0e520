// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a recipe that change what a run does, seen from outside.
#include "tests/support/command_line.h"

#include <cmath>

#include <QTest>

using namespace luthier;
using namespace luthier::test;

class TestSettingsAct : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void patienceEndsARunAndAResumedOneToo();
    void onlyWhatAMethodNamesIsTrained_data();
    void onlyWhatAMethodNamesIsTrained();
    void balancedWeightsHelpTheRareClass();
    void aModelNamedByARelativePathIsFoundAfterwards();
    void aFrozenPartIsComputedOnceAndFoundAgain_data();
    void aFrozenPartIsComputedOnceAndFoundAgain();
    void dropoutLeavesTheKeptStatesToTheLooks();
    void theCheckTellsWhatAFrozenPartIsWorth();
    void aBaseInInt8LearnsNearlyTheSame_data();
    void aBaseInInt8LearnsNearlyTheSame();

private:
    QString at(const QString& name) const { return m_home.filePath(name); }
    /// What a run of the recipe with these settings told, event by event.
    std::vector<Json> told(const QString& run, const QStringList& sets, bool resume = false);

    QTemporaryDir m_home;
    QString m_recipe;
};

namespace {

Json last(const std::vector<Json>& events, const char* kind)
{
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if ((*event)["event"] == kind) return *event;
    }
    return {};
}

bool hasNote(const std::vector<Json>& events, std::string_view words)
{
    return std::ranges::any_of(events, [&](const Json& event) {
        return event["event"] == "note" && toJson(event).find(words) != std::string::npos;
    });
}

/// Of steps and looks, with all their digits.
std::vector<double> losses(const std::vector<Json>& events)
{
    std::vector<double> found;
    for (const auto& event : events) {
        if (event["event"] == "step" || event["event"] == "validation")
            found.push_back(event["loss"].get<double>());
    }
    return found;
}

/// Empty where two runs had the same losses, else the first that differ.
QByteArray difference(const std::vector<Json>& one, const std::vector<Json>& other)
{
    const auto a = losses(one), b = losses(other);
    if (a.empty() || a.size() != b.size()) {
        return QByteArray::number(qsizetype(a.size())) + " losses against "
            + QByteArray::number(qsizetype(b.size()));
    }
    const auto [left, right] = std::ranges::mismatch(a, b);
    if (left == a.end()) return {};
    return "number " + QByteArray::number(left - a.begin()) + ": " + QByteArray::number(*left, 'g', 17)
        + " against " + QByteArray::number(*right, 'g', 17);
}

} // namespace

void TestSettingsAct::initTestCase()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
    written(m_home, "rows.jsonl", firstLines(exampleRows(), 120));
    m_recipe = written(m_home, "recipe.yaml", R"(luthier: 1
name: small
task: text-classification
model: all-MiniLM-L6-v2
data: {train: rows.jsonl, validation: {split: 0.3}, columns: {text: text, label: intent}}
method: {name: full}
train: {steps: 40, batch_size: 8, learning_rate: 2e-4, evaluate_every: 2}
)");
}

std::vector<Json> TestSettingsAct::told(const QString& run, const QStringList& sets, bool resume)
{
    QStringList command{"run", m_recipe, "--run-dir", at(run), "--events"};
    if (resume) command << "--resume";
    for (const auto& set : sets) {
        command << "--set" << set;
    }
    const auto ran = commandLine(command);
    if (ran.code != 0) qWarning("%s", ran.err.constData());
    return ran.lines();
}

void TestSettingsAct::patienceEndsARunAndAResumedOneToo()
{
    const QStringList sets{"train.early_stop={patience: 3}", "train.learning_rate=0.5"}; // only gets worse
    const auto ended = last(told("patient", sets), "ended");
    QVERIFY(ended["outcome"] == "early-stopped");
    QCOMPARE(ended["step"].get<int>(), 6); // three looks
    const auto again = told("patient", sets, true);
    QVERIFY(last(again, "ended")["outcome"] == "early-stopped");
    QCOMPARE(last(again, "ended")["step"].get<int>(), 6);
    QVERIFY(last(again, "step").is_null()); // it had enough before
}

void TestSettingsAct::onlyWhatAMethodNamesIsTrained_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    const int head = 384 * 7 + 7, block = 1'774'464; // six of these, and the words
    QTest::newRow("head only") << "head" << head << head + 384 * 385; // with a pooler, where there is one
    QTest::newRow("top two of six blocks") << "freeze" << 2 * block << 3 * block;
    QTest::newRow("all") << "full" << 6 * block << 23'000'000;
}

void TestSettingsAct::onlyWhatAMethodNamesIsTrained()
{
    QFETCH(const QString, method);
    QFETCH(const int, least);
    QFETCH(const int, most);
    QStringList sets{"train.steps=2", "method.name=" + method};
    if (method == "freeze") sets << "layers.train=[last 2]";
    const auto events = told(method, sets);
    const auto trainable = last(events, "started")["parameters"]["trainable"].get<int>();
    QVERIFY2(trainable >= least && trainable <= most, qPrintable(QString::number(trainable)));
    QVERIFY(last(events, "ended")["outcome"] == "finished");
    const auto ran = commandLine({"evaluate", "--run", at(method), "--json"});
    DONE(ran);
    QVERIFY(has(ran.json(), {"metrics"}));
}

void TestSettingsAct::balancedWeightsHelpTheRareClass()
{
    QByteArray rows = "text,label\n";
    for (int i = 0; i < 96; ++i) {
        rows += i % 8 == 0 ? "rain and snow in town " : "play a song of the band ";
        rows += QByteArray::number(i) + (i % 8 == 0 ? ",rare\n" : ",usual\n");
    }
    const auto file = written(m_home, "unbalanced.csv", rows);
    const auto chanceOfRare = [&](const QString& weights) {
        const QString run = "weights-" + weights;
        const auto events = told(run,
                                 {"data.train=" + file, "data.columns={text: text, label: label}",
                                  "train.steps=6", "train.class_weights=" + weights, "method.name=head",
                                  "train.learning_rate=1e-3", "train.precision=fp32"});
        const auto ran = commandLine({"predict", "--run", at(run), "--checkpoint", "last"},
                                     "\"rain and snow in town 1000\"\n");
        return ran.lines().empty() ? -1.0 : ran.lines().front()["probabilities"]["rare"].get<double>();
    };
    const double plain = chanceOfRare("none"), balanced = chanceOfRare("balanced");
    QVERIFY2(plain > 0 && balanced > plain, qPrintable(QString{"%1 %2"}.arg(plain).arg(balanced)));
}

void TestSettingsAct::aModelNamedByARelativePathIsFoundAfterwards()
{
    const auto model = QDir{DEPS_DIR}.filePath("models/all-MiniLM-L6-v2");
    QVERIFY(QFile::link(model, at("mine")));
    const auto before = QDir::currentPath();
    QDir::setCurrent(m_home.path());
    const auto ran = commandLine(
        {"run", "recipe.yaml", "--run-dir", "relative", "--set", "model=./mine", "--set", "train.steps=1"});
    QDir::setCurrent(before);
    DONE(ran);
    DONE(commandLine({"evaluate", "--run", at("relative"), "--json"}));
}

void TestSettingsAct::aFrozenPartIsComputedOnceAndFoundAgain_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("head") << "head";
    QTest::newRow("freeze") << "freeze";
}

void TestSettingsAct::aFrozenPartIsComputedOnceAndFoundAgain()
{
    QFETCH(const QString, method);
    QDir{at("cache/kept")}.removeRecursively();
    const QStringList sets{"method.name=" + method, "train.dropout=0", "train.deterministic=true",
                           "train.steps=12", "train.precision=fp32"};
    const auto first = told("computes-" + method, sets);
    QVERIFY(hasNote(first, "computed once"));
    const auto second = told("finds-" + method, sets);
    QVERIFY(hasNote(second, "kept by an earlier run") && !hasNote(second, "computed once"));
    QCOMPARE(difference(first, second), QByteArray{});

    // A torn file is no file; the one of a run that differs in nothing but its home says the same.
    const auto kept = QDir{at("cache/kept")}.entryList({"states-*"}, QDir::Files);
    QCOMPARE(kept.size(), 2); // training and held-back rows
    for (const auto& file : kept) {
        QVERIFY(QFile::resize(at("cache/kept/" + file), 5000));
    }
    const auto third = told("repairs-" + method, sets);
    QVERIFY(hasNote(third, "computed once"));
    QCOMPARE(difference(first, third), QByteArray{});

    // Where nothing can be kept the run goes on without, with the same bits.
    QVERIFY(QDir{at("cache/kept")}.removeRecursively());
    written(m_home, "cache/kept", "a file stands where the folder should be");
    const auto without = told("goes-without-" + method, sets);
    QVERIFY(QFile::remove(at("cache/kept")));
    QVERIFY(hasNote(without, "computed at every step anew"));
    QCOMPARE(difference(first, without), QByteArray{});
}

void TestSettingsAct::dropoutLeavesTheKeptStatesToTheLooks()
{
    QDir{at("cache/kept")}.removeRecursively();
    const auto events
        = told("with-dropout", {"method.name=head", "train.steps=4", "train.deterministic=true"});
    QVERIFY(hasNote(events, "computed once"));
    const auto again
        = told("with-dropout-again", {"method.name=head", "train.steps=4", "train.deterministic=true"});
    QVERIFY(hasNote(again, "kept by an earlier run"));
    QCOMPARE(difference(events, again), QByteArray{});
    const auto still
        = told("without-dropout",
               {"method.name=head", "train.steps=4", "train.dropout=0", "train.deterministic=true"});
    QVERIFY(!difference(events, still).isEmpty()); // it acts in the frozen blocks
}

void TestSettingsAct::theCheckTellsWhatAFrozenPartIsWorth()
{
    const auto line = [&](const QStringList& sets) {
        QStringList command{"check", m_recipe, "--json"};
        for (const auto& set : sets) {
            command << "--set" << set;
        }
        const auto json = commandLine(command).json();
        for (const auto& one : json.value("checks", Json::array())) {
            if (one["name"] == "frozen-part") return QString::fromStdString(toJson(one));
        }
        return QString{};
    };
    QVERIFY(line({}).isEmpty()); // everything learns
    QVERIFY(line({"method.name=head", "train.dropout=0"}).contains("computed once"));
    const auto withDropout = line({"method.name=head"});
    QVERIFY2(withDropout.contains("dropout acts"), qPrintable(withDropout));
}

void TestSettingsAct::aBaseInInt8LearnsNearlyTheSame_data()
{
    QTest::addColumn<QString>("precision");
    QTest::addRow("fp32") << "fp32";
    QTest::addRow("bf16") << "bf16";
}

void TestSettingsAct::aBaseInInt8LearnsNearlyTheSame()
{
    QFETCH(const QString, precision);
    const auto run = [&](const QString& name, const QString& base) {
        return told(name + precision,
                    {"method={name: lora, base: " + base + "}", "train.steps=6", "train.learning_rate=0.001",
                     "train.deterministic=true", "train.precision=" + precision});
    };
    const auto exact = run("exact-", "exact");
    const auto rounded = run("int8-", "int8");
    QCOMPARE(difference(rounded, run("int8-again-", "int8")), QByteArray{});
    const auto a = losses(exact);
    const auto b = losses(rounded);
    QVERIFY(!difference(exact, rounded).isEmpty());
    QCOMPARE(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY2(std::abs(a[i] - b[i]) < 0.02 * a[i], qPrintable(QString{"%1 %2"}.arg(a[i]).arg(b[i])));
    }
    // What it made stands on the exact model afterwards, and the check knows the way.
    DONE(commandLine({"evaluate", "--run", at("int8-" + precision), "--json"}));
    const auto checked = commandLine({"check", m_recipe, "--json", "--set", "method={name: lora, base: int8}",
                                      "--set", "train.precision=" + precision});
    QVERIFY2(checked.code == 0, checked.err);
}

QTEST_GUILESS_MAIN(TestSettingsAct)
#include "tst_settings_act.moc"
