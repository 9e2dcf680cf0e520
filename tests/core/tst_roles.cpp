// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dates.h"
#include "core/data/roles.h"
#include "core/data/rows.h"
#include "tests/support/data_folder.h"

using namespace luthier;
using data::Form;

class TestRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rolesAreGuessed_data();
    void rolesAreGuessed();
    void everyGuessHasAReason();
    void aChosenColumnIsTakenAsSaid();
    void aColumnThatIsNotThereIsNamed();
    void aRoleOfAnotherTaskIsNamed();
    void aColumnHasOneRole();
    void aMissingRoleIsNamedWithTheColumns();
    void textsAreReadByRole();
    void conversationsAreRead_data();
    void conversationsAreRead();
    void brokenConversationsAreRefused_data();
    void brokenConversationsAreRefused();
    void datesGrowWithTime();
    void weightsAreNumbersFromZeroOn();

private:
    test::DataFolder m_folder;
    static QString shown(const data::Roles& roles)
    {
        QStringList list;
        for (const auto& [role, column] : roles) {
            list << QString::fromStdString(role + "=" + column);
        }
        return list.join(' ');
    }
};

void TestRoles::rolesAreGuessed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("guess"); // forms, the likeliest first
    const auto row = [](const char* name, const char* text, const char* guess) {
        QTest::newRow(name) << QByteArray{text} << QString{guess};
    };
    row("by name", "id,Text,Category\n1,a b,x\n2,c d,y\n", "C label=Category text=Text");
    row("pairs", "sentence1,sentence2,label\na,b,x\nc,d,y\n", "C label=label text=sentence1 text2=sentence2");
    row("by content",
        "ham,a text that is long enough\nspam,another one that is long\nham,and a third\nham,a "
        "fourth\nspam,a fifth\nham,a sixth\n",
        "C label=column 1 text=column 2");
    row("label among numbers", "n,note,kind\n1,some words,x\n2,more words,y\n", "C label=kind text=note");
    row("Alpaca",
        R"([{"instruction":"a","input":"b","output":"c"},{"instruction":"d","input":"","output":"e"}])",
        "A completion=output prompt=instruction text2=input");
    row("question and answer", R"([{"question":"a","answer":"c"},{"question":"d","answer":"e"}])",
        "A completion=answer prompt=question");
    row("messages win", R"([{"messages":[{"role":"user","content":"a"}],"prompt":"p","completion":"c"}])",
        "A messages=messages");
    row("ShareGPT", R"([{"conversations":[{"from":"human","value":"a"}],"system":"s"}])",
        "A messages=conversations system=system");
    row("answers before classes",
        "question,answer,category\na,one answer,x\nb,two answers,y\nc,three,x\nd,four,x\ne,five,y\nf,six,x\n",
        "A completion=answer prompt=question;C label=category text=question");
    row("group, date and weight",
        "text,label,date,weight,patient_id\na,x,2024-01-02,1,p1\nb,y,2024-01-03,2,p2\nc,x,2024-01-03,2,p2\n",
        "C date=date group=patient_id label=label text=text weight=weight");
    row("a date that is none", "text,label,date\na,x,soon\nb,y,later\n", "C label=label text=text");
    row("nothing fits", "a,b\n1,2\n3,4\n", "");
}

void TestRoles::rolesAreGuessed()
{
    QFETCH(QByteArray, text);
    const auto table = m_folder.table("guess.csv", text.toStdString());
    QStringList guesses;
    for (const auto& guess : data::guessForms(*table)) {
        guesses << (guess.form == Form::Classes ? "C " : "A ") + shown(guess.roles);
        QVERIFY(!guess.reason.empty());
    }
    QTEST(guesses.join(';'), "guess");
}

void TestRoles::everyGuessHasAReason()
{
    const auto table = m_folder.table("reason.csv", "id,text,label\n1,a,x\n2,b,y\n");
    const auto guesses = data::guessRoles(*table, Form::Classes);
    QCOMPARE(guesses.size(), std::size_t{3});
    QCOMPARE(guesses[0].role, std::string{"ignore"});
    QCOMPARE(guesses[2].column, std::string{"label"});
    QCOMPARE(guesses[2].reason.english(), std::string{"its name is 'label'"});
    for (const auto& guess : guesses) {
        QVERIFY(!guess.reason.empty());
    }
}

void TestRoles::aChosenColumnIsTakenAsSaid()
{
    const auto table = m_folder.table("chosen.csv", "text,title,label\na,b,x\nc,d,y\n");
    auto roles = data::rolesFor(*table, Form::Classes, {{"text", "title"}});
    QVERIFY(roles);
    QCOMPARE(shown(*roles), QString{"label=label text=title"});
    roles = data::rolesFor(*table, Form::Classes, {{"ignore", "text"}});
    QVERIFY(roles);
    QCOMPARE(shown(*roles), QString{"label=label text=title"});
}

void TestRoles::aColumnThatIsNotThereIsNamed()
{
    const auto table = m_folder.table("c.csv", "text,category\na,x\nb,y\n");
    const auto roles = data::rolesFor(*table, Form::Classes, {{"label", "categorie"}});
    QVERIFY(!roles);
    QCOMPARE(roles.error().code, ErrorCode::InvalidInput);
    QCOMPARE(roles.error().where, std::string{"data.columns.label"});
    QVERIFY(roles.error().message.english().find("categorie") != std::string::npos);
    QCOMPARE(roles.error().hint.english(), std::string{"did you mean 'category'? Columns: text, category"});
    QCOMPARE(exitCode(roles.error().code), 2);
}

void TestRoles::aRoleOfAnotherTaskIsNamed()
{
    const auto table = m_folder.table("c.csv", "text,category\na,x\nb,y\n");
    const auto roles = data::rolesFor(*table, Form::Classes, {{"completion", "text"}});
    QVERIFY(!roles);
    QCOMPARE(roles.error().where, std::string{"data.columns.completion"});
    QVERIFY(roles.error().message.english().find("completion") != std::string::npos);
}

void TestRoles::aColumnHasOneRole()
{
    const auto table = m_folder.table("c.csv", "text,category\na,x\nb,y\n");
    const auto roles = data::rolesFor(*table, Form::Classes, {{"label", "text"}, {"text", "text"}});
    QVERIFY(!roles);
    QCOMPARE(roles.error().code, ErrorCode::InvalidInput);
    QVERIFY(roles.error().message.english().find("'text'") != std::string::npos);
}

void TestRoles::aMissingRoleIsNamedWithTheColumns()
{
    const auto table = m_folder.table("c.csv", "text,other\na,x y\nb,z w\n");
    const auto roles = data::rolesFor(*table, Form::Classes, {});
    QVERIFY(!roles);
    QCOMPARE(roles.error().where, std::string{"data.columns"});
    QVERIFY(roles.error().message.english().find("label") != std::string::npos);
    QVERIFY(roles.error().hint.english().find("text, other") != std::string::npos);
}

void TestRoles::textsAreReadByRole()
{
    const auto table = m_folder.table("t.csv", "a,b,c\nfirst,second, \nx,,y\n");
    const auto rows = data::Rows::of(*table, {{"text", "a"}, {"text2", "b"}, {"label", "c"}});
    QVERIFY(rows);
    QCOMPARE(rows->text(0).text, std::string_view{"first"});
    QCOMPARE(*rows->text(0).text2, std::string_view{"second"});
    QVERIFY(rows->text(0).label.empty()); // white space is no label
    QCOMPARE(rows->text(1).label, std::string_view{"y"});
    QVERIFY(!data::Rows::of(*table, {{"text", "d"}}));
}

void TestRoles::conversationsAreRead_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("system");
    QTest::addColumn<QString>("messages");
    QTest::addColumn<QString>("completion");
    const auto row = [](const char* name, const char* text, const char* system, const char* messages,
                        const char* completion) {
        QTest::newRow(name) << QByteArray{text} << QString{system} << QString{messages}
                            << QString{completion};
    };
    row("prompt", R"({"prompt":"p","completion":"c"})", "", "user:p", "c");
    row("prompt and input", R"({"instruction":"p","input":"i","output":"c"})", "", "user:p\n\ni", "c");
    row("empty input", R"({"instruction":"p","input":" ","output":"c"})", "", "user:p", "c");
    row("system", R"({"prompt":"p","completion":"c","system":"s"})", "s", "user:p", "c");
    row("OpenAI",
        R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"p"},{"role":"assistant","content":"c"}]})",
        "s", "user:p", "c");
    row("several turns",
        R"({"messages":[{"role":"user","content":"p"},{"role":"assistant","content":"c"},{"role":"user","content":"q"},{"role":"assistant","content":"d"},{"role":"user","content":"unanswered"}]})",
        "", "user:p|assistant:c|user:q", "d");
    row("an answer with weight 0",
        R"({"messages":[{"role":"user","content":"p"},{"role":"assistant","content":"c"},{"role":"user","content":"q"},{"role":"assistant","content":"d","weight":0}]})",
        "", "user:p", "c");
    row("ShareGPT",
        R"({"conversations":[{"from":"system","value":"s"},{"from":"human","value":"p"},{"from":"function_call","value":"f"},{"from":"observation","value":"o"},{"from":"gpt","value":"c"}]})",
        "s", "user:p|assistant:f|tool:o", "c");
    row("parts",
        R"({"messages":[{"role":"user","content":"p"},{"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]}]})",
        "", "user:p", "cd");
    row("lists as prompt and answer",
        R"({"prompt":[{"role":"user","content":"p"}],"completion":[{"role":"assistant","content":"c"}]})", "",
        "user:p", "c");
}

void TestRoles::conversationsAreRead()
{
    QFETCH(QByteArray, row);
    const auto table = m_folder.table("c.jsonl", row.toStdString());
    const auto roles = data::rolesFor(*table, Form::Answers, {});
    QVERIFY(roles);
    const auto rows = data::Rows::of(*table, *roles);
    QVERIFY(rows);
    const auto conversation = rows->conversation(0);
    QVERIFY2(conversation, conversation ? "" : conversation.error().message.english().c_str());
    QStringList messages;
    for (const auto& message : conversation->messages) {
        messages << QString::fromStdString(message.at("role").get<std::string>() + ":"
                                           + message.at("content").get<std::string>());
    }
    QTEST(QString::fromStdString(conversation->system), "system");
    QTEST(messages.join('|'), "messages");
    QTEST(QString::fromStdString(conversation->completion), "completion");
}

void TestRoles::brokenConversationsAreRefused_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const char* messages, const char* code) {
        QTest::newRow(name) << QByteArray{R"({"messages":)"} + messages + "}" << QString{code};
    };
    row("no JSON", R"("[{\"role\":")", "bad_json");
    row("no list", R"({"role":"user"})", "wrong_type");
    row("a text among them", R"(["hello"])", "wrong_type");
    row("nobody speaks", R"([{"content":"x"}])", "missing_field");
    row("an unknown speaker", R"([{"role":"judge","content":"x"}])", "bad_value");
    row("nothing said", R"([{"role":"user","content":null}])", "missing_field");
    row("no answer", R"([{"role":"user","content":"x"}])", "not_usable");
    row("an empty answer", R"([{"role":"user","content":"x"},{"role":"assistant","content":" "}])",
        "not_usable");
    row("an answer to nothing", R"([{"role":"system","content":"x"},{"role":"assistant","content":"y"}])",
        "not_usable");
}

void TestRoles::brokenConversationsAreRefused()
{
    QFETCH(QByteArray, row);
    const auto table = m_folder.table("b.jsonl", row.toStdString());
    const auto rows = data::Rows::of(*table, {{"messages", "messages"}});
    QVERIFY(rows);
    const auto conversation = rows->conversation(0);
    QVERIFY(!conversation);
    QTEST(QString::fromUtf8(errorName(conversation.error().code).data()), "code");
}

void TestRoles::datesGrowWithTime()
{
    const auto date = [](const char* text) { return data::dateOf(text).value_or(-1); };
    QVERIFY(date("2023-12-31") < date("2024-01-01"));
    QVERIFY(date("2024-01-31T23:59:59Z") < date("2024-02-01 00:00"));
    QVERIFY(date("9.3.2024") < date("10.3.2024"));
    QCOMPARE(date("2024-03-09"), date("9.3.2024"));
    QCOMPARE(date("20240309"), date("2024/3/9"));
    QVERIFY(date("1700000000") < date("1700000001"));
    for (const char* none :
         {"", "03/09/2024", "2024", "2024-13-01", "soon", "1.5", "2024-01-01x", "12.5.24"}) {
        QVERIFY2(!data::dateOf(none), none);
    }
}

void TestRoles::weightsAreNumbersFromZeroOn()
{
    QCOMPARE(data::weightOf(" 0.5 "), std::optional{0.5F});
    QCOMPARE(data::weightOf(""), std::optional{1.0F});
    for (const char* none : {"-1", "x", "nan", "inf", "1,5"}) {
        QVERIFY2(!data::weightOf(none), none);
    }
}

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
