// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/format.h"
#include "core/data/problems.h"
#include "core/data/record_scanner.h"
#include "tests/support/data_folder.h"

using namespace luthier;
using data::RecordScanner;
using test::names;
using test::shown;

class TestCsv : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLineEndSeparatesRows_data();
    void everyLineEndSeparatesRows();
    void quotedFieldsHoldSeparatorsLineEndsAndQuotes();
    void aQuoteInsideAFieldIsText();
    void theSeparatorIsTheOneThatFits_data();
    void theSeparatorIsTheOneThatFits();
    void anyCharacterCanBeChosenAsSeparator();
    void aHeaderIsToldFromRows_data();
    void aHeaderIsToldFromRows();
    void headerAndQuotesCanBeChosen();
    void tabsWithLooseQuotesAreReadAsTheyStand();
    void tabsWithNeededQuotesAreUnquoted();
    void badRowsAreSetAsideWithPlaceAndText_data();
    void badRowsAreSetAsideWithPlaceAndText();
    void aStrayQuoteSpoilsOneLine();
    void rowsKeepTheirLines();
    void blankLinesCountOnlyInASingleColumn();
    void anOpenQuoteIsNamedWhereItOpens();
    void columnsGetNamesOfTheirOwn();
    void theReasonCountsRows();
    void aRecordThatDoesNotFitTheWindowIsRead();
    void everyCutOfTheTextGivesTheSameRecords();
    void tooManyColumnsAreRefused();
    void anUnusableSeparatorIsNamed();

private:
    test::DataFolder m_folder;
};

void TestCsv::everyLineEndSeparatesRows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("LF") << QByteArray{"text,label\na,b\nc,d\n"};
    QTest::newRow("CRLF") << QByteArray{"text,label\r\na,b\r\nc,d\r\n"};
    QTest::newRow("CR") << QByteArray{"text,label\ra,b\rc,d\r"};
    QTest::newRow("none at the end") << QByteArray{"text,label\na,b\nc,d"};
    QTest::newRow("blank lines at the end") << QByteArray{"text,label\na,b\nc,d\n\n\r\n\n"};
    QTest::newRow("mark at the start") << QByteArray{"\xef\xbb\xbftext,label\na,b\nc,d\n"};
}

void TestCsv::everyLineEndSeparatesRows()
{
    QFETCH(QByteArray, text);
    const auto table = m_folder.table("ends.csv", text.toStdString());
    QCOMPARE(names(*table), QString{"text|label"});
    QCOMPARE(shown(*table), QString{"a|b;c|d"});
    QVERIFY(table->source().setAside.empty());
}

void TestCsv::quotedFieldsHoldSeparatorsLineEndsAndQuotes()
{
    const auto table = m_folder.table(
        "quoted.csv", "text,label\n\"a, b\",x\n\"two\r\nlines\",y\n\"say \"\"hi\"\"\",z\n\"\",q\n");
    QCOMPARE(shown(*table), QString{"a, b|x;two\r\nlines|y;say \"hi\"|z;|q"});
}

void TestCsv::aQuoteInsideAFieldIsText()
{
    QCOMPARE(shown(*m_folder.table("inside.csv", "text,label\nit's 5\" wide,a\n")),
             QString{"it's 5\" wide|a"});
}

void TestCsv::theSeparatorIsTheOneThatFits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("delimiter");
    QTest::newRow("comma") << QByteArray{"text,n\na;b,1\nc,2\n"} << "csv"
                           << "comma";
    QTest::newRow("semicolon, commas in numbers") << QByteArray{"text;n\na;1,5\nb;2,5\n"} << "csv"
                                                  << "semicolon";
    QTest::newRow("bar") << QByteArray{"text|n\na, b|1\nc|2\n"} << "csv"
                         << "pipe";
    QTest::newRow("tab") << QByteArray{"text\tn\na, b\t1\nc, d\t2\n"} << "tsv"
                         << "";
    QTest::newRow("tab in a file called csv") << QByteArray{"id\ttext\tn\n1\ta, b\tx\n2\tc\ty\n"} << "tsv"
                                              << "";
}

void TestCsv::theSeparatorIsTheOneThatFits()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, format);
    QFETCH(QString, delimiter);
    const auto table = m_folder.table("separated.csv", text.toStdString());
    QCOMPARE(QString::fromStdString(table->source().format), format);
    const auto& settings = table->source().settings;
    QCOMPARE(settings.contains("delimiter") ? QString::fromStdString(settings.find("delimiter")->second.text)
                                            : "",
             delimiter);
    QCOMPARE(table->rows(), std::int64_t{2});
    QVERIFY(table->source().setAside.empty());
}

void TestCsv::anyCharacterCanBeChosenAsSeparator()
{
    const auto table = m_folder.table("odd.csv", "text#label\na,b#c\n", {"csv", {{"delimiter", "#"}}});
    QCOMPARE(shown(*table), QString{"a,b|c"});
    QCOMPARE(table->source().settings.at("delimiter").text, std::string{"#"});
}

void TestCsv::aHeaderIsToldFromRows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("names");
    QTest::newRow("names") << QByteArray{"text,label\na,b\n"} << "text|label";
    QTest::newRow("names alone") << QByteArray{"text,label\n"} << "text|label";
    QTest::newRow("names with spaces around") << QByteArray{" text , label\na,b\n"} << "text|label";
    QTest::newRow("a label that comes again")
        << QByteArray{"ham,one\nham,two\nspam,three\n"} << "column 1|column 2";
    QTest::newRow("a number") << QByteArray{"1,one\n2,two\n"} << "column 1|column 2";
    QTest::newRow("a long text") << QByteArray{"a,"} + QByteArray(101, 'x') + "\nb,c\n"
                                 << "column 1|column 2";
    QTest::newRow("a header among the rows")
        << QByteArray{"text,label\na,b\ntext,label\nc,d\n"} << "text|label";
}

void TestCsv::aHeaderIsToldFromRows()
{
    QFETCH(QByteArray, text);
    QTEST(names(*m_folder.table("header.csv", text.toStdString())), "names");
}

void TestCsv::headerAndQuotesCanBeChosen()
{
    const auto table = m_folder.table("chosen.csv", "text,label\n\"a,b\n",
                                      {"csv", {{"header", "false"}, {"quotes", "false"}}});
    QCOMPARE(names(*table), QString{"column 1|column 2"});
    QCOMPARE(shown(*table), QString{"text|label;\"a|b"});
}

void TestCsv::tabsWithLooseQuotesAreReadAsTheyStand()
{
    const auto table
        = m_folder.table("loose.tsv", "ham\t\"Happy day\" I know\nham\t\"quoted\"\nspam\t\"open\n");
    QCOMPARE(shown(*table), QString{"ham|\"Happy day\" I know;ham|\"quoted\";spam|\"open"});
    QCOMPARE(table->source().settings.at("quotes").text, std::string{"false"});
}

void TestCsv::tabsWithNeededQuotesAreUnquoted()
{
    const auto table
        = m_folder.table("needed.tsv", "text\tlabel\n\"two\nlines\"\tx\n\"say \"\"hi\"\"\"\ty\n");
    QCOMPARE(shown(*table), QString{"two\nlines|x;say \"hi\"|y"});
}

void TestCsv::badRowsAreSetAsideWithPlaceAndText_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("words");
    QTest::newRow("too many fields") << QByteArray{"ä,b,c"} << "ragged_row"
                                     << "bad.csv:3:5"
                                     << "3 fields instead of 2: ä,b,c";
    QTest::newRow("too few fields") << QByteArray{"lonely"} << "ragged_row"
                                    << "bad.csv:3:7"
                                    << "1 field instead of 2: lonely";
    QTest::newRow("text behind a quote") << QByteArray{"\"ab\"c,d"} << "bad_quote"
                                         << "bad.csv:3:5"
                                         << "text behind a closing quote: \"ab\"c,d";
    QTest::newRow("NUL") << QByteArray{"a\0b,c", 5} << "nul_byte"
                         << "bad.csv:3:2"
                         << "a NUL byte stands in the row: a b,c";
}

void TestCsv::badRowsAreSetAsideWithPlaceAndText()
{
    QFETCH(QByteArray, row);
    const auto table
        = m_folder.table("bad.csv", ("text,label\nfirst,x\n" + row + "\nlast,y\n").toStdString());
    QCOMPARE(shown(*table), QString{"first|x;last|y"});
    QCOMPARE(table->source().setAside.size(), std::size_t{1});
    const auto& problem = table->source().setAside.front();
    QTEST(QString::fromStdString(problem.code), "code");
    QTEST(QString::fromStdString(problem.where), "where");
    QTEST(QString::fromStdString(problem.message.english()), "words");
    const auto fault = data::firstFault(table->source());
    QVERIFY(fault);
    QCOMPARE(std::string{errorName(fault->code)}, problem.code);
    QCOMPARE(exitCode(fault->code), 3);
}

void TestCsv::aStrayQuoteSpoilsOneLine()
{
    const auto table = m_folder.table("stray.csv", "text,label\n\"never closed,a\nb,c\nd,e\n\"f\",g\nh,i\n");
    QCOMPARE(shown(*table), QString{"b|c;d|e;f|g;h|i"});
    QCOMPARE(table->source().setAside.size(), std::size_t{1});
    QCOMPARE(table->source().setAside.front().where, std::string{"stray.csv:2:1"});
}

void TestCsv::rowsKeepTheirLines()
{
    const auto table = m_folder.table("lines.csv", "text,label\n\"one\ntwo\r\nthree\",a\n\nb,c\n");
    QCOMPARE(table->rows(), std::int64_t{2});
    QCOMPARE(table->line(0), std::int64_t{2});
    QCOMPARE(table->line(1), std::int64_t{6});
}

void TestCsv::blankLinesCountOnlyInASingleColumn()
{
    QCOMPARE(shown(*m_folder.table("two.csv", "text,label\na,b\n\nc,d\n")), QString{"a|b;c|d"});
    const auto table = m_folder.table("one.csv", "text\na\n\nb\n\n");
    QCOMPARE(shown(*table), QString{"a;;b"});
    QCOMPARE(table->line(1), std::int64_t{3});
}

void TestCsv::anOpenQuoteIsNamedWhereItOpens()
{
    const auto table = m_folder.open("open.csv", "text,label\na,b\nc,\"never closed\nd,e\n");
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::UnterminatedQuote);
    QVERIFY(QString::fromStdString(table.error().where).endsWith("open.csv:3:3"));
    QVERIFY(table.error().message.english().find("never closed") != std::string::npos);
    QVERIFY(!table.error().hint.empty());
}

void TestCsv::columnsGetNamesOfTheirOwn()
{
    const auto table = m_folder.table("names.csv", "text,text,,text (2)\na,b,c,d\n");
    QCOMPARE(names(*table), QString{"text|text (2)|column 3|text (2) (4)"});
    QCOMPARE(shown(*table), QString{"a|b|c|d"});
    QCOMPARE(table->source().setAside.size(), std::size_t{3});
    QCOMPARE(table->source().setAside[0].code, std::string{"duplicate_key"});
    QCOMPARE(table->source().setAside[1].code, std::string{"bad_name"});
    QCOMPARE(table->source().setAside[1].where, std::string{"names.csv:1:11"});
}

void TestCsv::theReasonCountsRows()
{
    const auto table = m_folder.table("reason.csv", "text,label\na,b\nc\nd,e\n");
    QCOMPARE(table->source().reason.english(), std::string{"3 of 4 rows have 2 fields"});
}

void TestCsv::aRecordThatDoesNotFitTheWindowIsRead()
{
    std::string text = "text,label\n";
    const std::string longField(3'000'000, 'x');
    text += "\"" + longField + "\n\"\"end\",a\nshort,b\n";
    const auto table = m_folder.table("long.csv", text);
    QCOMPARE(table->rows(), std::int64_t{2});
    QVERIFY(*table->cell(0, 0) == longField + "\n\"end");
    QCOMPARE(table->line(1), std::int64_t{4});
}

void TestCsv::everyCutOfTheTextGivesTheSameRecords()
{
    const std::string text = "a,\"b\r\n\"\"c\"\r\nd,e\r\r\n\"x\"y\n,";
    const RecordScanner scanner{',', true};
    const auto records = [&](std::size_t window) { // shown piece by piece, as from a file
        std::string result;
        RecordScanner::Record record;
        std::size_t at = 0, known = window;
        while (at < text.size()) {
            const auto seen = std::string_view{text}.substr(at, std::min(known, text.size()) - at);
            if (seen.empty() || !scanner.scan(seen, known >= text.size(), record)) {
                ++known;
                continue;
            }
            result += std::to_string(record.length) + ":" + std::to_string(record.fields.size()) + ":"
                + std::to_string(record.lines) + (record.fault ? "!" : "") + " ";
            at += record.length;
        }
        return result;
    };
    const auto whole = records(text.size());
    QCOMPARE(whole, std::string{"12:2:2 4:2:1 2:1:1 5:1:1! 1:2:0 "});
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        QCOMPARE(records(cut), whole);
    }
}

void TestCsv::tooManyColumnsAreRefused()
{
    std::string text = "c0";
    for (int i = 1; i <= 100'000; ++i) {
        text += ",c" + std::to_string(i);
    }
    const auto table = m_folder.open("wide.csv", text + "\n");
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Limit);
    QVERIFY(table.error().message.english().find("100000") != std::string::npos);
}

void TestCsv::anUnusableSeparatorIsNamed()
{
    const auto table = m_folder.open("any.csv", "a,b\n", {"csv", {{"delimiter", "::"}}});
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::InvalidInput);
    QCOMPARE(table.error().where, std::string{"data.format.delimiter"});
    QVERIFY(table.error().message.english().find("::") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
