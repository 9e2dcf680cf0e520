// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QTest>

using namespace luthier;

class TestJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void faultsAreNamedWithTheirPlace_data();
    void faultsAreNamedWithTheirPlace();
    void aFaultIsWordedByTheReader_data();
    void aFaultIsWordedByTheReader();
    void keysKeepTheirOrder();
    void whatIsNestedStaysTogether();
    void errorsBecomeTheContractsObject();
};

void TestJson::faultsAreNamedWithTheirPlace_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<std::string>("where");
    QTest::newRow("comma") << std::string{"{\"a\": 1,\n }"} << ErrorCode::BadJson << std::string{"f:2:2"};
    QTest::newRow("twice") << std::string{"{\"a\": 1, \"a\": 2}"} << ErrorCode::DuplicateKey
                           << std::string{"f:1:12"};
    QTest::newRow("cut") << std::string{"[1, 2"} << ErrorCode::BadJson << std::string{"f:1:6"};
    QTest::newRow("bytes") << std::string{"{\"\xC0\xAF\": 1}"} << ErrorCode::BadUtf8 << std::string{"f:1:3"};
    QTest::newRow("surrogate") << std::string{"\"\xED\xA0\x80\""} << ErrorCode::BadUtf8
                               << std::string{"f:1:2"};
    QTest::newRow("deep") << std::string(100, '[') << ErrorCode::TooDeep << std::string{"f:1:65"};
    QTest::newRow("trailing") << std::string{"{} x"} << ErrorCode::BadJson << std::string{"f:1:4"};
    QTest::newRow("beyond") << std::string{"[1,\n1e400]"} << ErrorCode::BadNumber << std::string{"f:2:5"};
    QTest::newRow("nul") << std::string{"{}\0{}", 5} << ErrorCode::BadJson << std::string{"f:1:3"};
    QTest::newRow("nan") << std::string{"[NaN]"} << ErrorCode::BadJson << std::string{"f:1:2"};
}

void TestJson::faultsAreNamedWithTheirPlace()
{
    QFETCH(std::string, text);
    QFETCH(ErrorCode, code);
    QFETCH(std::string, where);
    const auto json = parseJson(text, "f");
    QVERIFY(!json);
    QCOMPARE(errorName(json.error().code), errorName(code));
    QCOMPARE(json.error().where, where);
}

void TestJson::aFaultIsWordedByTheReader_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("said");
    QTest::newRow("value") << std::string{"[1,"}
                           << std::string{
                                  "syntax error while parsing value - unexpected end of input; expected "
                                  "'[', '{', or a literal"};
    QTest::newRow("literal") << std::string{
        "nil"} << std::string{"syntax error while parsing value - invalid literal; last read: 'ni'"};
    QTest::newRow("border") << std::string{"\"; expected ':'"}
                            << std::string{
                                   "syntax error while parsing value - invalid string: missing closing "
                                   "quote; last read: '\"; expected ':''"};
    QTest::newRow("control") << std::string{"\"\t\""}
                             << std::string{
                                    "syntax error while parsing value - invalid string: control character "
                                    "U+0009 (HT) must be escaped to \\u0009 or \\t; last read: "
                                    "'\"<U+0009>'"};
}

/// Taken apart for translation, the words are the same in English.
void TestJson::aFaultIsWordedByTheReader()
{
    QFETCH(std::string, text);
    QFETCH(std::string, said);
    const auto json = parseJson(text, "f");
    QVERIFY(!json);
    QCOMPARE(json.error().message.english(), "this is no JSON: " + said);
    QVERIFY(std::get<Text>(json.error().message.arguments().front()).source() != "%1");
}

void TestJson::keysKeepTheirOrder()
{
    const auto json = parseJson(R"({"z": 1, "a": [true, null, 9007199254740993]})", "f");
    QVERIFY(json);
    QCOMPARE(toJson(*json), std::string{R"({"z":1,"a":[true,null,9007199254740993]})"});
}

void TestJson::whatIsNestedStaysTogether()
{
    const std::string text = R"([{"a":{"b":[1,[2,{}],[]],"c":-3}},{"a":{"d":2.5}},"e",false])";
    const auto json = parseJson(text, "f");
    QVERIFY(json);
    QCOMPARE(toJson(*json), text);
}

void TestJson::errorsBecomeTheContractsObject()
{
    const Error error{.code = ErrorCode::RaggedRow,
                      .message = {"%1 fields", 3},
                      .where = "a.csv:2:1",
                      .others = {{.code = ErrorCode::NulByte, .message = "NUL"}}};
    QCOMPARE(toJson(toJson(error)),
             std::string{R"({"code":"ragged_row","message":"3 fields","where":"a.csv:2:1","hint":"",)"
                         R"("others":[{"code":"nul_byte","message":"NUL","where":"","hint":""}]})"});
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
