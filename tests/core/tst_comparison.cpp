// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/recipe_yaml.h"
#include "core/runs/comparison.h"
#include "core/runs/evaluation_json.h"

#include <limits>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::runs;

class TestComparison : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySettingHasItsKey();
    void onlyDifferencesAreListed();
    void answersAreCounted();
    void anAnswerThatIsNoLabelIsWrongAndInNoColumn();
    void aRunThatIsRightMoreOftenBeatsTheBaseline();
    void aRunThatIsRightLessOftenIsWorse();
    void fewChangesAreNoDifference();
    void manyComparisonsAreJudgedMoreStrictly();
    void lossesAreComparedRowByRow();
    void aBrokenLossCannotBeCompared();
    void otherRowsAreNeverRanked_data();
    void otherRowsAreNeverRanked();
    void whatTheCallerKnowsToDifferStaysSo();
    void changedExamplesAreThoseOfTheLastRow();
    void oneRunAloneIsDescribed();
    void aKeptEvaluationComesBack();
    void aDamagedEvaluationIsMeasuredAgain();
};

/// `right` rows of `all`, the wrong ones first, on the labels yes and no.
static Compared compared(const char* name, int right, int all, int firstWrong = 0)
{
    Compared row{.name = name};
    row.evaluation = {.part = "test", .labels = {"no", "yes"}};
    for (int i = 0; i < all; ++i) {
        const int wrong = all - right;
        const bool isRight = i < firstWrong || i >= firstWrong + wrong;
        const std::string expected = i % 2 == 0 ? "yes" : "no";
        const std::string other = i % 2 == 0 ? "no" : "yes";
        row.evaluation.answers.push_back({.row = i,
                                          .input = "row " + std::to_string(i),
                                          .expected = expected,
                                          .answer = isRight ? expected : other,
                                          .loss = isRight ? 0.2 : 1.5,
                                          .right = isRight});
    }
    measure(row.evaluation);
    return row;
}

void TestComparison::everySettingHasItsKey()
{
    const auto recipe = config::recipeFromYaml("luthier: 1\n"
                                               "name: Bank\n"
                                               "task: text-classification\n"
                                               "model: m\n"
                                               "data: {train: a.csv, validation: {split: 0.1}, "
                                               "mix: [{path: b, weight: 0.1}], "
                                               "format: {name: csv, delimiter: ';'}}\n"
                                               "method: {name: lora, rank: 16, targets: [q, v]}\n"
                                               "train: {epochs: 3}\n",
                                               "recipe.yaml");
    QVERIFY(recipe);
    const FlatRecipe expected{{"task", "text-classification"},
                              {"model", "m"},
                              {"data.train", "a.csv"},
                              {"data.validation.split", "0.1"},
                              {"data.mix", "[{path: b, weight: 0.1}]"},
                              {"data.format", "csv"},
                              {"data.format.delimiter", ";"},
                              {"method.name", "lora"},
                              {"method.rank", "16"},
                              {"method.targets", "[q, v]"},
                              {"train.epochs", "3"}};
    QCOMPARE(flattened(*recipe), expected);
}

void TestComparison::onlyDifferencesAreListed()
{
    const std::vector<FlatRecipe> recipes{{{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"a", "1"}, {"b", "4"}}};
    const auto differences = recipeDifferences(recipes);
    QCOMPARE(differences.size(), std::size_t{2});
    QCOMPARE(differences[0].key, std::string{"b"});
    QCOMPARE(differences[0].values, (std::vector<std::string>{"2", "4"}));
    QCOMPARE(differences[1].key, std::string{"c"});
    QCOMPARE(differences[1].values, (std::vector<std::string>{"3", ""}));
    QVERIFY(recipeDifferences({}).empty());
}

void TestComparison::answersAreCounted()
{
    const auto evaluation = compared("run", 6, 10).evaluation; // rows 0 … 3 are wrong
    QCOMPARE(evaluation.rows, 10);
    QCOMPARE(evaluation.loss, (4 * 1.5 + 6 * 0.2) / 10);
    QCOMPARE(evaluation.metrics.at("accuracy").value, 0.6);
    QCOMPARE(evaluation.confusion, (std::vector<std::int64_t>{3, 2, 2, 3}));
    QCOMPARE(evaluation.metrics.at("macro_f1").value, 0.6);
    QCOMPARE(evaluation.classes.at(1).recall.value, 0.6);
}

void TestComparison::anAnswerThatIsNoLabelIsWrongAndInNoColumn()
{
    Evaluation evaluation{.labels = {"a", "b"}};
    evaluation.answers
        = {{.expected = "a", .answer = "a", .right = true}, {.expected = "b", .answer = "I think b"}};
    measure(evaluation);
    QCOMPARE(evaluation.metrics.at("accuracy").value, 0.5);
    QCOMPARE(evaluation.confusion, (std::vector<std::int64_t>{1, 0, 0, 0}));
}

void TestComparison::aRunThatIsRightMoreOftenBeatsTheBaseline()
{
    auto baseline = compared("prompt", 94, 120);
    baseline.baseline = true;
    const auto comparison = compareEvaluations({baseline, compared("Run 7", 106, 120)});
    const auto& run = comparison.rows[1];
    QCOMPARE(comparison.metric, std::string{"accuracy"});
    QVERIFY(comparison.rows[0].word == Compared::Word::Baseline);
    QVERIFY(run.word == Compared::Word::Better);
    QCOMPARE(run.probability, 2. / 4096); // 12 rows got right, none wrong: 2 / 2¹²
    QVERIFY(std::abs(run.difference.value - 0.1) < 1e-12);
    QVERIFY(run.difference.low > 0 && run.difference.low < 0.1 && run.difference.high > 0.1);
    QCOMPARE(comparison.answer.english(),
             std::string{"'Run 7' beats 'prompt' by 10.0 points (±5.9) on 120 rows."});
}

void TestComparison::aRunThatIsRightLessOftenIsWorse()
{
    const auto comparison = compareEvaluations({compared("base", 90, 100), compared("run", 70, 100)});
    QVERIFY(comparison.rows[1].word == Compared::Word::Worse);
    QVERIFY(comparison.answer.english().find("'run' is worse than 'base' by 20.0 points") == 0);
}

void TestComparison::fewChangesAreNoDifference()
{
    const auto comparison = compareEvaluations({compared("base", 90, 100), compared("run", 93, 100)});
    QVERIFY(comparison.rows[1].word == Compared::Word::CannotTell); // 3 changes: 2 / 2³
    QCOMPARE(comparison.rows[1].probability, 0.25);
    QVERIFY(comparison.answer.english().find("smaller than chance") != std::string::npos);
}

void TestComparison::manyComparisonsAreJudgedMoreStrictly()
{
    const auto alone = compareEvaluations({compared("base", 80, 100), compared("a", 86, 100)});
    QVERIFY(alone.rows[1].word == Compared::Word::Better); // 6 changes: 2 / 2⁶ = 0.031
    const auto both
        = compareEvaluations({compared("base", 80, 100), compared("a", 86, 100), compared("b", 86, 100)});
    QVERIFY(both.rows[1].word == Compared::Word::CannotTell);
    QCOMPARE(both.rows[1].probability, 0.0625);
}

static Compared texts(const char* name, double shift)
{
    Compared row{.name = name};
    row.evaluation.part = "test";
    for (int i = 0; i < 60; ++i) {
        row.evaluation.answers.push_back(
            {.row = i, .loss = 2 + std::sin(i) + shift * (1 + 0.1 * std::cos(i))});
    }
    measure(row.evaluation);
    return row;
}

void TestComparison::lossesAreComparedRowByRow()
{
    // The rows differ by far more than the runs: only in pairs the difference shows.
    const auto comparison = compareEvaluations({texts("base", 0), texts("run", -0.1)});
    QCOMPARE(comparison.metric, std::string{"loss"});
    QVERIFY(!comparison.higherIsBetter);
    QVERIFY(comparison.rows[1].word == Compared::Word::Better);
    QVERIFY(std::abs(comparison.rows[1].difference.value + 0.1) < 0.002);
    QVERIFY(comparison.rows[1].difference.high < 0);
    QVERIFY(comparison.answer.english().find("'run' beats 'base': its loss is lower by 0.1") == 0);
    const auto worse = compareEvaluations({texts("base", 0), texts("run", 0.1)});
    QVERIFY(worse.rows[1].word == Compared::Word::Worse);
}

void TestComparison::aBrokenLossCannotBeCompared()
{
    auto broken = texts("run", -1);
    broken.evaluation.answers[3].loss = std::numeric_limits<double>::quiet_NaN();
    const auto comparison = compareEvaluations({texts("base", 0), broken});
    QVERIFY(comparison.rows[1].word == Compared::Word::CannotTell);
    QCOMPARE(comparison.rows[1].probability, 1.);
}

void TestComparison::otherRowsAreNeverRanked_data()
{
    QTest::addColumn<int>("change");
    QTest::newRow("one row less") << 0;
    QTest::newRow("another row") << 1;
    QTest::newRow("another label") << 2;
    QTest::newRow("another part") << 3;
    QTest::newRow("one row twice") << 4;
}

void TestComparison::otherRowsAreNeverRanked()
{
    QFETCH(int, change);
    auto other = compared("run", 99, 100);
    auto& answers = other.evaluation.answers;
    if (change == 0) answers.pop_back();
    if (change == 1) answers.back().row = 1000;
    if (change == 2) answers.back().expected = "maybe";
    if (change == 3) other.evaluation.part = "validation";
    if (change == 4) answers.back().row = 0;
    const auto comparison = compareEvaluations({compared("base", 60, 100), other});
    QVERIFY(!comparison.rows[1].sameData);
    QVERIFY(comparison.rows[1].word == Compared::Word::CannotTell);
    QCOMPARE(comparison.rows[1].difference.value, 0.);
    QVERIFY(comparison.changed.empty());
    QVERIFY(comparison.answer.english().find("different rows") != std::string::npos);
}

void TestComparison::whatTheCallerKnowsToDifferStaysSo()
{
    auto other = compared("other split", 100, 100);
    other.sameData = false;
    const auto comparison = compareEvaluations({compared("base", 60, 100), other, compared("run", 80, 100)});
    QVERIFY(!comparison.rows[1].sameData);
    QVERIFY(comparison.rows[1].word == Compared::Word::CannotTell);
    QVERIFY(comparison.answer.english().find("'run' beats") == 0); // not the better one on other rows
}

void TestComparison::changedExamplesAreThoseOfTheLastRow()
{
    auto last = compared("last", 8, 10, 1); // rows 1, 2 wrong; in the first row 0, 1
    std::ranges::reverse(last.evaluation.answers); // their order does not matter
    const auto comparison = compareEvaluations({compared("first", 8, 10), compared("between", 10, 10), last});
    QCOMPARE(comparison.changed.size(), std::size_t{2});
    QCOMPARE(comparison.changed[0].row, 0);
    QVERIFY(comparison.changed[0].nowRight);
    QCOMPARE(comparison.changed[0].before, std::string{"no"});
    QCOMPARE(comparison.changed[0].after, std::string{"yes"});
    QCOMPARE(comparison.changed[0].input, std::string{"row 0"});
    QCOMPARE(comparison.changed[1].row, 2);
    QVERIFY(!comparison.changed[1].nowRight);
}

void TestComparison::oneRunAloneIsDescribed()
{
    QVERIFY(!compareEvaluations({}).answer.empty());
    const auto answer = compareEvaluations({compared("run", 81, 263)}).answer.english();
    QCOMPARE(
        answer,
        std::string{
            "'run' is right on 30.8 % of 263 rows (25.5 to 36.6 %). There is nothing to compare it with."});
    QVERIFY(compareEvaluations({texts("run", 0)}).answer.english().find("loss of 2.0") != std::string::npos);
}

void TestComparison::aKeptEvaluationComesBack()
{
    const QTemporaryDir dir;
    const std::filesystem::path run{dir.path().toStdString()};
    auto evaluation = compared("run", 6, 10).evaluation;
    evaluation.checkpoint = "step-000150";
    QVERIFY(keepEvaluation(run, "test/150", evaluation));
    const auto kept = keptEvaluation(run, "test/150");
    QVERIFY(kept);
    QCOMPARE(toJson(evaluationToJson(*kept)), toJson(evaluationToJson(evaluation)));
    QCOMPARE(kept->answers.size(), std::size_t{10});
    QCOMPARE(kept->confusion, evaluation.confusion);
    QVERIFY(!keptEvaluation(run, "test/200"));
}

void TestComparison::aDamagedEvaluationIsMeasuredAgain()
{
    const QTemporaryDir dir;
    const std::filesystem::path run{dir.path().toStdString()};
    QVERIFY(keepEvaluation(run, "key", compared("run", 6, 10).evaluation));
    for (const auto& file : std::filesystem::directory_iterator{run / "evaluations"}) {
        std::filesystem::resize_file(file, 40);
    }
    QVERIFY(!keptEvaluation(run, "key"));
    // A list of labels that is not that of the table
    const auto odd
        = evaluationFromJson(*parseJson(R"({"labels":["a","b"],"confusion":[1,2,3],"metrics":[]})", "x"));
    QVERIFY(odd.confusion.empty());
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
