// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "ui/actions.h"
#include "ui/main_window.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <functional>
#include <memory>

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace luthier::tests {

/// The real window on the real engine, in a home of its own, and what a person does there on the way from a
/// file to a model that is taken away. A step answers false, or nothing, where it could not be done.
///
/// With LUTHIER_SCREENSHOTS naming a folder, picture() leaves a page there in both themes;
/// LUTHIER_SCREENSHOT_SIZE is the window's size, LUTHIER_SCREENSHOT_LANGUAGE its language (en or de).
class RealDesk {
public:
    explicit RealDesk(const QString& projectName)
    {
        qputenv("LUTHIER_HOME", m_home.path().toUtf8());
        m_engine = engine::makeEngine();
        m_preferences = std::make_unique<ui::Preferences>(at("settings.ini").toStdString());
        m_language.use(qEnvironmentVariable("LUTHIER_SCREENSHOT_LANGUAGE", "en"));
        show(at(projectName));
    }

    QString at(const QString& name) const { return m_home.filePath(name); }
    engine::Engine& engine() { return m_engine; }
    ui::MainWindow& window() { return *m_window; }
    ui::Page& page(const char* stem) { return m_window->page(stem); }
    const config::Recipe& recipe() { return m_window->project().recipe(); }

    void close() { m_window.reset(); }
    /// The program's next start: it finds the project by itself.
    bool reopen()
    {
        close();
        show({});
        return settle();
    }

    static bool waitFor(const std::function<bool()>& isSo, int seconds = 300)
    {
        QElapsedTimer timer;
        timer.start();
        constexpr int kQuiet = 20; // turns of the loop in which nothing else came up
        for (int quiet = 0; quiet < kQuiet; quiet = isSo() ? quiet + 1 : 0) {
            QTest::qWait(10);
            if (timer.elapsed() > qint64{1000} * seconds) return false;
        }
        return true;
    }
    bool settle()
    {
        return waitFor([this] { return m_window->jobs().isIdle(); });
    }
    bool open(const char* stem)
    {
        m_window->goTo(stem);
        return settle();
    }
    void goOn() { m_window->actions()["primary"].trigger(); }

    /// What stands on the page in words.
    QString said(const char* stem)
    {
        QString text;
        for (const auto* label : page(stem).findChildren<QLabel*>()) {
            if (label->isVisible()) text += label->text() + '\n';
        }
        return text;
    }
    static QPushButton* button(const QWidget& place, const QString& text)
    {
        for (auto* one : place.findChildren<QPushButton*>()) {
            if (one->isVisible() && one->text().remove('&') == text) return one;
        }
        return nullptr;
    }

    bool drop(const QString& path)
    {
        if (!open("data")) return false;
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter{QPoint{200, 200}, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier};
        QDropEvent drop{QPointF{200, 200}, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier};
        return QApplication::sendEvent(&page("data"), &enter) && QApplication::sendEvent(&page("data"), &drop)
            && settle();
    }

    /// Presses the button of the page's card with that title; one that is chosen already has none.
    bool choose(const char* stem, const QString& title)
    {
        if (!open(stem)) return false;
        for (const auto* card : page(stem).findChildren<ui::Card*>()) {
            if (!card->isVisible() || card->face().title != title) continue;
            if (auto* one = card->findChild<QPushButton*>()) QTest::mouseClick(one, Qt::LeftButton);
            return settle();
        }
        return false;
    }

    bool check()
    {
        auto* const empty = open("check") ? page("check").findChild<ui::EmptyState*>() : nullptr;
        auto* const start = empty != nullptr ? empty->findChild<QPushButton*>() : nullptr;
        if (start != nullptr) QTest::mouseClick(start, Qt::LeftButton);
        return start != nullptr && settle();
    }

    /// Starts the run from the page that is open, and lets it end.
    bool train()
    {
        goOn();
        if (!waitFor([this] { return m_window->runs().isRunning(); }, 60)) return false;
        m_window->goTo("train");
        return waitFor([this] { return !m_window->runs().isRunning(); }) && settle();
    }

    bool ask(const QString& text)
    {
        if (!open("try_out")) return false;
        auto* const input = page("try_out").findChild<QPlainTextEdit*>("input");
        auto* const ask = page("try_out").findChild<QPushButton*>("ask");
        if (input == nullptr || ask == nullptr) return false;
        input->setPlainText(text);
        QTest::mouseClick(ask, Qt::LeftButton);
        return settle();
    }

    /// Writes what the Export page offers first. The sentence that it ends with; empty: none.
    QString takeAway()
    {
        if (!open("export_run")) return {};
        goOn();
        const auto* const sentence = settle() ? page("export_run").findChild<QLabel*>("sentence") : nullptr;
        return sentence == nullptr ? QString{} : sentence->text();
    }

    bool picture(const char* stem)
    {
        const QString folder = qEnvironmentVariable("LUTHIER_SCREENSHOTS");
        if (folder.isEmpty()) return true;
        bool all = true;
        for (const auto& [mode, name] :
             {std::pair{ui::Theme::Mode::Dark, "dark"}, std::pair{ui::Theme::Mode::Light, "light"}}) {
            m_theme.setMode(mode);
            QTest::qWait(300);
            all = m_window->grab().save(QDir{folder}.filePath(QString{"%1-%2.png"}.arg(stem, name))) && all;
        }
        return all;
    }

private:
    void show(const QString& project)
    {
        m_window = std::make_unique<ui::MainWindow>(
            ui::MainWindow::Parts{m_engine, m_theme, *m_preferences, m_language});
        m_window->openFirst(project);
        const auto sides = qEnvironmentVariable("LUTHIER_SCREENSHOT_SIZE", "1440x900").split('x');
        m_window->resize(sides.value(0).toInt(), sides.value(1).toInt());
        m_window->show();
    }

    QTemporaryDir m_home; // first: what the rest writes goes there
    engine::Engine m_engine;
    std::unique_ptr<ui::Preferences> m_preferences;
    ui::Language m_language;
    ui::Theme m_theme;
    std::unique_ptr<ui::MainWindow> m_window; // last: it uses all of them
};

} // namespace luthier::tests
