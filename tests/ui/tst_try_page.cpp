// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/bridge/vote_tally.h"
#include "ui/pages/answer_column.h"
#include "ui/pages/page.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace luthier;
using namespace luthier::tests;
using ui::Contestant;
using ui::VoteTally;

class TestTryPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void threeAnswersStandSideBySide();
    void blindTheNamesComeAfterTheVote();
    void theKeysOfTheVoteBarVote();
    void theTallyIsThereAgain();
    void aTestRowBringsItsRightAnswer();
    void textArrivesPieceByPieceInEachColumn();
    void aStoppedQuestionEnds();
    void aTallySaysWhatItKnows();
    void votesForTheBaseAreTies();

private:
    ui::Page& page() const { return m_desk->window.page("try_out"); }
    QPushButton& button(const char* name) const { return *page().findChild<QPushButton*>(name); }
    QStringList titles() const
    {
        QStringList titles;
        for (const auto* column : page().findChildren<ui::AnswerColumn*>()) {
            titles << column->title();
        }
        return titles;
    }
    void ask()
    {
        page().findChild<QPlainTextEdit*>("input")->setPlainText("could you play some jazz for me");
        button("ask").click();
        m_desk->settle();
    }
    int columnThatSays(const QString& words) const
    {
        const auto columns = page().findChildren<ui::AnswerColumn*>();
        const auto found = std::ranges::find_if(columns, [&](const ui::AnswerColumn* column) {
            return std::ranges::any_of(column->findChildren<QLabel*>(),
                                       [&](const QLabel* label) { return label->text() == words; });
        });
        return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
    }
    VoteTally tally() const
    {
        return VoteTally::fromJson(m_desk->window.project().note("try.votes").toObject());
    }

    std::unique_ptr<ui::Theme> m_theme = std::make_unique<ui::Theme>();
    std::unique_ptr<FakeDesk> m_desk;
};

void TestTryPage::initTestCase()
{
    m_desk = std::make_unique<FakeDesk>(*m_theme);
    m_desk->fillDraft();
    m_desk->window.show();
    m_desk->window.actions()["start"].trigger();
    m_desk->settle();
    m_desk->window.goTo("try_out");
    m_desk->settle();
}

void TestTryPage::threeAnswersStandSideBySide()
{
    ask();
    QCOMPARE(titles(), (QStringList{"Base model", "Base model, prompted", "Tuned"}));
    QCOMPARE(columnThatSays("AddToPlaylist"), 0);
    QCOMPARE(columnThatSays("PlayMusic"), 2);
}

void TestTryPage::blindTheNamesComeAfterTheVote()
{
    page().findChild<QCheckBox*>("blind")->setChecked(true);
    ask();
    QStringList hidden = titles();
    hidden.sort();
    QCOMPARE(hidden, (QStringList{"A", "B", "C"}));
    const int tuned = columnThatSays("PlayMusic"); // only the tuned model says so
    QVERIFY(tuned >= 0);
    const QString letter = titles()[tuned];
    QTest::mouseClick(&button(qPrintable("vote-" + letter)), Qt::LeftButton);
    QCOMPARE(titles()[tuned], "Tuned");
    QCOMPARE(tally().tuned, 1);
    QCOMPARE(tally().prompted, 0);
    QVERIFY(!button("vote-A").isEnabled()); // one vote a question
    QVERIFY(page().answer().text.contains("1 of 1"));
}

void TestTryPage::theKeysOfTheVoteBarVote()
{
    ask();
    QTest::keyClick(button("vote-A").parentWidget(), Qt::Key_T);
    QCOMPARE(tally().ties, 1);
    ask();
    QTest::keyClick(button("vote-A").parentWidget(), Qt::Key_X);
    QCOMPARE(tally().ties, 2);
    QTest::keyClick(button("vote-A").parentWidget(), Qt::Key_X); // nothing was asked since
    QCOMPARE(tally().ties, 2);
}

void TestTryPage::theTallyIsThereAgain()
{
    const VoteTally before = tally();
    QVERIFY(before.all() > 0);
    QVERIFY(m_desk->window.project().save());
    QVERIFY(m_desk->window.openProject(m_desk->projectFolder().toStdString()));
    m_desk->settle();
    QCOMPARE(tally().all(), before.all());
    QVERIFY(page().findChild<QLabel*>("counts")->text().contains("Tuned 1"));
}

void TestTryPage::aTestRowBringsItsRightAnswer()
{
    button("test-row").click();
    m_desk->settle();
    const auto labels = page().findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(
        labels, [](const QLabel* label) { return label->text().startsWith("Right answer: "); }));
    QVERIFY(!page().findChild<QPlainTextEdit*>("input")->toPlainText().isEmpty());
}

static ui::Ask textAsk()
{
    ui::Ask wish{.contestants = {Contestant::Base, Contestant::Prompted, Contestant::Tuned},
                 .run = "a run",
                 .text = "What is this?",
                 .prompt = "Answer briefly."};
    wish.recipe.task.name = "instruction";
    wish.recipe.model.name = "SmolLM2";
    return wish;
}

void TestTryPage::textArrivesPieceByPieceInEachColumn()
{
    ui::RunAnswers answers{m_desk->engine(), m_desk->window.jobs()};
    std::array<QString, 3> pieces, wholes;
    connect(&answers, &ui::RunAnswers::arrived, this,
            [&](int column, const QString& piece) { pieces[static_cast<std::size_t>(column)] += piece; });
    connect(&answers, &ui::RunAnswers::replied, this, [&](int column, const Expected<ui::Reply>& reply) {
        QVERIFY(reply);
        wholes[static_cast<std::size_t>(column)] = QString::fromStdString(reply->text);
    });
    QSignalSpy ended{&answers, &ui::RunAnswers::ended};
    answers.ask(textAsk());
    QVERIFY(answers.isBusy());
    QVERIFY(ended.wait());
    QVERIFY(!answers.isBusy());
    QCOMPARE(wholes[0], "This sounds like a request for music.");
    QCOMPARE(pieces, wholes);
}

void TestTryPage::aStoppedQuestionEnds()
{
    ui::RunAnswers answers{m_desk->engine(), m_desk->window.jobs()};
    QSignalSpy ended{&answers, &ui::RunAnswers::ended};
    answers.ask(textAsk());
    answers.stop();
    QVERIFY(ended.wait());
    QVERIFY(!answers.isBusy());
    answers.ask(textAsk()); // and the next one is answered
    QVERIFY(ended.wait());
}

void TestTryPage::aTallySaysWhatItKnows()
{
    // Two-sided sign tests: 17 of 25 is 0.108, 19 of 25 is 0.0146.
    const VoteTally few{.tuned = 5, .prompted = 3, .ties = 1};
    QCOMPARE(few.sentence(),
             "You preferred the tuned model 5 of 8 times. About 12 more votes are needed to tell.");
    QVERIFY(VoteTally{.ties = 2}.sentence().startsWith("Neither was preferred so far."));
    const VoteTally unsure{.tuned = 17, .prompted = 8, .ties = 3};
    QVERIFY(!unsure.isSure());
    QVERIFY(unsure.sentence().contains("11 of 100 tests: not sure yet"));
    const VoteTally sure{.tuned = 19, .prompted = 6};
    QVERIFY(sure.isSure());
    QVERIFY(sure.sentence().endsWith("the tuned model is better."));
    const VoteTally worse{.tuned = 6, .prompted = 19};
    QVERIFY(worse.isSure());
    QVERIFY(worse.sentence().endsWith("prompting is better."));
}

void TestTryPage::votesForTheBaseAreTies()
{
    VoteTally votes;
    votes.add(Contestant::Base);
    votes.add(std::nullopt);
    votes.add(Contestant::Prompted);
    QCOMPARE(votes.ties, 2);
    QCOMPARE(votes.prompted, 1);
    QCOMPARE(VoteTally::fromJson(votes.toJson()).all(), 3);
}

QTEST_MAIN(TestTryPage)
#include "tst_try_page.moc"
