// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/tokenizer/chat_template.h"

#include <ctime>

#include <QDir>
#include <QFile>
#include <QTest>

using namespace luthier;
using namespace luthier::tokenizer;

/// 20 conversations in 70 templates against what the reference made of them (tests/data/README.md).
class TestChatTemplate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyConversationRendersAsByTheReference_data();
    void everyConversationRendersAsByTheReference();
    void theTemplatesOwnWordsOfRefusalAreKept();
    void whatIsNoTemplateIsRefusedWithItsPlace();

private:
    Json m_conversations;
};

namespace {

const QString kFolder{TEST_DATA "/chat/"};

QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray{};
}

/// The moment at which the reference's clock stood, as this machine's own time.
std::chrono::system_clock::time_point stoppedClock()
{
    std::tm moment{};
    moment.tm_year = 2026 - 1900;
    moment.tm_mon = 6;
    moment.tm_mday = 4;
    moment.tm_hour = 9;
    moment.tm_min = 5;
    moment.tm_sec = 3;
    moment.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&moment));
}

/// What the reference handed to the template: the conversation, the switches of this case, the special
/// tokens.
Json variablesOf(const Json& conversation, const Json& golden)
{
    Json variables{
        {"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"}, {"pad_token", "<pad>"}};
    for (const auto& [key, value] : conversation.items()) {
        if (key != "kw") variables[key] = value;
    }
    variables["add_generation_prompt"] = golden["agp"];
    if (golden.contains("kw")) variables.update(golden["kw"]);
    return variables;
}

QByteArray label(const Json& golden, const std::string& found)
{
    return QByteArray::fromStdString(toJson(golden) + "\nfound " + toJson(Json(found)));
}

Expected<Rendered> rendered(const std::string& source, const Json& variables)
{
    LUTHIER_TRY(const auto chat, ChatTemplate::parse(source));
    return chat.render(variables, stoppedClock());
}

} // namespace

void TestChatTemplate::initTestCase()
{
    const auto conversations = readJson((kFolder + "conversations.json").toStdString());
    QVERIFY(conversations);
    m_conversations = *conversations;
    QCOMPARE(m_conversations.size(), std::size_t{20});
    QCOMPARE(QDir{kFolder + "templates"}.entryList({"*.jinja"}, QDir::Files).size(), 70);
}

void TestChatTemplate::everyConversationRendersAsByTheReference_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& file : QDir{kFolder + "templates"}.entryList({"*.jinja"}, QDir::Files)) {
        const auto name = file.chopped(6);
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestChatTemplate::everyConversationRendersAsByTheReference()
{
    QFETCH(const QString, name);
    const auto chat = ChatTemplate::parse(contentOf(kFolder + "templates/" + name + ".jinja").toStdString());
    QVERIFY2(chat, chat ? "" : chat.error().message.english().c_str());
    const auto lines = contentOf(kFolder + "golden/" + name + ".jsonl").trimmed().split('\n');
    QCOMPARE(lines.size(),
             44); // each conversation with and without a prompt to answer, and with its switches
    for (const auto& line : lines) {
        const auto golden = parseJson(line.toStdString(), "golden");
        QVERIFY(golden);
        const auto& conversation = m_conversations[(*golden)["conv"].get<std::string>()];
        const auto found = chat->render(variablesOf(conversation, *golden), stoppedClock());
        if (golden->contains("text")) {
            QVERIFY2(found, label(*golden, found ? "" : found.error().message.english()));
            QVERIFY2(found->text == (*golden)["text"], label(*golden, found->text));
            QVERIFY2(Json(found->generated) == golden->value("gen", Json::array()),
                     label(*golden, toJson(Json(found->generated))));
            continue;
        }
        QVERIFY2(!found, label(*golden, found ? found->text : ""));
        const auto said = found.error().message.english();
        QVERIFY(!said.empty());
        if ((*golden)["error"] != "TemplateError") continue; // Python's own words need not be ours
        QVERIFY2(found.error().code == ErrorCode::TemplateError, label(*golden, said));
        QVERIFY2(said == (*golden)["message"], label(*golden, said));
    }
}

void TestChatTemplate::theTemplatesOwnWordsOfRefusalAreKept()
{
    const auto found = rendered("{{ raise_exception('roles must alternate: ' ~ messages|length) }}",
                                {{"messages", Json::array()}});
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::TemplateError);
    QCOMPARE(found.error().message.english(), std::string{"roles must alternate: 0"});
}

void TestChatTemplate::whatIsNoTemplateIsRefusedWithItsPlace()
{
    const auto found = ChatTemplate::parse("{% for message in messages %}\n  {{ message.content }\n");
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::TemplateError);
    QVERIFY2(found.error().where.starts_with("2:"), found.error().where.c_str());
}

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "tst_chat_template.moc"
