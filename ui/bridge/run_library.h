// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/records.h"
#include "ui/bridge/job_runner.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
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

    /// Those of them that have a checkpoint and are not in progress: the others cannot be asked, compared or
    /// exported.
    std::vector<runs::RunCard> usableOf(const QStringList& dirs) const;
    bool isUsable(const runs::RunCard& card) const;

    /// What an interrupted run can go on from.
    struct Saved {
        std::optional<std::int64_t> step{}; ///< of its newest whole checkpoint; none: it would begin again
        bool newerIsDamaged{false};
    };
    /// Reads the newest checkpoints to the last byte, in the background. The newest question is answered.
    void lookAtSaved(const std::string& dir, const std::function<void(const Saved&)>& done);

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
    std::set<std::string> m_withWeights; ///< folders of the runs that have a checkpoint
};

} // namespace luthier::ui
