// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_answers.h"
#include "ui/bridge/run_start.h"
#include "ui/bridge/vote_tally.h"
#include "ui/bridge/words.h"
#include "ui/pages/answer_column.h"
#include "ui/pages/page.h"
#include "ui/pages/try_settings.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"
#include "ui/widgets/vote_bar.h"

#include <algorithm>
#include <array>
#include <random>

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr const char* kInputNote = "try.input"; // of the project: what was typed
constexpr const char* kVotesNote = "try.votes";
constexpr int kColumns = 3;

class TryPage final : public Page {
    Q_OBJECT
public:
    explicit TryPage(const PageContext& context)
        : Page{tr("Try"), tr("Is it better than just prompting?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_input{new QPlainTextEdit}
        , m_settings{new TrySettings{context.project}}
        , m_ask{makeButton(tr("&Ask"), ButtonKind::Primary)}
        , m_testRow{makeButton(tr("Take a test &row"))}
        , m_expected{new Label{Type::Caption}}
        , m_blind{new QCheckBox{tr("&Blind vote")}}
        , m_votes{new VoteBar{kColumns}}
        , m_counts{new Label{Type::Caption}}
        , m_answers{new RunAnswers{context.engine, context.jobs, this}}
        , m_tally{VoteTally::fromJson(context.project.note(kVotesNote).toObject())}
    {
        auto* empty = new EmptyState{tr("Type a text here and see what the model answers, before and after "
                                        "training. A model is needed first."),
                                     tr("Choose a &model")};
        m_stack->addWidget(empty);
        m_stack->addWidget(build());
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("model"); });
        listen();
        refresh();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("export_run"); }

private:
    QWidget* build()
    {
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 12);
        m_input->setObjectName("input");
        m_input->setAccessibleName(tr("Your text"));
        m_input->setPlaceholderText(tr("Type a text as the model will get it."));
        m_input->setTabChangesFocus(true);
        m_input->setPlainText(m_context.project.note(kInputNote).toString());
        markVerbatim(*m_input);
        setBounds(*m_input, {.leastHeight = 72});
        m_input->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_input->setFixedHeight(m_input->fontMetrics().height() * 5);
        m_ask->setObjectName("ask");
        m_testRow->setObjectName("test-row");
        m_expected->setTone(Label::Tone::Second);
        m_expected->setVerbatim();
        m_expected->hide();
        m_blind->setObjectName("blind");
        auto* asking = new QWidget;
        auto* askingFlow = new FlowLayout{0, asking};
        setSpace(*askingFlow, 0, 16);
        for (QWidget* part : std::initializer_list<QWidget*>{m_ask, m_testRow, m_blind}) {
            askingFlow->addWidget(part);
        }
        auto* columns = new QWidget;
        auto* columnsFlow = new FlowLayout{240, columns};
        columnsFlow->setFilling(true);
        setSpace(*columnsFlow, 0, 16);
        for (AnswerColumn*& one : m_columns) {
            one = new AnswerColumn;
            columns->layout()->addWidget(one);
        }
        m_counts->setTone(Label::Tone::Second);
        m_counts->setObjectName("counts");
        for (QWidget* part : std::initializer_list<QWidget*>{m_settings, m_input, m_expected, asking, columns,
                                                             m_votes, m_counts}) {
            column->addWidget(part);
        }
        column->addStretch(1);
        return filled;
    }

    void listen()
    {
        connect(m_ask, &QPushButton::clicked, this,
                [this] { m_answers->isBusy() ? m_answers->stop() : ask(); });
        connect(m_testRow, &QPushButton::clicked, this, &TryPage::takeTestRow);
        connect(m_input, &QPlainTextEdit::textChanged, this, [this] {
            m_context.project.setNote(kInputNote, m_input->toPlainText());
            m_expected->hide();
        });
        connect(m_blind, &QCheckBox::toggled, this, &TryPage::begin);
        connect(m_votes, &VoteBar::voted, this, &TryPage::vote);
        connect(m_settings, &TrySettings::runChanged, this, &TryPage::refresh);
        connect(m_answers, &RunAnswers::arrived, this, [this](int contestant, const QString& piece) {
            if (!m_isBlind) columnOf(contestant).add(piece);
        });
        connect(m_answers, &RunAnswers::replied, this, [this](int contestant, const Expected<Reply>& reply) {
            m_replies[static_cast<std::size_t>(contestant)] = reply;
            if (!m_isBlind) columnOf(contestant).show(reply, true);
        });
        connect(m_answers, &RunAnswers::ended, this, &TryPage::finish);
        connect(&m_context.project, &Project::recipeChanged, this, &TryPage::refresh);
        connect(&m_context.library, &RunLibrary::changed, this, [this] {
            m_settings->setRuns(m_context.library.usableOf(m_context.project.runs()));
            refresh();
        });
        connect(&m_context.runs, &RunController::started, m_answers,
                &RunAnswers::release); // it needs the memory
    }

    AnswerColumn& columnOf(int contestant)
    {
        return *m_columns[static_cast<std::size_t>(m_places[static_cast<std::size_t>(contestant)])];
    }

    /// Whose task and base model are asked: the run's, else the draft's.
    Expected<config::Recipe> recipe() const
    {
        if (const auto run = m_settings->run()) return recipeOfRun(run->dir);
        return m_context.project.recipe();
    }

    void refresh()
    {
        const auto run = m_settings->run();
        const auto& draft = m_context.project.recipe();
        m_stack->setCurrentIndex(run || !draft.model.name.empty() ? 1 : 0);
        m_settings->setTask(run ? run->task : draft.task.name);
        m_blind->setEnabled(run.has_value());
        m_blind->setToolTip(run ? tr("Mixes the answers and names them after your vote")
                                : tr("A vote needs a run to vote for"));
        m_testRow->setEnabled(run.has_value());
        m_testRow->setToolTip(run ? tr("A row that the run never learned from, with its right answer")
                                  : tr("There is no run with test rows yet"));
        if (m_answers->isBusy()) return;
        begin();
    }

    /// Columns as they are before anybody was asked.
    void begin()
    {
        if (m_answers->isBusy()) return;
        m_isBlind = m_blind->isChecked() && m_settings->run().has_value();
        for (int i = 0; i < kColumns; ++i) {
            m_places[static_cast<std::size_t>(i)] = i;
            m_columns[static_cast<std::size_t>(i)]->clear();
        }
        m_contestants = {Contestant::Base, Contestant::Prompted};
        if (m_settings->run()) m_contestants.push_back(Contestant::Tuned);
        m_columns.back()->setVisible(m_settings->run().has_value());
        m_votes->setVisible(m_blind->isChecked());
        m_votes->setOpen(false, tr("Ask first: one votes when all have answered"));
        m_counts->setVisible(m_blind->isChecked() || m_tally.all() > 0);
        m_counts->setText(m_tally.counts());
        showTitles();
        showAnswer();
        setPrimary({m_settings->run() ? tr("Next: Export") : tr("Train first"), m_settings->run().has_value(),
                    m_settings->run() ? QString{} : tr("There is no run to export yet.")});
    }

    void showTitles()
    {
        for (int i = 0; i < static_cast<int>(m_contestants.size()); ++i) {
            AnswerColumn& column = columnOf(i);
            if (m_isBlind) {
                column.setTitle(answerLetter(m_places[static_cast<std::size_t>(i)]), {});
                continue;
            }
            switch (m_contestants[static_cast<std::size_t>(i)]) {
            case Contestant::Base:
                column.setTitle(tr("Base model"), tr("As it is"));
                break;
            case Contestant::Prompted:
                column.setTitle(tr("Base model, prompted"), tr("With your prompt"));
                break;
            case Contestant::Tuned:
                column.setTitle(tr("Tuned"),
                                tr("%1, step %2")
                                    .arg(QString::fromStdString(m_settings->run()->name),
                                         number(m_settings->run()->bestStep)));
                break;
            }
        }
    }

    void ask()
    {
        const auto asked = recipe();
        if (!asked) return m_context.navigator.said(messageOf(asked.error(), "try"));
        if (m_input->toPlainText().trimmed().isEmpty()) return m_input->setFocus();
        begin();
        if (m_isBlind) std::shuffle(m_places.begin(), m_places.end(), m_random);
        showTitles();
        m_replies.assign(m_contestants.size(), std::nullopt);
        for (AnswerColumn* column : m_columns) {
            column->wait();
        }
        const auto run = m_settings->run();
        m_ask->setText(tr("S&top"));
        m_answers->ask({.contestants = m_contestants,
                        .recipe = *asked,
                        .run = run ? run->dir : std::string{},
                        .text = m_input->toPlainText().toStdString(),
                        .prompt = m_settings->prompt().toStdString(),
                        .settings = m_settings->generation()});
    }

    void finish()
    {
        m_ask->setText(tr("&Ask"));
        const bool all = std::ranges::all_of(m_replies, [](const auto& reply) { return reply && *reply; });
        if (m_isBlind && all) {
            showReplies(false);
            m_votes->setOpen(true);
            m_votes->setFocus();
        } else {
            m_isBlind = false; // stopped, or one of them failed: there is nothing to vote on
            showTitles();
            showReplies(true);
        }
        showAnswer();
    }

    void showReplies(bool withFacts)
    {
        for (int i = 0; i < static_cast<int>(m_replies.size()); ++i) {
            const auto& reply = m_replies[static_cast<std::size_t>(i)];
            reply ? columnOf(i).show(*reply, withFacts) : columnOf(i).clear();
        }
    }

    void vote(std::optional<int> answer)
    {
        std::optional<Contestant> best;
        for (std::size_t i = 0; answer && i < m_contestants.size(); ++i) {
            if (m_places[i] == *answer) best = m_contestants[i];
        }
        m_tally.add(best);
        m_context.project.setNote(kVotesNote, m_tally.toJson());
        m_isBlind = false;
        showTitles();
        showReplies(true);
        m_votes->setOpen(false, tr("Ask again: one vote a question"));
        m_counts->setText(m_tally.counts());
        m_counts->show();
        showAnswer();
        m_input->setFocus();
    }

    void showAnswer()
    {
        if (m_tally.all() > 0) {
            return setAnswer({m_tally.isSure() ? State::Ready : State::NeedsALook, m_tally.sentence()});
        }
        const bool any = std::ranges::any_of(m_replies, [](const auto& reply) { return reply && *reply; });
        if (!any) return setAnswer({State::NotStarted, tr("Nothing was tried yet.")});
        setAnswer({State::NeedsALook,
                   tr("One text says little. A blind vote over twenty or more tells whether training beats "
                      "prompting.")});
    }

    /// A random row that was held back from the run, as its file has it.
    void takeTestRow()
    {
        const auto run = m_settings->run();
        const auto asked = recipe();
        if (!run || !asked) return;
        const auto draw = m_random();
        using Row = std::pair<std::string, std::string>; // text, right answer
        m_context.jobs.start(
            {.name = tr("Looking for a test row"), .key = "row"}, this,
            [&engine = m_context.engine, run = run->dir, recipe = *asked,
             draw](const Job& job) -> Expected<Row> {
                LUTHIER_TRY(const auto measured, engine.records->evaluate(run, {}, job));
                // A part with a file of its own counts the rows of that one.
                auto file = recipe.data.find(measured.part);
                const bool hasFile = file != recipe.data.end()
                    && file->second.kind == config::Setting::Kind::Text && file->second.text != "none";
                if (!hasFile) file = recipe.data.find("train");
                if (measured.answers.empty() || file == recipe.data.end()) return Row{};
                const auto& answer = measured.answers[draw % measured.answers.size()];
                LUTHIER_TRY(const auto questions,
                            engine.datasets->questions(run, recipe.resolve(file->second.text), job));
                const auto at = std::ranges::find(questions, answer.row, &engine::AskedRow::row);
                if (at == questions.end() || !at->question) return Row{answer.input, answer.expected};
                const auto& question = *at->question;
                return Row{question.messages.empty() ? question.text : question.messages.back().content,
                           answer.expected};
            },
            [this](const Expected<Row>& row) {
                if (!row) return m_context.navigator.said(messageOf(row.error(), "try"));
                m_input->setPlainText(QString::fromStdString(row->first));
                m_expected->setText(
                    tr("Right answer: %1").arg(QString::fromStdString(row->second).trimmed()));
                m_expected->show();
            });
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QPlainTextEdit* m_input;
    TrySettings* m_settings;
    QPushButton* m_ask;
    QPushButton* m_testRow;
    Label* m_expected;
    QCheckBox* m_blind;
    VoteBar* m_votes;
    Label* m_counts;
    RunAnswers* m_answers;
    VoteTally m_tally;
    std::array<AnswerColumn*, kColumns> m_columns{};
    std::array<int, kColumns> m_places{}; ///< column of each contestant
    std::vector<Contestant> m_contestants;
    std::vector<std::optional<Expected<Reply>>> m_replies; ///< one a contestant
    bool m_isBlind{false}; ///< names are hidden until the vote
    std::mt19937 m_random{std::random_device{}()};
};

} // namespace

std::unique_ptr<Page> try_out(const PageContext& context); // NOLINT(readability-identifier-naming)

std::unique_ptr<Page> try_out(const PageContext& context) // NOLINT(readability-identifier-naming)
{
    return std::make_unique<TryPage>(context);
}

} // namespace luthier::ui

#include "try_out.moc"
