// SPDX-License-Identifier: GPL-3.0-or-later
// Golden numbers: R. G. Newcombe's worked examples (Statistics in Medicine 17, 1998, 857–872 and 2635–2650),
// to more digits and further cases by scipy 1.17.1 (binomtest), statsmodels 0.15.0 (proportion_confint,
// mcnemar, multipletests) and scikit-learn 1.9.1 (precision_recall_fscore_support).
#include "core/base/random.h"
#include "core/runs/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

using namespace luthier;
using namespace luthier::runs;

class TestRunStatistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wilsonEqualsTheReference_data();
    void wilsonEqualsTheReference();
    void nothingCountedIsNothingKnown();
    void theSignTestEqualsTheReference_data();
    void theSignTestEqualsTheReference();
    void theDifferenceOfPairsEqualsTheReference_data();
    void theDifferenceOfPairsEqualsTheReference();
    void holmEqualsTheReference();
    void theBootstrapDrawsWhatTheFormulaSays();
    void theBootstrapDependsOnItsSeedOnly();
    void equalRowsDifferByNothing();
    void theBootstrapIsRightAsOftenAsItSays();
    void classScoresEqualTheReference();
    void macroF1EqualsTheReference();
    void aLabelThatNeverCameUpDoesNotCount();
};

static bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

void TestRunStatistics::wilsonEqualsTheReference_data()
{
    QTest::addColumn<int>("hits");
    QTest::addColumn<int>("all");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("Newcombe a") << 81 << 263 << 0.2552885198782742 << 0.36620957698280004;
    QTest::newRow("Newcombe b") << 15 << 148 << 0.06238639953073628 << 0.16048724172330803;
    QTest::newRow("Newcombe c") << 0 << 20 << 0. << 0.1611251580528194;
    QTest::newRow("Newcombe d") << 1 << 29 << 0.006113214292762667 << 0.17175521879320294;
    QTest::newRow("all") << 20 << 20 << 0.8388748419471804 << 1.;
    QTest::newRow("product.md") << 106 << 120 << 0.8136664838239611 << 0.9292188219216995;
}

void TestRunStatistics::wilsonEqualsTheReference()
{
    QFETCH(int, hits);
    QFETCH(int, all);
    QFETCH(double, low);
    QFETCH(double, high);
    const auto measured = wilson(hits, all);
    QCOMPARE(measured.value, static_cast<double>(hits) / all);
    QVERIFY(near(measured.low, low));
    QVERIFY(near(measured.high, high));
}

void TestRunStatistics::nothingCountedIsNothingKnown()
{
    QCOMPARE(wilson(0, 0).low, 0.);
    QCOMPARE(wilson(0, 0).high, 1.);
    QCOMPARE(signTest(0, 0), 1.);
    QCOMPARE(pairedDifference({}).low, -1.);
    QCOMPARE(pairedBootstrap({}).probability, 1.);
    QVERIFY(holm({}).empty());
    QVERIFY(classScores({}, {}).empty());
    QCOMPARE(macroF1(0, {}).high, 1.);
}

void TestRunStatistics::theSignTestEqualsTheReference_data()
{
    QTest::addColumn<int>("wins");
    QTest::addColumn<int>("losses");
    QTest::addColumn<double>("probability");
    QTest::newRow("product.md") << 17 << 5 << 0.01690053939819336;
    QTest::newRow("one-sided") << 0 << 6 << 0.03125; // 2 / 2⁶
    QTest::newRow("even") << 3 << 3 << 1.;
    QTest::newRow("vote") << 12 << 2 << 0.012939453125;
    QTest::newRow("many") << 500 << 600 << 0.0028195449914364284;
    QTest::newRow("very many") << 100000 << 101000 << 0.02586239243973295;
}

void TestRunStatistics::theSignTestEqualsTheReference()
{
    QFETCH(int, wins);
    QFETCH(int, losses);
    QFETCH(double, probability);
    // lgamma of 201,001 has 16 digits, of which 6 stand before what is left of the difference
    QVERIFY(std::abs(signTest(wins, losses) / probability - 1) < 1e-9);
    QCOMPARE(signTest(losses, wins), signTest(wins, losses));
}

void TestRunStatistics::theDifferenceOfPairsEqualsTheReference_data()
{
    // The limits of "first less second" in the paper; ours is second less first.
    QTest::addColumn<QList<int>>("table");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("Newcombe") << QList<int>{36, 12, 2, 0} << 0.05692958400323883 << 0.3404276029749406;
    QTest::newRow("one change") << QList<int>{43, 0, 1, 0} << -0.11807709698213287 << 0.05971800835089891;
    QTest::newRow("none changed") << QList<int>{30, 0, 0, 10} << -0.06410870673337783 << 0.06410870673337783;
    QTest::newRow("product.md") << QList<int>{89, 5, 17, 9} << -0.17887383319962882 << -0.023176431216350157;
    QTest::newRow("against each other")
        << QList<int>{20, 10, 10, 0} << -0.21384617566778547 << 0.21384617566778547;
}

void TestRunStatistics::theDifferenceOfPairsEqualsTheReference()
{
    QFETCH(QList<int>, table);
    QFETCH(double, low);
    QFETCH(double, high);
    const auto measured = pairedDifference({table[0], table[1], table[2], table[3]});
    const int all = std::accumulate(table.begin(), table.end(), 0);
    QVERIFY(near(measured.value, static_cast<double>(table[2] - table[1]) / all));
    QVERIFY(near(measured.low, -high));
    QVERIFY(near(measured.high, -low));
}

void TestRunStatistics::holmEqualsTheReference()
{
    const auto corrected = [](std::vector<double> given) { return holm(given); };
    const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
        return std::ranges::equal(a, b, [](double x, double y) { return near(x, y); });
    };
    QVERIFY(same(corrected({0.01, 0.04, 0.03, 0.005}), {0.03, 0.06, 0.06, 0.02}));
    QVERIFY(same(corrected({0.5, 0.6}), {1, 1}));
    QVERIFY(same(corrected({0.02, 0.02, 0.9}), {0.06, 0.06, 0.9}));
    QVERIFY(same(corrected({0.04}), {0.04}));
}

/// Drawn by a port of core/base/random.h to Python; scipy.stats.bootstrap with 200,000 draws of its own gives
/// -0.025 … 0.220.
void TestRunStatistics::theBootstrapDrawsWhatTheFormulaSays()
{
    const std::vector<double> differences{0.1, -0.3, 0.25, 0.4, -0.05, 0.2, 0.15, -0.1, 0.3, 0.05};
    const auto test = pairedBootstrap(differences);
    QVERIFY(near(test.difference.value, 0.1));
    QVERIFY(near(test.difference.low, -0.025));
    QVERIFY(near(test.difference.high, 0.215));
    QVERIFY(near(test.probability, 0.11394302848575712));
}

void TestRunStatistics::theBootstrapDependsOnItsSeedOnly()
{
    std::vector<double> differences(50);
    for (std::size_t i = 0; i < differences.size(); ++i) {
        differences[i] = std::sin(static_cast<double>(i));
    }
    QCOMPARE(pairedBootstrap(differences, 7).difference.low, pairedBootstrap(differences, 7).difference.low);
    QVERIFY(pairedBootstrap(differences, 7).difference.low != pairedBootstrap(differences, 8).difference.low);
}

void TestRunStatistics::equalRowsDifferByNothing()
{
    const std::vector<double> differences(20, 0.);
    const auto test = pairedBootstrap(differences);
    QCOMPARE(test.probability, 1.);
    QCOMPARE(test.difference.low, 0.);
    QCOMPARE(test.difference.high, 0.);
}

/// 200 sets of 60 rows without a true difference: each test is wrong in one of twenty, so 10 are expected
/// with a standard deviation of 3.1. The seed is fixed; the limits are 4 deviations wide for other
/// generators' sake.
void TestRunStatistics::theBootstrapIsRightAsOftenAsItSays()
{
    Random random{3, RandomPurpose::Sampling};
    int alarms = 0;
    for (int set = 0; set < 200; ++set) {
        std::vector<double> differences(60);
        for (double& difference : differences) {
            difference = random.uniform() - 0.5;
        }
        alarms += pairedBootstrap(differences).probability < 0.05 ? 1 : 0;
    }
    QVERIFY2(alarms > 0 && alarms < 23, qPrintable(QString::number(alarms)));
}

static const std::vector<std::string> kLabels{"routine", "soon", "urgent"};
static const std::vector<std::int64_t> kConfusion{50, 3, 2, 5, 20, 0, 1, 4, 15};

void TestRunStatistics::classScoresEqualTheReference()
{
    const auto scores = classScores(kLabels, kConfusion);
    QCOMPARE(scores.size(), std::size_t{3});
    QCOMPARE(scores[1].label, std::string{"soon"});
    QCOMPARE(scores[0].rows, 55);
    QVERIFY(near(scores[0].precision.value, 50. / 56));
    QVERIFY(near(scores[0].precision.low, 0.7853155482892853));
    QVERIFY(near(scores[0].precision.high, 0.9499606442888293));
    QVERIFY(near(scores[2].recall.value, 0.75));
    // f1_score, and Wilson's limits of hits / concerned through 2p / (1 + p)
    QVERIFY(near(scores[1].f1.value, 0.7692307692307693));
    QVERIFY(near(scores[1].f1.low, 0.6231054627220391));
    QVERIFY(near(scores[1].f1.high, 0.870478393855434));
}

void TestRunStatistics::macroF1EqualsTheReference()
{
    const auto measured = macroF1(3, kConfusion);
    QVERIFY(near(measured.value, 0.8269808269808271));
    // numpy's generator gave 0.734 … 0.902; two sets of 2,000 draws differ there by about 0.004
    QVERIFY(near(measured.low, 0.734, 0.01));
    QVERIFY(near(measured.high, 0.902, 0.01));
}

void TestRunStatistics::aLabelThatNeverCameUpDoesNotCount()
{
    const std::vector<std::int64_t> confusion{8, 2, 0, 1, 9, 0, 0, 0, 0};
    const std::vector<std::int64_t> without{8, 2, 1, 9};
    QCOMPARE(macroF1(3, confusion).value, macroF1(2, without).value);
    const auto third = classScores(kLabels, confusion)[2];
    QCOMPARE(third.f1.low, 0.);
    QCOMPARE(third.f1.high, 1.);
}

QTEST_GUILESS_MAIN(TestRunStatistics)
#include "tst_run_statistics.moc"
