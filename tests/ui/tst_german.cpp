// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/read_value.h"
#include "core/config/recipe_yaml.h"
#include "core/config/sections.h"
#include "core/data/problems.h"
#include "core/runs/comparison.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/data_folder.h"
#include "tests/support/english_left.h"
#include "tests/support/fake_desk.h"
#include "tests/support/verdict_stories.h"
#include "ui/actions.h"
#include "ui/bridge/language.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"

using namespace luthier;
using namespace luthier::tests;

/// German as it is asked for, and what was asked for in vain.
class Listener final : public QTranslator {
public:
    Listener()
    {
        if (!m_german.load(":/i18n/luthier_de")) qFatal("the translation is not in the program");
    }
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* comment, int n) const override
    {
        static const QRegularExpression qts{"^Q[A-Z]"};
        static const QRegularExpression letters{"[A-Za-z]"};
        const QString said = m_german.translate(context, source, comment, n);
        const QString room = QString::fromUtf8(context);
        const QString words = QString::fromUtf8(source);
        const bool ours
            = !room.contains(qts) && QString{words}.remove(QRegularExpression{"%[1-9n]"}).contains(letters);
        if (said.isEmpty() && ours) m_missing << room + ": " + words;
        return said;
    }
    QStringList missing() const { return m_missing; }

private:
    QTranslator m_german;
    mutable QStringList m_missing;
};

/// What core says is German throughout: no English phrase inside a German sentence, no English number.
class TestGerman : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWouldStayEnglishIsFound();
    void rowsThatCannotBeRead_data();
    void rowsThatCannotBeRead();
    void filesThatAreNoTable_data();
    void filesThatAreNoTable();
    void settingsThatCannotBe_data();
    void settingsThatCannotBe();
    void recipesThatAreNoYaml_data();
    void recipesThatAreNoYaml();
    void tokenizersThatAreWrong_data();
    void tokenizersThatAreWrong();
    void verdicts();
    void aBaselineHasAGermanName();
    void everyPageAsksForGermanThatIsThere();

private:
    test::DataFolder m_folder;
    German m_german;
};

static QString germanOf(const Text& text)
{
    ui::Language language;
    language.use("de");
    const QString said = ui::words(text);
    language.use("en");
    return said;
}

/// The helper that all rows below rely on.
void TestGerman::whatWouldStayEnglishIsFound()
{
    QCOMPARE(m_german.englishIn({"nobody ever translated this"}).size(), 1);
    QCOMPARE(m_german.englishIn({"%1: %2", "notes.csv", Text{"nor this %1", 1}}).size(), 1);
    QCOMPARE(m_german.englishIn({"%1", "a list"}).size(), 1); // a phrase of ours as a plain string
    for (const char* number : {"3.4 GB", "12.5 %", "0.85", "40 s"}) {
        QCOMPARE(m_german.englishIn({"%1", number}).size(), 1);
    }
    QCOMPARE(m_german.englishIn({"%1: %2", "notes.csv", Text{"a list"}}), QStringList{});
}

void TestGerman::rowsThatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("said"); // a part of it
    QTest::newRow("no value") << QByteArray{R"({"text": })"} << "Schreibfehler in einem Wert";
    QTest::newRow("cut") << QByteArray{R"({"text": "a")"} << "das Ende der Eingabe";
    QTest::newRow("word") << QByteArray{R"({"text": nil})"} << "unbekanntes Wort";
    QTest::newRow("quote") << QByteArray{R"({"text": "a})"} << "Anführungszeichen fehlt";
    QTest::newRow("key") << QByteArray{R"({'text': "a"})"} << "Schreibfehler in einem Schlüssel";
    QTest::newRow("colon") << QByteArray{R"({"text" "a"})"} << "zwischen Schlüssel und Wert";
    QTest::newRow("comma") << QByteArray{R"({"text": "a" "b": 1})"} << "Schreibfehler in einem Objekt";
    QTest::newRow("list") << QByteArray{R"({"text": [1 2]})"} << "Schreibfehler in einer Liste";
    QTest::newRow("number") << QByteArray{R"({"text": -x})"} << "nach „-“ fehlt eine Ziffer";
    QTest::newRow("escape") << QByteArray{R"({"text": "\q"})"} << "unerlaubtes Zeichen nach dem Rückstrich";
    QTest::newRow("control") << QByteArray{"{\"text\": \"\x01\"}"} << "muss als \\u0001 geschrieben werden";
    QTest::newRow("tab") << QByteArray{"{\"text\": \"\t\"}"} << "\\u0009 oder \\t";
    QTest::newRow("twice") << QByteArray{R"({"text": 1, "text": 2})"} << "der Schlüssel „text“";
    QTest::newRow("a list") << QByteArray{"[1]"} << "eine Liste statt eines Objekts";
    QTest::newRow("a text") << QByteArray{R"("a")"} << "ein Text statt eines Objekts";
}

void TestGerman::rowsThatCannotBeRead()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, said);
    std::string rows; // two broken ones, so that they are also counted together
    for (int i = 0; i < 40; ++i) {
        rows += i % 20 == 7 ? line.toStdString() + "\n"
                            : R"({"text": "a", "label": "x"})"
                              "\n";
    }
    const auto table = m_folder.table("rows.jsonl", rows, {"jsonl"});
    const auto kinds = data::setAsideByKind(table->source());
    QCOMPARE(kinds.size(), std::size_t{1});
    QCOMPARE(m_german.englishIn(kinds.front().message), QStringList{});
    QCOMPARE(m_german.englishIn(*data::firstFault(table->source())), QStringList{});
    QCOMPARE(m_german.englishIn(table->source().reason), QStringList{});
    const QString german = germanOf(kinds.front().message);
    QVERIFY2(german.startsWith("2 Zeilen konnten nicht gelesen werden") && german.contains(said),
             qPrintable(german));
    const auto again = data::Table::open(m_folder.path("rows.jsonl"), {"jsonl"}); // out of the cache
    QVERIFY(again);
    QCOMPARE(germanOf(data::setAsideByKind((*again)->source()).front().message), german);
}

void TestGerman::filesThatAreNoTable_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("gzip") << QByteArray{"\x1f\x8b\x08\0", 4};
    QTest::newRow("workbook") << QByteArray{"PK\x03\x04 xl/worksheets"};
    QTest::newRow("markup") << QByteArray{"<!DOCTYPE html><html></html>"};
    QTest::newRow("binary") << QByteArray(4096, '\0');
    QTest::newRow("quote") << QByteArray{"text,label\n\"a,b\nc,d\n"};
    QTest::newRow("cut list") << QByteArray{"[{\"a\": 1}, {\"a\": "};
    QTest::newRow("empty") << QByteArray{};
}

void TestGerman::filesThatAreNoTable()
{
    QFETCH(QByteArray, bytes);
    const auto table = m_folder.open("file", bytes.toStdString());
    QVERIFY(!table);
    QCOMPARE(m_german.englishIn(table.error()), QStringList{});
}

void TestGerman::settingsThatCannotBe_data()
{
    QTest::addColumn<QString>("section");
    for (const auto& section : config::sections()) {
        QTest::newRow(std::string{section.key}.c_str()) << QString::fromStdString(std::string{section.key});
    }
}

void TestGerman::settingsThatCannotBe()
{
    QFETCH(QString, section);
    config::Setting list;
    list.kind = config::Setting::Kind::List;
    list.items = {config::Setting{"nonsense"}};
    for (const config::Field& field : config::fieldsOf(section.toStdString())) {
        QStringList ofTheRecipe; // its words are the same in every language
        for (const config::Option& option : field.words) {
            ofTheRecipe << QString::fromStdString(std::string{option.value});
        }
        for (const auto& setting :
             {config::Setting{"nonsense"}, config::Setting{"-1e9"}, config::Setting{"atuo"}, list}) {
            const auto outcome = config::valueOf(field, setting);
            const auto* const fault = std::get_if<Text>(&outcome);
            if (fault == nullptr) continue;
            QCOMPARE(m_german.englishIn(*fault, ofTheRecipe), QStringList{});
            QCOMPARE(m_german.englishIn(config::hintFor(field, setting), ofTheRecipe), QStringList{});
        }
    }
    const config::Field rate{"rate", "", "", "", config::Real{0.5, 0.0001, 0.95}, {}};
    const auto outcome = config::valueOf(rate, config::Setting{"1.5"});
    QCOMPARE(germanOf(std::get<Text>(outcome)),
             QString{"1,5 liegt außerhalb des erlaubten Bereichs, 0,0001 bis 0,95"});
    QCOMPARE(germanOf(config::hintFor(rate, config::Setting{"1.5"})), QString{"erlaubt: 0,0001 … 0,95"});
}

void TestGerman::recipesThatAreNoYaml_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("bracket") << QByteArray{"data: [a, b"};
    QTest::newRow("brace") << QByteArray{"data: {a: b"};
    QTest::newRow("colon") << QByteArray{"name: a: b"};
    QTest::newRow("indentation") << QByteArray{"data:\n  train: a\n validation: b\n"};
    QTest::newRow("quote") << QByteArray{"name: \"a"};
    QTest::newRow("tab") << QByteArray{"data:\n\ttrain: a\n"};
    QTest::newRow("anchor") << QByteArray{"name: *a"};
    QTest::newRow("keys") << QByteArray{"luthier: 2\nnam: a\ntrain: 3\n"};
}

void TestGerman::recipesThatAreNoYaml()
{
    QFETCH(QByteArray, yaml);
    const auto recipe = config::recipeFromYaml(yaml.toStdString(), "recipe.yaml");
    QVERIFY(!recipe);
    QCOMPARE(m_german.englishIn(recipe.error()), QStringList{});
    const QString said
        = germanOf(recipe.error().message); // a library's words that are not known stay English
    QVERIFY2(!said.contains("illegal") && !said.contains(" not "), qPrintable(said));
}

void TestGerman::tokenizersThatAreWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("a list") << QByteArray{"[]"};
    QTest::newRow("a number") << QByteArray{R"({"version": "1.0", "model": 3})"};
    QTest::newRow("a text") << QByteArray{R"({"version": "1.0", "model": {"type": true}})"};
    QTest::newRow("no JSON") << QByteArray{R"({"version": )"};
}

void TestGerman::tokenizersThatAreWrong()
{
    QFETCH(QByteArray, json);
    m_folder.write("tokenizer.json", json.toStdString());
    const auto tokenizer = tokenizer::Tokenizer::fromFolder(m_folder.path(""));
    QVERIFY(!tokenizer);
    QCOMPARE(m_german.englishIn(tokenizer.error()), QStringList{});
}

void TestGerman::verdicts()
{
    int seen = 0;
    const std::vector<double> fallen = fall(12);
    auto risen = fallen;
    for (std::size_t i = 6; i < risen.size(); ++i) {
        risen[i] = risen[i - 1] * 1.08;
    }
    for (const Curves& curves :
         {together(fallen), Curves{risen, fallen}, together(risen), together(std::vector<double>(12, 2.0))}) {
        for (const VerdictGiven& verdict : Run{}.verdicts(curves)) {
            QCOMPARE(m_german.englishIn(verdict.text), QStringList{});
            for (const Text& advice : verdict.advice) {
                QCOMPARE(m_german.englishIn(advice), QStringList{});
                ++seen;
            }
        }
    }
    QVERIFY(seen > 10);
}

void TestGerman::aBaselineHasAGermanName()
{
    std::vector<runs::Compared> rows(2);
    rows[0].name = QT_TRANSLATE_NOOP("core", "most frequent class");
    rows[0].baseline = true;
    rows[1].name = "Lauf 1";
    for (auto& row : rows) {
        row.evaluation = {.part = "test", .labels = {"no", "yes"}};
        for (int i = 0; i < 1500; ++i) {
            const bool right = !row.baseline || i % 2 == 0;
            row.evaluation.answers.push_back({.row = i,
                                              .input = "row",
                                              .expected = "yes",
                                              .answer = right ? "yes" : "no",
                                              .loss = right ? 0.1 : 2,
                                              .right = right});
        }
        runs::measure(row.evaluation);
    }
    const Text answer = runs::compareEvaluations(std::move(rows)).answer;
    QCOMPARE(m_german.englishIn(answer), QStringList{});
    const QString said = germanOf(answer);
    QVERIFY2(said.contains("häufigste Klasse") && said.contains("50,0") && said.contains("1.500"),
             qPrintable(said));
}

/// A text may have a translation and not be found: lupdate and the program must agree on its context.
void TestGerman::everyPageAsksForGermanThatIsThere()
{
    Listener listener;
    QCoreApplication::installTranslator(&listener);
    {
        ui::Theme theme;
        FakeDesk desk{theme};
        desk.window.show();
        desk.fillDraft();
        Q_EMIT desk.window.page("check").findChild<ui::EmptyState*>()->acted();
        desk.window.actions()["start"].trigger();
        for (const ui::PageEntry& page : ui::allPages()) {
            desk.settle();
            desk.window.goTo(QString::fromStdString(std::string{page.stem}));
        }
        desk.settle();
    }
    QCoreApplication::removeTranslator(&listener);
    QVERIFY2(listener.missing().isEmpty(), qPrintable(listener.missing().join('\n')));
}

QTEST_MAIN(TestGerman)
#include "tst_german.moc"
