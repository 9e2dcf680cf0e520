// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions.h"
#include "ui/bridge/preferences.h"
#include "ui/widgets/theme/theme.h"

#include <functional>

class QMenuBar;

namespace luthier::ui {

/// File, Edit, Run, View, Help.
struct MenuParts {
    QMenuBar& bar;
    Actions& actions;
    Theme& theme;
    Preferences& preferences;
    int pages;
    std::function<void(const QString& code)> useLanguage;
    std::function<void(const QString& folder)> openProject;
};
void fillMenus(const MenuParts& parts);

} // namespace luthier::ui
