// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/recipe_yaml.h"
#include "core/engine/machine.h"
#include "core/engine/placing.h"
#include "tests/support/golden.h"

#include <QTest>

using namespace luthier;
using engine::cardFor;
using engine::GraphicsCard;

class TestGraphicsCard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecipeGetsTheCardItAsksFor_data();
    void aRecipeGetsTheCardItAsksFor();
    void whatIsNotThereIsAnErrorOfItsPlace();
    void aMethodOfTheProcessorStaysThere();
    void aRunThatDoesNotFitIsRefusedWithTheSum();
    void autoTakesACardThatHasRoom_data();
    void autoTakesACardThatHasRoom();
    void aRunGoesOnWhereItsCardIsNot();
    void lookingForCardsIsNoFault();

private:
    const std::vector<GraphicsCard> m_two{
        {.device = "cuda:0", .name = "first", .memoryBytes = 1'000'000'000, .freeBytes = 900'000'000},
        {.device = "cuda:1", .name = "second", .memoryBytes = 1'000'000'000, .freeBytes = 500'000'000}};
};

void TestGraphicsCard::aRecipeGetsTheCardItAsksFor_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("name");
    QTest::newRow("auto") << "auto"
                          << "first";
    QTest::newRow("cuda") << "cuda"
                          << "first";
    QTest::newRow("cuda:0") << "cuda:0"
                            << "first";
    QTest::newRow("cuda:1") << "cuda:1"
                            << "second";
    QTest::newRow("cpu") << "cpu"
                         << "";
}

void TestGraphicsCard::aRecipeGetsTheCardItAsksFor()
{
    QFETCH(const QString, device);
    QFETCH(const QString, name);
    const auto card = cardFor(device.toStdString(), m_two, {});
    QVERIFY(card);
    QCOMPARE(card->has_value(), !name.isEmpty());
    if (*card) QCOMPARE(QString::fromStdString((*card)->name), name);
}

void TestGraphicsCard::whatIsNotThereIsAnErrorOfItsPlace()
{
    QVERIFY(!cardFor("auto", {}, {})->has_value());
    for (const auto* device : {"cuda", "cuda:0"}) {
        const auto none = cardFor(device, {}, {});
        QVERIFY(!none);
        QCOMPARE(none.error().where, std::string{"train.device"});
    }
    for (const auto* device : {"cuda:2", "cuda:", "gpu"}) {
        const auto other = cardFor(device, m_two, {});
        QVERIFY(!other);
        QVERIFY(other.error().message.english().find("cuda:0 to cuda:1") != std::string::npos);
    }
}

void TestGraphicsCard::aMethodOfTheProcessorStaysThere()
{
    QVERIFY(!cardFor("auto", m_two, "only there")->has_value());
    QVERIFY(!cardFor("cpu", m_two, "only there")->has_value());
    QCOMPARE(cardFor("cuda", m_two, "only there").error().where, std::string{"train.device"});
}

void TestGraphicsCard::aRunThatDoesNotFitIsRefusedWithTheSum()
{
    const std::vector<train::Part> parts{{"weights", 400'000'000}, {"optimizer", 200'000'000}};
    QVERIFY(engine::refuseWithoutMemory(parts, &m_two[0]));
    const auto refused = engine::refuseWithoutMemory(parts, &m_two[1]);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::OutOfMemory);
    QCOMPARE(
        refused.error().message.english(),
        std::string{"on the graphics card this run needs about 600 MB (weights 400 MB + optimizer 200 MB); "
                    "500 MB are free there"});
}

void TestGraphicsCard::autoTakesACardThatHasRoom_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<qint64>("freeBytes");
    QTest::addColumn<QString>("extra");
    QTest::addColumn<QString>("where");
    constexpr qint64 kGiB = qint64{1} << 30;
    QTest::newRow("room") << "auto" << 40 * kGiB << ""
                          << "cuda:0";
    QTest::newRow("no room") << "auto" << kGiB / 10 << ""
                             << "cpu";
    QTest::newRow("no room, but asked for") << "cuda" << kGiB / 10 << ""
                                            << "cuda:0"; // refused before it is built
    QTest::newRow("the processor") << "cpu" << 40 * kGiB << ""
                                   << "cpu";
    QTest::newRow("the same bits") << "auto" << 40 * kGiB << ", deterministic: true"
                                   << "cpu";
}

void TestGraphicsCard::autoTakesACardThatHasRoom()
{
    QFETCH(const QString, device);
    QFETCH(const qint64, freeBytes);
    QFETCH(const QString, extra);
    QFETCH(const QString, where);
    const auto recipe = test::must(config::recipeFromYaml(
        QString{
            "luthier: 1\nname: r\ntask: text-classification\nmodel: m\ndata: {train: t.csv}\nmethod: full\n"
            "train: {precision: auto, device: %1%2}\n"}
            .arg(device, extra)
            .toStdString(),
        "recipe.yaml"));
    const auto order = test::must(engine::Workshop::order(recipe));
    const models::Outline outline{.width = 64,
                                  .blocks = 2,
                                  .heads = 4,
                                  .keyHeads = 4,
                                  .headWidth = 16,
                                  .mlpWidth = 256,
                                  .classifier = "head"};
    train::Load load{.outline = &outline, .labels = 2};
    const std::vector<GraphicsCard> cards{
        {.device = "cuda:0", .memoryBytes = qint64{80} << 30, .freeBytes = freeBytes, .prefersBf16 = true}};
    int asked = 0;
    const auto placing = test::must(engine::placed(
        order, {.trainSamples = 100, .hasValidation = true, .longestSample = 50}, load,
        [&](const train::Settings& settings) {
            ++asked;
            load.batchTokens = settings.batchSize * 50;
        },
        cards));
    QCOMPARE(QString::fromStdString(placing.settings.device), where);
    QCOMPARE(placing.card.has_value(), where != "cpu");
    QCOMPARE(load.onCard, where != "cpu");
    if (load.onCard) QVERIFY(placing.settings.bf16 && load.bf16);
    const bool fellBack = where == "cpu" && freeBytes < (qint64{1} << 30);
    QCOMPARE(placing.whyNoCard.empty(), !fellBack);
    QCOMPARE(asked, fellBack ? 2 : 1);
}

void TestGraphicsCard::aRunGoesOnWhereItsCardIsNot()
{
    config::Recipe recipe;
    recipe.train["device"] = "cuda:63";
    QCOMPARE(engine::withCardThatIsHere(recipe).train.at("device").text, std::string{"auto"});
    recipe.train["device"] = "cpu";
    QCOMPARE(engine::withCardThatIsHere(recipe).train.at("device").text, std::string{"cpu"});
}

/// Whether there are any or not.
void TestGraphicsCard::lookingForCardsIsNoFault()
{
    for (auto card : engine::graphicsCards()) {
        QVERIFY(card.device.starts_with("cuda:"));
        engine::measure(card);
        QVERIFY(card.freeBytes > 0 && card.freeBytes <= card.memoryBytes);
    }
}

QTEST_GUILESS_MAIN(TestGraphicsCard)
#include "tst_graphics_card.moc"
