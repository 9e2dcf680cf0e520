// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_library.h"

#include "core/runs/checkpoints.h"

#include <utility>

#include <QStringList>

namespace luthier::ui {
namespace {

struct Listed {
    std::vector<runs::RunCard> cards{};
    std::set<std::string> withWeights{};
};

Expected<Listed> listedBy(engine::Records& records)
{
    Listed listed;
    LUTHIER_TRY(listed.cards, records.list());
    for (const runs::RunCard& card : listed.cards) {
        if (!runs::checkpointsOf(card.dir).empty()) listed.withWeights.insert(card.dir);
    }
    return listed;
}

} // namespace

RunLibrary::RunLibrary(engine::Records& records, JobRunner& jobs, QObject* parent)
    : QObject{parent}
    , m_records{records}
    , m_jobs{jobs}
{
}

void RunLibrary::refresh()
{
    m_jobs.start(
        {.name = tr("Reading the list of runs"), .key = "list", .listed = false}, this,
        [&records = m_records](const Job&) { return listedBy(records); },
        [this](Expected<Listed> listed) {
            if (!listed) {
                Q_EMIT failed(listed.error());
                return;
            }
            m_cards = std::move(listed->cards);
            m_withWeights = std::move(listed->withWeights);
            Q_EMIT changed();
        });
}

std::vector<runs::RunCard> RunLibrary::cardsOf(const QStringList& dirs) const
{
    std::vector<runs::RunCard> cards;
    for (const runs::RunCard& card : m_cards) {
        if (dirs.contains(QString::fromStdString(card.dir))) cards.push_back(card);
    }
    return cards;
}

std::vector<runs::RunCard> RunLibrary::usableOf(const QStringList& dirs) const
{
    auto cards = cardsOf(dirs);
    std::erase_if(cards, [this](const runs::RunCard& card) { return !isUsable(card); });
    return cards;
}

bool RunLibrary::isUsable(const runs::RunCard& card) const
{
    return card.state != runs::RunCard::State::Running && m_withWeights.contains(card.dir);
}

void RunLibrary::lookAtSaved(const std::string& dir, const std::function<void(const Saved&)>& done)
{
    m_jobs.start(
        {.name = tr("Checking what an interrupted run saved"), .key = "saved"}, this,
        [dir](const Job& job) { return runs::newestCheckpoint(dir, job); },
        [done](const Expected<runs::Newest>& newest) {
            if (!newest) return; // the person stopped it
            const auto& found = newest->checkpoint;
            done({.step = found ? std::optional{found->step} : std::nullopt,
                  .newerIsDamaged = !newest->skipped.empty()});
        });
}

void RunLibrary::rename(const std::string& dir, const std::string& name)
{
    m_jobs.start(
        {.name = tr("Renaming a run"), .listed = false}, this,
        [&records = m_records, dir, name](const Job&) { return records.rename(dir, name); },
        [this](const Expected<void>& outcome) { refreshAfter(outcome); });
}

void RunLibrary::keep(const std::string& dir, engine::Keep what)
{
    m_jobs.start(
        {.name = tr("Tidying up a run")}, this,
        [&records = m_records, dir, what](const Job&) { return records.keep(dir, what); },
        [this](const Expected<void>& outcome) { refreshAfter(outcome); });
}

void RunLibrary::refreshAfter(const Expected<void>& outcome)
{
    if (!outcome) Q_EMIT failed(outcome.error());
    refresh();
}

} // namespace luthier::ui
