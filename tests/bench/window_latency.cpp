// SPDX-License-Identifier: GPL-3.0-or-later
// How long a key waits for its letter while SmolLM2 trains with all cores. Prints one JSON line; no test, for
// a busy machine must not fail one.
#include "core/engine/engine.h"
#include "ui/actions.h"
#include "ui/main_window.h"
#include "ui/pages/page.h"

#include <algorithm>
#include <cstdio>
#include <functional>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::ui;

namespace {

/// Sees the paint that shows a letter.
class PaintWatch final : public QObject {
public:
    bool painted{false};

private:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) painted = true;
        return QObject::eventFilter(watched, event);
    }
};

/// Units  ms, from the key's arrival in the queue to the paint being done.
std::vector<double> typed(QPlainTextEdit& input, int letters)
{
    PaintWatch watch;
    input.viewport()->installEventFilter(&watch);
    std::vector<double> waits;
    for (int i = 0; i < letters; ++i) {
        QTest::qWait(30 + i * 7 % 41); // not in step with anything
        watch.painted = false;
        QElapsedTimer timer;
        timer.start();
        QCoreApplication::postEvent(&input, new QKeyEvent{QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, "a"});
        while (!watch.painted && timer.elapsed() < 5000) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        }
        waits.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        if (i % 40 == 39) input.clear();
    }
    input.viewport()->removeEventFilter(&watch);
    std::ranges::sort(waits);
    return waits;
}

bool waitFor(const std::function<bool()>& isSo, qint64 seconds)
{
    QElapsedTimer timer;
    timer.start();
    while (!isSo() && timer.elapsed() < 1000 * seconds) {
        QTest::qWait(20);
    }
    return isSo();
}

double share(const std::vector<double>& sorted, double part)
{
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application{argc, argv};
    const QTemporaryDir home;
    qputenv("LUTHIER_HOME", home.path().toUtf8());
    auto engine = engine::makeEngine();
    Preferences preferences{home.filePath("settings.ini").toStdString()};
    Language language;
    Theme theme;
    MainWindow window{{engine, theme, preferences, language}};
    window.openFirst(home.filePath("project"));
    window.resize(1440, 900);
    window.show();
    auto& project = window.project();
    project.change("Recipe", [](config::Recipe& draft) {
        draft.task.name = "instruction";
        draft.model.name = "SmolLM2-135M-Instruct";
        draft.method.name = "lora";
        draft.data["train"] = TEST_DATA "/datasets/instruction/instruction-data.json";
        draft.train["batch_size"] = "8";
    });
    waitFor([&] { return window.jobs().isIdle(); }, 120);
    window.goTo("try_out");
    auto* const input = window.page("try_out").findChild<QPlainTextEdit*>("input");
    if (input == nullptr) return 1;
    input->setFocus();
    const auto idle = typed(*input, 200);
    window.actions()["start"].trigger();
    if (!waitFor([&] { return window.runs().isRunning() && window.runs().status().step > 2; }, 120)) return 1;
    window.goTo("try_out");
    input->setFocus();
    const auto busy = typed(*input, 400);
    const auto steps = window.runs().status().step;
    window.runs().stop();
    waitFor([&] { return !window.runs().isRunning(); }, 120);
    std::printf(
        "{\"idle_ms\":{\"p50\":%.1f,\"p99\":%.1f},\"training_ms\":{\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f},"
        "\"letters\":%zu,\"steps\":%lld}\n",
        share(idle, 0.5), share(idle, 0.99), share(busy, 0.5), share(busy, 0.99), busy.back(), busy.size(),
        static_cast<long long>(steps));
    return 0;
}
