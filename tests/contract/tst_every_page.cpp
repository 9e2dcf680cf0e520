// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "tests/support/ui_walk.h"
#include "ui/actions.h"
#include "ui/frame/page_frame.h"
#include "ui/pages/page.h"

#include <QTest>

using namespace luthier;
using namespace luthier::tests;

/// What every line of pages.def promises, empty and in the middle of the work. The list stands there only.
class TestEveryPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void answersItsQuestion_data() { rows(); }
    void answersItsQuestion();
    void isReachableByKeyboard_data() { rows(); }
    void isReachableByKeyboard();
    void everyControlHasAName_data() { rows(); }
    void everyControlHasAName();
    void nothingIsClipped_data() { rows(); }
    void nothingIsClipped();
    void everyWordIsTranslated_data() { rows(); }
    void everyWordIsTranslated();

private:
    static void rows();
    static QString stem() { return *static_cast<QString*>(QTest::qData("stem", QMetaType::QString)); }
    /// The desk that the row asks for, with its page open.
    FakeDesk& desk();

    PseudoTranslator m_pseudo;
    std::unique_ptr<ui::Theme> m_theme; // before the desks
    std::unique_ptr<FakeDesk> m_empty, m_filled;
};

void TestEveryPage::rows()
{
    QTest::addColumn<QString>("stem");
    QTest::addColumn<bool>("filled");
    for (const ui::PageEntry& entry : ui::allPages()) {
        const std::string stem{entry.stem};
        QTest::addRow("%s, empty", stem.c_str()) << QString::fromStdString(stem) << false;
        QTest::addRow("%s, filled", stem.c_str()) << QString::fromStdString(stem) << true;
    }
}

void TestEveryPage::initTestCase()
{
    // One language for all rows: it tells what was not translated, and it is 40 % longer than English.
    QCoreApplication::installTranslator(&m_pseudo);
    m_theme = std::make_unique<ui::Theme>();
    m_empty = std::make_unique<FakeDesk>(*m_theme, FakeScript{.hasModels = false});
    m_filled = std::make_unique<FakeDesk>(*m_theme, FakeScript{.hasRuns = true});
    m_filled->fillDraft();
    m_filled->window.actions()["start"].trigger();
    m_filled->settle();
}

void TestEveryPage::cleanupTestCase()
{
    m_filled.reset();
    m_empty.reset();
    m_theme.reset();
    QCoreApplication::removeTranslator(&m_pseudo);
}

FakeDesk& TestEveryPage::desk()
{
    const bool filled = *static_cast<bool*>(QTest::qData("filled", QMetaType::Bool));
    (filled ? *m_empty : *m_filled).window.hide();
    FakeDesk& desk = filled ? *m_filled : *m_empty;
    m_theme->setTextPercent(100);
    desk.window.resize(1440, 900);
    desk.window.show();
    desk.window.goTo(stem());
    desk.settle();
    return desk;
}

void TestEveryPage::answersItsQuestion()
{
    FakeDesk& desk = this->desk();
    const ui::Page& page = desk.window.page(stem().toStdString());
    QVERIFY(!page.title().isEmpty());
    QVERIFY(page.question().contains(u'?'));
    QVERIFY(!page.answer().text.isEmpty());
    QVERIFY(!page.primary().text.isEmpty());
    QVERIFY2(page.primary().enabled || !page.primary().reason.isEmpty(), "what is missing is not said");
    QCOMPARE(desk.window.frame().head().answer(), page.answer());
}

void TestEveryPage::isReachableByKeyboard()
{
    FakeDesk& desk = this->desk();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.window.frame().head().focusSearch();
    const QStringList missing = unreachableIn(desk.window.frame());
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
}

void TestEveryPage::everyControlHasAName()
{
    const QStringList nameless = namelessIn(desk().window);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join('\n')));
}

void TestEveryPage::nothingIsClipped()
{
    FakeDesk& desk = this->desk();
    for (const auto& [percent, size] : {std::pair{100, QSize{1100, 700}}, std::pair{150, QSize{1366, 768}},
                                        std::pair{200, QSize{1366, 768}}}) {
        m_theme->setTextPercent(percent);
        desk.window.resize(size);
        desk.settle();
        const QStringList clipped = clippedIn(desk.window);
        QVERIFY2(clipped.isEmpty(), qPrintable(QString{"%1 %: "}.arg(percent) + clipped.join('\n')));
    }
}

void TestEveryPage::everyWordIsTranslated()
{
    const QStringList untranslated = untranslatedIn(desk().window);
    QVERIFY2(untranslated.isEmpty(), qPrintable(untranslated.join('\n')));
}

QTEST_MAIN(TestEveryPage)
#include "tst_every_page.moc"
