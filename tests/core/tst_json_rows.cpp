// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_text.h"
#include "tests/support/data_folder.h"

using namespace luthier;
using test::names;
using test::shown;

class TestJsonRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesBecomeRows();
    void aKeyThatIsAbsentIsNoValue();
    void columnsStandInTheOrderOfTheirFirstAppearance();
    void aColumnThatTurnsUpLateIsReadFromTheStart();
    void numbersKeepTheirDigits();
    void nestedValuesStayJson();
    void escapesAreResolved();
    void onlyLineFeedsEndLines();
    void aListMayStandInAFileOfLines();
    void aListOfObjectsIsATable();
    void theOnlyListOfObjectsIsTheTable();
    void twoListsOfObjectsAreRefused();
    void whatIsNoStrictJsonIsSetAside_data();
    void whatIsNoStrictJsonIsSetAside();
    void aFaultInAListIsPlaced();
    void otherValuesAmongTheObjectsAreSetAside();
    void aBrokenListIsAnError_data();
    void aBrokenListIsAnError();
    void theShapeIsToldByContent_data();
    void theShapeIsToldByContent();
    void alpacaWithoutItsKeysIsNamed();

private:
    test::DataFolder m_folder;
};

void TestJsonRows::linesBecomeRows()
{
    const auto table = m_folder.table(
        "a.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\r\n\n  {\"text\":\"b\",\"label\":\"y\"}\n");
    QCOMPARE(table->source().format, std::string{"jsonl"});
    QCOMPARE(names(*table), QString{"text|label"});
    QCOMPARE(shown(*table), QString{"a|x;b|y"});
    QCOMPARE(table->line(1), std::int64_t{3});
    QCOMPARE(table->source().reason.english(), std::string{"2 of 2 lines are JSON objects"});
}

void TestJsonRows::aKeyThatIsAbsentIsNoValue()
{
    QCOMPARE(shown(*m_folder.table("n.jsonl", "{\"a\":\"1\",\"b\":null}\n{\"b\":\"\"}\n")),
             QString{"1|<null>;<null>|"});
}

void TestJsonRows::columnsStandInTheOrderOfTheirFirstAppearance()
{
    const auto table = m_folder.table("o.jsonl", "{\"b\":1}\n{\"a\":2,\"b\":3}\n{\"c\":4,\"a\":5}\n");
    QCOMPARE(names(*table), QString{"b|a|c"});
    QCOMPARE(shown(*table), QString{"1|<null>|<null>;3|2|<null>;<null>|5|4"});
}

void TestJsonRows::aColumnThatTurnsUpLateIsReadFromTheStart()
{
    constexpr int kRows = 70'000; // more than a batch holds
    std::string text;
    for (int i = 0; i < kRows; ++i) {
        text += "{\"n\":" + std::to_string(i) + "}\n";
    }
    text += "{\"n\":-1,\"late\":true}\nno JSON\n";
    const auto table = m_folder.table("late.jsonl", text);
    QCOMPARE(names(*table), QString{"n|late"});
    QCOMPARE(table->rows(), std::int64_t{kRows + 1});
    QVERIFY(!table->cell(0, 1));
    QCOMPARE(std::string{*table->cell(kRows, 1)}, std::string{"true"});
    QCOMPARE(std::string{*table->cell(kRows - 1, 0)}, std::to_string(kRows - 1));
    QCOMPARE(table->source().setAside.size(), std::size_t{1});
}

void TestJsonRows::numbersKeepTheirDigits()
{
    QCOMPARE(
        shown(*m_folder.table("d.jsonl", "{\"n\":123456789012345678901234567890,\"x\":0.10,\"e\":-1E+5}\n")),
        QString{"123456789012345678901234567890|0.10|-1E+5"});
}

void TestJsonRows::nestedValuesStayJson()
{
    QCOMPARE(
        shown(*m_folder.table("s.jsonl", "{\"m\": [{\"role\": \"user\"}, 1 ] , \"o\": {} , \"t\": false}\n")),
        QString{"[{\"role\": \"user\"}, 1 ]|{}|false"});
}

void TestJsonRows::escapesAreResolved()
{
    const auto table = m_folder.table("e.jsonl", "{\"t\\u0065xt\": \"a\\n\\\"\\u00e4\\ud83d\\ude42\\\\\"}");
    QCOMPARE(names(*table), QString{"text"});
    QCOMPARE(shown(*table), QString::fromUtf8("a\n\"ä🙂\\"));
}

void TestJsonRows::onlyLineFeedsEndLines()
{
    QCOMPARE(m_folder.table("u.jsonl", "{\"text\":\"a\xe2\x80\xa8\xc2\x85z\"}\n")->rows(), std::int64_t{1});
}

void TestJsonRows::aListMayStandInAFileOfLines()
{
    const std::string text = "[\n{\"text\": \"a\"},\n{\"text\": \"b\"}\n]\n";
    QCOMPARE(m_folder.table("list.jsonl", text)->source().format, std::string{"json"});
    QCOMPARE(shown(*m_folder.table("list.jsonl", text, {"jsonl"})), QString{"a;b"});
}

void TestJsonRows::aListOfObjectsIsATable()
{
    const auto table = m_folder.table("l.json", "[\n  {\"a\": \"1\"},\n  {\n  \"a\": \"]}\\\"\"}\n]\n");
    QCOMPARE(shown(*table), QString{"1;]}\""});
    QCOMPARE(table->line(1), std::int64_t{3});
    QCOMPARE(m_folder.table("none.json", " [ ] ")->rows(), std::int64_t{0});
}

void TestJsonRows::theOnlyListOfObjectsIsTheTable()
{
    const auto table = m_folder.table("w.json",
                                      "{\"version\": 1, \"tags\": [\"x\", \"y\"], \"info\": {\"a\": [1]},\n"
                                      "\"data\": [{\"text\": \"a\"}, {\"text\": \"b\"}], \"end\": null}");
    QCOMPARE(shown(*table), QString{"a;b"});
    QCOMPARE(table->line(0), std::int64_t{2});
    QCOMPARE(m_folder.table("we.json", "{\n\"data\": []}")->rows(), std::int64_t{0});
}

void TestJsonRows::twoListsOfObjectsAreRefused()
{
    const auto table = m_folder.open("two.json", "{\"a\": [{\"x\": 1}],\n \"b\": [{\"x\": 2}]}");
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::WrongType);
    QVERIFY(table.error().message.english().find("\"b\"") != std::string::npos);
}

void TestJsonRows::whatIsNoStrictJsonIsSetAside_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, QByteArray line, const char* code, const char* where) {
        QTest::newRow(name) << line << QString{code} << QString{"f.jsonl:"} + where;
    };
    row("cut", "{\"a\": \"b", "bad_json", "2:9");
    row("key twice", "{\"a\": 1, \"a\": 2}", "duplicate_key", "2:12");
    row("key twice inside", "{\"a\": {\"b\": 1, \"b\": 2}}", "duplicate_key", "2:18");
    row("NaN", "{\"a\": NaN}", "bad_json", "2:7");
    row("comment", "{\"a\": 1} # c", "bad_json", "2:10");
    row("two objects", "{\"a\": 1}{\"b\": 2}", "bad_json", "2:9");
    row("comma behind", "{\"a\": 1,}", "bad_json", "2:9");
    row("leading zero", "{\"a\": 01}", "bad_json", "2:8");
    row("leading zero inside", "{\"a\": [01]}", "bad_json", "2:9");
    row("half a pair", "{\"a\": \"\\ud800\"}", "bad_json", "2:14");
    row("raw tab", "{\"a\": \"b\tc\"}", "bad_json", "2:9");
    row("half a word", "{\"a\": [tru]}", "bad_json", "2:11");
    row("a list", "[1, 2]", "wrong_type", "2:1");
    row("a text", " \"x\"", "wrong_type", "2:2");
    row("a mark", "\xef\xbb\xbf{\"a\": 1}", "bad_json", "2:1");
    row("65 levels", "{\"a\": " + QByteArray(64, '[') + QByteArray(64, ']') + "}", "too_deep", "2:70");
}

void TestJsonRows::whatIsNoStrictJsonIsSetAside()
{
    QFETCH(QByteArray, line);
    const auto table
        = m_folder.table("f.jsonl", ("{\"a\": \"first\"}\n" + line + "\n{\"a\": \"last\"}\n").toStdString());
    QCOMPARE(shown(*table), QString{"first;last"});
    QCOMPARE(table->source().setAside.size(), std::size_t{1});
    QTEST(QString::fromStdString(table->source().setAside[0].code), "code");
    QTEST(QString::fromStdString(table->source().setAside[0].where), "where");
}

void TestJsonRows::aFaultInAListIsPlaced()
{
    const auto table = m_folder.table("p.json", "[{\"a\": 1}, {\"a\": 1, \"a\": 2},\n {\"a\":\n  nul}]");
    QCOMPARE(shown(*table), QString{"1"});
    QCOMPARE(table->source().setAside.size(), std::size_t{2});
    QCOMPARE(table->source().setAside[0].where, std::string{"p.json:1:23"});
    QCOMPARE(table->source().setAside[1].where, std::string{"p.json:3:6"});
}

void TestJsonRows::otherValuesAmongTheObjectsAreSetAside()
{
    const auto table = m_folder.table("m.json", "[{\"a\": 1}, 5, {\"a\": 2}]");
    QCOMPARE(shown(*table), QString{"1;2"});
    QCOMPARE(table->source().setAside.front().code, std::string{"wrong_type"});
    QCOMPARE(table->source().setAside.front().where, std::string{"m.json:1:12"});
}

void TestJsonRows::aBrokenListIsAnError_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, QByteArray text, const char* code, const char* where) {
        QTest::newRow(name) << text << QString{code} << QString{where};
    };
    row("cut in a row", "[{\"a\": 1},\n{\"a\": ", "bad_json", "2:1");
    row("cut behind a row", "[{\"a\": 1}\n", "bad_json", "2:1");
    row("no comma", "[{\"a\": 1} {\"a\": 2}]", "bad_json", "1:11");
    row("comma behind", "[{\"a\": 1},]", "bad_json", "1:11");
    row("text behind", "[{\"a\": 1}]\nx", "bad_json", "2:1");
    row("only texts", "[\"a\", \"b\"]", "wrong_type", "1:2");
    row("no list", "{\"a\": {\"b\": 1},\n\"c\": 1}", "wrong_type", "");
    row("a member without value", "{\"a\": }", "bad_json", "1:7");
    row("a member that is none", "{\"a\": 01, \"b\": []}", "bad_json", "1:7");
}

void TestJsonRows::aBrokenListIsAnError()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, where);
    const auto table = m_folder.open("b.json", text.toStdString(), {"json"});
    QVERIFY(!table);
    QTEST(QString::fromUtf8(errorName(table.error().code).data()), "code");
    const auto place = QString::fromStdString(table.error().where);
    QVERIFY2(place.endsWith("b.json" + (where.isEmpty() ? "" : ":" + where)), qPrintable(place));
}

void TestJsonRows::theShapeIsToldByContent_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("extension");
    QTest::addColumn<int>("kind");
    using Kind = data::JsonShape::Kind;
    const auto row = [](const char* name, const char* text, const char* extension, Kind kind) {
        QTest::newRow(name) << QByteArray{text} << QString{extension} << static_cast<int>(kind);
    };
    row("lines", "{\"a\":1}\n{\"a\":2}\n", "txt", Kind::Lines);
    row("lines with a fault", "{\"a\":1\n{\"a\":2}\n{\"a\":3}\n", "txt", Kind::Lines);
    row("list", " [ {\"a\":1} ]", "csv", Kind::List);
    row("wrapped", "{\n \"data\": [\n {\"a\":1}\n ]\n}", "json", Kind::Wrapped);
    row("wrapped in a line", "{\"data\": [{\"a\":1}]}", "json", Kind::Wrapped);
    row("one conversation", "{\"messages\": [{\"role\":\"user\"}]}\n", "jsonl", Kind::Lines);
    row("one object", "{\"a\": 1}", "json", Kind::Lines);
    row("a bracket in a CSV file", "[id],text\n1,a\n", "csv", Kind::None);
    row("braces in a CSV file", "{id},text\n1,a\n", "csv", Kind::None);
}

void TestJsonRows::theShapeIsToldByContent()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, extension);
    const auto content = text.toStdString();
    QTEST(static_cast<int>(data::jsonShape({content, true, extension.toStdString()}).kind), "kind");
}

void TestJsonRows::alpacaWithoutItsKeysIsNamed()
{
    const auto table = m_folder.open("a.json", "[{\"text\": \"a\"}]", {"alpaca"});
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::MissingField);
    QVERIFY(table.error().message.english().find("instruction") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestJsonRows)
#include "tst_json_rows.moc"
