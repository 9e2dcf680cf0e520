// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_library.h"

#include <QStringList>

namespace luthier::ui {

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
        [&records = m_records](const Job&) { return records.list(); },
        [this](Expected<std::vector<runs::RunCard>> cards) {
            if (!cards) {
                Q_EMIT failed(cards.error());
                return;
            }
            m_cards = *std::move(cards);
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
