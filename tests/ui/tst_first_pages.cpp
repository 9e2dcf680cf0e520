// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/layer_map.h"
#include "ui/widgets/token_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace luthier;
using namespace luthier::ui;
using luthier::tests::FakeDesk;

/// What a person does on the way from the data to the start of a run.
class TestFirstPages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRoleThatWasChosenStandsInTheRecipe();
    void aProblemShowsItsRows();
    void theModelSeesTheRowThatIsSelected();
    void aMethodThatDoesNotFitSaysWhy();
    void anotherMethodForgetsTheLayersOfTheLast();
    void aDigitTrainsTheTopBlocks();
    void theCheckLeadsToTheFault();
    void aChangedRecipeMakesTheCheckOutOfDate();
    void theMeasuredTimeReplacesTheGuess();

private:
    Page& open(const char* stem);
    Card* cardOf(Page& page, const QString& title);
    static QTableView* rowsOf(const Page& page); ///< charts have tables, too
    static QPushButton* buttonOf(const QWidget& page, const QString& text);

    Theme m_theme;
    std::unique_ptr<FakeDesk> m_desk;
};

void TestFirstPages::init()
{
    m_desk.reset();
    m_desk = std::make_unique<FakeDesk>(m_theme);
    m_desk->fillDraft();
    m_desk->window.show();
}

Page& TestFirstPages::open(const char* stem)
{
    m_desk->window.goTo(stem);
    m_desk->settle();
    return m_desk->window.page(stem);
}

Card* TestFirstPages::cardOf(Page& page, const QString& title)
{
    for (Card* card : page.findChildren<Card*>()) {
        if (card->face().title == title) return card;
    }
    return nullptr;
}

QTableView* TestFirstPages::rowsOf(const Page& page)
{
    for (auto* view : page.findChildren<QTableView*>()) {
        if (view->accessibleName() == "Rows of the file") return view;
    }
    return nullptr;
}

QPushButton* TestFirstPages::buttonOf(const QWidget& page, const QString& text)
{
    for (auto* button : page.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text().remove('&') == text) return button;
    }
    return nullptr;
}

void TestFirstPages::aRoleThatWasChosenStandsInTheRecipe()
{
    Page& page = open("data");
    for (auto* box : page.findChildren<QComboBox*>()) {
        if (box->accessibleName() != "Role of column label") continue;
        box->setCurrentIndex(box->findData("group"));
        Q_EMIT box->activated(box->currentIndex());
        break;
    }
    const auto& data = m_desk->window.project().recipe().data;
    const auto columns = data.find("columns");
    QVERIFY(columns != data.end());
    const auto* group = columns->second.find("group");
    QVERIFY(group != nullptr && group->text == "label");
    QVERIFY(columns->second.find("label") == nullptr);
}

void TestFirstPages::aProblemShowsItsRows()
{
    Page& page = open("data");
    auto* tabs = page.findChild<QTabBar*>();
    m_desk->window.goTo("data", "problems");
    QPushButton* show = buttonOf(page, "Show rows");
    QVERIFY(show != nullptr);
    show->click();
    QTableView* view = rowsOf(page);
    QVERIFY(view->isVisible());
    QCOMPARE(tabs->currentIndex(), 0);
    QCOMPARE(view->model()->rowCount(), 2);
    buttonOf(page, "Show all rows")->click();
    QCOMPARE(view->model()->rowCount(), 1998);
}

void TestFirstPages::theModelSeesTheRowThatIsSelected()
{
    Page& page = open("data");
    QTableView* view = rowsOf(page);
    view->setCurrentIndex(view->model()->index(4, 0));
    m_desk->window.goTo("data", "sight");
    m_desk->settle();
    const auto views = page.findChildren<TokenView*>();
    QVERIFY(std::ranges::any_of(
        views, [](const TokenView* one) { return one->isVisible() && one->tokens().size() == 8; }));
    const auto labels = page.findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* one) { return one->text().startsWith("Row 5"); }));
}

void TestFirstPages::aMethodThatDoesNotFitSaysWhy()
{
    m_desk->window.project().change("Goal", [](config::Recipe& recipe) {
        recipe.task = {"instruction"};
        recipe.model = {"SmolLM2-135M-Instruct"};
    });
    Page& page = open("method");
    QCOMPARE(cardOf(page, "Head only")->face().whyNot, QString{"this goal has no head to train"});
    QVERIFY(cardOf(page, "Full")->face().whyNot.isEmpty());
    QVERIFY(!cardOf(page, "Full")->face().badgeText.isEmpty());
}

void TestFirstPages::anotherMethodForgetsTheLayersOfTheLast()
{
    Page& page = open("method");
    m_desk->window.project().set("layers", "freeze", "head", "Frozen");
    m_desk->settle();
    Q_EMIT cardOf(page, "Full")->chosen();
    QCOMPARE(m_desk->window.project().recipe().method.name, std::string{"full"});
    QVERIFY(!m_desk->window.project().recipe().layers.contains("freeze"));
}

void TestFirstPages::aDigitTrainsTheTopBlocks()
{
    Page& page = open("method");
    Q_EMIT cardOf(page, "Full")->chosen();
    m_desk->settle();
    auto* map = page.findChild<LayerMap*>();
    QVERIFY(map->isVisible());
    QTest::keyClick(map, Qt::Key_2);
    m_desk->settle();
    const auto& layers = m_desk->window.project().recipe().layers;
    const auto freeze = layers.find("freeze");
    QVERIFY(freeze != layers.end());
    QCOMPARE(freeze->second.items.size(), std::size_t{5}); // blocks 0 to 3, and the embedding
}

void TestFirstPages::theCheckLeadsToTheFault()
{
    Page& page = open("check");
    QCOMPARE(page.answer().state, State::NotStarted);
    Q_EMIT page.findChild<EmptyState*>()->acted();
    m_desk->settle();
    QCOMPARE(page.answer().state, State::NeedsALook);
    QPushButton* go = buttonOf(page, "Look at the split");
    QVERIFY(go != nullptr);
    go->click();
    QCOMPARE(m_desk->window.project().note("page").toString(), QString{"data"});
    auto* tabs = m_desk->window.page("data").findChild<QTabBar*>();
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QString{"Split"});
}

void TestFirstPages::aChangedRecipeMakesTheCheckOutOfDate()
{
    Page& page = open("check");
    Q_EMIT page.findChild<EmptyState*>()->acted();
    m_desk->settle();
    m_desk->window.project().set("train", "epochs", "9", "Rounds changed");
    QVERIFY(page.answer().text.startsWith("Out of date"));
    m_desk->window.project().undoStack().undo();
    QVERIFY(page.answer().text.startsWith("Go, with notes"));
}

void TestFirstPages::theMeasuredTimeReplacesTheGuess()
{
    Page& method = open("method");
    const auto saysMeasured = [&] {
        const auto labels = method.findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* one) {
            return one->text() == "about 1 min 6 s for 300 steps, measured by Check";
        });
    };
    const QString lora = "LoRA";
    QVERIFY(method.answer().text.contains("(a guess)") && !saysMeasured());
    Q_EMIT open("check").findChild<EmptyState*>()->acted();
    m_desk->settle();
    QVERIFY(method.answer().text.contains("1 min 6 s (measured)"));
    QVERIFY(saysMeasured());
    QVERIFY(cardOf(method, lora)->face().badgeText.contains("measured"));
    QVERIFY(!cardOf(method, "Full")->face().badgeText.contains("measured")); // nobody measured that one

    m_desk->window.project().change("Renamed", [](config::Recipe& recipe) { recipe.name = "Night shift"; });
    m_desk->settle();
    QVERIFY(saysMeasured()); // a name costs no time
    m_desk->window.project().set("train", "epochs", "9", "Rounds changed");
    m_desk->settle();
    QVERIFY(!saysMeasured() && !method.answer().text.contains("measured"));
    QVERIFY(!cardOf(method, lora)->face().badgeText.contains("measured"));
}

QTEST_MAIN(TestFirstPages)
#include "tst_first_pages.moc"
