// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_vector.h"

#include <cstdint>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace luthier;

class TestLargeVector : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatGrowsLargeLiesInANamelessFile();
    void withoutAFileItIsOrdinaryMemory();

private:
    QTemporaryDir m_home;
};

namespace {

constexpr std::size_t kLarge = std::size_t{5} << 20; // numbers of 4 bytes: 20 MiB

/// What lies behind an address: the name of a file, or nothing.
QByteArray fileBehind(const void* address)
{
    QFile maps{"/proc/self/maps"};
    if (!maps.open(QFile::ReadOnly)) return "no maps";
    const auto at = reinterpret_cast<quintptr>(address);
    for (const QByteArray& line : maps.readAll().split('\n')) {
        const auto dash = line.indexOf('-');
        const auto blank = line.indexOf(' ');
        if (dash < 0 || line.left(dash).toULongLong(nullptr, 16) > at
            || line.mid(dash + 1, blank - dash - 1).toULongLong(nullptr, 16) <= at) {
            continue;
        }
        const auto name = line.indexOf('/');
        return name < 0 ? QByteArray{} : line.mid(name);
    }
    return "not mapped";
}

LargeVector<std::int32_t> counted(std::size_t numbers)
{
    LargeVector<std::int32_t> vector;
    for (std::size_t i = 0; i < numbers; ++i) {
        vector.push_back(static_cast<std::int32_t>(i)); // from small to large, through every size between
    }
    return vector;
}

bool isCounted(const LargeVector<std::int32_t>& vector)
{
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        wrong += vector[i] != static_cast<std::int32_t>(i);
    }
    return wrong == 0;
}

} // namespace

void TestLargeVector::init()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
}

void TestLargeVector::whatGrowsLargeLiesInANamelessFile()
{
    const auto large = counted(kLarge);
    QVERIFY(isCounted(large));
    const auto name = fileBehind(large.data());
    QVERIFY2(name.startsWith(m_home.path().toUtf8()) && name.endsWith("(deleted)"), name);
    const auto copy = large;
    QVERIFY(copy == large);
    QVERIFY(fileBehind(copy.data()) != name);
    QCOMPARE(fileBehind(counted(1000).data()), QByteArray{});
}

void TestLargeVector::withoutAFileItIsOrdinaryMemory()
{
    QFile stone{m_home.filePath("stone")}; // no folder can be made in a file
    QVERIFY(stone.open(QFile::WriteOnly));
    qputenv("LUTHIER_HOME", m_home.filePath("stone").toUtf8());
    const auto large = counted(kLarge);
    QVERIFY(isCounted(large));
    QCOMPARE(fileBehind(large.data()), QByteArray{});
}

QTEST_GUILESS_MAIN(TestLargeVector)
#include "tst_large_vector.moc"
