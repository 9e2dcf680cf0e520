// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/team.h"

#include <atomic>
#include <new>
#include <numeric>
#include <vector>

#include <QTest>

#include <ATen/Parallel.h>

using namespace luthier;

/// The threads of a region: every piece once, and an error instead of a wait that never ends.
class TestTeam : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::set_num_threads(2); }
    void cleanup() { at::set_num_threads(1); }
    void everyPieceIsMadeOnce();
    void aStageSeesWhatTheLastOneMade();
    void whatOneThreadThrowsEndsTheRegion();
};

void TestTeam::everyPieceIsMadeOnce()
{
    for (const std::int64_t count : {0, 1, 3, 7, 1000}) {
        std::vector<std::atomic<int>> each(static_cast<std::size_t>(count));
        std::vector<std::atomic<int>> runs(static_cast<std::size_t>(count));
        const auto note = [](auto& into, std::int64_t begin, std::int64_t end) {
            for (auto i = begin; i < end; ++i) {
                ++into[static_cast<std::size_t>(i)];
            }
        };
        nn::asTeam([&](nn::Team& team) {
            for (int round = 0; round < 3; ++round) {
                team.forRanges(count, 4, [&](auto begin, auto end) { note(each, begin, end); });
                team.forRuns(count, [&](auto begin, auto end) { note(runs, begin, end); });
            }
        });
        for (std::int64_t i = 0; i < count; ++i) {
            QCOMPARE(each[static_cast<std::size_t>(i)].load(), 3);
            QCOMPARE(runs[static_cast<std::size_t>(i)].load(), 3);
        }
    }
}

void TestTeam::aStageSeesWhatTheLastOneMade()
{
    constexpr std::int64_t kCount = 64;
    std::vector<std::int64_t> numbers(kCount, 1);
    std::atomic<int> wrong{0};
    nn::asTeam([&](nn::Team& team) {
        for (int round = 0; round < 200; ++round) {
            team.forEach(kCount, [&](std::int64_t i) { ++numbers[static_cast<std::size_t>(i)]; });
            if (std::reduce(numbers.begin(), numbers.end()) != kCount * (round + 2)) ++wrong;
            team.forEach(team.threads(), [](std::int64_t) {}); // nobody writes while another still reads
        }
    });
    QCOMPARE(wrong.load(), 0);
}

void TestTeam::whatOneThreadThrowsEndsTheRegion()
{
    for (const std::int64_t at : {0, 5, 99}) {
        std::atomic<int> left{0};
        const auto region = [&] {
            nn::asTeam([&](nn::Team& team) {
                for (int round = 0; round < 10; ++round) {
                    team.forEach(100, [&](std::int64_t i) {
                        if (round == 3 && i == at) throw std::bad_alloc{};
                    });
                }
                ++left;
            });
        };
        QVERIFY_THROWS_EXCEPTION(std::bad_alloc, region());
        QCOMPARE(left.load(), 0);
    }
    int made = 0;
    nn::asTeam([&](nn::Team& team) { team.forEach(7, [&](std::int64_t i) { made += i == 6 ? 1 : 0; }); });
    QCOMPARE(made, 1); // the next one is as if nothing had been
}

QTEST_GUILESS_MAIN(TestTeam)
#include "tst_team.moc"
