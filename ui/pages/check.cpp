// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/pages/check_lines.h"
#include "ui/pages/data_problems.h"
#include "ui/pages/method_numbers.h"
#include "ui/pages/page.h"
#include "ui/pages/sight_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <optional>

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using Verdict = engine::CheckReport::Verdict;

constexpr int kProgressSteps = 1000;

class CheckPage final : public Page {
    Q_OBJECT
public:
    explicit CheckPage(const PageContext& context);

    void act() override { Q_EMIT m_context.navigator.startWanted(); }

private:
    enum View { Empty, Running, Checked };

    QWidget* running();
    QWidget* checked();
    void show();
    void showPrimary();
    void showProgress();
    void check();
    void take(const Expected<engine::CheckReport>& report);
    void showReport();
    void showRows(const std::vector<data::Sight>& rows);

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    EmptyState* m_empty;
    Label* m_doing;
    QProgressBar* m_progress;
    Label* m_took;
    CheckLines* m_lines;
    BarChart* m_memory;
    ProblemList* m_problems;
    Fold* m_problemsFold;
    QWidget* m_rows;
    Fold* m_rowsFold;
    std::optional<JobRunner::Id> m_job; ///< the check in progress
    config::Recipe m_asked; ///< the draft that is being checked
};

CheckPage::CheckPage(const PageContext& context)
    : Page{tr("Check"), tr("Will it fit, and will it learn at all?")}
    , m_context{context}
    , m_stack{new Stack{this}}
    , m_empty{new EmptyState{tr("A few real steps show whether it fits and learns. Nothing of them is kept."),
                             tr("&Run the check"), tr("Start without it")}}
    , m_doing{new Label{Type::Verdict}}
    , m_progress{new QProgressBar}
    , m_took{new Label}
    , m_lines{new CheckLines}
    , m_memory{new BarChart{tr("Memory, part by part (estimate)"), this}}
    , m_problems{new ProblemList}
    , m_problemsFold{new Fold{tr("Problems of the data"), m_problems}}
    , m_rows{new QWidget}
    , m_rowsFold{new Fold{tr("First rows as the model sees them"), m_rows}}
{
    m_stack->addWidget(m_empty);
    m_stack->addWidget(running());
    m_stack->addWidget(checked());
    connect(m_empty, &EmptyState::acted, this, &CheckPage::check);
    connect(m_empty, &EmptyState::linkFollowed, &context.navigator, &Navigator::startWanted);
    connect(m_lines, &CheckLines::placeWanted, &context.navigator, &Navigator::pageWanted);
    connect(m_problems, &ProblemList::rowsWanted, this, [this](const std::vector<std::int64_t>& rows) {
        QStringList list;
        for (const std::int64_t row : rows) {
            list << QString::number(row);
        }
        Q_EMIT m_context.navigator.pageWanted("data", "rows:" + list.join(','));
    });
    connect(&context.project, &Project::recipeChanged, this, &CheckPage::show);
    connect(&context.jobs, &JobRunner::changed, this, &CheckPage::showProgress);
    show();
}

QWidget* CheckPage::running()
{
    auto* view = new QWidget;
    auto* column = new QVBoxLayout{view};
    setSpace(*column, 24, 16);
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the check"));
    m_doing->setAlignment(Qt::AlignCenter);
    auto* stop = makeButton(tr("&Cancel the check"));
    connect(stop, &QPushButton::clicked, this, [this] {
        if (m_job) m_context.jobs.stop(*m_job);
    });
    auto* kept = new Label{tr("Nothing of it is kept.")};
    kept->setAlignment(Qt::AlignCenter);
    kept->setTone(Label::Tone::Second);
    column->addStretch(2);
    column->addWidget(m_doing);
    column->addWidget(m_progress);
    column->addWidget(kept);
    column->addWidget(stop, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return view;
}

QWidget* CheckPage::checked()
{
    auto* view = new QWidget;
    auto* column = new QVBoxLayout{view};
    setSpace(*column, 0, 16);
    auto* top = new QHBoxLayout;
    setSpace(*top, 0, 12);
    auto* again = makeButton(tr("&Run the check again"));
    connect(again, &QPushButton::clicked, this, &CheckPage::check);
    m_took->setTone(Label::Tone::Second);
    top->addWidget(m_took, 1);
    top->addWidget(again, 0, Qt::AlignTop);
    column->addLayout(top);
    auto* rows = new QVBoxLayout{m_rows};
    setSpace(*rows, 0, 16);
    for (QWidget* part : std::initializer_list<QWidget*>{m_lines, m_memory, m_problemsFold, m_rowsFold}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    return view;
}

void CheckPage::show()
{
    showPrimary();
    const PrimaryAction ready = readyOrMissing(m_context.project.recipe(), {});
    m_empty->setUnavailable(ready.enabled ? QString{} : ready.text);
    if (m_job) return;
    if (m_context.lastCheck.report() != nullptr) return showReport();
    m_stack->setCurrentIndex(Empty);
    setAnswer({State::NotStarted,
               ready.enabled ? tr("This recipe has not been checked yet.")
                             : tr("The recipe is not complete yet. %1.").arg(ready.text)});
}

void CheckPage::showPrimary()
{
    PrimaryAction primary = readyOrMissing(m_context.project.recipe(), tr("Start training"));
    if (m_job) primary = {tr("Start training"), false, tr("The check is running.")}; // both train
    const auto* const report = m_context.lastCheck.report();
    if (primary.enabled && m_context.lastCheck.isUpToDate() && report->verdict == Verdict::Fix) {
        primary = report->mayStartAnyway
            ? PrimaryAction{tr("Start anyway"), true, tr("The check found something to fix first")}
            : PrimaryAction{tr("Fix first"), false, tr("With what the check found the run cannot succeed")};
    }
    setPrimary(primary);
}

void CheckPage::check()
{
    if (m_context.runs.isRunning()) {
        Q_EMIT m_context.navigator.said({.id = "check",
                                         .level = Message::Level::Look,
                                         .what = tr("A run is active."),
                                         .meaning = tr("The check trains a few steps and would disturb it."),
                                         .todo = tr("Wait until the run ends, or stop it first.")});
        return;
    }
    const auto recipe = runnable(*m_context.engine.catalogue, m_context.project.recipe());
    if (!recipe) {
        Q_EMIT m_context.navigator.said(messageOf(recipe.error(), "check", tr("The check was not run.")));
        return;
    }
    Q_EMIT m_context.navigator.unsaid("check");
    m_asked = m_context.project.recipe();
    m_job = m_context.jobs.start(
        {.name = tr("Check"), .key = "check"}, this,
        [&training = *m_context.engine.training, recipe = *recipe](const Job& job) {
            return training.check(recipe, job);
        },
        [this](const Expected<engine::CheckReport>& report) { take(report); });
    m_doing->setText(tr("The check is running."));
    m_stack->setCurrentIndex(Running);
    setAnswer({State::NotStarted, tr("The check is running.")});
    showPrimary();
    showProgress();
}

void CheckPage::showProgress()
{
    if (!m_job) return;
    for (const JobRunner::View& job : m_context.jobs.listed()) {
        if (job.id != *m_job) continue;
        if (!job.doing.isEmpty()) m_doing->setText(job.doing);
        m_progress->setValue(std::max(0, static_cast<int>(job.fraction * kProgressSteps)));
    }
}

void CheckPage::take(const Expected<engine::CheckReport>& report)
{
    m_job.reset();
    if (report) {
        m_context.lastCheck.take(*report, m_asked);
    } else if (report.error().code != ErrorCode::Interrupted) {
        Q_EMIT m_context.navigator.said(
            messageOf(report.error(), "check", tr("The check did not come to its end.")));
    }
    show();
}

void CheckPage::showReport()
{
    const engine::CheckReport& report = *m_context.lastCheck.report();
    const bool now = m_context.lastCheck.isUpToDate();
    const State state = report.verdict == Verdict::Go ? State::Ready
        : report.verdict == Verdict::Notes            ? State::NeedsALook
                                                      : State::Blocked;
    setAnswer(now ? Answer{state, words(report.answer)}
                  : Answer{State::NeedsALook,
                           tr("Out of date: the recipe has changed since the check. It said: %1")
                               .arg(words(report.answer))});
    const QString measured = report.peakMib > 0
        ? tr("The check took %1 and needed %2 at most; estimated were %3. Nothing of it was kept.")
              .arg(duration(report.tookSeconds), fileSize(std::llround(report.peakMib * 1024 * 1024)),
                   fileSize(std::llround(report.estimateMib * 1024 * 1024)))
        : tr("The check took %1. Nothing of it was kept.").arg(duration(report.tookSeconds));
    m_took->setText(measured);
    m_lines->setLines(report.lines);
    showMemory(*m_memory, report.memory);
    const auto problems = static_cast<std::int64_t>(report.problems.size());
    m_problemsFold->setVisible(problems > 0);
    m_problemsFold->setTitle(tr("Problems of the data (%1)").arg(number(problems)));
    const auto* const known = m_context.data.report();
    m_problems->setProblems(report.problems, m_context.data.table().get(),
                            known == nullptr ? data::Roles{} : known->roles);
    showRows(report.firstRows);
    m_stack->setCurrentIndex(Checked);
}

void CheckPage::showRows(const std::vector<data::Sight>& rows)
{
    clearLayout(*m_rows->layout());
    m_rowsFold->setVisible(!rows.empty());
    if (rows.empty()) return;
    m_rows->layout()->addWidget(makeTokenLegend());
    for (const data::Sight& sight : rows) {
        auto* view = new SightView;
        view->setSight(sight);
        m_rows->layout()->addWidget(view);
    }
}

} // namespace

std::unique_ptr<Page> check(const PageContext& context);

std::unique_ptr<Page> check(const PageContext& context)
{
    return std::make_unique<CheckPage>(context);
}

} // namespace luthier::ui

#include "check.moc"
