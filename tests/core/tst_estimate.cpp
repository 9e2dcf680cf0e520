// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/data/batcher.h"
#include "core/train/estimate.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <QTest>

using namespace luthier;
using train::Load;

class TestEstimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theLargestBatchIsTheOneThatComes_data();
    void theLargestBatchIsTheOneThatComes();
    void batchesThatAreAllAlikeHaveOneSize();
    void whatSamplesBeginWithCountsOnce();
    void runningAgainIsForRunsThatDoNotFit();
    void thePartsFollowWhatIsKept();
    void aCardHoldsWhatIsKeptOpByOp();

private:
    static std::int64_t part(const Load& load, std::string_view name)
    {
        const auto parts = train::memoryParts(load);
        const auto found = std::ranges::find(parts, name, [](const auto& one) { return one.name; });
        return found == parts.end() ? -1 : found->bytes;
    }

    models::Outline m_outline;
    Load m_load;
};

/// Twelve blocks, of which all learn, on batches of a thousand tokens.
void TestEstimate::init()
{
    m_outline = {.width = 64,
                 .blocks = 12,
                 .heads = 4,
                 .keyHeads = 4,
                 .headWidth = 16,
                 .mlpWidth = 256,
                 .classifier = "head"};
    for (std::int64_t block = 0; block < m_outline.blocks; ++block) {
        m_outline.tensors.push_back({.name = "block",
                                     .shape = {256, 64},
                                     .place = models::TensorSpec::Place::Block,
                                     .block = block,
                                     .linear = true});
    }
    m_load = {.outline = &m_outline,
              .trained = std::vector<bool>(m_outline.tensors.size(), true),
              .labels = 2,
              .microBatchTokens = 4096,
              .batchTokens = 1000};
}

void TestEstimate::theLargestBatchIsTheOneThatComes_data()
{
    QTest::addColumn<int>("batchSize");
    QTest::addColumn<int>("epochs");
    QTest::newRow("a few samples, one round") << 8 << 1;
    QTest::newRow("a few samples, five rounds") << 8 << 5;
    QTest::newRow("many samples") << 64 << 3;
    QTest::newRow("all samples in one step") << 1000 << 3;
}

void TestEstimate::theLargestBatchIsTheOneThatComes()
{
    QFETCH(int, batchSize);
    QFETCH(int, epochs);
    data::SampleSet set;
    Random random{9, RandomPurpose::Sampling};
    for (int i = 0; i < 1000; ++i) { // most are short, some are long, as texts are
        const double drawn = std::exp(2 + random.uniform() + random.uniform());
        set.add({.row = i, .ids = std::vector<std::int32_t>(static_cast<std::size_t>(drawn), 7)});
    }
    data::Batcher batcher{set, batchSize, 3, true};
    const auto steps = epochs * batcher.stepsPerEpoch();
    std::int64_t largest = 0;
    for (std::int64_t step = 0; step < steps; ++step) {
        std::int64_t tokens = 0;
        for (const auto sample : batcher.samplesOf(step)) {
            tokens += set.length(static_cast<std::size_t>(sample));
        }
        largest = std::max(largest, tokens);
    }
    const auto expected = static_cast<double>(train::expectedLargestBatch(set, batchSize, steps));
    const auto ratio = static_cast<double>(largest) / expected;
    QVERIFY2(ratio > 0.93 && ratio < 1.07, qPrintable(QString{"%1 for %2"}.arg(expected).arg(largest)));
}

void TestEstimate::batchesThatAreAllAlikeHaveOneSize()
{
    data::SampleSet set;
    QCOMPARE(train::expectedLargestBatch(set, 8, 100), std::int64_t{0});
    for (int i = 0; i < 20; ++i) {
        set.add({.row = i, .ids = {1, 2, 3, 4, 5}});
    }
    QCOMPARE(train::expectedLargestBatch(set, 8, 100), std::int64_t{40});
    QCOMPARE(train::expectedLargestBatch(set, 8, 1), std::int64_t{40});
    QCOMPARE(train::expectedLargestBatch(set, 50, 100), std::int64_t{100}); // there are no more
}

void TestEstimate::whatSamplesBeginWithCountsOnce()
{
    data::SampleSet set;
    for (std::int32_t i = 0; i < 40; ++i) {
        data::Sample sample{.row = i};
        sample.ids.assign(30, 7);
        sample.ids.push_back(100 + i);
        set.add(sample);
    }
    QCOMPARE(train::sharedTokens(set, 8, 1, true), 7.0 * 30);
    QCOMPARE(train::sharedTokens(set, 1, 1, true), 0.0);
    QCOMPARE(train::sharedTokens(set, 100, 1, true), 39.0 * 30); // there are no more
    QCOMPARE(train::sharedTokens({}, 8, 1, true), 0.0);
}

void TestEstimate::runningAgainIsForRunsThatDoNotFit()
{
    const auto needed = train::totalBytes(train::memoryParts(m_load));
    QVERIFY(!train::mustRemake(m_load, needed));
    QVERIFY(train::mustRemake(m_load, needed - 1));
    m_load.byHand = false; // nobody would do it
    QVERIFY(!train::mustRemake(m_load, needed - 1));
}

/// What it comes to on one is in tst_card.
void TestEstimate::aCardHoldsWhatIsKeptOpByOp()
{
    auto card = m_load;
    card.onCard = true;
    QVERIFY(part(card, "activations") > part(m_load, "activations"));
    QCOMPARE(part(card, "weights"), part(m_load, "weights"));
    QCOMPARE(part(card, "data"), std::int64_t{-1}); // the data and the best state stay with the processor
    QCOMPARE(part(card, "best"), std::int64_t{-1});
    QVERIFY(!train::mustRemake(card, 1)); // nobody would do it
    auto dropped = card;
    dropped.droppedKeys = 100;
    QVERIFY(part(dropped, "activations") > part(card, "activations"));
}

void TestEstimate::thePartsFollowWhatIsKept()
{
    const auto kept = part(m_load, "activations");
    auto other = m_load;
    other.remakes = true;
    QVERIFY(3 * part(other, "activations") < kept);
    QCOMPARE(part(other, "optimizer"), part(m_load, "optimizer"));
    QVERIFY(train::operationsPerStep(other) > train::operationsPerStep(m_load));

    other = m_load;
    other.largestBatchTokens = 1500;
    QCOMPARE(part(other, "activations"), kept / 2 * 3);
    other.largestBatchTokens = 100'000; // in several parts then, and their gradients are added up
    QCOMPARE(part(other, "activations"), kept / 1000 * 4096);
    QVERIFY(part(other, "gradients") > part(m_load, "gradients"));

    other = m_load;
    other.blocksInInt8 = true; // two orders of one byte a number, instead of four bytes
    const auto less = part(m_load, "weights") - part(other, "weights");
    std::int64_t numbers = 0;
    std::int64_t rows = 0;
    for (const auto& tensor : m_load.outline->tensors) {
        if (!tensor.linear || tensor.place != models::TensorSpec::Place::Block) continue;
        numbers += tensor.count();
        rows += tensor.shape.front();
    }
    QVERIFY(less > 3 * numbers / 2 && less < 2 * numbers);

    QCOMPARE(part(other, "answers"), std::int64_t{0});
    other.writesAnswers = true; // from one more byte a number and a scale per row
    QCOMPARE(part(other, "answers"), numbers + 4 * rows);
    other.blocksInInt8 = false; // then from the weights themselves
    QCOMPARE(part(other, "answers"), std::int64_t{0});

    other = m_load;
    other.holdsBest = false;
    QCOMPARE(part(other, "best"), std::int64_t{0});
    QVERIFY(part(m_load, "best") > 0);
}

QTEST_GUILESS_MAIN(TestEstimate)
#include "tst_estimate.moc"
