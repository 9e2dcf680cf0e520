// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_engine.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

namespace luthier::tests {

/// A window on an engine that computes nothing, in a home of its own.
class FakeDesk {
public:
    /// One theme an application: it is given, and outlives the desk.
    explicit FakeDesk(ui::Theme& theme, const FakeScript& script = {})
        : m_engine{makeFakeEngine(script)}
        , window{{m_engine, theme, preferences, language}}
    {
        qputenv("LUTHIER_HOME", m_home.path().toUtf8());
        window.openFirst(projectFolder());
    }

    QString projectFolder() const { return m_home.filePath("Ward notes"); }
    engine::Engine& engine() { return m_engine; }

    /// The draft as it is in the middle of the work: data, model and method are chosen.
    void fillDraft()
    {
        auto example = m_engine.datasets->example(projectFolder().toStdString());
        if (!example) qFatal("%s", example.error().message.english().c_str());
        window.project().change("Example taken over", [&](config::Recipe& draft) {
            example->file = draft.file;
            example->folder = draft.folder;
            draft = *example;
        });
        settle();
    }

    /// Lets the window work until nothing is on its way any more.
    void settle()
    {
        constexpr qint64 kQuietMs = 150; // longer than a picture of a plot and a batch of events
        constexpr qint64 kMostMs = 20'000;
        QElapsedTimer timer;
        timer.start();
        for (qint64 quietSince = 0; timer.elapsed() - quietSince < kQuietMs && timer.elapsed() < kMostMs;) {
            QApplication::processEvents(QEventLoop::AllEvents, 10);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            if (!window.jobs().isIdle() || window.runs().isRunning()) quietSince = timer.elapsed();
        }
    }

private:
    QTemporaryDir m_home; // first: what the window writes goes there
    engine::Engine m_engine;

public:
    ui::Preferences preferences{m_home.filePath("settings.ini").toStdString()};
    ui::Language language;
    ui::MainWindow window;
};

} // namespace luthier::tests
