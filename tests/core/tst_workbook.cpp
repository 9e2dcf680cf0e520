// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/table.h"
#include "tests/support/data_folder.h"

using namespace luthier;

namespace {

std::filesystem::path workbook(const QString& name)
{
    return std::filesystem::path{TEST_DATA "/workbooks"} / name.toStdString();
}

/// A row with "·" between its cells, and "∅" where there is none.
QString shownRow(const data::Table& table, std::int64_t row)
{
    QStringList cells;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        const auto cell = table.cell(row, i);
        cells << (cell ? QString::fromUtf8(cell->data(), static_cast<qsizetype>(cell->size()))
                       : QString{"∅"});
    }
    return cells.join("·");
}

} // namespace

/// Files made with openpyxl 3.1.5, and by hand (tests/data/README.md, workbooks).
class TestWorkbook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstSheetIsRead();
    void anotherSheetCanBeChosen_data();
    void anotherSheetCanBeChosen();
    void aSheetThatIsNotThereIsNamed();
    void oldDatesInlineTextsAndCellsWithoutAPlaceAreRead();
    void theHeaderCanBeChosen();
    void anEmptySheetHasNoRows();
    void aDamagedFileIsRefused_data();
    void aDamagedFileIsRefused();

private:
    test::DataFolder m_folder; ///< with a cache of its own
};

void TestWorkbook::theFirstSheetIsRead()
{
    const auto table = data::Table::open(workbook("questions.xlsx"));
    QVERIFY2(table, table ? "" : table.error().message.english().c_str());
    QCOMPARE((*table)->source().format, std::string{"xlsx"});
    QCOMPARE((*table)->source().settings.at("sheet").text, std::string{"Fragen"});
    QCOMPARE((*table)->columns(),
             (std::vector<std::string>{"text", "label", "when", "amount", "ok", "column F", "column G"}));
    const QStringList expected{
        "Wo ist meine Karte?·card·2026-01-31·3·TRUE·∅·∅",
        "Zeile eins\nZeile zwei; mit \"Zitat\", Komma·zwei·2026-02-28 13:05:09·0.1·FALSE·∅·∅",
        "😀 & <b>·∅·1900-02-28·1234567890123.5·∅·∅·∅",
        "fett und schräg·x·06:30:00·-2.5E-07·∅·∅·∅",
        "letzte·∅·∅·∅·∅·∅·weit rechts",
        "verbunden·∅·1E+20·∅·∅·∅·∅",
    };
    QCOMPARE((*table)->rows(), static_cast<std::int64_t>(expected.size()));
    for (std::int64_t row = 0; row < (*table)->rows(); ++row) {
        QCOMPARE(shownRow(**table, row), expected[row]);
    }
    QCOMPARE((*table)->line(2), std::int64_t{5}); // an empty row stands before it
    QVERIFY((*table)->source().reason.english().find("2 sheets") != std::string::npos);
}

void TestWorkbook::anotherSheetCanBeChosen_data()
{
    QTest::addColumn<QString>("sheet");
    QTest::newRow("by name") << "Zweites Blatt";
    QTest::newRow("by number") << "2";
}

void TestWorkbook::anotherSheetCanBeChosen()
{
    QFETCH(QString, sheet);
    const auto table
        = data::Table::open(workbook("questions.xlsx"), {"xlsx", {{"sheet", sheet.toStdString()}}});
    QVERIFY(table);
    QCOMPARE((*table)->rows(), std::int64_t{2}); // a first row with a number in it names nothing
    QCOMPARE(shownRow(**table, 1), QString{"2·b"});
}

void TestWorkbook::aSheetThatIsNotThereIsNamed()
{
    const auto table
        = data::Table::open(workbook("questions.xlsx"), {"xlsx", {{"sheet", std::string{"Drittes"}}}});
    QVERIFY(!table);
    QCOMPARE(table.error().where, std::string{"data.format.sheet"});
    QVERIFY(table.error().hint.english().find("Fragen, Zweites Blatt") != std::string::npos);
}

void TestWorkbook::oldDatesInlineTextsAndCellsWithoutAPlaceAreRead()
{
    const auto table = data::Table::open(workbook("by_hand.xlsx"));
    QVERIFY(table);
    QCOMPARE((*table)->rows(), std::int64_t{2});
    QCOMPARE(shownRow(**table, 0), QString{"a\nb·1904-01-01·2.5·#N/A·TRUE"});
    QCOMPARE(shownRow(**table, 1), QString{"ohne Ort·0.01·∅·∅·∅"});
    QCOMPARE((*table)->line(0), std::int64_t{3});
    QCOMPARE((*table)->line(1), std::int64_t{4});
}

void TestWorkbook::theHeaderCanBeChosen()
{
    const auto table
        = data::Table::open(workbook("questions.xlsx"), {"xlsx", {{"header", std::string{"false"}}}});
    QVERIFY(table);
    QCOMPARE((*table)->columns().front(), std::string{"column A"});
    QCOMPARE(shownRow(**table, 0), QString{"text·label·when·amount·ok·∅·∅"});
}

void TestWorkbook::anEmptySheetHasNoRows()
{
    const auto table = data::Table::open(workbook("empty.xlsx"));
    QVERIFY(table);
    QCOMPARE((*table)->rows(), std::int64_t{0});
}

void TestWorkbook::aDamagedFileIsRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word"); // in message or place
    QTest::newRow("cut in the middle") << "cut.xlsx" << ErrorCode::BadValue << "damaged";
    QTest::newRow("without the sheet")
        << "no_sheet_part.xlsx" << ErrorCode::MissingFile << "worksheets/other.xml";
    QTest::newRow("not a workbook") << "no_workbook.xlsx" << ErrorCode::MissingFile << "xl/workbook.xml";
    QTest::newRow("XML that ends") << "broken_xml.xlsx" << ErrorCode::BadValue
                                   << "xl/worksheets/sheet1.xml:2:";
    QTest::newRow("entities of its own") << "entities.xlsx" << ErrorCode::BadValue << "entities";
    QTest::newRow("a thousand times larger") << "bomb.xlsx" << ErrorCode::Limit << "250";
}

void TestWorkbook::aDamagedFileIsRefused()
{
    QFETCH(QString, file);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    const auto table = data::Table::open(workbook(file));
    QVERIFY(!table);
    QCOMPARE(errorName(table.error().code), errorName(code));
    const auto words = QString::fromStdString(table.error().message.english() + " " + table.error().where);
    QVERIFY2(words.contains(word), qPrintable(words));
    QVERIFY(words.contains(file));
}

QTEST_GUILESS_MAIN(TestWorkbook)
#include "tst_workbook.moc"
