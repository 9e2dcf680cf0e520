// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real engine, from dropping a file to a tried-out model that was taken away.
// packaging/screenshots has the pages' pictures from here.
#include "tests/support/real_desk.h"
#include "ui/widgets/verdict_panel.h"

#include <stop_token>

using namespace luthier;
using namespace luthier::tests;
using ui::State;

class TestFirstModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_desk = std::make_unique<RealDesk>("Voice commands"); }
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
    void cleanupTestCase() { m_desk.reset(); }

private:
    std::unique_ptr<RealDesk> m_desk;
};

void TestFirstModel::dropTheFile()
{
    QVERIFY(m_desk->drop(QDir{SOURCE_DIR}.filePath("resources/example/snips.jsonl")));
    const auto& data = m_desk->recipe().data;
    QVERIFY(data.contains("train"));
    QVERIFY(QString::fromStdString(data.at("train").text).contains("snips.jsonl"));
}

void TestFirstModel::chooseTheModel()
{
    QVERIFY(m_desk->choose("model", "all-MiniLM-L6-v2"));
    QCOMPARE(QString::fromStdString(m_desk->recipe().model.name), "all-MiniLM-L6-v2");
    QVERIFY(m_desk->picture("model"));
    QVERIFY(m_desk->open("data")); // its lengths are known now
    QVERIFY(m_desk->picture("data"));
}

void TestFirstModel::chooseTheMethod()
{
    QVERIFY(m_desk->choose("method", "LoRA"));
    const bool forPictures = qEnvironmentVariableIsSet("LUTHIER_SCREENSHOTS");
    m_desk->window().project().set("train", "epochs", forPictures ? "3" : "1", "Fewer epochs");
    m_desk->window().project().set("train", "learning_rate", "0.001", "Larger steps");
    QVERIFY(m_desk->settle());
    QCOMPARE(QString::fromStdString(m_desk->recipe().method.name), "lora");
    QVERIFY(m_desk->picture("method"));
}

void TestFirstModel::check()
{
    QVERIFY(m_desk->check());
    QVERIFY(m_desk->page("check").answer().state != State::NotStarted);
    QVERIFY2(m_desk->page("check").primary().enabled, qPrintable(m_desk->page("check").primary().reason));
    QVERIFY(m_desk->picture("check"));
}

void TestFirstModel::train()
{
    QVERIFY(m_desk->open("check"));
    QVERIFY(m_desk->train());
    QVERIFY(m_desk->picture("train"));
    QVERIFY(m_desk->page("train").findChild<ui::VerdictPanel*>() != nullptr);
    QVERIFY(!m_desk->page("train").answer().text.isEmpty());
}

void TestFirstModel::compare()
{
    QVERIFY(m_desk->open("compare"));
    QVERIFY(m_desk->picture("compare"));
    const auto runs = m_desk->engine().records->list();
    QVERIFY(runs);
    QCOMPARE(runs->size(), std::size_t{1});
    QVERIFY(runs->front().metrics.contains("accuracy")); // it came to its end
    QVERIFY(runs->front().metrics.at("accuracy") > 0.85);
}

void TestFirstModel::tryItOut()
{
    QVERIFY(m_desk->ask("what will the weather be like in Oslo tomorrow"));
    QVERIFY(m_desk->picture("try_out"));
    const QString said = m_desk->said("try_out");
    QVERIFY2(said.contains("GetWeather"), qPrintable(said));
}

void TestFirstModel::whoStopsAsksInVain()
{
    const auto runs = m_desk->engine().records->list();
    QVERIFY(runs && !runs->empty());
    engine::AnswerSource source;
    source.run = runs->front().dir;
    const auto tuned = m_desk->engine().answers->open(source, {});
    QVERIFY(tuned);
    std::stop_source stop;
    stop.request_stop();
    const auto predictions = (*tuned)->predict({{.text = "rate this book"}}, {.stop = stop.get_token()});
    QVERIFY(!predictions);
    QCOMPARE(predictions.error().code, ErrorCode::Interrupted);
}

void TestFirstModel::takeItAway()
{
    QVERIFY(!m_desk->takeAway().isEmpty());
    QVERIFY(m_desk->picture("export_run"));
    QCOMPARE(m_desk->page("export_run").answer().state, State::Ready); // verified
    QVERIFY(!QDir{m_desk->at("Voice commands/exports")}.isEmpty());
}

void TestFirstModel::everythingIsThereAgain()
{
    QVERIFY(m_desk->reopen());
    QCOMPARE(QString::fromStdString(m_desk->recipe().model.name), "all-MiniLM-L6-v2");
    QCOMPARE(QString::fromStdString(m_desk->recipe().method.name), "lora");
    QCOMPARE(m_desk->window().project().runs().size(), std::size_t{1});
}

QTEST_MAIN(TestFirstModel)
#include "tst_first_model.moc"
