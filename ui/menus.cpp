// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/menus.h"

#include "ui/bridge/language.h"
#include "ui/bridge/words.h"

#include <array>

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace luthier::ui {
namespace {

struct Menus {
    Q_DECLARE_TR_FUNCTIONS(Menus)
};

void addAll(QMenu& menu, const Actions& actions, std::initializer_list<const char*> ids)
{
    for (const char* id : ids) {
        id == nullptr ? void(menu.addSeparator()) : menu.addAction(&actions[id]);
    }
}

QAction& addChoice(QMenu& menu, QActionGroup& group, const QString& text, bool chosen)
{
    QAction* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen);
    group.addAction(action);
    return *action;
}

void fillTheme(QMenu& menu, const MenuParts& parts)
{
    auto* group = new QActionGroup{&menu};
    using Mode = Theme::Mode;
    const std::array<std::tuple<Mode, QString, const char*>, 3> modes{
        {{Mode::System, Menus::tr("As the &system"), "system"},
         {Mode::Light, Menus::tr("&Light"), "light"},
         {Mode::Dark, Menus::tr("&Dark"), "dark"}}};
    for (const auto& [mode, text, name] : modes) {
        QAction& action = addChoice(menu, *group, text, parts.theme.mode() == mode);
        QObject::connect(&action, &QAction::triggered, &menu,
                         [&theme = parts.theme, &preferences = parts.preferences, mode = mode, name = name] {
                             preferences.setTheme(name);
                             theme.setMode(mode);
                         });
    }
}

void fillTextSize(QMenu& menu, const MenuParts& parts)
{
    auto* group = new QActionGroup{&menu};
    for (const int size : {100, 125, 150, 175, 200}) {
        QAction& action = addChoice(menu, *group, percent(size / 100.0), parts.theme.textPercent() == size);
        QObject::connect(&action, &QAction::triggered, &menu,
                         [&theme = parts.theme, &preferences = parts.preferences, size] {
                             preferences.setTextPercent(size);
                             theme.setTextPercent(size);
                         });
    }
}

void fillLanguage(QMenu& menu, const MenuParts& parts)
{
    auto* group = new QActionGroup{&menu};
    auto languages = Language::known();
    languages.insert(languages.begin(), {"", Menus::tr("As the &system")});
    for (const auto& [code, own] : languages) {
        QAction& action = addChoice(menu, *group, own, parts.preferences.language() == code);
        QObject::connect(&action, &QAction::triggered, &menu,
                         [use = parts.useLanguage, code = code] { use(code); });
    }
}

void fillRecent(QMenu& menu, const MenuParts& parts)
{
    for (const QString& folder : parts.preferences.recentProjects()) {
        QAction* action = menu.addAction(shortPath(toPath(folder)));
        QObject::connect(action, &QAction::triggered, &menu,
                         [open = parts.openProject, folder] { open(folder); });
    }
    menu.setEnabled(!menu.isEmpty());
}

} // namespace

void fillMenus(const MenuParts& parts)
{
    const Actions& actions = parts.actions;
    QMenu* file = parts.bar.addMenu(Menus::tr("&File"));
    addAll(*file, actions, {"new", "open-project"});
    fillRecent(*file->addMenu(Menus::tr("&Recent projects")), parts);
    addAll(*file, actions, {"example", nullptr, "add-data", nullptr, "quit"});
    addAll(*parts.bar.addMenu(Menus::tr("&Edit")), actions, {"undo", "redo", nullptr, "search"});
    addAll(*parts.bar.addMenu(Menus::tr("&Run")), actions,
           {"primary", nullptr, "start", "pause", "stop", "snapshot", nullptr, "runs"});
    QMenu* view = parts.bar.addMenu(Menus::tr("&View"));
    for (int i = 0; i < parts.pages; ++i) {
        view->addAction(&actions.page(i));
    }
    view->addSeparator();
    addAll(*view, actions, {"side-panel", "recipe", "next-area", nullptr});
    fillTheme(*view->addMenu(Menus::tr("&Theme")), parts);
    fillTextSize(*view->addMenu(Menus::tr("Te&xt size")), parts);
    fillLanguage(*view->addMenu(Menus::tr("&Language")), parts);
    addAll(*parts.bar.addMenu(Menus::tr("&Help")), actions, {"keyboard", "words", nullptr, "fault-report"});
}

} // namespace luthier::ui
