// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_desk.h"

#include "core/base/places.h"
#include "ui/bridge/run_start.h"
#include "ui/bridge/words.h"
#include "ui/questions.h"

#include <algorithm>

#include <QJsonArray>
#include <QWidget>

namespace luthier::ui {
namespace {

constexpr const char* kOffered
    = "offered-runs"; // a note of the project: runs that were offered to be resumed

QString offerId(const QString& runDir)
{
    return "interrupted:" + runDir;
}

} // namespace

RunDesk::RunDesk(const Parts& parts)
    : m_parts{parts}
{
    connect(&parts.runs, &RunController::eventsArrived, this, &RunDesk::noteEvents);
    connect(&parts.runs, &RunController::ended, this, &RunDesk::finish);
    connect(&parts.library, &RunLibrary::changed, this, &RunDesk::offerInterrupted);
    connect(&parts.navigator, &Navigator::startWanted, this, &RunDesk::start);
    connect(&parts.navigator, &Navigator::runWanted, this, &RunDesk::run);
    connect(&parts.navigator, &Navigator::stopWanted, this, &RunDesk::askToStop);
    connect(&parts.navigator, &Navigator::resumeWanted, this, &RunDesk::resume);
}

void RunDesk::setProject(Project& project)
{
    m_project = &project;
}

void RunDesk::start()
{
    auto recipe = runnable(*m_parts.engine.catalogue, m_project->recipe());
    if (!recipe) {
        Q_EMIT m_parts.navigator.said(messageOf(recipe.error(), "start", tr("The run was not started.")));
        return;
    }
    run(*recipe);
}

void RunDesk::run(const config::Recipe& recipe)
{
    begin(recipe, {});
}

void RunDesk::resume(const QString& runDir)
{
    auto recipe = recipeOfRun(runDir.toStdString());
    if (!recipe) {
        Q_EMIT m_parts.navigator.said(messageOf(recipe.error(), "start", tr("The run cannot go on.")));
        return;
    }
    begin(*recipe, {.runDir = toPath(runDir), .resume = true});
}

void RunDesk::begin(const config::Recipe& recipe, const engine::RunOptions& options)
{
    if (m_parts.runs.isRunning()) {
        Q_EMIT m_parts.navigator.said({.id = "start",
                                       .level = Message::Level::Look,
                                       .what = tr("A run is active."),
                                       .meaning = tr("One run trains at a time; this one was not started."),
                                       .todo = tr("Wait until it ends, or stop it first.")});
        return;
    }
    m_runDir = fromPath(options.runDir);
    Q_EMIT m_parts.navigator.unsaid("start");
    Q_EMIT m_parts.navigator.unsaid(offerId(m_runDir));
    m_parts.runs.start(recipe, options);
    Q_EMIT m_parts.navigator.pageWanted("train");
}

void RunDesk::noteEvents(const std::vector<Event>& events)
{
    for (const Event& event : events) {
        const auto* started = std::get_if<RunStarted>(&event);
        if (started == nullptr) continue;
        m_project->addRun(m_runDir.isEmpty() ? fromPath(runsFolder() / started->run) : m_runDir);
        QJsonArray offered = m_project->note(kOffered).toArray();
        if (const auto old = std::ranges::find(offered, QJsonValue{m_runDir}); old != offered.end()) {
            offered.erase(old);
            m_project->setNote(kOffered, offered);
        }
        m_parts.library.refresh();
    }
}

void RunDesk::finish(const Expected<Summary>& outcome)
{
    if (!outcome) {
        Q_EMIT m_parts.navigator.said(
            messageOf(outcome.error(), "run", tr("The run ended. What was saved before is kept.")));
    }
    m_parts.library.refresh();
    if (m_closing) Q_EMIT closeNow();
}

void RunDesk::askToStop()
{
    if (!m_parts.runs.isRunning() || m_parts.runs.isStopping()) return;
    askBeforeStopping(m_parts.window, m_parts.runs.status(),
                      [this](engine::Keep keep) { m_parts.runs.stop(keep); });
}

void RunDesk::pauseOrResume()
{
    m_parts.runs.isPaused() ? m_parts.runs.resume() : m_parts.runs.pause();
}

bool RunDesk::mayClose()
{
    if (!m_parts.runs.isRunning()) return true;
    if (m_closing || m_asking) return false; // it closes when the run has ended
    m_asking = true;
    askBeforeClosing(m_parts.window, m_parts.runs.status(), [this](CloseChoice choice) {
        m_asking = false;
        if (choice == CloseChoice::GoBack) return;
        m_closing = true;
        if (!m_parts.runs.isRunning()) { // it ended while the question stood there
            Q_EMIT closeNow();
            return;
        }
        m_parts.runs.stop(choice == CloseChoice::StopAndKeepBest ? engine::Keep::Best : engine::Keep::Both);
    });
    return false;
}

void RunDesk::endOfSession()
{
    m_closing = true;
    m_parts.runs.stop();
}

void RunDesk::offerInterrupted()
{
    if (m_project == nullptr || m_parts.runs.isRunning()) return;
    const QJsonArray offered = m_project->note(kOffered).toArray();
    for (const runs::RunCard& card : m_parts.library.cardsOf(m_project->runs())) {
        if (card.state != runs::RunCard::State::Interrupted) continue;
        if (offered.contains(QString::fromStdString(card.dir))) continue;
        m_parts.library.lookAtSaved(card.dir,
                                    [this, card](const RunLibrary::Saved& saved) { offer(card, saved); });
        return; // one at a time
    }
}

void RunDesk::offer(const runs::RunCard& card, const RunLibrary::Saved& saved)
{
    const QString dir = QString::fromStdString(card.dir);
    if (m_parts.runs.isRunning() || !m_project->runs().contains(dir)) return; // it is offered another time
    QJsonArray offered = m_project->note(kOffered).toArray();
    offered.append(dir);
    m_project->setNote(kOffered, offered);

    Message message{
        .id = offerId(dir),
        .level = Message::Level::Look,
        .what
        = tr("%1 was interrupted at step %2.").arg(QString::fromStdString(card.name), number(card.steps)),
        .actions = {{tr("&Resume"), [this, dir] { resume(dir); }}}};
    if (!saved.step) {
        message.meaning = tr("Nothing was saved that can be used: it would begin again.");
    } else {
        const QString step = number(*saved.step);
        message.meaning = saved.newerIsDamaged
            ? tr("What was saved last is damaged. It can go on from step %1, saved before that.").arg(step)
            : tr("It can go on from step %1, which was saved.").arg(step);
        message.actions.push_back({tr("Keep the &best"), [this, dir] {
                                       Q_EMIT m_parts.navigator.unsaid(offerId(dir));
                                       m_parts.library.keep(dir.toStdString(), engine::Keep::Best);
                                   }});
    }
    Q_EMIT m_parts.navigator.said(message);
}

} // namespace luthier::ui
