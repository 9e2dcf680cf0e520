// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cache_file.h"
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "tests/support/memory_disk.h"

#include <algorithm>
#include <cstring>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace luthier;

class TestCacheFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatWasPublishedIsFound();
    void anotherKeyOrKindFindsNothing();
    void whatWasNotPublishedIsGone();
    void whatADeadProcessWasMakingIsTakenAway();
    void aDamagedFileIsNoFile_data();
    void aDamagedFileIsNoFile();
    void theLongestUnusedMakePlace();
    void moreThanMayBeKeptIsRefused();

private:
    QStringList files() const
    {
        return QDir{QString::fromStdString(cacheFilesFolder().string())}.entryList(QDir::Files);
    }
    QString pathOf(const QString& file) const
    {
        return QString::fromStdString((cacheFilesFolder() / file.toStdString()).string());
    }
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

const std::string kKey = sha256("what it was made from");

void publish(const std::string& key, std::size_t bytes)
{
    auto writer = CacheWriter::create("numbers", key, bytes);
    QVERIFY(writer);
    for (std::size_t i = 0; i < bytes; ++i) {
        writer->bytes()[i] = static_cast<std::byte>(i * 7);
    }
    QVERIFY(writer->publish());
}

} // namespace

void TestCacheFile::init()
{
    m_home = std::make_unique<QTemporaryDir>(memoryDisk());
    qputenv("LUTHIER_HOME", m_home->path().toUtf8());
}

void TestCacheFile::whatWasPublishedIsFound()
{
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{10'000}}) {
        const auto key = sha256(std::to_string(bytes));
        publish(key, bytes);
        const auto found = CacheFile::find("numbers", key);
        QVERIFY(found);
        QCOMPARE(found->size(), bytes);
        std::vector<std::byte> numbers(bytes);
        QVERIFY(found->read(0, numbers));
        for (std::size_t i = 0; i < bytes; ++i) {
            QCOMPARE(numbers[i], static_cast<std::byte>(i * 7));
        }
    }
}

void TestCacheFile::anotherKeyOrKindFindsNothing()
{
    publish(kKey, 100);
    QVERIFY(!CacheFile::find("numbers", sha256("something else")));
    QVERIFY(!CacheFile::find("states", kKey));
    QVERIFY(CacheFile::find("numbers", kKey));
}

void TestCacheFile::whatWasNotPublishedIsGone()
{
    {
        auto writer = CacheWriter::create("numbers", kKey, 100);
        QVERIFY(writer);
        QCOMPARE(files().size(), 1); // under another name
        QVERIFY(!CacheFile::find("numbers", kKey));
    }
    QVERIFY(files().isEmpty());
}

void TestCacheFile::whatADeadProcessWasMakingIsTakenAway()
{
    publish(kKey, 100);
    QFile left{pathOf("numbers-" + QString::fromStdString(kKey) + ".kept.making-a1b2c3")};
    QVERIFY(left.open(QFile::WriteOnly) && left.write("half") == 4);
    left.close();
    auto other = CacheWriter::create("numbers", sha256("in work"), 10); // is alive
    QVERIFY(other);
    publish(sha256("next"), 10);
    QVERIFY(!left.exists());
    QVERIFY(other->publish());
    QCOMPARE(files().size(), 3);
}

void TestCacheFile::aDamagedFileIsNoFile_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("length");
    const int whole = 4096 + 1000;
    QTest::newRow("cut short") << 0 << QByteArray{} << whole - 1;
    QTest::newRow("the first page only") << 0 << QByteArray{} << 4096;
    QTest::newRow("half a page") << 0 << QByteArray{} << 100;
    QTest::newRow("empty") << 0 << QByteArray{} << 0;
    QTest::newRow("too long") << 0 << QByteArray{} << whole + 1;
    QTest::newRow("another layout") << 14 << QByteArray{"2"} << whole;
    QTest::newRow("another key") << 30 << QByteArray{"zz"} << whole;
    QTest::newRow("another length") << 16 + 8 + 65 << QByteArray{"9"} << whole;
    QTest::newRow("another sum") << 16 + 8 + 65 + 5 << QByteArray{"zz"} << whole;
    QTest::newRow("first byte") << 4096 << QByteArray{"x"} << whole;
    QTest::newRow("last byte") << whole - 1 << QByteArray{"x"} << whole;
}

void TestCacheFile::aDamagedFileIsNoFile()
{
    QFETCH(const int, at);
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, length);
    publish(kKey, 1000);
    QFile file{pathOf(files().front())};
    QVERIFY(file.open(QFile::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size());
    QVERIFY(file.resize(length));
    file.close();
    QVERIFY(!CacheFile::find("numbers", kKey));
    QVERIFY(files().isEmpty());
    publish(kKey, 1000); // made again
    QVERIFY(CacheFile::find("numbers", kKey));
}

void TestCacheFile::theLongestUnusedMakePlace()
{
    const auto oldest = sha256("oldest");
    const auto used = sha256("used");
    publish(oldest, 10);
    publish(used, 10);
    // Sparse, so it has no room on the disk; it counts as long as it says.
    const auto limit = cacheLimit(freeBytes(cacheFilesFolder()).value_or(0));
    QVERIFY(QFile::resize(pathOf("numbers-" + QString::fromStdString(oldest) + ".kept"),
                          static_cast<qint64>(2 * limit)));
    const auto yesterday = std::array{timespec{100000, 0}, timespec{100000, 0}};
    for (const auto& file : files()) {
        ::utimensat(AT_FDCWD, pathOf(file).toUtf8().constData(), yesterday.data(), 0);
    }
    QVERIFY(CacheFile::find("numbers", used));
    publish(kKey, 10);
    QVERIFY(!QFile::exists(pathOf("numbers-" + QString::fromStdString(oldest) + ".kept")));
    QVERIFY(CacheFile::find("numbers", used));
    QVERIFY(CacheFile::find("numbers", kKey));
}

void TestCacheFile::moreThanMayBeKeptIsRefused()
{
    publish(kKey, 10);
    const auto room = freeBytes(cacheFilesFolder()).value_or(0);
    const auto writer = CacheWriter::create("numbers", sha256("large"), room);
    QVERIFY(!writer);
    QVERIFY(writer.error().code == ErrorCode::Limit);
    QVERIFY(writer.error().message.english().find(std::to_string(room / 1'000'000)) != std::string::npos);
    QVERIFY(CacheFile::find("numbers", kKey)); // for nothing that is refused is anything taken away
    QVERIFY(cacheLimit(std::uint64_t{1} << 40U) == (std::uint64_t{1} << 40U) / 10);
    QVERIFY(cacheLimit(std::uint64_t{20} << 30U) == std::uint64_t{4} << 30U);
    QVERIFY(cacheLimit(std::uint64_t{1} << 30U) == std::uint64_t{1} << 29U);
}

QTEST_GUILESS_MAIN(TestCacheFile)
#include "tst_cache_file.moc"
