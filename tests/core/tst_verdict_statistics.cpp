// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/verdict/statistics.h"
#include "core/verdict/trend.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <QTest>

using namespace luthier;
using namespace luthier::verdict;

class TestVerdictStatistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theMedianIsTheMiddleOne();
    void aStraightLineHasNoJitter();
    void jitterIsTheSpreadOfIndependentNoise();
    void theilSenIgnoresAnOutlier();
    void theErrorOfAMeanShrinksWithTheRootOfItsNumber();
    void fourBlocksAreTooFewForATrend();
    void theTrendIsWorkedOutAsOnPaper();
    void manyLooksAreAveragedInBlocksFromTheNewest();
    void whatTheRowsDidLowersZ();
    void aSteadyFallImproves();
};

static bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

static double noRows(LookRange, LookRange)
{
    return 0;
}

void TestVerdictStatistics::theMedianIsTheMiddleOne()
{
    std::vector<double> odd{3, 1, 2};
    std::vector<double> even{4, 1, 3, 2};
    QCOMPARE(median(odd), 2.0);
    QCOMPARE(median(even), 2.5);
    QCOMPARE(median({}), 0.0);
}

void TestVerdictStatistics::aStraightLineHasNoJitter()
{
    QCOMPARE(jitterOf(std::vector<double>{5, 4, 3, 2, 1}, 8), 0.0);
    QCOMPARE(jitterOf(std::vector<double>{5, 4}, 8), 0.0);
    QVERIFY(near(jitterOf(std::vector<double>{0, 1, 0}, 8), 1.4826 * 2 / std::sqrt(6.0)));
    QVERIFY(near(jitterOf(std::vector<double>{9, 0, 9, 1, 1, 1}, 2),
                 1.4826 * 4 / std::sqrt(6.0))); // newest two: 8, 0
}

void TestVerdictStatistics::jitterIsTheSpreadOfIndependentNoise()
{
    Random random{1, RandomPurpose::Sampling};
    double sum = 0;
    constexpr int kSeries = 2000;
    for (int i = 0; i < kSeries; ++i) {
        std::vector<double> noise(16);
        for (double& value : noise) {
            const double size = std::sqrt(-2 * std::log(1 - random.uniform()));
            value = 0.5 * size * std::cos(2 * std::numbers::pi * random.uniform());
        }
        sum += jitterOf(noise, 14);
    }
    QVERIFY(std::abs(sum / kSeries - 0.5) < 0.02); // the median of 14 is nearly unbiased
}

void TestVerdictStatistics::theilSenIgnoresAnOutlier()
{
    QCOMPARE(theilSenSlope(std::vector<double>{0, 1, 2, 3, 100}), 1.0);
    QCOMPARE(theilSenSlope(std::vector<double>{3, 1}), -2.0);
    QCOMPARE(theilSenSlope(std::vector<double>{3}), 0.0);
}

void TestVerdictStatistics::theErrorOfAMeanShrinksWithTheRootOfItsNumber()
{
    const auto four = meanOf(std::vector<float>{1, 2, 3, 4});
    QVERIFY(near(four.value, 2.5));
    QVERIFY(near(four.error, std::sqrt(5.0 / 3 / 4)));
    QCOMPARE(meanOf(std::vector<float>{7}).error, 0.0);
    QCOMPARE(meanOf({}).value, 0.0);
}

void TestVerdictStatistics::fourBlocksAreTooFewForATrend()
{
    const auto trend = trendOf(std::vector<double>{4, 3, 2, 1}, noRows);
    QVERIFY(!trend.known && !trend.isFlat() && !trend.isWatched() && !trend.improving);
}

void TestVerdictStatistics::theTrendIsWorkedOutAsOnPaper()
{
    const auto trend = trendOf(std::vector<double>{2, 1, 1, 1, 1, 1.2, 1.2}, noRows);
    const double jitter = 1.25 * 1.4826 * 0.2 / std::sqrt(6.0); // |second differences| 1, 0, 0, 0.2, 0.2
    QVERIFY(near(trend.jitter, jitter));
    QVERIFY(near(trend.reference, 1));
    QVERIFY(near(trend.now, 1.2));
    QVERIFY(near(trend.rise, 0.2));
    QVERIFY(near(trend.z, (1.2 - 1 - 0.8 * jitter) / (std::sqrt(1.2) * jitter)));
    QVERIFY(trend.above && !trend.isWatched() && trend.isFlat());
}

void TestVerdictStatistics::manyLooksAreAveragedInBlocksFromTheNewest()
{
    std::vector<double> losses(25, 1.0);
    losses[0] = 10; // 25 looks are 12 blocks of two; the first look is in none
    losses[24] = 3;
    const auto trend = trendOf(losses, noRows);
    QCOMPARE(trend.newest.first, std::size_t{23});
    QCOMPARE(trend.newest.end, std::size_t{25});
    QCOMPARE(trend.stretch.first, std::size_t{15});
    QVERIFY(near(trend.now, 1.5)); // blocks of 1 and 2
    QVERIFY(near(trend.jitter, 0.003 * 2)); // the least, of the newest block
}

void TestVerdictStatistics::whatTheRowsDidLowersZ()
{
    const std::vector<double> losses{2, 1, 1.001, 1, 1.001, 1, 1.001, 1, 1.2, 1.2};
    const auto alone = trendOf(losses, noRows);
    LookRange now;
    LookRange before;
    const auto withRows = trendOf(losses, [&](LookRange a, LookRange b) {
        now = a;
        before = b;
        return 0.1;
    });
    QVERIFY(alone.isWorse());
    QVERIFY(withRows.z < alone.z && !withRows.isWatched());
    QCOMPARE(now.first, std::size_t{8});
    QCOMPARE(now.end, std::size_t{10});
    QCOMPARE(before.count(), std::size_t{1});
    QCOMPARE(losses[before.first], 1.0);
}

void TestVerdictStatistics::aSteadyFallImproves()
{
    const std::vector<double> losses{2, 1.8, 1.6, 1.4, 1.2, 1.0};
    const auto trend = trendOf(losses, noRows);
    QVERIFY(trend.improving && !trend.isFlat());
    QVERIFY(near(trend.slope.change, -0.8 / 1.4)); // from 1.8 to 1.0, around 1.4
    QVERIFY(near(meanOver(losses, {1, 3}), 1.7));
}

QTEST_GUILESS_MAIN(TestVerdictStatistics)
#include "tst_verdict_statistics.moc"
