// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sections.h"
#include "core/data/prepare.h"
#include "core/data/roles.h"
#include "tests/support/data_folder.h"
#include "tests/support/unlike_texts.h"

#include <algorithm>
#include <map>
#include <set>

using namespace luthier;
using data::Form;
using data::Part;
using test::unlikeText;

class TestPrepare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labelsAreSortedByName();
    void rowsThatCannotBeUsedAreCounted();
    void copiesAreToldFromConflicts();
    void labelsThatDifferInSpellingAreNamed();
    void oneClassBlocks();
    void noUsableRowBlocks();
    void everyLabelGetsItsShare();
    void aLabelSeenOnceIsLearned();
    void heldBackPartsHaveTwentyRowsIfTheDataAllow_data();
    void heldBackPartsHaveTwentyRowsIfTheDataAllow();
    void theSplitIsAFunctionOfRowsAndSeed();
    void theSplitDoesNotFollowTheOrderOfRows();
    void theFirstRowsOfASeedAreTheseForEver();
    void copiesNeverStandOnBothSides();
    void nearCopiesStayTogetherUnlessTheyMayNot();
    void groupsStayTogether();
    void aLargeClusterDoesNotSpoilTheShares();
    void byDateTheNewestAreHeldBack();
    void namedFilesAreUsedAsTheyAre();
    void rowsThatLeakAreCounted();
    void answersAreDealtWithoutLabels();
    void noHeldBackRowsIsSaid();
    void settingsThatDoNotFitAreNamed_data();
    void settingsThatDoNotFitAreNamed();
    void tooManyLabelsAreRefused();
    void banking77IsSplitByItsClasses();
    void instructionsAreReadAsAnswers();
    void theExampleHasItsPlantedFaults();

private:
    test::DataFolder m_folder;

    static config::Values settings(const config::Settings& given = {})
    {
        auto values = config::Values::checked("data", config::fieldsOf("data"), given);
        if (!values) qFatal("%s", values.error().message.english().c_str());
        return *values;
    }
    data::Tables tables(const std::string& text, const std::string& name = "p.csv") const
    {
        return {.train = m_folder.table(name, text), .validation = {}, .test = {}};
    }
    data::Prepared prepared(const std::string& text, const config::Settings& given = {},
                            std::uint64_t seed = 1) const
    {
        return prepared(tables(text), Form::Classes, given, seed);
    }
    static data::Prepared prepared(const data::Tables& tables, Form form, const config::Settings& given = {},
                                   std::uint64_t seed = 1)
    {
        const auto values = settings(given);
        const auto roles = data::rolesFor(*tables.train, form, values.texts("columns"));
        if (!roles) qFatal("%s", roles.error().message.english().c_str());
        auto result = data::prepare(tables, form, *roles, values, seed);
        if (!result) qFatal("%s", result.error().message.english().c_str());
        return *std::move(result);
    }
    static const data::Problem* problem(const data::Prepared& prepared, std::string_view code)
    {
        const auto found = std::ranges::find(prepared.problems, code, &data::Problem::code);
        return found == prepared.problems.end() ? nullptr : &*found;
    }
    /// `rows` rows of `classes` classes in turn.
    static std::string rows(int count, int classes)
    {
        std::string text = "text,label\n";
        for (int i = 0; i < count; ++i) {
            text += unlikeText(i) + ",class " + std::to_string(i % classes) + "\n";
        }
        return text;
    }
    static Part partOf(const data::Prepared& prepared, std::int64_t row)
    {
        for (const auto part : {Part::Train, Part::Validation, Part::Test}) {
            if (std::ranges::binary_search(prepared.of(part), row)) return part;
        }
        return Part::None;
    }
};

void TestPrepare::labelsAreSortedByName()
{
    const auto result = prepared("text,label\na b,zebra\nc d,ape\ne f,Bear\ng h,ape\n");
    QCOMPARE(result.labels, (std::vector<std::string>{"Bear", "ape", "zebra"}));
    QCOMPARE(result.balance.front().label, std::string{"ape"});
    QCOMPARE(result.balance.front().rows, std::int64_t{2});
}

void TestPrepare::rowsThatCannotBeUsedAreCounted()
{
    const auto result = prepared("text,label\none,x\n,y\n \xc2\xa0,y\ntwo,\nthree, \nfour,y\n");
    QCOMPARE(result.rows, std::int64_t{6});
    QCOMPARE(result.usable, std::int64_t{2});
    QCOMPARE(result.empty, std::int64_t{2});
    QCOMPARE(result.unlabelled, std::int64_t{2});
    const auto* empty = problem(result, "empty_text");
    QVERIFY(empty);
    QCOMPARE(empty->rows, (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(empty->where, std::string{"p.csv:3"});
    QVERIFY(problem(result, "missing_label"));
    QCOMPARE(partOf(result, 1), Part::None);
}

void TestPrepare::copiesAreToldFromConflicts()
{
    const auto result
        = prepared("text,label\nSame  text,x\nsame text ,x\nother,y\nOTHER,z\nother,y\nlone,x\n");
    QCOMPARE(result.exactCopies, std::int64_t{2});
    QCOMPARE(result.conflicting, std::int64_t{3});
    QCOMPARE(problem(result, "exact_copies")->rows, (std::vector<std::int64_t>{1, 4}));
    QCOMPARE(problem(result, "conflicting_labels")->rows, (std::vector<std::int64_t>{2, 3, 4}));
    QCOMPARE(result.usable, std::int64_t{6});
}

void TestPrepare::labelsThatDifferInSpellingAreNamed()
{
    const auto result = prepared("text,label\na b,Spam\nc d,spam\ne f,spam \ng h,ham\n");
    QCOMPARE(std::ranges::count(result.problems, "label_spelling", &data::Problem::code), std::ptrdiff_t{2});
    QVERIFY(problem(result, "label_spelling")->message.english().find("'spam'") != std::string::npos);
}

void TestPrepare::oneClassBlocks()
{
    const auto result = prepared("text,label\na,x\nb,x\nc,x\n");
    QVERIFY(result.problems.front().blocking);
    QCOMPARE(result.problems.front().code, std::string{"one_class"});
    QVERIFY(result.problems.front().message.english().find("'x'") != std::string::npos);
}

void TestPrepare::noUsableRowBlocks()
{
    const auto result = prepared("text,label\n,x\nb,\n");
    QCOMPARE(result.problems.front().code, std::string{"no_text"});
    QVERIFY(result.problems.front().blocking);
    QVERIFY(result.split.train.empty());
}

void TestPrepare::everyLabelGetsItsShare()
{
    const auto result = prepared(rows(1'000, 7));
    QCOMPARE(result.split.validation.size(), std::size_t{100});
    QCOMPARE(result.split.test.size(), std::size_t{100});
    QCOMPARE(result.split.train.size(), std::size_t{800});
    std::map<std::int64_t, int> labels;
    for (const auto row : result.split.validation) {
        ++labels[row % 7];
    }
    QCOMPARE(labels.size(), std::size_t{7});
    for (const auto& [label, count] : labels) {
        QVERIFY(count >= 13 && count <= 16); // 14.3 each
    }
}

void TestPrepare::aLabelSeenOnceIsLearned()
{
    const auto text = rows(100, 4) + "a lonely row,lonely\nnot alone,pair\nalso not alone,pair\n";
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        const auto result = prepared(text, {{"validation", config::Setting::map({{"split", "0.4"}})}}, seed);
        QCOMPARE(partOf(result, 100), Part::Train);
        QVERIFY(partOf(result, 101) == Part::Train || partOf(result, 102) == Part::Train);
        QCOMPARE(problem(result, "label_once")->rows, std::vector<std::int64_t>{100});
    }
}

void TestPrepare::heldBackPartsHaveTwentyRowsIfTheDataAllow_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("heldBack");
    QTest::newRow("many") << 1000 << 100;
    QTest::newRow("200") << 200 << 20;
    QTest::newRow("150") << 150 << 20;
    QTest::newRow("100") << 100 << 20;
    QTest::newRow("50: a fifth") << 50 << 10;
    QTest::newRow("10: a fifth") << 10 << 2;
}

void TestPrepare::heldBackPartsHaveTwentyRowsIfTheDataAllow()
{
    QFETCH(int, rows);
    QFETCH(int, heldBack);
    const auto result = prepared(TestPrepare::rows(rows, 2));
    QCOMPARE(result.split.validation.size(), static_cast<std::size_t>(heldBack));
    QCOMPARE(result.split.test.size(), static_cast<std::size_t>(heldBack));
    QCOMPARE(problem(result, "few_held_back") != nullptr, heldBack < 100);
}

void TestPrepare::theSplitIsAFunctionOfRowsAndSeed()
{
    const auto text = rows(300, 3);
    const auto first = prepared(text).split, again = prepared(text).split,
               other = prepared(text, {}, 2).split;
    QCOMPARE(first.train, again.train);
    QCOMPARE(first.validation, again.validation);
    QCOMPARE(first.test, again.test);
    QVERIFY(first.validation != other.validation);
}

void TestPrepare::theSplitDoesNotFollowTheOrderOfRows()
{
    std::vector<std::string> lines;
    for (int i = 0; i < 300; ++i) {
        lines.push_back(unlikeText(i) + ",class " + std::to_string(i % 3) + "\n");
    }
    const auto heldBack = [&] {
        std::string text = "text,label\n";
        for (const auto& line : lines) {
            text += line;
        }
        std::set<std::string> texts;
        for (const auto row : prepared(text).split.validation) {
            texts.insert(lines[static_cast<std::size_t>(row)]);
        }
        return texts;
    };
    const auto before = heldBack();
    std::ranges::reverse(lines);
    QVERIFY(before == heldBack());
}

void TestPrepare::theFirstRowsOfASeedAreTheseForEver()
{
    // A golden of our own: whoever changes it changes the held-back rows of everybody's runs.
    const auto split = prepared(rows(100, 2)).split;
    const std::vector<std::int64_t> first{split.validation.begin(), split.validation.begin() + 5};
    QCOMPARE(first, (std::vector<std::int64_t>{3, 5, 13, 18, 23}));
}

void TestPrepare::copiesNeverStandOnBothSides()
{
    std::string text = "text,label\n";
    for (int i = 0; i < 400; ++i) {
        text
            += unlikeText(i % 150) + (i % 2 == 0 ? "" : " ") + ",class " + std::to_string(i % 150 % 2) + "\n";
    }
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto result = prepared(text, {}, seed);
        QVERIFY(result.split.validation.size() >= 30);
        for (std::int64_t row = 150; row < 400; ++row) {
            QCOMPARE(partOf(result, row), partOf(result, row % 150));
        }
    }
}

void TestPrepare::nearCopiesStayTogetherUnlessTheyMayNot()
{
    std::string text = "text,label\n";
    for (int i = 0; i < 200; ++i) { // each text of 60 characters twice, one letter apart
        text += unlikeText(i) + unlikeText(i + 1000) + ",x" + std::to_string(i % 2) + "\n" + unlikeText(i)
            + unlikeText(i + 1000) + "s,x" + std::to_string(i % 2) + "\n";
    }
    const auto together = prepared(text);
    QCOMPARE(together.nearCopies, std::int64_t{200});
    for (std::int64_t row = 0; row < 400; row += 2) {
        QCOMPARE(partOf(together, row), partOf(together, row + 1));
    }
    const auto apart = prepared(text, {{"near_copies", "apart"}});
    QCOMPARE(apart.nearCopies, std::int64_t{200});
    int divided = 0;
    for (std::int64_t row = 0; row < 400; row += 2) {
        divided += partOf(apart, row) == partOf(apart, row + 1) ? 0 : 1;
    }
    QVERIFY(divided > 30);
}

void TestPrepare::groupsStayTogether()
{
    std::string text = "text,label,patient\n";
    for (int i = 0; i < 600; ++i) {
        text += unlikeText(i) + ",x" + std::to_string(i % 2) + ",p" + std::to_string(i % 60) + "\n";
    }
    for (const char* by : {"random", "group"}) {
        const auto result = prepared(text, {{"split_by", by}});
        QVERIFY(result.split.validation.size() >= 50);
        for (std::int64_t row = 60; row < 600; ++row) {
            QCOMPARE(partOf(result, row), partOf(result, row % 60));
        }
    }
}

void TestPrepare::aLargeClusterDoesNotSpoilTheShares()
{
    std::string text = rows(200, 2);
    for (int i = 0; i < 150; ++i) {
        text += "always the same,class 0\n";
    }
    const auto result = prepared(text);
    QVERIFY(result.split.validation.size() >= 30 && result.split.validation.size() <= 40); // 35 wanted
    QCOMPARE(partOf(result, 200), Part::Train);
}

void TestPrepare::byDateTheNewestAreHeldBack()
{
    std::string dated = "text,label,date\n";
    for (int i = 0; i < 100; ++i) {
        const auto day = QString{"2024-%1-%2"}
                             .arg(1 + i / 28, 2, 10, QChar{'0'})
                             .arg(1 + i % 28, 2, 10, QChar{'0'})
                             .toStdString();
        dated += unlikeText(i) + ",x" + std::to_string(i % 2) + "," + (i == 95 ? "unknown" : day) + "\n";
    }
    const auto result = prepared(dated, {{"split_by", "date"}});
    for (std::int64_t row = 0; row < 100; ++row) {
        const auto expected = row == 95 || row < 59 ? Part::Train : row < 79 ? Part::Validation : Part::Test;
        QCOMPARE(partOf(result, row), expected);
    }
    QCOMPARE(problem(result, "bad_date")->rows, std::vector<std::int64_t>{95});
}

void TestPrepare::namedFilesAreUsedAsTheyAre()
{
    auto files = tables(rows(200, 2));
    files.validation = m_folder.table("v.csv",
                                      "text,label\n" + unlikeText(900) + ",class 0\n" + unlikeText(901)
                                          + ",class 1\n" + unlikeText(902) + ",unheard of\n");
    const auto result = prepared(files, Form::Classes, {{"validation", "v.csv"}, {"test", "none"}});
    QCOMPARE(result.split.train.size(), std::size_t{200});
    QCOMPARE(result.split.validation, (LargeVector<std::int64_t>{0, 1}));
    QVERIFY(result.split.test.empty());
    QVERIFY(problem(result, "unknown_label"));
    QCOMPARE(result.labels.size(), std::size_t{2});
    QCOMPARE(&files.of(Part::Validation), files.validation.get());
    QCOMPARE(&files.of(Part::Test), files.train.get());
}

void TestPrepare::rowsThatLeakAreCounted()
{
    auto files = tables(rows(200, 2));
    files.test = m_folder.table(
        "t.csv", "text,label\n" + unlikeText(5) + ",class 1\n" + unlikeText(901) + ",class 1\n");
    const auto result = prepared(files, Form::Classes, {{"validation", "none"}, {"test", "t.csv"}});
    QVERIFY(problem(result, "leaked_rows"));
    QCOMPARE(problem(result, "leaked_rows")->count, std::int64_t{1});
}

void TestPrepare::answersAreDealtWithoutLabels()
{
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "{\"instruction\":\"Say\",\"input\":\"" + unlikeText(i) + "\",\"output\":\""
            + unlikeText(i + 500) + "\"}\n";
    }
    text += "{\"instruction\":\"Say\",\"input\":\"x\",\"output\":\"\"}\n{\"instruction\":\"\",\"output\":"
            "\"y\"}\n";
    const auto result = prepared(tables(text, "a.jsonl"), Form::Answers);
    QCOMPARE(result.usable, std::int64_t{100});
    QCOMPARE(result.empty, std::int64_t{2});
    QVERIFY(result.labels.empty() && result.balance.empty());
    QCOMPARE(result.split.validation.size(), std::size_t{20});
    QVERIFY(problem(result, "empty_answer"));
}

void TestPrepare::noHeldBackRowsIsSaid()
{
    const auto result = prepared(rows(100, 2), {{"validation", "none"}, {"test", "none"}});
    QCOMPARE(result.split.train.size(), std::size_t{100});
    QVERIFY(problem(result, "no_held_back"));
}

void TestPrepare::settingsThatDoNotFitAreNamed_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("no group") << "split_by"
                              << "group"
                              << "invalid_input";
    QTest::newRow("no date") << "split_by"
                             << "date"
                             << "invalid_input";
    QTest::newRow("corrections") << "corrections"
                                 << "c.jsonl"
                                 << "unsupported";
    QTest::newRow("mix") << "mix"
                         << "m.jsonl"
                         << "unsupported";
}

void TestPrepare::settingsThatDoNotFitAreNamed()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    const auto files = tables(rows(20, 2));
    const auto result = data::prepare(files, Form::Classes, {{"text", "text"}, {"label", "label"}},
                                      settings({{key.toStdString(), value.toStdString()}}), 1);
    QVERIFY(!result);
    QCOMPARE(result.error().where, "data." + key.toStdString());
    QTEST(QString::fromUtf8(errorName(result.error().code).data()), "code");
    const auto all = data::prepare(files, Form::Classes, {{"text", "text"}, {"label", "label"}},
                                   settings({{"validation", config::Setting::map({{"split", "0.9"}})},
                                             {"test", config::Setting::map({{"split", "0.09"}})}}),
                                   1);
    QVERIFY(!all);
    QCOMPARE(all.error().where, std::string{"data.validation"});
    QVERIFY(all.error().message.english().find("0.99") != std::string::npos);
}

void TestPrepare::tooManyLabelsAreRefused()
{
    const auto result = data::prepare(tables(rows(10'001, 10'001)), Form::Classes,
                                      {{"text", "text"}, {"label", "label"}}, settings(), 1);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Limit);
    QVERIFY(result.error().message.english().find("10000") != std::string::npos);
}

void TestPrepare::banking77IsSplitByItsClasses()
{
    const auto table = data::Table::open(TEST_DATA "/datasets/banking77/train.csv");
    QVERIFY(table);
    QCOMPARE((*table)->rows(), std::int64_t{10'003});
    QVERIFY((*table)->source().setAside.empty());
    QCOMPARE((*table)->line(10'002), std::int64_t{10'017});
    const auto result = prepared({.train = *table, .validation = {}, .test = {}}, Form::Classes);
    QCOMPARE(result.labels.size(), std::size_t{77});
    QCOMPARE(result.usable, std::int64_t{10'003});
    QCOMPARE(result.split.validation.size(), std::size_t{1000});
    QCOMPARE(result.split.test.size(), std::size_t{1000});
    QCOMPARE(result.exactCopies, std::int64_t{4});
}

void TestPrepare::instructionsAreReadAsAnswers()
{
    const auto table = data::Table::open(TEST_DATA "/datasets/instruction/instruction-data.json");
    QVERIFY(table);
    QCOMPARE((*table)->source().format, std::string{"alpaca"});
    QCOMPARE((*table)->rows(), std::int64_t{1100});
    QCOMPARE(data::guessForms(**table).front().form, Form::Answers);
    const auto result = prepared({.train = *table, .validation = {}, .test = {}}, Form::Answers);
    QCOMPARE(result.usable, std::int64_t{1100});
    QCOMPARE(result.split.train.size(), std::size_t{880});
    QCOMPARE(result.split.validation.size(), std::size_t{110});
}

void TestPrepare::theExampleHasItsPlantedFaults()
{
    const auto table = data::Table::open(SOURCE_DIR "/resources/example/snips.jsonl");
    QVERIFY(table);
    const auto result = prepared({.train = *table, .validation = {}, .test = {}}, Form::Classes);
    QCOMPARE(result.usable, std::int64_t{2000});
    QCOMPARE(result.labels.size(), std::size_t{7});
    QCOMPARE(result.nearCopies, std::int64_t{6});
    QCOMPARE(result.conflicting, std::int64_t{4}); // two texts with a right and a wrong intent each
    QCOMPARE(result.exactCopies, std::int64_t{0});
    const auto rows = data::Rows::of(**table, result.roles);
    QVERIFY(rows);
    int veryLong = 0;
    for (std::int64_t row = 0; row < 2000; ++row) {
        veryLong += rows->text(row).text.size() > 1000 ? 1 : 0;
    }
    QCOMPARE(veryLong, 1);
}

QTEST_GUILESS_MAIN(TestPrepare)
#include "tst_prepare.moc"
