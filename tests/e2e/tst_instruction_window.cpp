// SPDX-License-Identifier: GPL-3.0-or-later
// The second job through the real window: instructions in a JSON file, and a model that writes.
#include "tests/support/instructions.h"
#include "tests/support/real_desk.h"
#include "ui/bridge/run_answers.h"
#include "ui/pages/answer_column.h"
#include "ui/pages/run_view.h"
#include "ui/widgets/token_view.h"
#include "ui/widgets/verdict_panel.h"

#include <algorithm>
#include <array>
#include <set>

#include <QSpinBox>
#include <QTabBar>

using namespace luthier;
using namespace luthier::tests;
using ui::State;

class TestInstructionWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theDroppedFileIsKnownByItsColumns();
    void theModelIsChosen();
    void onlyTheAnswerIsLearned();
    void theMethodIsChosen();
    void theCheckLetsItStart();
    void itTrains();
    void itIsComparedWithThePromptedModel();
    void textsArriveWhileTheyAreWritten();
    void itIsTakenAway();
    void cleanupTestCase() { m_desk.reset(); }

private:
    std::unique_ptr<RealDesk> m_desk;
};

void TestInstructionWindow::initTestCase()
{
    m_desk = std::make_unique<RealDesk>("Answers");
    QVERIFY(writeFile(m_desk->at("answers.json").toStdString(), test::firstInstructions(40)));
}

void TestInstructionWindow::theDroppedFileIsKnownByItsColumns()
{
    QVERIFY(m_desk->drop(m_desk->at("answers.json")));
    QCOMPARE(m_desk->recipe().task.name, std::string{"instruction"});
    QVERIFY(m_desk->recipe().data.at("train").text.ends_with("answers.json"));
    m_desk->window().project().set("data", "max_tokens", "128", "Shorter rows");
    QVERIFY(m_desk->settle());
}

void TestInstructionWindow::theModelIsChosen()
{
    QVERIFY(m_desk->choose("model", "SmolLM2-135M-Instruct"));
    QCOMPARE(m_desk->recipe().model.name, std::string{"SmolLM2-135M-Instruct"});
}

void TestInstructionWindow::onlyTheAnswerIsLearned()
{
    m_desk->window().goTo("data", "sight");
    QVERIFY(m_desk->settle());
    using Kind = ui::ViewToken::Kind;
    std::vector<ui::ViewToken> tokens;
    for (const auto* view : m_desk->page("data").findChildren<ui::TokenView*>()) {
        if (view->isVisible() && view->tokens().size() > tokens.size()) tokens = view->tokens();
    }
    const auto isLearned = [](const ui::ViewToken& token) { return token.kind == Kind::Learned; };
    const auto first = std::ranges::find_if(tokens, isLearned);
    QVERIFY(first - tokens.begin() > 20); // behind the template's system message and the question
    QVERIFY(std::ranges::count_if(tokens, isLearned) > 3);
}

void TestInstructionWindow::theMethodIsChosen()
{
    QVERIFY(m_desk->choose("method", "LoRA"));
    QCOMPARE(m_desk->recipe().method.name, std::string{"lora"});
    auto& project = m_desk->window().project();
    project.set("method", "rank", "4", "A thinner add-on");
    for (const auto& [key, value] : {std::pair{"steps", "4"},
                                     {"batch_size", "2"},
                                     {"learning_rate", "0.001"},
                                     {"evaluate_every", "2"}}) {
        project.set("train", key, value, "A short run");
    }
    project.set("probe", "general", "none", "A short run");
    QVERIFY(m_desk->settle());
}

void TestInstructionWindow::theCheckLetsItStart()
{
    QVERIFY(m_desk->check());
    QVERIFY(m_desk->page("check").answer().state != State::NotStarted);
    QVERIFY2(m_desk->page("check").primary().enabled, qPrintable(m_desk->said("check")));
}

void TestInstructionWindow::itTrains()
{
    QVERIFY(m_desk->train());
    const auto& story = m_desk->page("train").findChild<ui::RunView*>()->story();
    QVERIFY(story.ended && story.ended->outcome == "finished");
    QCOMPARE(story.lastStep, 4);
    QCOMPARE(story.heldLosses.size(), std::size_t{3}); // before the first step, at 2, at 4
    QVERIFY(story.heldLosses.at(4) < story.heldLosses.at(0));
    QVERIFY(
        std::ranges::any_of(story.samples, [](const SampleShown& shown) { return !shown.output.empty(); }));
    QVERIFY(m_desk->page("train").findChild<ui::VerdictPanel*>()->isVisible());
}

void TestInstructionWindow::itIsComparedWithThePromptedModel()
{
    QVERIFY(m_desk->open("compare"));
    QVERIFY(m_desk->page("compare").answer().state != State::NotStarted);
    const auto runs = m_desk->engine().records->list();
    QVERIFY(runs && runs->size() == 1);
    // What the page measured lies in the run's folder: this reads.
    const auto comparison = m_desk->engine().records->compare({runs->front().dir}, true, {});
    QVERIFY(comparison);
    QCOMPARE(comparison->rows.size(), std::size_t{2});
    QVERIFY(comparison->rows[0].baseline && !comparison->rows[1].baseline);
    QVERIFY(comparison->rows[1].evaluation.loss < comparison->rows[0].evaluation.loss);
    QVERIFY(comparison->rows[1].difference.value != 0);
}

void TestInstructionWindow::textsArriveWhileTheyAreWritten()
{
    QVERIFY(m_desk->open("try_out"));
    auto& page = m_desk->page("try_out");
    for (auto* box : page.findChildren<QSpinBox*>()) {
        if (box->accessibleName() == "Most tokens") box->setValue(6);
    }
    std::array<int, 3> pieces{};
    std::array<QString, 3> texts;
    const auto listening = connect(page.findChild<ui::RunAnswers*>(), &ui::RunAnswers::arrived, this,
                                   [&](int contestant, const QString& piece) {
                                       ++pieces.at(static_cast<std::size_t>(contestant));
                                       texts.at(static_cast<std::size_t>(contestant)) += piece;
                                   });
    QVERIFY(m_desk->ask("Name three colours of the rainbow."));
    disconnect(listening);
    std::set<QString> titles;
    int shown = 0;
    for (const auto* column : page.findChildren<ui::AnswerColumn*>()) {
        const QString text = column->findChild<QPlainTextEdit*>()->toPlainText();
        QVERIFY2(!text.isEmpty(), qPrintable(column->title()));
        QVERIFY(std::ranges::count(texts, text) > 0); // the pieces together are the answer
        titles.insert(column->title());
        ++shown;
    }
    QCOMPARE(shown, 3);
    QVERIFY(titles.contains("Base model") && titles.contains("Tuned"));
    for (const int count : pieces) {
        QVERIFY(count > 1); // not in one go
    }
}

void TestInstructionWindow::itIsTakenAway()
{
    QVERIFY(!m_desk->takeAway().isEmpty());
    QCOMPARE(m_desk->page("export_run").answer().state, State::Ready); // verified
    QVERIFY(!QDir{m_desk->at("Answers/exports")}.isEmpty());
}

QTEST_MAIN(TestInstructionWindow)
#include "tst_instruction_window.moc"
