// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/training.h"
#include "ui/bridge/project.h"

#include <optional>

#include <QObject>

namespace luthier::ui {

/// The last dry run, and the draft that it was of.
///
/// Thread  GUI.
class LastCheck final : public QObject {
    Q_OBJECT
public:
    explicit LastCheck(const Project& project)
        : m_project{project}
    {
    }

    void take(engine::CheckReport report, config::Recipe checked);

    const engine::CheckReport* report() const { return m_report ? &*m_report : nullptr; } ///< null: none yet
    bool isUpToDate() const; ///< nothing of the draft has changed since
    /// The report, as long as what it measured holds: a name or a wish for the export costs no time. Null: no
    /// steps were measured, or the draft has changed.
    const engine::CheckReport* measured() const;

Q_SIGNALS:
    void changed();

private:
    const Project& m_project;
    std::optional<engine::CheckReport> m_report;
    config::Recipe m_checked;
};

} // namespace luthier::ui
