// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/records.h"
#include "ui/bridge/job_runner.h"

#include <vector>

#include <QObject>

namespace luthier::ui {

/// The runs on this computer, as the window knows them: read in the background, newest first.
///
/// Thread  GUI.
class RunLibrary final : public QObject {
    Q_OBJECT
public:
    RunLibrary(engine::Records& records, JobRunner& jobs, QObject* parent = nullptr);

    void refresh();
    const std::vector<runs::RunCard>& cards() const { return m_cards; }
    /// Of the folders in `dirs`, newest first.
    std::vector<runs::RunCard> cardsOf(const QStringList& dirs) const;

    void rename(const std::string& dir, const std::string& name);
    void keep(const std::string& dir, engine::Keep what);

Q_SIGNALS:
    void changed();
    void failed(const luthier::Error& error);

private:
    void refreshAfter(const Expected<void>& outcome);

    engine::Records& m_records;
    JobRunner& m_jobs;
    std::vector<runs::RunCard> m_cards;
};

} // namespace luthier::ui
