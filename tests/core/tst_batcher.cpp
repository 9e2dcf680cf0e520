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

Q_DECLARE_METATYPE(luthier::data::SampleSet)

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
    void whatSamplesBeginWithStandsThereOnce();
    void sharingGivesEachSampleItsOwnTokens_data();
    void sharingGivesEachSampleItsOwnTokens();
    void sharedRowsMakeRoomForMore();
    void rowsWithAClassShareNothing();

private:
    /// 20 tokens that all have, 20 more of one of two kinds, and a few of their own, learned.
    static SampleSet alike(std::int32_t samples)
    {
        SampleSet set;
        for (std::int32_t i = 0; i < samples; ++i) {
            data::Sample sample{.row = i, .learnFrom = 40};
            for (std::int32_t position = 0; position < 41 + i % 5; ++position) {
                sample.ids.push_back(position < 20       ? position
                                         : position < 40 ? 100 * (i % 2) + position
                                                         : 1000 + 10 * i + position);
            }
            set.add(sample);
        }
        return set;
    }
    /// The ids of a sample as its sequences have them, with their positions.
    static std::vector<std::pair<std::int32_t, std::int32_t>> tokensOf(const Batch& batch, std::size_t sample)
    {
        std::vector<std::pair<std::int32_t, std::int32_t>> tokens;
        for (const auto sequence : batch.sequencesOf(sample)) {
            for (auto row = batch.borders[sequence]; row < batch.borders[sequence + 1]; ++row) {
                tokens.emplace_back(batch.ids[static_cast<std::size_t>(row)],
                                    batch.positions[static_cast<std::size_t>(row)]);
            }
        }
        return tokens;
    }
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
    QCOMPARE(batch.tokens, std::int64_t{4});
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
        QVERIFY(batch.rows() <= 18 || batch.size() == 1);
        tokens += batch.tokens;
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

void TestBatcher::whatSamplesBeginWithStandsThereOnce()
{
    SampleSet set;
    set.add({.ids = {1, 2, 3, 4, 5, 6, 7, 8, 20, 21}, .learnFrom = 8});
    set.add({.ids = {1, 2, 3, 4, 5, 6, 7, 8, 30}, .learnFrom = 8});
    set.add({.ids = {1, 2, 3, 40}, .learnFrom = 3}); // too little in common
    Batch batch;
    for (std::size_t i = 0; i < 3; ++i) {
        batch.add(set, i, i, data::Prefixes::Shared);
    }
    QCOMPARE(batch.ids, (std::vector<std::int32_t>{1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 30, 1, 2, 3, 40}));
    QCOMPARE(batch.positions, (std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 0, 1, 2, 3}));
    QCOMPARE(batch.borders, (std::vector<std::int32_t>{0, 8, 10, 11, 15}));
    QCOMPARE(batch.parents, (std::vector<std::int32_t>{-1, 0, 0, -1}));
    QCOMPARE(batch.ends, (std::vector<std::int32_t>{1, 2, 3}));
    QCOMPARE(batch.learnRows,
             (std::vector<std::int32_t>{7, 8, 7, 13})); // the shared row predicts both answers
    QCOMPARE(batch.targets, (std::vector<std::int32_t>{20, 21, 30, 40}));
    QCOMPARE(batch.tokens, std::int64_t{23});
}

void TestBatcher::sharingGivesEachSampleItsOwnTokens_data()
{
    QTest::addColumn<SampleSet>("set");
    QTest::addColumn<std::int64_t>("rows"); // of the whole set
    QTest::newRow("a tree of two levels") << alike(10) << std::int64_t{20 + 2 * 20 + 2 * (1 + 2 + 3 + 4 + 5)};
    SampleSet nested;
    for (const std::int32_t length :
         {30, 10, 20, 40, 20, 9}) { // each begins the longer ones, two are the same
        data::Sample sample{.learnFrom = 1};
        for (std::int32_t i = 0; i < length; ++i) {
            sample.ids.push_back(i);
        }
        nested.add(sample);
    }
    QTest::newRow("one begins with the other") << nested << std::int64_t{40};
    QTest::newRow("nothing in common") << growing(12) << std::int64_t{78};
}

void TestBatcher::sharingGivesEachSampleItsOwnTokens()
{
    QFETCH(SampleSet, set);
    QFETCH(std::int64_t, rows);
    std::vector<std::int64_t> all(set.size());
    std::iota(all.begin(), all.end(), 0);
    const auto shared = data::batchesOf(set, all, 10'000, data::Prefixes::Shared).front();
    const auto own = data::batchesOf(set, all, 10'000).front();
    QCOMPARE(shared.rows(), rows);
    QCOMPARE(shared.tokens, own.rows());
    QCOMPARE(shared.targets, own.targets);
    QCOMPARE(shared.targetSamples, own.targetSamples);
    for (std::size_t i = 0; i < set.size(); ++i) {
        QCOMPARE(tokensOf(shared, i), tokensOf(own, i));
    }
    for (std::size_t i = 0; i < own.targets.size(); ++i) { // the row that predicts is the same token
        const auto mine = static_cast<std::size_t>(shared.learnRows[i]);
        const auto theirs = static_cast<std::size_t>(own.learnRows[i]);
        QCOMPARE(shared.ids[mine], own.ids[theirs]);
        QCOMPARE(shared.positions[mine], own.positions[theirs]);
    }
    for (std::size_t i = 0; i < shared.parents.size(); ++i) {
        QVERIFY(shared.parents[i] < static_cast<std::int32_t>(i));
    }
}

void TestBatcher::sharedRowsMakeRoomForMore()
{
    const auto set = alike(10);
    std::vector<std::int64_t> all(set.size());
    std::iota(all.begin(), all.end(), 0);
    std::size_t samples = 0;
    const auto batches = data::batchesOf(set, all, 70, data::Prefixes::Shared);
    for (const auto& batch : batches) {
        QVERIFY(batch.rows() <= 70);
        samples += batch.samples.size();
    }
    QCOMPARE(samples, set.size());
    QCOMPARE(batches.size(), std::size_t{4});
    QCOMPARE(data::batchesOf(set, all, 70).size(), std::size_t{10});
}

void TestBatcher::rowsWithAClassShareNothing()
{
    SampleSet set;
    for (std::int32_t i = 0; i < 2; ++i) {
        set.add({.ids = std::vector<std::int32_t>(20, 7), .label = i});
    }
    const auto batch
        = data::batchesOf(set, std::vector<std::int64_t>{0, 1}, 100, data::Prefixes::Shared).front();
    QCOMPARE(batch.rows(), std::int64_t{40});
    QVERIFY(batch.parents.empty());
}

QTEST_GUILESS_MAIN(TestBatcher)
#include "tst_batcher.moc"
