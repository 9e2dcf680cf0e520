// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real engine, from dropping a file to a tried-out model that was taken away.
#include "core/engine/engine.h"
#include "ui/actions.h"
#include "ui/main_window.h"
#include "ui/pages/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/verdict_panel.h"

#include <functional>
#include <stop_token>

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace luthier;
using namespace luthier::ui;

/// With LUTHIER_SCREENSHOTS naming a folder, a picture of every page in both themes is left there;
/// LUTHIER_SCREENSHOT_SIZE is the window's size, LUTHIER_SCREENSHOT_LANGUAGE its language (en or de).
class TestFirstModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void dropTheFile();
    void chooseTheModel();
    void chooseTheMethod();
    void check();
    void train();
    void compare();
    void tryItOut();
    void whoStopsAsksInVain();
    void takeItAway();
    void everythingIsThereAgain();
    void cleanupTestCase();

private:
    bool waitFor(const std::function<bool()>& isSo, int seconds = 300);
    bool settle()
    {
        return waitFor([this] { return m_window->jobs().isIdle(); });
    }
    Page& page(const char* stem) { return m_window->page(stem); }
    void goOn() { m_window->actions()["primary"].trigger(); }
    Card* card(const char* stem, const QString& title);
    void picture(const char* stem);

    QTemporaryDir m_home;
    engine::Engine m_engine;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TestFirstModel::initTestCase()
{
    qputenv("LUTHIER_HOME", m_home.path().toUtf8());
    m_engine = engine::makeEngine();
    m_preferences = std::make_unique<Preferences>(m_home.filePath("settings.ini").toStdString());
    m_language = std::make_unique<Language>();
    m_language->use(qEnvironmentVariable("LUTHIER_SCREENSHOT_LANGUAGE", "en"));
    m_theme = std::make_unique<Theme>();
    m_window
        = std::make_unique<MainWindow>(MainWindow::Parts{m_engine, *m_theme, *m_preferences, *m_language});
    m_window->openFirst(m_home.filePath("Voice commands"));
    const auto sides = qEnvironmentVariable("LUTHIER_SCREENSHOT_SIZE", "1440x900").split('x');
    m_window->resize(sides.value(0).toInt(), sides.value(1).toInt());
    m_window->show();
}

void TestFirstModel::cleanupTestCase()
{
    m_window.reset();
}

bool TestFirstModel::waitFor(const std::function<bool()>& isSo, int seconds)
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

Card* TestFirstModel::card(const char* stem, const QString& title)
{
    for (Card* one : page(stem).findChildren<Card*>()) {
        if (one->isVisible() && one->face().title == title) return one;
    }
    return nullptr;
}

void TestFirstModel::picture(const char* stem)
{
    const QString folder = qEnvironmentVariable("LUTHIER_SCREENSHOTS");
    if (folder.isEmpty()) return;
    for (const auto& [mode, name] :
         {std::pair{Theme::Mode::Dark, "dark"}, std::pair{Theme::Mode::Light, "light"}}) {
        m_theme->setMode(mode);
        QTest::qWait(300);
        QVERIFY(m_window->grab().save(QDir{folder}.filePath(QString{"%1-%2.png"}.arg(stem, name))));
    }
}

void TestFirstModel::dropTheFile()
{
    m_window->goTo("data");
    QVERIFY(settle());
    QMimeData file;
    file.setUrls({QUrl::fromLocalFile(QDir{SOURCE_DIR}.filePath("resources/example/snips.jsonl"))});
    QDragEnterEvent enter{QPoint{200, 200}, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier};
    QVERIFY(QApplication::sendEvent(&page("data"), &enter));
    QDropEvent drop{QPointF{200, 200}, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier};
    QVERIFY(QApplication::sendEvent(&page("data"), &drop));
    QVERIFY(settle());
    const auto& data = m_window->project().recipe().data;
    QVERIFY(data.contains("train"));
    QVERIFY(QString::fromStdString(data.at("train").text).contains("snips.jsonl"));
}

void TestFirstModel::chooseTheModel()
{
    m_window->goTo("model");
    QVERIFY(settle());
    auto* const model = card("model", "all-MiniLM-L6-v2");
    QVERIFY(model != nullptr);
    auto* const button = model->findChild<QPushButton*>();
    QVERIFY(button != nullptr);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(settle());
    QCOMPARE(QString::fromStdString(m_window->project().recipe().model.name), "all-MiniLM-L6-v2");
    picture("model");
    m_window->goTo("data"); // its lengths are known now
    QVERIFY(settle());
    picture("data");
}

void TestFirstModel::chooseTheMethod()
{
    m_window->goTo("method");
    QVERIFY(settle());
    auto* const lora = card("method", "LoRA");
    QVERIFY(lora != nullptr);
    if (auto* const button = lora->findChild<QPushButton*>()) QTest::mouseClick(button, Qt::LeftButton);
    const bool forPictures = qEnvironmentVariableIsSet("LUTHIER_SCREENSHOTS");
    m_window->project().set("train", "epochs", forPictures ? "3" : "1", "Fewer epochs");
    m_window->project().set("train", "learning_rate", "0.001", "Larger steps");
    QVERIFY(settle());
    QCOMPARE(QString::fromStdString(m_window->project().recipe().method.name), "lora");
    picture("method");
}

void TestFirstModel::check()
{
    m_window->goTo("check");
    QVERIFY(settle());
    QTest::mouseClick(page("check").findChild<EmptyState*>()->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(settle());
    QVERIFY(page("check").answer().state != State::NotStarted);
    QVERIFY2(page("check").primary().enabled, qPrintable(page("check").primary().reason));
    picture("check");
}

void TestFirstModel::train()
{
    m_window->goTo("check");
    goOn();
    QVERIFY(waitFor([this] { return m_window->runs().isRunning(); }, 60));
    m_window->goTo("train");
    QVERIFY(waitFor([this] { return !m_window->runs().isRunning(); }));
    QVERIFY(settle());
    picture("train");
    QVERIFY(page("train").findChild<VerdictPanel*>() != nullptr || page("train").sidePanel() != nullptr);
    QVERIFY(!page("train").answer().text.isEmpty());
}

void TestFirstModel::compare()
{
    m_window->goTo("compare");
    QVERIFY(settle());
    picture("compare");
    const auto runs = m_engine.records->list();
    QVERIFY(runs);
    QCOMPARE(runs->size(), std::size_t{1});
    QVERIFY(runs->front().metrics.at("accuracy") > 0.85);
}

void TestFirstModel::tryItOut()
{
    m_window->goTo("try_out");
    QVERIFY(settle());
    auto* const input = page("try_out").findChild<QPlainTextEdit*>("input");
    auto* const ask = page("try_out").findChild<QPushButton*>("ask");
    QVERIFY(input != nullptr && ask != nullptr);
    input->setPlainText("what will the weather be like in Oslo tomorrow");
    QTest::mouseClick(ask, Qt::LeftButton);
    QVERIFY(settle());
    picture("try_out");
    QString said;
    for (const auto* label : page("try_out").findChildren<QLabel*>()) {
        if (label->isVisible()) said += label->text() + "\n";
    }
    QVERIFY2(said.contains("GetWeather"), qPrintable(said));
}

void TestFirstModel::whoStopsAsksInVain()
{
    const auto runs = m_engine.records->list();
    QVERIFY(runs && !runs->empty());
    engine::AnswerSource source;
    source.run = runs->front().dir;
    const auto tuned = m_engine.answers->open(source, {});
    QVERIFY(tuned);
    std::stop_source stop;
    stop.request_stop();
    const auto predictions = (*tuned)->predict({{.text = "rate this book"}}, {.stop = stop.get_token()});
    QVERIFY(!predictions);
    QCOMPARE(predictions.error().code, ErrorCode::Interrupted);
}

void TestFirstModel::takeItAway()
{
    m_window->goTo("export_run");
    QVERIFY(settle());
    goOn();
    QVERIFY(settle());
    picture("export_run");
    auto* const sentence = page("export_run").findChild<QLabel*>("sentence");
    QVERIFY(sentence != nullptr && !sentence->text().isEmpty());
    const QDir folder{m_home.path()};
    QVERIFY(!folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void TestFirstModel::everythingIsThereAgain()
{
    m_window.reset();
    m_window
        = std::make_unique<MainWindow>(MainWindow::Parts{m_engine, *m_theme, *m_preferences, *m_language});
    m_window->openFirst({});
    m_window->show();
    QVERIFY(settle());
    const auto& recipe = m_window->project().recipe();
    QCOMPARE(QString::fromStdString(recipe.model.name), "all-MiniLM-L6-v2");
    QCOMPARE(QString::fromStdString(recipe.method.name), "lora");
    QCOMPARE(m_window->project().runs().size(), std::size_t{1});
}

QTEST_MAIN(TestFirstModel)
#include "tst_first_model.moc"
