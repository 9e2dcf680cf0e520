// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/plot/dot_whisker.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/measure.h"

#include <QVBoxLayout>

namespace luthier::ui {
namespace {

class ComparePage final : public Page {
    Q_OBJECT
public:
    explicit ComparePage(const PageContext& context)
        : Page{tr("Compare"), tr("Which is better, and for whom is it worse?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_chart{new DotWhisker{tr("Runs"), {}}}
    {
        auto* empty = new EmptyState{tr("There is no run to compare yet."), tr("Go to &Train")};
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        column->addWidget(m_chart);
        column->addStretch(1);
        m_stack->addWidget(empty);
        m_stack->addWidget(filled);
        connect(empty, &EmptyState::acted, this, [this] { Q_EMIT m_context.navigator.pageWanted("train"); });
        connect(&context.library, &RunLibrary::changed, this, &ComparePage::show);
        setAnswer({State::NotStarted, tr("There is no run to compare yet.")});
        show();
    }

    void act() override { Q_EMIT m_context.navigator.pageWanted("try_out"); }

private:
    void show()
    {
        std::vector<std::string> runs;
        for (const runs::RunCard& card : m_context.library.cardsOf(m_context.project.runs())) {
            if (card.steps > 0) runs.push_back(card.dir);
        }
        m_stack->setCurrentIndex(runs.empty() ? 0 : 1);
        setPrimary({runs.empty() ? tr("Train first") : tr("Next: Try"), !runs.empty(),
                    runs.empty() ? tr("There is no run to compare yet.") : QString{}});
        if (runs.empty()) return;
        m_context.jobs.start(
            {.name = tr("Comparing runs"), .key = "compare"}, this,
            [&records = *m_context.engine.records, runs](const Job& job) {
                return records.compare(runs, true, job);
            },
            [this](const Expected<runs::Comparison>& comparison) { showComparison(comparison); });
    }

    void showComparison(const Expected<runs::Comparison>& comparison)
    {
        if (!comparison) return m_context.navigator.said(messageOf(comparison.error(), "compare"));
        setAnswer({State::Ready, words(comparison->answer)});
        std::vector<Whisker> whiskers;
        for (const runs::Compared& row : comparison->rows) {
            const auto found = row.evaluation.metrics.find(comparison->metric);
            if (found == row.evaluation.metrics.end()) continue;
            const auto& [value, low, high] = found->second;
            whiskers.push_back(
                {QString::fromStdString(row.name), value, low, high,
                 tr("%1 (%2 to %3)").arg(significant(value), significant(low), significant(high)),
                 row.baseline ? 1 : 0});
        }
        m_chart->setWhiskers(std::move(whiskers));
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    DotWhisker* m_chart;
};

} // namespace

std::unique_ptr<Page> compare(const PageContext& context);

std::unique_ptr<Page> compare(const PageContext& context)
{
    return std::make_unique<ComparePage>(context);
}

} // namespace luthier::ui

#include "compare.moc"
