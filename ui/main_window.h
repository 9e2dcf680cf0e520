// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/bridge/data_watch.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/language.h"
#include "ui/bridge/last_check.h"
#include "ui/bridge/navigator.h"
#include "ui/bridge/preferences.h"
#include "ui/bridge/project.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_library.h"
#include "ui/project_desk.h"
#include "ui/run_desk.h"
#include "ui/widgets/theme/focus_ring.h"
#include "ui/widgets/theme/theme.h"

#include <filesystem>
#include <memory>
#include <vector>

#include <QMainWindow>

namespace luthier::ui {

class Actions;
class Page;
class PageFrame;

/// The frame around the pages: it navigates, shows what the pages say of themselves, and closes. What it
/// knows of the work it has from the project.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    /// The window uses them; all of them outlive it.
    struct Parts {
        engine::Engine& engine;
        Theme& theme;
        Preferences& preferences;
        Language& language;
    };
    explicit MainWindow(const Parts& parts);
    ~MainWindow() override;

    /// Opens the project in `folder`, or begins one there, in place of the present one.
    /// Errors  as Project::open; the present project stays open then.
    Expected<void> openProject(const std::filesystem::path& folder);

    /// At the start of the program: the project in `folder`, else the last one, else a new one. One that
    /// cannot be opened is told in the next that can.
    void openFirst(const QString& folder);

    Project& project() { return *m_project; } // REQUIRES: openProject() succeeded before.
    Page& page(std::string_view stem) const;
    void goTo(const QString& stem, const QString& detail = {});
    PageFrame& frame() { return *m_frame; }
    Actions& actions() { return *m_actions; }
    RunController& runs() { return m_runs; }
    JobRunner& jobs() { return m_jobs; }

private:
    void closeEvent(QCloseEvent* event) override;

    void build(); ///< frame, pages and menus, for the present project and language
    void buildPages();
    void listen();
    void listenToActions();
    void clear();
    void showPage(int page);
    void showAnswer(int page);
    void showPrimary();
    void showSide();
    void showTitle();
    void useLanguage(const QString& code);
    void openOrTell(const QString& folder);
    int indexOf(std::string_view stem) const;

    Parts m_parts;
    FocusRing m_ring;
    JobRunner m_jobs;
    RunController m_runs;
    RunLibrary m_library;
    Navigator m_navigator;
    RunDesk m_runDesk;
    ProjectDesk m_projectDesk;
    std::unique_ptr<Project> m_project;
    std::unique_ptr<DataWatch> m_data; // after the project that it watches
    std::unique_ptr<LastCheck> m_lastCheck; // likewise
    Actions* m_actions{}; // this and the next are made anew for each project and language
    PageFrame* m_frame{};
    std::vector<Page*> m_pages;
    QWidget* m_recipe{};
    QWidget* m_runsList{};
    QWidget* m_side{}; ///< what the side panel shows in place of the page's own: recipe, runs, or nothing
};

} // namespace luthier::ui
