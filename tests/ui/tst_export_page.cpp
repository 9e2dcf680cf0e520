// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/export_result.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace luthier;
using namespace luthier::tests;

class TestExportPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void withoutARunItSaysWhatToDo();
    void anImpossibleFormSaysWhy();
    void aSizeThatIsNotKnownIsNotShown();
    void theProofIsShownAfterWriting();
    void aFailedExportIsToldAndNothingIsClaimed();

private:
    ui::Page& page() const { return m_desk->window.page("export_run"); }
    ui::Card* card(const QString& title) const
    {
        for (auto* card : page().findChildren<ui::Card*>()) {
            if (card->isVisible() && card->face().title == title) return card;
        }
        return nullptr;
    }

    std::unique_ptr<ui::Theme> m_theme = std::make_unique<ui::Theme>();
    std::unique_ptr<FakeDesk> m_desk;
};

void TestExportPage::initTestCase()
{
    m_desk = std::make_unique<FakeDesk>(*m_theme);
    m_desk->fillDraft();
    m_desk->window.show();
    m_desk->window.goTo("export_run");
    m_desk->settle();
}

void TestExportPage::withoutARunItSaysWhatToDo()
{
    QCOMPARE(page().primary().text, "Train first");
    QVERIFY(!page().primary().enabled);
    QVERIFY(!page().primary().reason.isEmpty());
}

void TestExportPage::anImpossibleFormSaysWhy()
{
    m_desk->window.actions()["start"].trigger();
    m_desk->settle();
    m_desk->window.goTo("export_run");
    m_desk->settle();
    QVERIFY(card("Add-on only") != nullptr);
    QVERIFY(card("Add-on only")->face().chosen); // the first that is possible
    QVERIFY(card("GGUF, 8 bits") != nullptr);
    QVERIFY(!card("GGUF, 8 bits")->face().whyNot.isEmpty());
    const auto* choose = card("GGUF, 8 bits")->findChild<QPushButton*>();
    QVERIFY(choose != nullptr && !choose->isEnabled());
}

void TestExportPage::aSizeThatIsNotKnownIsNotShown()
{
    QCOMPARE(card("GGUF, 8 bits")->face().lines,
             QStringList{"Half the size, nearly the same answers; they are compared."});
    QCOMPARE(card("Merged model")->face().lines.size(), 2);
}

void TestExportPage::theProofIsShownAfterWriting()
{
    auto* folder = page().findChild<QLineEdit*>();
    const QString where = folder->text();
    QVERIFY(where.startsWith(m_desk->projectFolder() + "/exports/"));
    page().act();
    QVERIFY(!page().primary().enabled); // one at a time
    m_desk->settle();
    QVERIFY(QDir{where}.exists());
    QCOMPARE(page().answer().state, ui::State::Ready);
    QCOMPARE(page().answer().text,
             "Verified. The exported model answered 199 of 199 held-back rows as the run does (largest "
             "difference 0.0004).");
    auto* result = page().findChild<ui::ExportResult*>();
    QVERIFY(result->isVisible());
    QCOMPARE(result->findChild<QLabel*>("sentence")->text(), page().answer().text);
    QVERIFY(result->accessibleDescription().contains("Largest difference to the run: 0.0004"));
    QVERIFY(folder->text() != where); // the next export lies beside it
}

void TestExportPage::aFailedExportIsToldAndNothingIsClaimed()
{
    auto* folder = page().findChild<QLineEdit*>();
    folder->setText("/proc/no such place/export");
    page().act();
    m_desk->settle();
    QCOMPARE(page().answer().state, ui::State::Blocked);
    QVERIFY(!page().findChild<ui::ExportResult*>()->isVisible());
    folder->clear();
    QVERIFY(!page().primary().enabled);
    QVERIFY(!page().primary().reason.isEmpty());
}

QTEST_MAIN(TestExportPage)
#include "tst_export_page.moc"
