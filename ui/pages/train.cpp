// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/places.h"
#include "core/verdict/verdict.h"
#include "ui/bridge/run_branch.h"
#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/pages/page.h"
#include "ui/pages/run_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/plot/loss_plot.h"
#include "ui/widgets/run_bar.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <utility>

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

namespace actions = verdict::actions;

class TrainPage final : public Page {
    Q_OBJECT
public:
    explicit TrainPage(const PageContext& context)
        : Page{tr("Train"), tr("Is it learning or memorising?")}
        , m_context{context}
        , m_stack{new Stack{this}}
        , m_empty{new EmptyState{tr("No run yet. A run shows here how it learns, with held-back rows that it "
                                    "never learns from."),
                                 tr("&Start with these settings"), tr("Run the check first")}}
        , m_name{new Label{Type::Section}}
        , m_best{new Label}
        , m_again{makeButton(tr("Start &another run"))}
        , m_current{makeButton(tr("Show the run in &progress"))}
        , m_bar{new RunBar{context.runs}}
        , m_view{new RunView}
    {
        m_stack->addWidget(m_empty);
        m_stack->addWidget(build());
        listen();
        setAnswer({State::NotStarted, tr("Nothing was trained yet.")});
        showButtons();
    }

    void act() override
    {
        if (m_context.runs.isRunning()) return m_context.navigator.stopWanted();
        m_view->story().ended ? m_context.navigator.pageWanted("compare") : m_context.navigator.startWanted();
    }

    void arrive(const QString& run) override
    {
        const bool isLive = run.section('/', -1) == QString::fromStdString(m_context.runs.status().run);
        if (isLive && m_context.runs.isRunning()) return showRunInProgress();
        m_context.jobs.start(
            {.name = tr("Reading a run"), .key = "history"}, this,
            [&records = *m_context.engine.records, dir = run.toStdString()](const Job&) {
                return records.history(dir);
            },
            [this, run](const Expected<std::vector<Event>>& events) {
                if (!events) return m_context.navigator.said(messageOf(events.error(), "history"));
                m_live = false;
                begin(run.section('/', -1));
                m_view->setDir(run.toStdString());
                m_view->show(*events);
                showStory();
            });
    }

private:
    /// A run that takes over from another one, as it was when the person asked for it.
    struct Branch {
        std::string action;
        BranchPoint from;
    };

    QWidget* build()
    {
        auto* filled = new QWidget;
        auto* column = new QVBoxLayout{filled};
        setSpace(*column, 0, 16);
        auto* head = new QHBoxLayout;
        setSpace(*head, 0, 16);
        m_name->setVerbatim();
        auto* words = new QVBoxLayout;
        setSpace(*words, 0, 4);
        words->addWidget(m_name);
        words->addWidget(m_best);
        head->addLayout(words, 1);
        head->addWidget(m_current);
        head->addWidget(m_again);
        column->addLayout(head);
        column->addWidget(m_bar);
        column->addWidget(m_view, 1);
        return filled;
    }

    void listen()
    {
        Navigator& navigator = m_context.navigator;
        connect(m_empty, &EmptyState::acted, &navigator, &Navigator::startWanted);
        connect(m_empty, &EmptyState::linkFollowed, this,
                [&navigator] { Q_EMIT navigator.pageWanted("check"); });
        connect(m_again, &QPushButton::clicked, &navigator, &Navigator::startWanted);
        connect(m_bar, &RunBar::stopWanted, &navigator, &Navigator::stopWanted);
        connect(m_view, &RunView::acted, this, &TrainPage::doAction);
        connect(m_current, &QPushButton::clicked, this, &TrainPage::showRunInProgress);
        connect(&m_context.runs, &RunController::started, this, [this] {
            m_liveEvents.clear();
            showRunInProgress();
            setAnswer({State::NotStarted, tr("The run begins.")});
        });
        connect(&m_context.runs, &RunController::eventsArrived, this, &TrainPage::showLive);
        connect(&m_context.runs, &RunController::statusChanged, this, &TrainPage::showButtons);
        connect(&m_context.runs, &RunController::ended, this, &TrainPage::end);
        connect(&m_context.project, &Project::recipeChanged, this, &TrainPage::showButtons);
        connect(&m_context.library, &RunLibrary::changed, this, &TrainPage::showNewest);
    }

    void begin(const QString& name)
    {
        m_name->setText(name);
        m_best->hide();
        m_view->begin(name);
        m_stack->setCurrentIndex(1);
        showButtons();
    }

    void showRunInProgress()
    {
        m_live = true;
        begin({});
        m_view->setActive(true);
        if (!m_liveEvents.empty()) showEvents(m_liveEvents);
    }

    void showLive(const std::vector<Event>& events)
    {
        m_liveEvents.insert(m_liveEvents.end(), events.begin(), events.end());
        if (m_live) showEvents(events); // else the person looks at a past run
    }

    void showEvents(const std::vector<Event>& events)
    {
        m_view->show(events);
        if (const auto& started = m_view->story().started) {
            const QString name = QString::fromStdString(started->run);
            m_name->setText(name);
            m_view->losses().setPictureNote(name);
        }
        showStory();
    }

    /// With the program's start the newest run is there again.
    void showNewest()
    {
        if (m_stack->currentIndex() == 1 || m_context.runs.isRunning()) return;
        const auto cards = m_context.library.cardsOf(m_context.project.runs());
        if (!cards.empty()) arrive(QString::fromStdString(cards.front().dir));
    }

    void showStory()
    {
        const RunStory& story = m_view->story();
        m_best->setText(story.ended ? bestWords(story) : QString{});
        m_best->setVisible(!m_best->text().isEmpty());
        setAnswer({story.verdict ? stateOf(*story.verdict) : State::NotStarted,
                   story.verdict ? words(story.verdict->text) : tr("Too early to tell.")});
        showButtons();
    }

    /// "Best is step 360; the last look was 6 % worse."
    static QString bestWords(const RunStory& story)
    {
        const auto bestLook = story.heldLosses.find(story.bestStep);
        if (bestLook == story.heldLosses.end()) return {};
        if (bestLook->first == story.heldLosses.rbegin()->first) {
            return tr("The last look, at step %1, is the best.").arg(number(story.bestStep));
        }
        const double worse = story.heldLosses.rbegin()->second / bestLook->second - 1;
        const QString best = number(story.bestStep);
        if (worse < 0.005) return tr("Best is step %1; the last look was no worse.").arg(best);
        return tr("Best is step %1; the last look was %2 worse.").arg(best, percent(worse));
    }

    void showButtons()
    {
        const bool running = m_context.runs.isRunning();
        const PrimaryAction start = readyOrMissing(m_context.project.recipe(), tr("Start training"));
        m_again->setVisible(!running);
        m_current->setVisible(running && !m_live);
        m_again->setEnabled(start.enabled);
        m_again->setToolTip(start.enabled ? tr("Trains with the settings as they are now") : start.text);
        m_empty->setUnavailable(start.enabled ? QString{} : start.text);
        if (running) {
            setPrimary({tr("Stop…"), !m_context.runs.isStopping(), tr("Ends the run and asks what is kept")});
        } else {
            setPrimary(m_view->story().ended ? PrimaryAction{tr("Next: Compare")} : start);
        }
    }

    void end(const Expected<Summary>& outcome)
    {
        const auto pending = std::exchange(m_pending, std::nullopt);
        if (m_live) {
            m_view->setActive(false);
            m_view->setDir(outcome ? outcome->runDir : (runsFolder() / m_context.runs.status().run).string());
        }
        if (!outcome && m_view->story().started == std::nullopt) m_stack->setCurrentIndex(0);
        showButtons();
        if (!outcome || !pending) return;
        RunStory story{.dir = outcome->runDir}; // the view may show another run by now
        for (const Event& event : m_liveEvents) {
            story.add(event);
        }
        startBranch(*pending, story, m_context.runs.recipe());
    }

    void doAction(const QString& action)
    {
        const std::string name = action.toStdString();
        const bool running = m_live && m_context.runs.isRunning();
        if (name == actions::kStopKeepBest) {
            const bool any = m_view->story().verdict->bestStep > 0; // else there is nothing better to keep
            if (running) m_context.runs.stop(any ? engine::Keep::Best : engine::Keep::Both);
        } else if (branchFrom(name) == BranchFrom::None) {
            const Place place = placeOf(name, m_view->story());
            Q_EMIT m_context.navigator.pageWanted(place.page, place.detail);
        } else if (running) {
            m_pending = Branch{name, branchPoint(m_view->story(), name)};
            m_context.runs.stop(engine::Keep::Both);
        } else {
            const auto recipe = recipeOfRun(m_view->story().dir);
            if (!recipe) return m_context.navigator.said(messageOf(recipe.error(), "branch"));
            startBranch({name, branchPoint(m_view->story(), name)}, m_view->story(), *recipe);
        }
    }

    void startBranch(Branch branch, const RunStory& story, const config::Recipe& recipe)
    {
        if (branch.from.step > 0) {
            auto checkpoint = story.checkpointAt(branch.from.step);
            if (!checkpoint) return m_context.navigator.said(messageOf(checkpoint.error(), "branch"));
            branch.from.checkpoint = *std::move(checkpoint);
        }
        if (const auto run = branchOf(recipe, branch.action, branch.from))
            Q_EMIT m_context.navigator.runWanted(*run);
    }

    PageContext m_context;
    Stack* m_stack; // widgets and layouts: owned by the page
    EmptyState* m_empty;
    Label* m_name;
    Label* m_best; ///< which step is the one to keep, once it has ended
    QPushButton* m_again;
    QPushButton* m_current;
    RunBar* m_bar;
    RunView* m_view;
    std::vector<Event> m_liveEvents; ///< of the run in progress, or the last one
    std::optional<Branch> m_pending; ///< waits for the run to end
    bool m_live{false}; ///< the view shows the run in progress, or the last one
};

} // namespace

std::unique_ptr<Page> train(const PageContext& context);

std::unique_ptr<Page> train(const PageContext& context)
{
    return std::make_unique<TrainPage>(context);
}

} // namespace luthier::ui

#include "train.moc"
