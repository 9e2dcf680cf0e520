// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"
#include "ui/bridge/message.h"

#include <QObject>
#include <QString>

namespace luthier::ui {

/// What a page asks of the window around it. The window listens; pages do not know each other.
class Navigator final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    /// Opens the page of that stem (pages.def); `detail` is for its arrive(): "rows:12,77", a run's folder.
    void pageWanted(const QString& stem, const QString& detail = {});
    /// Starts a run of the draft, after all of it was checked, and opens the Train page.
    void startWanted();
    /// Starts a run of this recipe and opens the Train page. REQUIRES: it is written out (see runnable()).
    void runWanted(const luthier::config::Recipe& recipe);
    /// Asks what a stopped run keeps, then stops it.
    void stopWanted();
    void resumeWanted(const QString& runDir); ///< goes on with an interrupted run
    void openFilesWanted(); ///< the file chooser for data
    void exampleWanted(); ///< the bundled example, in a project of its own
    void said(const luthier::ui::Message& message); ///< above the page
    void unsaid(const QString& id); ///< that message is solved
};

} // namespace luthier::ui
