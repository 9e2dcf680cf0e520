// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/plot/loss_plot.h"
#include "ui/widgets/plot/plot_tools.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/measure.h"

#include <QElapsedTimer>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

State stateOf(const VerdictGiven& verdict)
{
    if (verdict.kind == "too-early") return State::NotStarted;
    if (verdict.severity == "severe") return State::Blocked;
    return verdict.severity == "none" ? State::Ready : State::NeedsALook;
}

class TrainPage final : public Page {
    Q_OBJECT
public:
    explicit TrainPage(const PageContext& context)
        : Page{tr("Train"), tr("Is it learning or memorising?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_plot{new LossPlot{tr("Loss"), tr("Loss (nats)")}}
    {
        auto* empty
            = new EmptyState{tr("No run yet."), tr("&Start with these settings"), tr("Run the check first")};
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        column->addWidget(m_plot);
        m_stack->addWidget(empty);
        m_stack->addWidget(filled);
        m_train = m_plot->addSeries({.name = tr("training"), .shape = PlotSeries::Shape::Line, .look = 0});
        m_held = m_plot->addSeries({.name = tr("held-back"), .shape = PlotSeries::Shape::Looks, .look = 1});
        m_plot->tools().setSmoothing(0.6);
        m_plot->setEmptyReason(tr("The first point comes after the first step."));
        connect(empty, &EmptyState::acted, &context.navigator, &Navigator::startWanted);
        connect(empty, &EmptyState::linkFollowed, this,
                [this] { Q_EMIT m_context.navigator.pageWanted("check"); });
        connect(&context.runs, &RunController::started, this, &TrainPage::begin);
        connect(&context.runs, &RunController::eventsArrived, this, &TrainPage::show);
        connect(&context.runs, &RunController::statusChanged, this, &TrainPage::showButton);
        connect(&context.project, &Project::recipeChanged, this, &TrainPage::showButton);
        setAnswer({State::NotStarted, tr("Nothing was trained yet.")});
        showButton();
    }

    void act() override
    {
        m_context.runs.isRunning() ? m_context.navigator.stopWanted() : m_context.navigator.startWanted();
    }
    void arrive(const QString& run) override
    {
        m_context.jobs.start(
            {.name = tr("Reading a run"), .key = "history"}, this,
            [&records = *m_context.engine.records, run](const Job&) {
                return records.history(run.toStdString());
            },
            [this](const Expected<std::vector<Event>>& events) {
                if (!events) return m_context.navigator.said(messageOf(events.error(), "history"));
                begin();
                show(*events);
            });
    }

private:
    void begin()
    {
        m_plot->clear();
        m_since.start();
        m_stack->setCurrentIndex(1);
        setAnswer({State::NotStarted, tr("Too early to tell.")});
        showButton();
    }

    void show(const std::vector<Event>& events)
    {
        std::vector<PlotPoint> steps, looks;
        const double seconds = double(m_since.elapsed()) / 1000;
        for (const Event& event : events) {
            if (const auto* step = std::get_if<StepDone>(&event)) {
                steps.push_back({double(step->step), step->epoch, seconds, step->loss});
            } else if (const auto* look = std::get_if<LookDone>(&event)) {
                looks.push_back({double(look->step), look->epoch, seconds, look->loss});
            } else if (const auto* verdict = std::get_if<VerdictGiven>(&event)) {
                setAnswer({stateOf(*verdict), words(verdict->text)});
            } else if (const auto* saved = std::get_if<CheckpointSaved>(&event)) {
                if (saved->best) m_plot->setBest(double(saved->step));
            }
        }
        m_plot->append(m_train, steps);
        m_plot->append(m_held, looks);
    }

    void showButton()
    {
        if (m_context.runs.isRunning()) return setPrimary({tr("Stop…"), !m_context.runs.isStopping()});
        setPrimary(readyOrMissing(m_context.project.recipe(), tr("Start training")));
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    LossPlot* m_plot;
    int m_train{}, m_held{};
    QElapsedTimer m_since;
};

} // namespace

std::unique_ptr<Page> train(const PageContext& context);

std::unique_ptr<Page> train(const PageContext& context)
{
    return std::make_unique<TrainPage>(context);
}

} // namespace luthier::ui

#include "train.moc"
