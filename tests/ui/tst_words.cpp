// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expected.h"
#include "ui/bridge/language.h"
#include "ui/bridge/message.h"
#include "ui/bridge/words.h"

#include <QLocale>
#include <QTest>

using namespace luthier;
using namespace luthier::ui;

class TestWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale{QLocale::English, QLocale::UnitedStates}); }
    void argumentsAreWrittenAsTheLocaleDoes();
    void aValueThatLooksLikeAMarkStaysAValue();
    void numbersHaveAsManyDigitsAsHelp();
    void sizesAreDecimal();
    void durationsHaveAtMostTwoUnits_data();
    void durationsHaveAtMostTwoUnits();
    void typedNumbersAreUnderstoodEitherWay_data();
    void typedNumbersAreUnderstoodEitherWay();
    void anErrorBecomesThreeParts();
    void aReportHasNoNamesInIt();
    void germanIsSpoken();
};

void TestWords::argumentsAreWrittenAsTheLocaleDoes()
{
    const Text text{"%2 of %1 rows, %3", 1204, 12, Rounded{0.5, 2}};
    QCOMPARE(words(text), QString{"12 of 1,204 rows, 0.50"});
    QLocale::setDefault(QLocale::German);
    QCOMPARE(words(text), QString{"12 of 1.204 rows, 0,50"});
}

void TestWords::aValueThatLooksLikeAMarkStaysAValue()
{
    QCOMPARE(words(Text{"%1 and %2", std::string{"%2"}, std::string{"b"}}), QString{"%2 and b"});
}

void TestWords::numbersHaveAsManyDigitsAsHelp()
{
    QCOMPARE(significant(0.0002), QString{"0.0002"});
    QCOMPARE(significant(1.2345), QString{"1.23"});
    QCOMPARE(significant(1204), QString{"1,204"});
    QCOMPARE(significant(0), QString{"0"});
    QCOMPARE(significant(2e-9), QString{"2e-09"});
    QCOMPARE(significant(std::nan("")), QString{"NaN"});
    QCOMPARE(shortNumber(134'400'000), QString{"134"} + QChar{0xA0} + "M");
    QCOMPARE(shortNumber(4'912'000), QString{"4.91"} + QChar{0xA0} + "M");
    QCOMPARE(shortNumber(940), QString{"940"});
    QCOMPARE(percent(0.8124, 1), QString{"81.2"} + QChar{0xA0} + "%");
}

void TestWords::sizesAreDecimal()
{
    QCOMPARE(fileSize(14'500'000'000), QString{"14.5"} + QChar{0xA0} + "GB");
    QCOMPARE(fileSize(9'800'000), QString{"9.8"} + QChar{0xA0} + "MB");
}

void TestWords::durationsHaveAtMostTwoUnits_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("said");
    QTest::newRow("short") << 0.61 << "0.6 s";
    QTest::newRow("seconds") << 38.2 << "38 s";
    QTest::newRow("minutes and seconds") << 125.0 << "2 min 5 s";
    QTest::newRow("minutes") << 840.0 << "14 min";
    QTest::newRow("hours") << 4200.0 << "1 h 10 min";
    QTest::newRow("days") << 200'000.0 << "2 d 8 h";
}

void TestWords::durationsHaveAtMostTwoUnits()
{
    QFETCH(double, seconds);
    QFETCH(QString, said);
    QCOMPARE(duration(seconds), said);
}

void TestWords::typedNumbersAreUnderstoodEitherWay_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("value");
    QTest::newRow("point") << "0.5" << 0.5;
    QTest::newRow("comma") << "0,5" << 0.5;
    QTest::newRow("English groups") << "1,204.5" << 1204.5;
    QTest::newRow("German groups") << "1.204,5" << 1204.5;
    QTest::newRow("space groups") << "1 204,5" << 1204.5;
    QTest::newRow("powers") << "2e-4" << 2e-4;
}

void TestWords::typedNumbersAreUnderstoodEitherWay()
{
    QFETCH(QString, typed);
    QFETCH(double, value);
    QCOMPARE(readNumber(typed).value_or(-1), value);
    QVERIFY(!readNumber("twelve"));
    QVERIFY(!readNumber(""));
}

static Error someError()
{
    return {.code = ErrorCode::UnterminatedQuote,
            .message = Text{"quote opened by %1 is never closed", std::string{"Alice Example"}},
            .where = "/home/alice/notes.csv:212:18",
            .hint = "read the rest without quotes"};
}

void TestWords::anErrorBecomesThreeParts()
{
    const Message message = messageOf(someError(), "data", "Rows 1 to 210 were read.");
    QCOMPARE(message.what,
             QString{"/home/alice/notes.csv:212:18: quote opened by Alice Example is never closed"});
    QCOMPARE(message.meaning, QString{"Rows 1 to 210 were read."});
    QCOMPARE(message.todo, QString{"read the rest without quotes"});
    QVERIFY(message.details.contains("unterminated_quote"));
}

void TestWords::aReportHasNoNamesInIt()
{
    const QString report = messageOf(someError(), "data").report;
    QVERIFY(report.contains("unterminated_quote"));
    QVERIFY(!report.contains("lice") && !report.contains("/home"));
}

void TestWords::germanIsSpoken()
{
    Language language;
    language.use("de");
    QCOMPARE(words(std::string_view{"Warm-up"}), QString{"Aufwärmphase"});
    QCOMPARE(duration(4200), QString{"1~h 10~min"}.replace(u'~', QChar{0xA0}));
    QCOMPARE(number(std::int64_t{1204}), QString{"1.204"});
    const Text about{"~%1", Text{QT_TRANSLATE_NOOP("core", "%1 GB"), Rounded{3.42, 1}}};
    QCOMPARE(words(about), QString{"~3,4"} + QChar{0xA0} + "GB");
    language.use("en");
    QCOMPARE(words(about), QString{"~3.4 GB"});
    QCOMPARE(words(std::string_view{"Warm-up"}), QString{"Warm-up"});
}

QTEST_MAIN(TestWords)
#include "tst_words.moc"
