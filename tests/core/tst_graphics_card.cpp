// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/graphics_card.h"
#include "core/engine/machine.h"

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
    const auto card = cardFor(device.toStdString(), m_two, false);
    QVERIFY(card);
    QCOMPARE(card->has_value(), !name.isEmpty());
    if (*card) QCOMPARE(QString::fromStdString((*card)->name), name);
}

void TestGraphicsCard::whatIsNotThereIsAnErrorOfItsPlace()
{
    QVERIFY(!cardFor("auto", {}, false)->has_value());
    for (const auto* device : {"cuda", "cuda:0"}) {
        const auto none = cardFor(device, {}, false);
        QVERIFY(!none);
        QCOMPARE(none.error().where, std::string{"train.device"});
    }
    for (const auto* device : {"cuda:2", "cuda:", "gpu"}) {
        const auto other = cardFor(device, m_two, false);
        QVERIFY(!other);
        QVERIFY(other.error().message.english().find("cuda:0 to cuda:1") != std::string::npos);
    }
}

void TestGraphicsCard::aMethodOfTheProcessorStaysThere()
{
    QVERIFY(!cardFor("auto", m_two, true)->has_value());
    QVERIFY(!cardFor("cpu", m_two, true)->has_value());
    QCOMPARE(cardFor("cuda", m_two, true).error().where, std::string{"train.device"});
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

/// Whether there are any or not.
void TestGraphicsCard::lookingForCardsIsNoFault()
{
    for (const auto& card : engine::graphicsCards()) {
        QVERIFY(card.device.starts_with("cuda:"));
        QVERIFY(card.freeBytes > 0 && card.freeBytes <= card.memoryBytes);
    }
}

QTEST_GUILESS_MAIN(TestGraphicsCard)
#include "tst_graphics_card.moc"
