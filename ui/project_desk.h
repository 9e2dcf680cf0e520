// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/navigator.h"
#include "ui/bridge/project.h"

#include <filesystem>

#include <QObject>

namespace luthier::ui {

/// Chooses projects and files for the window: the dialogs, the bundled example, the first project.
class ProjectDesk final : public QObject {
    Q_OBJECT
public:
    struct Parts {
        QWidget& window; ///< that choosers lie over
        engine::Datasets& datasets;
        JobRunner& jobs;
        Navigator& navigator;
    };
    explicit ProjectDesk(const Parts& parts);

    void setProject(Project& project) { m_project = &project; }

    void choose(const QString& title); ///< a folder, for a project that is there or a new one
    void chooseData();
    void openExample(); ///< in a project of its own
    /// After the example was opened: its recipe, where the project had none yet.
    void fillExample();

    /// What may be opened when the program starts, best first: what was asked for, the last project, and new
    /// ones, of which one more than are damaged.
    static QStringList candidates(const QString& asked, const QString& last);

Q_SIGNALS:
    void projectWanted(const QString& folder);

private:
    Parts m_parts;
    Project* m_project{};
    std::optional<config::Recipe> m_example;
};

} // namespace luthier::ui
