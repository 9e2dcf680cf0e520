// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/models/run_tables.h"
#include "ui/pages/page.h"
#include "ui/widgets/cell_table.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QTest>

using namespace luthier;
using namespace luthier::tests;

class TestComparePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void baselinesAreRowsLikeAnyOther();
    void aClickOnAHeadingSorts();
    void differencesOnlyLeavesEqualSettingsOut();
    void anUntickedRunIsNotMeasured();
    void theSelectedRunShowsWhatChanged();
    void cellsAreAProperModel();
    void textIsComparedByItsLoss();
    void aRunWithoutACheckpointIsLeftOut();

private:
    ui::CellTable& table(const char* name) const
    {
        for (auto* table : m_desk->window.page("compare").findChildren<ui::CellTable*>()) {
            if (table->accessibleName() == name) return *table;
        }
        qFatal("there is no table '%s'", name);
    }
    ui::CellTable& runs() const { return table("Runs and baselines"); }
    int column(const QString& title) const
    {
        const auto& columns = runs().cells().columns;
        const auto found = std::ranges::find(columns, title, &ui::CellColumn::title);
        return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
    }
    QStringList names() const
    {
        QStringList shown;
        for (const QString& key : runs().shownKeys()) {
            shown << key.section('/', -1);
        }
        return shown;
    }

    void tickRun1(Qt::CheckState state)
    {
        const QString first = runs().shownKeys().last();
        for (int row = 0; row < runs().model()->rowCount(); ++row) {
            const QModelIndex index = runs().model()->index(row, 0);
            if (index.data(ui::CellModel::KeyRole) != first) continue;
            QVERIFY(runs().model()->setData(index, state, Qt::CheckStateRole));
        }
        m_desk->settle();
    }
    bool says(const QString& words) const
    {
        return std::ranges::any_of(m_desk->window.findChildren<QLabel*>(),
                                   [&](const QLabel* label) { return label->text().contains(words); });
    }

    std::unique_ptr<ui::Theme> m_theme = std::make_unique<ui::Theme>();
    std::unique_ptr<FakeDesk> m_desk;
};

void TestComparePage::initTestCase()
{
    m_desk = std::make_unique<FakeDesk>(*m_theme);
    m_desk->fillDraft();
    m_desk->window.show();
    for (int run = 0; run < 2; ++run) {
        m_desk->window.actions()["start"].trigger();
        m_desk->settle();
    }
    m_desk->window.goTo("compare");
    m_desk->settle();
}

void TestComparePage::baselinesAreRowsLikeAnyOther()
{
    QCOMPARE(names(), (QStringList{"most frequent class", "base model, prompted", "Run 2", "Run 1"}));
    QVERIFY(m_desk->window.page("compare").answer().text.contains("beats"));
}

void TestComparePage::aClickOnAHeadingSorts()
{
    const int accuracy = column("Accuracy");
    QVERIFY(accuracy > 0);
    const auto* header = runs().horizontalHeader();
    const QPoint place{header->sectionViewportPosition(accuracy) + 10, header->height() / 2};
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    const QStringList once = names();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    const QStringList twice = names();
    const QStringList rising{"most frequent class", "base model, prompted", "Run 1", "Run 2"};
    const QStringList falling{"Run 2", "Run 1", "base model, prompted", "most frequent class"};
    QVERIFY((once == rising && twice == falling) || (once == falling && twice == rising));
    runs().sortBy(-1, Qt::AscendingOrder);
}

void TestComparePage::differencesOnlyLeavesEqualSettingsOut()
{
    auto* only = m_desk->window.page("compare").findChild<QCheckBox*>();
    QVERIFY(only->isChecked());
    QVERIFY(column("Rank") > 0); // 16 and 8
    QCOMPARE(column("Rounds (epochs)"), -1); // 3 and 3
    only->setChecked(false);
    QVERIFY(column("Rank") > 0);
    QVERIFY(column("Rounds (epochs)") > 0);
    only->setChecked(true);
    QCOMPARE(column("Rounds (epochs)"), -1);
}

void TestComparePage::anUntickedRunIsNotMeasured()
{
    tickRun1(Qt::Unchecked);
    QCOMPARE(runs().cells().rows.back().cells[1].text, "–");
    tickRun1(Qt::Checked);
    QVERIFY(runs().cells().rows.back().cells[1].text.startsWith("94"));
}

void TestComparePage::theSelectedRunShowsWhatChanged()
{
    runs().setCurrentKey(runs().shownKeys().last());
    QVERIFY(table("Classes").isVisible());
    QCOMPARE(table("Classes").cells().rows.size(), std::size_t{7});
    const auto& changed = table("Examples that changed").cells().rows;
    QVERIFY(!changed.empty());
    QVERIFY(std::ranges::all_of(changed, [](const ui::CellRow& row) {
        return QString{row.cells[3].text}.remove(" ✓") != QString{row.cells[4].text}.remove(" ✓");
    }));
    runs().setCurrentKey("most frequent class"); // what the others are held against
    QVERIFY(!table("Examples that changed").isVisible());
}

void TestComparePage::cellsAreAProperModel()
{
    ui::CellModel model;
    const QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    model.setCells({{{.title = "a"}, {.title = "b", .number = true}},
                    {{"first", {{.text = "x", .checked = true}, {.text = "10", .sort = 10.0}}},
                     {"second", {{.text = "y"}, {.text = "9", .sort = 9.0}}}}});
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole)); // has no box
    QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.cells().rows[0].cells[0].checked, std::optional{false});
    model.setCells({});
}

void TestComparePage::textIsComparedByItsLoss()
{
    runs::Evaluation before, after;
    before.answers = {{1, "a", "x", "", 2.0, false}, {2, "b", "y", "", 1.0, false}};
    after.answers = {{1, "a", "x", "", 1.9, false}, {2, "b", "y", "", 0.1, false}};
    const ui::Changes changes = ui::changedCells(before, after);
    QCOMPARE(changes.cells.rows.size(), std::size_t{2});
    QCOMPARE(changes.cells.rows[0].cells[1].text, "b"); // changed most
    QCOMPARE(changes.cells.rows[0].cells[4].sort.toDouble(), 0.1);
}

void TestComparePage::aRunWithoutACheckpointIsLeftOut()
{
    const std::filesystem::path run{m_desk->window.project().runs().front().toStdString()};
    std::filesystem::remove_all(run / "checkpoints");
    m_desk->window.actions()["start"].trigger(); // with its end the list of runs is read again
    m_desk->settle();
    m_desk->window.goTo("compare");
    m_desk->settle();
    tickRun1(Qt::Checked);
    QVERIFY(says("No checkpoint is kept of: Run 1."));
    QCOMPARE(runs().cells().rows.back().cells[1].text, "–");
    QVERIFY(m_desk->window.page("compare").answer().text.contains("beats"));
    tickRun1(Qt::Unchecked);
    QVERIFY(!says("No checkpoint is kept of"));
}

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
