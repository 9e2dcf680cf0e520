// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/near_copies.h"
#include "core/data/normal_text.h"
#include "tests/support/data_folder.h"
#include "tests/support/unlike_texts.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include <QTest>

using namespace luthier;
using test::unlikeText;

class TestNearCopies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void normalTextsFoldCaseAndSpace();
    void nearCopiesAreFoundAndOthersAreNot();
    void aSecondLookReadsLessAndSaysTheSame();
};

void TestNearCopies::normalTextsFoldCaseAndSpace()
{
    using data::normalised;
    QCOMPARE(normalised("  A\t b\n\nC "), std::string{"a b c"});
    QCOMPARE(normalised("ÄÖÜ ÉŒŠŸ ΑΩ ЖЁ"), std::string{"äöü éœšÿ αω жё"});
    QCOMPARE(normalised("a\xc2\xa0\xe3\x80\x80z"), std::string{"a z"});
    QCOMPARE(normalised("日本語 🙂 straße"), std::string{"日本語 🙂 straße"});
    QCOMPARE(normalised(""), std::string{});
    QCOMPARE(data::textKey("abc"), data::textKey("abc"));
    QVERIFY(data::textKey("abc") != data::textKey(std::string_view{"abc\0", 4}));
}

void TestNearCopies::nearCopiesAreFoundAndOthersAreNot()
{
    std::vector<std::string> texts;
    for (int i = 0; i < 300; ++i) { // a text, one with a word of it changed, one with half of it
        const auto text = unlikeText(i) + unlikeText(i + 1000) + unlikeText(i + 2000) + unlikeText(i + 3000);
        texts.push_back(text);
        texts.push_back(text.substr(0, 114) + "other");
        texts.push_back(text.substr(0, 60) + unlikeText(i + 5000) + unlikeText(i + 6000));
    }
    std::vector<std::uint32_t> rows(texts.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = static_cast<std::uint32_t>(i);
    }
    data::Clusters clusters{texts.size()};
    const auto joined = data::joinNearCopies(
        rows, [&](std::uint32_t row, std::string& into) { into = texts[row]; }, clusters, {});
    QCOMPARE(joined, std::int64_t{300});
    for (std::uint32_t i = 0; i < texts.size(); i += 3) {
        QCOMPARE(clusters.first(i + 1), i);
        QCOMPARE(clusters.first(i + 2), i + 2);
    }
}

void TestNearCopies::aSecondLookReadsLessAndSaysTheSame()
{
    const test::DataFolder folder; // with a cache of its own
    std::vector<std::string> texts;
    for (int i = 0; i < 1200; ++i) {
        const auto text = unlikeText(i) + unlikeText(i + 2000) + unlikeText(i + 4000) + unlikeText(i + 6000);
        texts.push_back(text);
        texts.push_back(text.substr(0, 114) + "other");
    }
    std::vector<std::uint32_t> rows(texts.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = static_cast<std::uint32_t>(i);
    }
    std::atomic<int> reads{0};
    const auto look = [&] {
        reads = 0;
        data::Clusters clusters{texts.size()};
        const auto joined = data::joinNearCopies(rows,
                                                 [&](std::uint32_t row, std::string& into) {
                                                     ++reads;
                                                     into = texts[row];
                                                 },
                                                 clusters, {});
        std::vector<std::uint32_t> firsts;
        for (const auto row : rows) {
            firsts.push_back(clusters.first(row));
        }
        return std::pair{joined, firsts};
    };
    const auto first = look();
    const int all = reads;
    const auto second = look();
    QVERIFY(second == first);
    QCOMPARE(all - reads.load(), static_cast<int>(texts.size())); // each was shingled once
    QVERIFY(first.first > 1000);
    texts[1] = "something that is like nothing else in this list";
    QCOMPARE(look().first, first.first - 1);
}

QTEST_GUILESS_MAIN(TestNearCopies)
#include "tst_near_copies.moc"
