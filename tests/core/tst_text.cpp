// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <cstdint>
#include <limits>

#include <QTest>

using luthier::Rounded;
using luthier::Text;

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void argumentsStandWhereTheyAreNamed();
    void numbersKeepTheirDigits();
    void aHugeNumberIsWrittenWhole();
    void whatHasNoTranslationStaysAsItIs();
    void aTextTakenApartIsTheSameAgain();
    void aTextMayHoldTexts();
};

void TestText::argumentsStandWhereTheyAreNamed()
{
    QCOMPARE(Text("%2 before %1, and 5 %", "one", 2).english(), std::string{"2 before one, and 5 %"});
    QCOMPARE(Text("%1 and %2", "alone").english(), std::string{"alone and %2"});
    QCOMPARE(Text("%1", "%1").english(), std::string{"%1"}); // an argument is never read as a source
}

void TestText::numbersKeepTheirDigits()
{
    QCOMPARE(Text("%1 %2 %3", 0.25, Rounded{81.26, 1}, 7).english(), std::string{"0.25 81.3 7"});
    QCOMPARE(Text("%1 %2", 0.12345678, Rounded{0.12345678, Rounded::kExact}).english(),
             std::string{"0.123457 0.12345678"});
}

void TestText::whatHasNoTranslationStaysAsItIs()
{
    QCOMPARE(Text::verbatim("100 %1").english(), std::string{"100 %1"});
}

void TestText::aHugeNumberIsWrittenWhole()
{
    const auto text = Text("%1", Rounded{1e300, 2}).english(); // a loss that ran away
    QCOMPARE(text.size(), std::size_t{304});
    QVERIFY(text.ends_with(".00"));
    QVERIFY(Text("%1", Rounded{1, 5000}).english().size() < 5000); // nobody asks for that many digits
    QCOMPARE(Text("%1", std::numeric_limits<std::uint64_t>::max()).english(),
             std::string{"18446744073709551615"});
}

void TestText::aTextTakenApartIsTheSameAgain()
{
    const Text text{"%2 before %1", 0.25, "one"};
    const auto again = Text::recorded(text.source(), text.arguments());
    QCOMPARE(again.english(), text.english());
    QCOMPARE(again.source(), text.source());
}

void TestText::aTextMayHoldTexts()
{
    const Text size{"%1 GB", Rounded{3.42, 1}};
    const Text text{"%2 of %1", size, Text{"%1 parts", 2}};
    QCOMPARE(text.english(), std::string{"2 parts of 3.4 GB"});
    QCOMPARE(std::get<Text>(text.arguments()[0]), size);
    QCOMPARE(Text("%1", Text{"%1"}).english(), std::string{"%1"}); // nor is an inner one
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
