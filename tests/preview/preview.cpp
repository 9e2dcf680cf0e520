// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desk.h"
#include "ui/actions.h"
#include "ui/pages/page.h"
#include "ui/widgets/empty_state.h"

#include <QCommandLineParser>
#include <QDir>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace luthier;
using namespace luthier::ui;

namespace {

struct Shot {
    const char* name;
    Theme::Mode mode;
    QSize size;
    int textPercent;
};

void takeAll(tests::FakeDesk& desk, Theme& theme, const QDir& folder, const QString& state)
{
    for (const Shot& shot : {Shot{"light", Theme::Mode::Light, {1440, 900}, 100},
                             Shot{"dark", Theme::Mode::Dark, {1440, 900}, 100},
                             Shot{"small", Theme::Mode::Light, {1100, 700}, 100},
                             Shot{"tall", Theme::Mode::Light, {1440, 1900}, 100},
                             Shot{"large-text", Theme::Mode::Light, {1366, 768}, 200}}) {
        theme.setMode(shot.mode);
        theme.setTextPercent(shot.textPercent);
        desk.window.resize(shot.size);
        for (const PageEntry& entry : allPages()) {
            const QString stem = QString::fromStdString(std::string{entry.stem});
            desk.window.goTo(stem);
            desk.settle();
            desk.window.grab().save(folder.filePath(QString{"%1-%2-%3.png"}.arg(stem, state, shot.name)));
        }
    }
}

/// A question asked on the Try page.
void tryOut(tests::FakeDesk& desk)
{
    desk.window.goTo("try_out");
    Page& page = desk.window.page("try_out");
    page.findChild<QPlainTextEdit*>("input")->setPlainText("could you play some jazz for me");
    page.findChild<QPushButton*>("ask")->click();
    desk.settle();
}

/// An export into the project.
void exportIt(tests::FakeDesk& desk)
{
    desk.window.goTo("export_run");
    desk.settle();
    desk.window.page("export_run").act();
    desk.settle();
}

/// What lies behind tabs and is not seen at first.
void takeDetails(tests::FakeDesk& desk, const QDir& folder)
{
    for (const char* detail : {"problems", "balance", "length", "split", "sight"}) {
        desk.window.goTo("data", detail);
        desk.settle();
        desk.window.grab().save(folder.filePath(QString{"data-filled-%1.png"}.arg(detail)));
    }
}

} // namespace

/// The window with an engine that computes nothing: for looking at pages without waiting for a model.
/// `--shots FOLDER` writes a picture of every page, empty and filled, light, dark, small, tall and with large
/// text.
int main(int argc, char** argv)
{
    const QApplication application{argc, argv};
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({"shots", "Write pictures of all pages into this folder.", "folder"});
    parser.addOption({"language", "en or de", "code", "en"});
    parser.process(application);
    Language language;
    language.use(parser.value("language")); // before the window is built
    Theme theme;

    if (!parser.isSet("shots")) {
        tests::FakeDesk desk{theme,
                             {.steps = 600, .stepTime = std::chrono::milliseconds{30}, .hasRuns = true}};
        desk.window.show();
        return QApplication::exec();
    }
    const QDir folder{parser.value("shots")};
    folder.mkpath(".");
    tests::FakeDesk desk{theme, {.steps = 600}};
    desk.window.show();
    takeAll(desk, theme, folder, "empty");
    desk.fillDraft();
    Q_EMIT desk.window.page("check").findChild<EmptyState*>()->acted(); // runs the check
    for (int run = 0; run < 2; ++run) {
        desk.window.actions()["start"].trigger();
        desk.settle();
    }
    tryOut(desk);
    exportIt(desk);
    takeAll(desk, theme, folder, "filled");
    theme.setTextPercent(100);
    desk.window.resize(1440, 900);
    takeDetails(desk, folder);
    return 0;
}
