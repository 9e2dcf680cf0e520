// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"

#include <QGridLayout>

namespace luthier::ui {
namespace {

State stateOf(engine::CheckLine::Level level)
{
    switch (level) {
    case engine::CheckLine::Level::Good:
        return State::Ready;
    case engine::CheckLine::Level::Note:
        return State::NeedsALook;
    case engine::CheckLine::Level::Fix:
        break;
    }
    return State::Blocked;
}

class CheckPage final : public Page {
    Q_OBJECT
public:
    explicit CheckPage(const PageContext& context)
        : Page{tr("Check"), tr("Will it fit, and will it learn at all?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_empty{new EmptyState{
              tr("A few real steps show whether it fits and learns. Nothing of them is kept."),
              tr("&Run the check"), tr("Start without it")}}
        , m_lines{new QWidget}
    {
        auto* grid = new QGridLayout{m_lines};
        setSpace(*grid, 0, 12);
        grid->setColumnStretch(2, 1);
        m_stack->addWidget(m_empty);
        m_stack->addWidget(m_lines);
        connect(m_empty, &EmptyState::acted, this, &CheckPage::check);
        connect(m_empty, &EmptyState::linkFollowed, &context.navigator, &Navigator::startWanted);
        connect(&context.project, &Project::recipeChanged, this, &CheckPage::show);
        show();
    }

    void act() override { Q_EMIT m_context.navigator.startWanted(); }

private:
    void show()
    {
        const auto& recipe = m_context.project.recipe();
        const PrimaryAction primary = readyOrMissing(recipe, tr("Start training"));
        setPrimary(primary);
        m_empty->setUnavailable(primary.enabled ? QString{} : primary.text);
        m_stack->setCurrentIndex(0);
        setAnswer({State::NotStarted, tr("This recipe has not been checked yet.")});
    }

    void check()
    {
        const auto recipe = runnable(*m_context.engine.catalogue, m_context.project.recipe());
        if (!recipe) {
            Q_EMIT m_context.navigator.said(messageOf(recipe.error(), "check"));
            return;
        }
        setAnswer({State::NotStarted, tr("The check is running.")});
        m_context.jobs.start(
            {.name = tr("Check"), .key = "check"}, this,
            [&training = *m_context.engine.training, recipe = *recipe](const Job& job) {
                return training.check(recipe, job);
            },
            [this](const Expected<engine::CheckReport>& report) { showReport(report); });
    }

    void showReport(const Expected<engine::CheckReport>& report)
    {
        if (!report) {
            show();
            if (report.error().code == ErrorCode::Interrupted) return;
            Q_EMIT m_context.navigator.said(messageOf(report.error(), "check"));
            return;
        }
        using Verdict = engine::CheckReport::Verdict;
        const State state = report->verdict == Verdict::Go ? State::Ready
            : report->verdict == Verdict::Notes            ? State::NeedsALook
                                                           : State::Blocked;
        setAnswer({state, words(report->answer)});
        auto* grid = static_cast<QGridLayout*>(m_lines->layout());
        clearLayout(*grid);
        int row = 0;
        for (const engine::CheckLine& line : report->lines) {
            grid->addWidget(new StateMark{stateOf(line.level)}, row, 0, Qt::AlignTop);
            grid->addWidget(new Label{Type::Section, words(line.title)}, row, 1, Qt::AlignTop);
            grid->addWidget(new Label{words(line.text)}, row, 2);
            ++row;
        }
        grid->addWidget(new QWidget, row, 0);
        grid->setRowStretch(row, 1);
        m_stack->setCurrentIndex(1);
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    EmptyState* m_empty;
    QWidget* m_lines;
};

} // namespace

std::unique_ptr<Page> check(const PageContext& context);

std::unique_ptr<Page> check(const PageContext& context)
{
    return std::make_unique<CheckPage>(context);
}

} // namespace luthier::ui

#include "check.moc"
