// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

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
}

void TestText::aTextTakenApartIsTheSameAgain()
{
    const Text text{"%2 before %1", 0.25, "one"};
    const auto again = Text::recorded(text.source(), text.arguments());
    QCOMPARE(again.english(), text.english());
    QCOMPARE(again.source(), text.source());
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
