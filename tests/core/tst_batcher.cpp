// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/data/batcher.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <QTest>

using namespace luthier;
using data::Batch;
using data::Batcher;
using data::SampleSet;

class TestBatcher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void samplesLieEndToEnd();
    void targetsAreThoseBehindTheAnswersFirstToken();
    void aRowWithAClassLearnsNoToken();
    void aFirstTokenIsNeverATarget();
    void anEpochVisitsEverySampleOnce();
    void fileOrderIsKeptWithoutShuffling();
    void ordersAreAFunctionOfSeedAndEpoch();
    void stepsCanBeAskedForInAnyOrder();
    void microBatchesStayWithinTheirTokens();
    void packingChangesNothing();
    void noTwoTokensOfARunShareAKey();
    void looksGoThroughTheirSamples();

private:
    /// Lengths 1, 2, … with ids 100·sample + position, all learned from their second token on.
    static SampleSet growing(std::int32_t samples)
    {
        SampleSet set;
        for (std::int32_t i = 0; i < samples; ++i) {
            data::Sample sample{.row = i, .learnFrom = 1, .weight = static_cast<float>(i)};
            for (std::int32_t position = 0; position <= i; ++position) {
                sample.ids.push_back(100 * i + position);
            }
            set.add(sample);
        }
        return set;
    }
};

void TestBatcher::samplesLieEndToEnd()
{
    SampleSet set;
    set.add({.row = 7, .ids = {1, 2, 3}, .learnFrom = 3, .secondFrom = 2, .label = 4, .weight = 0.5F});
    set.add({.row = 9, .ids = {5}, .learnFrom = 1, .label = 1});
    Batch batch;
    batch.add(set, 1, 11);
    batch.add(set, 0, 12);
    QCOMPARE(batch.ids, (std::vector<std::int32_t>{5, 1, 2, 3}));
    QCOMPARE(batch.positions, (std::vector<std::int32_t>{0, 0, 1, 2}));
    QCOMPARE(batch.types, (std::vector<std::int32_t>{0, 0, 0, 1}));
    QCOMPARE(batch.borders, (std::vector<std::int32_t>{0, 1, 4}));
    QCOMPARE(batch.samples, (std::vector<std::int64_t>{1, 0}));
    QCOMPARE(batch.labels, (std::vector<std::int32_t>{1, 4}));
    QCOMPARE(batch.weights, (std::vector<float>{1, 0.5F}));
    QCOMPARE(batch.tokens(), std::int64_t{4});
    QCOMPARE(batch.size(), std::int64_t{2});
}

void TestBatcher::targetsAreThoseBehindTheAnswersFirstToken()
{
    SampleSet set;
    set.add({.ids = {10, 11, 12, 13, 14}, .learnFrom = 3});
    set.add({.ids = {20, 21}, .learnFrom = 1});
    Batch batch;
    batch.add(set, 0, 1);
    batch.add(set, 1, 2);
    QCOMPARE(batch.learnRows, (std::vector<std::int32_t>{2, 3, 5}));
    QCOMPARE(batch.targets, (std::vector<std::int32_t>{13, 14, 21}));
    QCOMPARE(batch.targetSamples, (std::vector<std::int32_t>{0, 0, 1}));
}

void TestBatcher::aRowWithAClassLearnsNoToken()
{
    SampleSet set;
    set.add({.ids = {1, 2, 3}, .label = 0});
    Batch batch;
    batch.add(set, 0, 1);
    QVERIFY(batch.learnRows.empty() && batch.targets.empty());
}

void TestBatcher::aFirstTokenIsNeverATarget()
{
    SampleSet set;
    set.add({.ids = {1, 2, 3}, .learnFrom = 0});
    Batch batch;
    batch.add(set, 0, 1);
    QCOMPARE(batch.learnRows, (std::vector<std::int32_t>{0, 1}));
    QCOMPARE(batch.targets, (std::vector<std::int32_t>{2, 3}));
}

void TestBatcher::anEpochVisitsEverySampleOnce()
{
    const auto set = growing(23);
    Batcher batcher{set, 5, 3, true};
    QCOMPARE(batcher.stepsPerEpoch(), std::int64_t{5});
    for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
        std::set<std::int64_t> seen;
        for (std::int64_t step = 5 * epoch; step < 5 * (epoch + 1); ++step) {
            const auto samples = batcher.samplesOf(step);
            QCOMPARE(samples.size(), std::size_t{step % 5 == 4 ? 3U : 5U});
            seen.insert(samples.begin(), samples.end());
        }
        QCOMPARE(seen.size(), std::size_t{23});
    }
}

void TestBatcher::fileOrderIsKeptWithoutShuffling()
{
    const auto set = growing(7);
    Batcher batcher{set, 3, 1, false};
    QCOMPARE(batcher.samplesOf(1), (std::vector<std::int64_t>{3, 4, 5}));
    QCOMPARE(batcher.samplesOf(2), (std::vector<std::int64_t>{6}));
    QCOMPARE(batcher.samplesOf(3), (std::vector<std::int64_t>{0, 1, 2}));
}

void TestBatcher::ordersAreAFunctionOfSeedAndEpoch()
{
    const auto order = data::epochOrder(100, 1, 0, true);
    QCOMPARE(order, data::epochOrder(100, 1, 0, true));
    QVERIFY(order != data::epochOrder(100, 1, 1, true));
    QVERIFY(order != data::epochOrder(100, 2, 0, true));
    // A golden of our own: a resumed run of an older version must find its order again.
    QCOMPARE((std::vector<std::int64_t>{order.begin(), order.begin() + 5}),
             (std::vector<std::int64_t>{26, 30, 59, 89, 88}));
}

void TestBatcher::stepsCanBeAskedForInAnyOrder()
{
    const auto set = growing(10);
    Batcher forward{set, 3, 1, true}, jumping{set, 3, 1, true};
    std::map<std::int64_t, std::vector<std::int64_t>> steps;
    for (std::int64_t step = 0; step < 12; ++step) {
        steps[step] = forward.samplesOf(step);
    }
    for (const std::int64_t step : {11, 0, 7, 3, 4, 8}) {
        QCOMPARE(jumping.samplesOf(step), steps[step]);
    }
}

void TestBatcher::microBatchesStayWithinTheirTokens()
{
    const auto set = growing(20);
    Batcher batcher{set, 20, 1, true};
    std::int64_t tokens = 0;
    std::vector<std::int64_t> order;
    for (const auto& batch : batcher.batchesOf(0, 18)) {
        QVERIFY(batch.tokens() <= 18 || batch.size() == 1);
        tokens += batch.tokens();
        order.insert(order.end(), batch.samples.begin(), batch.samples.end());
    }
    QCOMPARE(tokens, std::int64_t{210});
    QCOMPARE(order, batcher.samplesOf(0));
}

void TestBatcher::packingChangesNothing()
{
    const auto set = growing(20);
    using Token = std::tuple<std::int32_t, std::int32_t, std::uint64_t>; // id, position, key
    const auto tokens = [&](std::int64_t microBatchTokens) {
        Batcher batcher{set, 8, 5, true};
        std::vector<Token> all;
        std::vector<std::pair<std::int32_t, std::int32_t>> targets; // the id that predicts, the id predicted
        for (std::int64_t step = 0; step < 6; ++step) {
            for (const auto& batch : batcher.batchesOf(step, microBatchTokens)) {
                for (std::size_t i = 0; i < batch.ids.size(); ++i) {
                    all.emplace_back(batch.ids[i], batch.positions[i], batch.keys[i]);
                }
                for (std::size_t i = 0; i < batch.targets.size(); ++i) {
                    targets.emplace_back(batch.ids[static_cast<std::size_t>(batch.learnRows[i])],
                                         batch.targets[i]);
                }
            }
        }
        return std::pair{all, targets};
    };
    const auto one = tokens(1'000'000);
    QVERIFY(!one.second.empty());
    for (const std::int64_t most : {1, 10, 25, 60}) {
        QVERIFY(tokens(most) == one);
    }
}

void TestBatcher::noTwoTokensOfARunShareAKey()
{
    const auto set = growing(20);
    Batcher batcher{set, 6, 1, true};
    std::set<std::uint64_t> keys;
    std::size_t tokens = 0;
    for (std::int64_t step = 0; step < 40; ++step) {
        for (const auto& batch : batcher.batchesOf(step, 50)) {
            keys.insert(batch.keys.begin(), batch.keys.end());
            tokens += batch.keys.size();
        }
    }
    QCOMPARE(keys.size(), tokens);
}

void TestBatcher::looksGoThroughTheirSamples()
{
    const auto set = growing(10);
    const std::vector<std::int64_t> wanted{9, 2, 5, 5};
    const auto batches = data::batchesOf(set, wanted, 12);
    QCOMPARE(batches.size(), std::size_t{3});
    QCOMPARE(batches[0].samples, (std::vector<std::int64_t>{9}));
    QCOMPARE(batches[1].samples, (std::vector<std::int64_t>{2, 5}));
    QVERIFY(data::batchesOf(set, {}, 12).empty());
}

QTEST_GUILESS_MAIN(TestBatcher)
#include "tst_batcher.moc"
