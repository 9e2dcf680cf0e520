// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/places.h"
#include "core/data/import.h"
#include "tests/support/data_folder.h"

#include <csignal>

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace luthier;
using test::shown;
namespace fs = std::filesystem;

class TestTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsAndColumnsAreFound();
    void aSecondOpeningReadsTheCacheAlone();
    void theSameContentIsImportedOnce();
    void otherSettingsAreAnotherTable();
    void aChangedFileIsReadAgain();
    void aDamagedCacheIsMadeAgain_data();
    void aDamagedCacheIsMadeAgain();
    void everyEncodingGivesTheSameRows_data();
    void everyEncodingGivesTheSameRows();
    void aByteThatIsNoUtf8IsPlaced_data();
    void aByteThatIsNoUtf8IsPlaced();
    void aCharacterAcrossBlocksIsWhole();
    void whatIsNoTableIsNamed_data();
    void whatIsNoTableIsNamed();
    void aFileWithoutRowsIsNamed_data();
    void aFileWithoutRowsIsNamed();
    void aMissingFileIsNamed();
    void aFolderIsNoTable();
    void anUnknownFormatIsNamedWithItsNeighbour();
    void anUnknownSettingIsNamed();
    void aFullDiskLeavesNothing();
    void aStopLeavesNothing();
    void aFailedImportLeavesNothing();
    void manyBadRowsAreCountedAndTheFirstAreKept();
    void batchesAreSeamless();
    void wideRowsAreBounded();

private:
    std::unique_ptr<test::DataFolder> m_folder;
    static QStringList cached(const QString& pattern)
    {
        return QDir{QString::fromStdString((cacheFolder() / "datasets").string())}.entryList({pattern},
                                                                                             QDir::Files);
    }
    static void overwrite(const QString& file, const QByteArray& bytes)
    {
        QFile target{QString::fromStdString((cacheFolder() / "datasets").string()) + "/" + file};
        QVERIFY(target.open(QIODevice::WriteOnly));
        QCOMPARE(target.write(bytes), bytes.size());
    }
};

void TestTable::init()
{
    m_folder = std::make_unique<test::DataFolder>();
}

void TestTable::rowsAndColumnsAreFound()
{
    const auto table = m_folder->table("a.csv", "text,label\na,b\nc,d\n");
    QCOMPARE(table->rows(), std::int64_t{2});
    QCOMPARE(table->column("label"), std::optional<std::size_t>{1});
    QVERIFY(!table->column("labels"));
    QCOMPARE(std::string{*table->cell(1, 0)}, std::string{"c"});
    QCOMPARE(table->source().bytes, std::uint64_t{19});
    QCOMPARE(table->source().sha256.size(), std::size_t{64});
    QCOMPARE(table->source().path, m_folder->path("a.csv"));
}

void TestTable::aSecondOpeningReadsTheCacheAlone()
{
    const auto path = m_folder->write("a.csv", "text,label\na,b\nbad\n");
    QVERIFY(data::Table::open(path));
    // The bytes change behind the file system's back: same size, time and inode. Whoever reads them would see
    // it.
    struct stat before { };
    QCOMPARE(::stat(path.c_str(), &before), 0);
    QFile file{QString::fromStdString(path.string())};
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.write("TEXT"), qint64{4});
    file.close();
    const timespec times[]{before.st_atim, before.st_mtim};
    QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    const auto again = data::Table::open(path);
    QVERIFY(again);
    QCOMPARE((*again)->columns().front(), std::string{"text"});
    QCOMPARE((*again)->source().setAside.size(), std::size_t{1});
    QCOMPARE((*again)->source().setAside[0].where, std::string{"a.csv:3:4"});
    QCOMPARE((*again)->source().reason.english(), std::string{"2 of 3 rows have 2 fields"});
    QCOMPARE((*again)->source().settings.at("delimiter").text, std::string{"comma"});
}

void TestTable::theSameContentIsImportedOnce()
{
    m_folder->table("a.csv", "text,label\na,b\nbad\n");
    const auto table = m_folder->table("b.csv", "text,label\na,b\nbad\n");
    QCOMPARE(cached("*.arrow").size(), 1);
    QCOMPARE(table->source().path, m_folder->path("b.csv"));
    QCOMPARE(table->source().setAside[0].where, std::string{"b.csv:3:4"});
}

void TestTable::otherSettingsAreAnotherTable()
{
    const std::string text = "a,b\nc,d\n";
    QCOMPARE(m_folder->table("a.csv", text)->rows(), std::int64_t{1});
    QCOMPARE(m_folder->table("a.csv", text, {"csv", {{"header", "false"}}})->rows(), std::int64_t{2});
    QCOMPARE(cached("*.arrow").size(), 2);
}

void TestTable::aChangedFileIsReadAgain()
{
    QCOMPARE(shown(*m_folder->table("a.csv", "t,l\na,b\n")), QString{"a|b"});
    QCOMPARE(shown(*m_folder->table("a.csv", "t,l\na,c\n")), QString{"a|c"});
}

void TestTable::aDamagedCacheIsMadeAgain_data()
{
    QTest::addColumn<int>("keptPercent");
    QTest::addColumn<QByteArray>("instead");
    QTest::newRow("empty") << 0 << QByteArray{};
    QTest::newRow("half") << 50 << QByteArray{};
    QTest::newRow("without its last byte") << 99 << QByteArray{};
    QTest::newRow("something else") << 0 << QByteArray{"text,label\n"};
}

void TestTable::aDamagedCacheIsMadeAgain()
{
    QFETCH(int, keptPercent);
    QFETCH(QByteArray, instead);
    const std::string text = "text,label\na,b\nc,d\n";
    m_folder->table("a.csv", text);
    QCOMPARE(cached("*.arrow").size(), 1);
    const auto name = cached("*.arrow").front();
    QFile file{QString::fromStdString((cacheFolder() / "datasets").string()) + "/" + name};
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto bytes = file.readAll();
    overwrite(name, keptPercent > 0 ? bytes.left(bytes.size() * keptPercent / 100) : instead);
    QCOMPARE(shown(*m_folder->table("a.csv", text)), QString{"a|b;c|d"});
}

void TestTable::everyEncodingGivesTheSameRows_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("found");
    const QString text = QString::fromUtf8("text,label\ncafé,ä\n");
    const QByteArray utf8 = text.toUtf8();
    QByteArray little, big;
    for (const QChar c : text) {
        little.append(static_cast<char>(c.cell())).append(static_cast<char>(c.row()));
        big.append(static_cast<char>(c.row())).append(static_cast<char>(c.cell()));
    }
    QTest::newRow("UTF-8") << utf8 << "auto"
                           << "utf-8";
    QTest::newRow("UTF-8 with a mark") << "\xef\xbb\xbf" + utf8 << "auto"
                                       << "utf-8";
    QTest::newRow("UTF-16 LE with a mark") << QByteArray{"\xff\xfe"} + little << "auto"
                                           << "utf-16";
    QTest::newRow("UTF-16 BE with a mark") << QByteArray{"\xfe\xff"} + big << "auto"
                                           << "utf-16";
    QTest::newRow("UTF-16 LE by choice") << little << "utf-16"
                                         << "utf-16";
    QTest::newRow("UTF-16 BE by choice") << big << "utf-16"
                                         << "utf-16";
    QTest::newRow("Latin-1 by choice") << text.toLatin1() << "latin-1"
                                       << "latin-1";
}

void TestTable::everyEncodingGivesTheSameRows()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, chosen);
    const auto table
        = m_folder->table("e.csv", bytes.toStdString(), {"auto", {{"encoding", chosen.toStdString()}}});
    QCOMPARE(shown(*table), QString::fromUtf8("café|ä"));
    QTEST(QString::fromStdString(table->source().settings.at("encoding").text), "found");
}

void TestTable::aByteThatIsNoUtf8IsPlaced_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("hint");
    QTest::newRow("Latin-1") << QByteArray{"text,label\nü,b\ncaf\xe9,a\n"} << ":3:4"
                             << "byte 19 "
                             << "café";
    QTest::newRow("no letter of Latin-1") << QByteArray{"text,label\r\n\x80,a\n"} << ":2:1"
                                          << "byte 12 "
                                          << "UTF-8";
    QTest::newRow("cut at the end") << QByteArray{"text,label\nab,\xc3"} << ":2:4"
                                    << "byte 14 "
                                    << "latin-1";
    QTest::newRow("behind a mark") << QByteArray{"\xef\xbb\xbfx\xff,a\n"} << ":1:2"
                                   << "byte 4 "
                                   << "latin-1";
    QTest::newRow("behind many lines")
        << QByteArray{"text,label\n"} + QByteArray{"some text,b\n"}.repeated(200'000) + "\xff,a\n"
        << ":200002:1"
        << "byte 2400011 "
        << "latin-1";
    QTest::newRow("half a UTF-16 character") << QByteArray{"\xff\xfe"
                                                           "a\0,\0\0\xd8,\0",
                                                           10}
                                             << ":1:3"
                                             << "byte 6"
                                             << "encoding";
}

void TestTable::aByteThatIsNoUtf8IsPlaced()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, place);
    QFETCH(QString, words);
    QFETCH(QString, hint);
    const auto table = m_folder->open("u.csv", bytes.toStdString());
    QVERIFY(!table);
    QCOMPARE(table.error().code, bytes.startsWith("\xff\xfe") ? ErrorCode::BadEncoding : ErrorCode::BadUtf8);
    QVERIFY2(QString::fromStdString(table.error().where).endsWith("u.csv" + place),
             table.error().where.c_str());
    QVERIFY2(QString::fromStdString(table.error().message.english()).contains(words),
             table.error().message.english().c_str());
    QVERIFY2(QString::fromStdString(table.error().hint.english()).contains(hint),
             table.error().hint.english().c_str());
    QCOMPARE(exitCode(table.error().code), 3);
}

void TestTable::aCharacterAcrossBlocksIsWhole()
{
    for (int shift = 0; shift < 4; ++shift) { // so that each byte of some character falls on a border
        const auto text = "text,label\n" + std::string(static_cast<std::size_t>(shift), 'x')
            + QString::fromUtf8("🙂").repeated(900'000).toStdString() + ",a\n";
        const auto table = m_folder->table("c.csv", text);
        QCOMPARE(table->cell(0, 0)->size(), std::size_t{3'600'000} + static_cast<std::size_t>(shift));
    }
}

void TestTable::whatIsNoTableIsNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, QByteArray bytes, const char* code, const char* words) {
        QTest::newRow(name) << bytes + QByteArray(100, '\1') << QString{code} << QString{words};
    };
    row("gzip", "\x1f\x8b\x08", "bad_encoding", "gzip");
    row("broken Excel", "PK\3\4[Content_Types].xml xl/workbook.xml", "bad_value", "Excel");
    row("zip", "PK\3\4", "bad_encoding", "zip");
    row("Parquet", "PAR1", "bad_encoding", "Parquet");
    row("SQLite", QByteArray{"SQLite format 3\0", 16}, "bad_encoding", "SQLite");
    row("web page", "\n  <!DOCTYPE HTML>", "bad_encoding", "web page");
    row("PDF", "%PDF-1.7", "bad_encoding", "PDF");
    row("pickle", "\x80\x04\x95", "bad_encoding", "pickle");
    row("UTF-32", QByteArray{"\xff\xfe\0\0a\0\0\0", 8}, "bad_encoding", "UTF-32");
    row("UTF-16 without mark", QByteArray{"t\0e\0x\0t\0", 8}.repeated(100), "bad_encoding", "UTF-16");
    row("binary", QByteArray{"\x01\0\xff\x02\0\0\x80", 7}.repeated(40), "nul_byte", "binary");
    row("prose",
        "Once upon a time there was a file.\nIt had lines, and commas, many, of, them\nand no table.",
        "unsupported", "table");
}

void TestTable::whatIsNoTableIsNamed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const auto table = m_folder->open("what.bin", bytes.toStdString());
    QVERIFY(!table);
    QTEST(QString::fromUtf8(errorName(table.error().code).data()), "code");
    QVERIFY2(QString::fromStdString(table.error().message.english()).contains(words),
             table.error().message.english().c_str());
    QVERIFY(QString::fromStdString(table.error().where).endsWith("what.bin"));
    QVERIFY(!table.error().hint.empty());
}

void TestTable::aFileWithoutRowsIsNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no bytes") << QByteArray{};
    QTest::newRow("a mark") << QByteArray{"\xef\xbb\xbf"};
    QTest::newRow("blank lines") << QByteArray{"\n\r\n\r"};
    QTest::newRow("many blank lines") << QByteArray(300'000, '\n');
}

void TestTable::aFileWithoutRowsIsNamed()
{
    QFETCH(QByteArray, bytes);
    for (const char* format : {"auto", "csv"}) {
        const auto table = m_folder->open("empty.csv", bytes.toStdString(), {format});
        QVERIFY(!table);
        if (table.error().code == ErrorCode::Unsupported) continue; // not even sniffed
        QCOMPARE(table.error().code, ErrorCode::EmptyFile);
        QVERIFY(QString::fromStdString(table.error().where).endsWith("empty.csv"));
    }
}

void TestTable::aMissingFileIsNamed()
{
    const auto table = data::Table::open(m_folder->path("nowhere.csv"));
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::NotFound);
    QCOMPARE(table.error().where, m_folder->path("nowhere.csv").string());
}

void TestTable::aFolderIsNoTable()
{
    const auto table = data::Table::open(m_folder->path(""));
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Io);
}

void TestTable::anUnknownFormatIsNamedWithItsNeighbour()
{
    const auto table = m_folder->open("a.csv", "a,b\n", {"jsnol"});
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::InvalidInput);
    QVERIFY(table.error().message.english().find("jsnol") != std::string::npos);
    QVERIFY(table.error().hint.english().find("jsonl") != std::string::npos);
}

void TestTable::anUnknownSettingIsNamed()
{
    const auto table = m_folder->open("a.csv", "a,b\n", {"csv", {{"delimeter", "tab"}}});
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::UnknownField);
    QVERIFY(table.error().hint.english().find("delimiter") != std::string::npos);
}

void TestTable::aFullDiskLeavesNothing()
{
    std::string text = "text,label\n";
    for (int i = 0; i < 100'000; ++i) {
        text += "some words,b\n";
    }
    const auto path = m_folder->write("a.csv", text);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{1U << 20U, before.rlim_max}; // a write beyond answers like a full disk
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto table = data::Table::open(path);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::DiskFull);
    QCOMPARE(exitCode(table.error().code), 4);
    QCOMPARE(cached("*.arrow*").size(), 0);
    QVERIFY(data::Table::open(path));
}

void TestTable::aStopLeavesNothing()
{
    std::string text = "text,label\n";
    for (int i = 0; i < 300'000; ++i) {
        text += "some words,b\n";
    }
    std::stop_source stop;
    Job job{.stop = stop.get_token(), .progress = [&](double fraction, const Text&) {
                QVERIFY(fraction <= 1);
                if (fraction > 0.3) stop.request_stop();
            }};
    const auto table = data::Table::open(m_folder->write("a.csv", text), {"auto"}, job);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Interrupted);
    QCOMPARE(cached("*.arrow*").size(), 0);
}

void TestTable::aFailedImportLeavesNothing()
{
    std::string text = "text,label\n";
    for (int i = 0; i < 100'000; ++i) {
        text += "some words,b\n";
    }
    QVERIFY(!m_folder->open("a.csv", text + "\"open\n"));
    QCOMPARE(cached("*.arrow*").size(), 0);
}

void TestTable::manyBadRowsAreCountedAndTheFirstAreKept()
{
    std::string text = "text,label\na,b\nc,d\ne,f\n";
    for (int i = 0; i < 10'005; ++i) {
        text += "a,b,c\n";
    }
    const auto table = m_folder->table("a.csv", text);
    const auto& setAside = table->source().setAside;
    QCOMPARE(setAside.size(), std::size_t{10'001});
    QCOMPARE(setAside.back().code, std::string{"more_set_aside"});
    QCOMPARE(setAside.back().count, std::int64_t{5});
}

void TestTable::batchesAreSeamless()
{
    std::string text = "text,label\n";
    constexpr int kRows = 140'000; // three batches
    for (int i = 0; i < kRows; ++i) {
        text += std::to_string(i) + ",b\n";
    }
    const auto table = m_folder->table("a.csv", text);
    QCOMPARE(table->rows(), std::int64_t{kRows});
    for (const int row : {0, 65'535, 65'536, 131'071, 131'072, kRows - 1}) {
        QCOMPARE(std::string{*table->cell(row, 0)}, std::to_string(row));
        QCOMPARE(table->line(row), std::int64_t{row + 2});
    }
}

void TestTable::wideRowsAreBounded()
{
    // 6,000 rows of which each brings a key of its own would be 36 million cells.
    std::string text;
    for (int i = 0; i < 6'000; ++i) {
        text += "{\"k" + std::to_string(i) + "\":1}\n";
    }
    const auto table = m_folder->open("wide.jsonl", text);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Limit);
    QVERIFY(table.error().message.english().find("6000") != std::string::npos);
    QCOMPARE(cached("*.arrow*").size(), 0);
}

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
