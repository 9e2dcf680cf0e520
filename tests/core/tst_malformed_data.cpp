// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/data/problems.h"
#include "tests/support/data_folder.h"

#include <QFile>

using namespace luthier;

/// The broken and the odd but right data files of tests/data/malformed_data.tar.xz, read strictly: any fault
/// is an error.
class TestMalformedData : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyVerdictIsRight_data();
    void everyVerdictIsRight();

private:
    test::DataFolder m_folder;
};

void TestMalformedData::everyVerdictIsRight_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("accepted");
    QFile manifest{TEST_DATA "/malformed_data/manifest.jsonl"};
    QVERIFY(manifest.open(QIODevice::ReadOnly));
    while (!manifest.atEnd()) {
        const auto row = parseJson(manifest.readLine().toStdString(), "manifest.jsonl");
        QVERIFY(row);
        const auto file = row->at("file").get<std::string>();
        QTest::newRow(file.c_str()) << QString::fromStdString(file) << (row->at("expect") == "accept");
    }
}

void TestMalformedData::everyVerdictIsRight()
{
    QFETCH(QString, file);
    QFETCH(bool, accepted);
    const auto table = data::Table::open(TEST_DATA "/malformed_data/" + file.toStdString());
    const auto fault = table ? data::firstFault((*table)->source()) : std::optional{table.error()};
    QCOMPARE(!fault, accepted);
    if (accepted) return;
    QCOMPARE(exitCode(fault->code), 3);
    QVERIFY(!fault->message.empty());
    QVERIFY(!fault->where.empty());
}

QTEST_GUILESS_MAIN(TestMalformedData)
#include "tst_malformed_data.moc"
