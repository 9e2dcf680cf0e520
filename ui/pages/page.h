// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/bridge/data_watch.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/last_check.h"
#include "ui/bridge/navigator.h"
#include "ui/bridge/project.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_library.h"
#include "ui/widgets/answer_strip.h"

#include <memory>
#include <span>
#include <string_view>

#include <QWidget>

namespace luthier::ui {

/// The one button under a page: what it says, and what is missing where it cannot be pressed.
struct PrimaryAction {
    QString text;
    bool enabled{true};
    QString reason{}; ///< tooltip; where it is not enabled, why

    friend bool operator==(const PrimaryAction&, const PrimaryAction&) = default;
};

/// One step of the work. It answers a question in a sentence; the window shows the answer above the page, its
/// state in the rail and the primary button below.
class Page : public QWidget {
    Q_OBJECT
public:
    const QString& title() const { return m_title; } ///< in the rail
    const QString& question() const { return m_question; }
    const Answer& answer() const { return m_answer; }
    const PrimaryAction& primary() const { return m_primary; }
    QWidget* sidePanel() const { return m_sidePanel; } ///< null: the page has none
    const QString& sideTitle() const { return m_sideTitle; }

    virtual void act() = 0; ///< the primary button was pressed
    virtual void arrive(const QString& /*detail*/) { } ///< somebody sent the person here, see Navigator

Q_SIGNALS:
    void answerChanged();
    void primaryChanged();
    void sidePanelWanted(); ///< something was selected whose detail the person wants to see

protected:
    /// From the beginning a page has an answer and a primary action: say both before the constructor ends.
    Page(const QString& title, const QString& question);

    void setAnswer(const Answer& answer);
    void setPrimary(const PrimaryAction& primary);
    void setSidePanel(const QString& title,
                      QWidget* panel); ///< the window takes it; once, in the constructor

private:
    QString m_title, m_question, m_sideTitle;
    Answer m_answer;
    PrimaryAction m_primary;
    QWidget* m_sidePanel{};
};

/// What every page is given. All of it outlives the page.
struct PageContext {
    engine::Engine& engine;
    Project& project;
    DataWatch& data;
    LastCheck& lastCheck;
    RunController& runs;
    RunLibrary& library;
    JobRunner& jobs;
    Navigator& navigator;
};

struct PageEntry {
    std::string_view stem; ///< as in pages.def: names the page in Navigator::pageWanted and in the project
    std::unique_ptr<Page> (*make)(const PageContext& context);
};

/// Every page, in the order of pages.def.
std::span<const PageEntry> allPages();

/// The state that a report of core means.
State stateOf(data::Readiness readiness);
/// The state that a verdict's light means.
State stateOf(const VerdictGiven& verdict);

/// "Choose a model first" for the first page that still lacks something; enabled with `ready` where nothing
/// is missing.
PrimaryAction readyOrMissing(const config::Recipe& draft, const QString& ready);

} // namespace luthier::ui
