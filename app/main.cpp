// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start.h"
#include "core/base/places.h"
#include "core/engine/engine.h"
#include "ui/main_window.h"

#include <QApplication>

using namespace luthier; // NOLINT(google-build-using-namespace): a program, not a library

/// The window's composition root: makes the engine and the window, nothing else.
/// `luthier [FOLDER]` opens the project in FOLDER, else the last one; at the very first start, the example.
int main(int argc, char** argv)
{
    app::restartWithPassiveWaiting(argv);
    const QApplication application{argc, argv};
    QApplication::setApplicationName("Luthier");
    auto engine = engine::makeEngine();
    ui::Preferences preferences{home() / "settings.ini"};
    ui::Language language;
    language.use(preferences.language());
    ui::Theme theme;
    theme.setMode(ui::themeMode(preferences.theme()));
    theme.setTextPercent(preferences.textPercent());
    ui::MainWindow window{{engine, theme, preferences, language}};
    QString folder = QApplication::arguments().value(1);
    if (folder.isEmpty() && preferences.recentProjects().isEmpty()) {
        const auto example = home() / "example";
        if (engine.datasets->example(example)) folder = QString::fromStdString(example.string());
    }
    window.openFirst(folder);
    window.show();
    return QApplication::exec();
}
