// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/actions.h"
#include "ui/bridge/words.h"
#include "ui/frame/page_frame.h"
#include "ui/frame/recipe_panel.h"
#include "ui/frame/runs_panel.h"
#include "ui/frame/status_line.h"
#include "ui/keyboard_dialog.h"
#include "ui/menus.h"
#include "ui/pages/page.h"
#include "ui/settings_search.h"
#include "ui/widgets/inline_message.h"
#include "ui/word_list.h"

#include <algorithm>

#include <QClipboard>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QMenuBar>
#include <QSessionManager>

namespace luthier::ui {

constexpr const char* kPageNote = "page"; // of the project: the stem of the page that was open
constexpr QSize kLeastSize{1100, 700}; // product.md §2.0

MainWindow::MainWindow(const Parts& parts)
    : m_parts{parts}
    , m_runs{parts.engine}
    , m_library{*parts.engine.records, m_jobs}
    , m_runDesk{{*this, parts.engine, m_runs, m_library, m_navigator}}
    , m_projectDesk{{*this, *parts.engine.datasets, m_jobs, m_navigator}}
{
    setMinimumSize(kLeastSize);
    if (!restoreGeometry(parts.preferences.windowGeometry())) resize(1440, 900);
    connect(&m_navigator, &Navigator::pageWanted, this, &MainWindow::goTo);
    connect(&m_projectDesk, &ProjectDesk::projectWanted, this, &MainWindow::openOrTell);
    connect(&m_navigator, &Navigator::said, this, [this](const Message& message) {
        if (m_frame != nullptr) m_frame->messages().say(message);
    });
    connect(&m_navigator, &Navigator::unsaid, this, [this](const QString& id) {
        if (m_frame != nullptr) m_frame->messages().unsay(id);
    });
    connect(&m_library, &RunLibrary::failed, this,
            [this](const Error& error) { Q_EMIT m_navigator.said(messageOf(error, "runs")); });
    connect(&m_runDesk, &RunDesk::closeNow, this, &QWidget::close);
    connect(qGuiApp, &QGuiApplication::commitDataRequest, &m_runDesk, &RunDesk::endOfSession);
}

MainWindow::~MainWindow()
{
    clear(); // pages first: they use what this window owns
}

Expected<void> MainWindow::openProject(const std::filesystem::path& folder)
{
    LUTHIER_TRY(auto project, Project::open(folder, m_jobs));
    clear();
    m_data.reset();
    m_lastCheck.reset();
    m_project = std::move(project);
    m_parts.preferences.addRecentProject(fromPath(folder));
    connect(m_project.get(), &Project::saveFailed, this, [this](const Error& error) {
        Q_EMIT m_navigator.said(messageOf(error, "save", tr("The project could not be saved.")));
    });
    connect(m_project.get(), &Project::recipeChanged, this, &MainWindow::showTitle);
    m_runDesk.setProject(*m_project);
    m_projectDesk.setProject(*m_project);
    m_projectDesk.fillExample();
    m_data = std::make_unique<DataWatch>(*m_parts.engine.datasets, *m_project, m_jobs);
    m_lastCheck = std::make_unique<LastCheck>(*m_project);
    build();
    m_library.refresh();
    return {};
}

void MainWindow::openFirst(const QString& folder)
{
    std::vector<Error> faults;
    for (const QString& candidate :
         ProjectDesk::candidates(folder, m_parts.preferences.recentProjects().value(0))) {
        const auto opened = openProject(toPath(candidate));
        if (opened) break;
        faults.push_back(opened.error());
    }
    for (const Error& fault : faults) {
        if (m_frame != nullptr)
            Q_EMIT m_navigator.said(messageOf(fault, "project", tr("That project was not opened.")));
    }
}

void MainWindow::clear()
{
    delete takeCentralWidget();
    menuBar()->clear();
    delete m_actions;
    m_actions = nullptr;
    m_frame = nullptr;
    m_recipe = m_runsList = m_side = nullptr;
    m_pages.clear();
}

void MainWindow::build()
{
    buildPages();
    listen();
    listenToActions();
    showTitle();
    const int page = indexOf(m_project->note(kPageNote).toString().toStdString());
    showPage(std::max(0, page));
}

void MainWindow::buildPages()
{
    const PageContext context{m_parts.engine, *m_project, *m_data, *m_lastCheck,
                              m_runs,         m_library,  m_jobs,  m_navigator};
    QStringList titles;
    std::vector<std::unique_ptr<Page>> pages;
    for (const PageEntry& entry : allPages()) {
        pages.push_back(entry.make(context));
        titles << pages.back()->title();
    }
    auto* status = new StatusLine{m_runs, m_jobs};
    connect(status, &StatusLine::runClicked, this, [this] { goTo("train"); });
    m_frame = new PageFrame{titles, status};
    for (auto& page : pages) {
        m_pages.push_back(page.get());
        m_frame->addPage(page.release()); // the frame owns it from here
    }
    setCentralWidget(m_frame);
    m_recipe = new RecipePanel{*m_parts.engine.catalogue, *m_project, m_frame};
    m_runsList = new RunsPanel{*m_project, m_library, m_navigator, m_frame};
    m_recipe->hide();
    m_runsList->hide();

    m_actions = new Actions{m_parts.preferences, titles, this};
    for (QAction* action : m_actions->all()) {
        addAction(action);
    }
    fillMenus({*menuBar(), *m_actions, m_parts.theme, m_parts.preferences, static_cast<int>(m_pages.size()),
               [this](const QString& code) { useLanguage(code); },
               [this](const QString& folder) { openOrTell(folder); }});
}

void MainWindow::listen()
{
    for (int i = 0; i < static_cast<int>(m_pages.size()); ++i) {
        Page* page = m_pages[static_cast<std::size_t>(i)];
        connect(page, &Page::answerChanged, this, [this, i] { showAnswer(i); });
        connect(page, &Page::primaryChanged, this, &MainWindow::showPrimary);
        connect(page, &Page::sidePanelWanted, this, [this] {
            m_side = nullptr;
            showSide();
            m_frame->setSideOpen(true);
        });
        showAnswer(i);
    }
    connect(&m_frame->rail(), &Rail::pageWanted, this, &MainWindow::showPage);
    connect(&m_frame->rail(), &Rail::runsWanted, &(*m_actions)["runs"], &QAction::trigger);
    connect(&m_frame->bottom(), &BottomBar::acted, &(*m_actions)["primary"], &QAction::trigger);
    connect(&m_frame->bottom(), &BottomBar::undoWanted, &m_project->undoStack(), &UndoStack::undo);
    auto* search = new SettingsSearch{m_pages, m_frame->head(), m_frame};
    connect(search, &SettingsSearch::pageWanted, this, &MainWindow::showPage);
    const auto showUndo = [this] { m_actions->showUndo(m_project->undoStack()); };
    connect(&m_project->undoStack(), &UndoStack::changed, m_frame, showUndo);
    showUndo();
    connect(&m_project->undoStack(), &UndoStack::announced, &m_frame->bottom(), &BottomBar::announceUndo);
    const auto countRuns
        = [this] { m_frame->rail().setRunCount(static_cast<int>(m_project->runs().size())); };
    connect(m_project.get(), &Project::runsChanged, m_frame, countRuns);
    countRuns();
}

void MainWindow::listenToActions()
{
    const auto on = [this](const char* id, auto&& what) {
        connect(&(*m_actions)[id], &QAction::triggered, this, std::forward<decltype(what)>(what));
    };
    on("new", [this] { m_projectDesk.choose(tr("Choose or make a folder for the new project")); });
    on("open-project", [this] { m_projectDesk.choose(tr("Open a project")); });
    on("add-data", [this] { m_projectDesk.chooseData(); });
    on("example", [this] { m_projectDesk.openExample(); });
    on("quit", [this] { close(); });
    on("undo", [this] { m_project->undoStack().undo(); });
    on("redo", [this] { m_project->undoStack().redo(); });
    on("search", [this] { m_frame->head().focusSearch(); });
    on("primary", [this] {
        Page* page = m_pages[static_cast<std::size_t>(m_frame->page())];
        if (page->primary().enabled) page->act();
    });
    on("start", [this] { m_runDesk.start(); });
    on("pause", [this] { m_runDesk.pauseOrResume(); });
    connect(&m_runs, &RunController::statusChanged, m_actions,
            [this] { (*m_actions)["pause"].setEnabled(!m_runs.isStopping()); });
    on("stop", [this] { m_runDesk.askToStop(); });
    on("snapshot", [this] { m_runs.requestCheckpoint(); });
    const auto toggle = [this](QWidget* panel) {
        m_side = m_side == panel && m_frame->isSideOpen() ? nullptr : panel;
        showSide();
        if (m_side != nullptr) m_frame->setSideOpen(true);
    };
    on("runs", [this, toggle] { toggle(m_runsList); });
    on("recipe", [this, toggle] { toggle(m_recipe); });
    on("side-panel", [this] { m_frame->setSideOpen(!m_frame->isSideOpen()); });
    on("next-area", [this] { m_frame->focusNextArea(); });
    on("keyboard", [this] { (new KeyboardDialog{*m_actions, this})->open(); });
    on("words", [this] { (new WordList{this})->open(); });
    on("fault-report", [this] {
        QGuiApplication::clipboard()->setText(
            faultReport(m_parts.engine.catalogue->machine(), m_project->recipe()));
    });
    for (int i = 0; i < static_cast<int>(m_pages.size()); ++i) {
        connect(&m_actions->page(i), &QAction::triggered, this, [this, i] { showPage(i); });
    }
}

int MainWindow::indexOf(std::string_view stem) const
{
    const auto pages = allPages();
    const auto found = std::ranges::find(pages, stem, &PageEntry::stem);
    return found == pages.end() ? -1 : static_cast<int>(found - pages.begin());
}

Page& MainWindow::page(std::string_view stem) const
{
    return *m_pages[static_cast<std::size_t>(indexOf(stem))];
}

void MainWindow::goTo(const QString& stem, const QString& detail)
{
    const int page = indexOf(stem.toStdString());
    LUTHIER_ASSERT(page >= 0);
    showPage(page);
    if (!detail.isEmpty()) m_pages[static_cast<std::size_t>(page)]->arrive(detail);
}

void MainWindow::showPage(int page)
{
    const PageEntry& entry = allPages()[static_cast<std::size_t>(page)];
    m_frame->showPage(page);
    m_frame->head().setQuestion(m_pages[static_cast<std::size_t>(page)]->question());
    m_project->setNote(kPageNote,
                       QString::fromUtf8(entry.stem.data(), static_cast<qsizetype>(entry.stem.size())));
    m_side = nullptr;
    showAnswer(page);
    showPrimary();
    showSide();
}

void MainWindow::showAnswer(int page)
{
    const Answer& answer = m_pages[static_cast<std::size_t>(page)]->answer();
    m_frame->rail().setState(page, answer.state, answer.text);
    if (page == m_frame->page()) m_frame->head().setAnswer(answer);
}

void MainWindow::showPrimary()
{
    const PrimaryAction& primary = m_pages[static_cast<std::size_t>(m_frame->page())]->primary();
    m_frame->bottom().setPrimary(primary.text, primary.enabled, primary.reason);
    (*m_actions)["primary"].setEnabled(primary.enabled);
}

void MainWindow::showSide()
{
    const Page& page = *m_pages[static_cast<std::size_t>(m_frame->page())];
    if (m_side == nullptr) return m_frame->setSideContent(page.sideTitle(), page.sidePanel());
    m_frame->setSideContent(m_side == m_recipe ? tr("Recipe") : tr("Runs"), m_side);
}

void MainWindow::showTitle()
{
    const QString title = tr("Luthier – %1").arg(m_project->name());
    setWindowTitle(m_project->isReadOnly() ? tr("%1 (read-only: open in another window)").arg(title) : title);
}

void MainWindow::useLanguage(const QString& code)
{
    m_parts.preferences.setLanguage(code);
    if (m_runs.isRunning()) { // pages that show a run are not torn down under it
        Q_EMIT m_navigator.said(
            {.id = "language",
             .what = tr("The language changes with the next start."),
             .meaning = tr("A run is active, and the window stays as it is until then.")});
        return;
    }
    QMetaObject::invokeMethod( // the menu that was clicked goes away with the rest
        this,
        [this, code] {
            m_parts.language.use(code);
            clear();
            build();
        },
        Qt::QueuedConnection);
}

void MainWindow::openOrTell(const QString& folder)
{
    if (m_runs.isRunning()) {
        Q_EMIT m_navigator.said({.id = "project",
                                 .level = Message::Level::Look,
                                 .what = tr("A run is active."),
                                 .meaning = tr("The project stays open while it trains."),
                                 .todo = tr("Wait until it ends, or stop it first.")});
        return;
    }
    QMetaObject::invokeMethod( // the menu that was clicked goes away with the rest
        this,
        [this, folder] {
            const auto opened = openProject(toPath(folder));
            if (!opened) Q_EMIT m_navigator.said(messageOf(opened.error(), "project"));
        },
        Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_runDesk.mayClose()) return event->ignore();
    m_parts.preferences.setWindowGeometry(saveGeometry());
    m_jobs.stopAll();
    if (m_project) std::ignore = m_project->save(); // a fault was said when it was saved before
    event->accept();
}

} // namespace luthier::ui
