// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/format.h"
#include "tests/support/data_folder.h"

#include <QFile>

using namespace luthier;

/// What every line of formats.def promises. A format brings two files, contract/formats/<name>.sample and
/// <name>.broken; in the broken one the mark ¶ stands where its fault is.
class TestEveryFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itDescribesItself_data() { rows(); }
    void itDescribesItself();
    void itRecognisesItsOwnSampleAndNobodyElses_data() { rows(); }
    void itRecognisesItsOwnSampleAndNobodyElses();
    void itReadsItsSample_data() { rows(); }
    void itReadsItsSample();
    void itNamesABrokenLineWithLineAndColumn_data() { rows(); }
    void itNamesABrokenLineWithLineAndColumn();

private:
    static void rows()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < data::formats().size(); ++i) {
            if (data::formats()[i]->readFile != nullptr) continue; // no text: each has a test of its own
            QTest::newRow(nameOf(i).c_str()) << static_cast<int>(i);
        }
    }
    static const data::Format& format(int index) { return *data::formats()[static_cast<std::size_t>(index)]; }
    static std::string nameOf(std::size_t index) { return std::string{data::formats()[index]->entry.name}; }
    static QByteArray text(const data::Format& format, const char* kind)
    {
        QFile file{
            QString{SOURCE_DIR "/tests/contract/formats/%1.%2"}.arg(format.entry.name.data()).arg(kind)};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }

    test::DataFolder m_folder;
};

void TestEveryFormat::itDescribesItself()
{
    QFETCH(int, index);
    const auto& entry = format(index).entry;
    QVERIFY(!entry.title.empty());
    QVERIFY(!entry.summary.empty());
    QVERIFY(!format(index).extensions.empty());
    for (const auto& field : entry.fields) {
        QVERIFY(!field.label.empty());
        QVERIFY(!field.help.empty());
    }
    QVERIFY(config::Values::checked("data.format", entry.fields, {}));
}

void TestEveryFormat::itRecognisesItsOwnSampleAndNobodyElses()
{
    QFETCH(int, index);
    for (const data::Format* other : data::formats()) {
        if (other->readFile != nullptr) continue;
        const auto sample = text(*other, "sample").toStdString();
        QVERIFY2(!sample.empty(), other->entry.name.data());
        const auto best = data::sniffed({sample, true, ""}); // by content alone
        QVERIFY(best);
        QCOMPARE(best->format == &format(index), other == &format(index));
        QVERIFY(!best->reason.empty());
    }
}

void TestEveryFormat::itReadsItsSample()
{
    QFETCH(int, index);
    const auto table = m_folder.table("sample", text(format(index), "sample").toStdString());
    QCOMPARE(table->source().format, std::string{format(index).entry.name});
    QVERIFY(table->rows() >= 2);
    QVERIFY(table->columns().size() >= 2);
    QVERIFY(table->source().setAside.empty());
    QVERIFY(!table->source().reason.empty());
    QVERIFY(table->source().settings.contains("encoding"));
}

void TestEveryFormat::itNamesABrokenLineWithLineAndColumn()
{
    QFETCH(int, index);
    auto broken = text(format(index), "broken");
    const QByteArray mark = "¶";
    const auto at = broken.indexOf(mark);
    QVERIFY(at >= 0);
    const auto before = QString::fromUtf8(broken.left(at));
    const auto place
        = QString{"broken:%1:%2"}.arg(before.count('\n') + 1).arg(before.size() - before.lastIndexOf('\n'));
    broken.remove(at, mark.size());
    const auto table
        = m_folder.table("broken", broken.toStdString(), {std::string{format(index).entry.name}});
    QVERIFY(table->rows() >= 2);
    QCOMPARE(table->source().setAside.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(table->source().setAside.front().where), place);
}

QTEST_GUILESS_MAIN(TestEveryFormat)
#include "tst_every_format.moc"
