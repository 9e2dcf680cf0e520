// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr const char* kInputNote = "try.input"; // of the project: what was typed

class TryPage final : public Page {
    Q_OBJECT
public:
    explicit TryPage(const PageContext& context)
        : Page{tr("Try"), tr("Is it better than just prompting?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_input{new QPlainTextEdit}
        , m_output{new Label{Type::Verdict}}
    {
        auto* empty = new EmptyState{tr("A model is needed to try something."), tr("Choose a &model")};
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        auto* ask = makeButton(tr("&Ask"));
        m_input->setAccessibleName(tr("Your text"));
        m_input->setPlaceholderText(tr("Type a text as the model will get it."));
        m_input->setTabChangesFocus(true);
        m_input->setPlainText(context.project.note(kInputNote).toString());
        markVerbatim(*m_input);
        m_output->setVerbatim();
        column->addWidget(m_input, 1);
        column->addWidget(ask, 0, Qt::AlignLeft);
        column->addWidget(m_output);
        column->addStretch(1);
        m_stack->addWidget(empty);
        m_stack->addWidget(filled);
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("model"); });
        connect(ask, &QPushButton::clicked, this, &TryPage::ask);
        connect(m_input, &QPlainTextEdit::textChanged, this,
                [this] { m_context.project.setNote(kInputNote, m_input->toPlainText()); });
        connect(&context.project, &Project::recipeChanged, this, &TryPage::show);
        show();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("export_run"); }

private:
    void show()
    {
        const bool any = !m_context.project.recipe().model.name.empty();
        m_stack->setCurrentIndex(any ? 1 : 0);
        setAnswer({State::NotStarted, tr("Nothing was tried yet.")});
        setPrimary({tr("Next: Export")});
    }

    void ask()
    {
        engine::AnswerSource source;
        source.model = m_context.project.recipe().model.name;
        const engine::Question question{.text = m_input->toPlainText().toStdString()};
        m_context.jobs.start(
            {.name = tr("Answering"), .key = "answer"}, this,
            [&answers = *m_context.engine.answers, source,
             question](const Job& job) -> Expected<std::string> {
                LUTHIER_TRY(const auto answerer, answers.open(source, job));
                LUTHIER_TRY(const auto text,
                            answerer->generate(
                                question, {}, [](std::string_view) { return true; }, job));
                return text.text;
            },
            [this](const Expected<std::string>& text) {
                if (!text) return m_context.navigator.said(messageOf(text.error(), "try"));
                m_output->setText(QString::fromStdString(*text));
                setAnswer(
                    {State::Ready,
                     tr("%1 answered.").arg(QString::fromStdString(m_context.project.recipe().model.name))});
            });
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    QPlainTextEdit* m_input;
    Label* m_output;
};

} // namespace

std::unique_ptr<Page> try_out(const PageContext& context); // NOLINT(readability-identifier-naming)

std::unique_ptr<Page> try_out(const PageContext& context) // NOLINT(readability-identifier-naming)
{
    return std::make_unique<TryPage>(context);
}

} // namespace luthier::ui

#include "try_out.moc"
