// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/colour_science.h"
#include "ui/widgets/theme/colours.h"

#include <QTest>

using namespace luthier;
using namespace luthier::tests;
using ui::Colours;

/// The promises of product.md §4, recomputed for every entry of both palettes.
class TestColours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDistanceAgreesWithItsPaper();
    void textCanBeReadOnEveryGround_data();
    void textCanBeReadOnEveryGround();
    void linesCanBeSeen_data() { palettes(); }
    void linesCanBeSeen();
    void seriesDifferForEveryEye_data();
    void seriesDifferForEveryEye();
    void qtGetsThePalette_data() { palettes(); }
    void qtGetsThePalette();

private:
    static void palettes();
    static const Colours& palette();
};

void TestColours::palettes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

const Colours& TestColours::palette()
{
    return *static_cast<bool*>(QTest::qData("dark", QMetaType::Bool)) ? ui::darkColours()
                                                                      : ui::lightColours();
}

void TestColours::theDistanceAgreesWithItsPaper()
{
    // Three pairs of Sharma et al. 2005, table 1: numbers 1, 7 and 25.
    QVERIFY(std::abs(distance({50, 2.6772, -79.7751}, {50, 0, -82.7485}) - 2.0425) < 1e-4);
    QVERIFY(std::abs(distance({50, 0, 0}, {50, -1, 2}) - 2.3669) < 1e-4);
    QVERIFY(std::abs(distance({60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}) - 1.2644) < 1e-4);
}

void TestColours::textCanBeReadOnEveryGround_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const Colours* colours : {&ui::lightColours(), &ui::darkColours()}) {
        const char* name = colours->dark ? "dark" : "light";
        for (const auto& text :
             {colours->text, colours->second, colours->accent, colours->ready, colours->look, colours->bad}) {
            for (const auto& ground : {colours->window, colours->panel, colours->sunk, colours->readyTint,
                                       colours->lookTint, colours->badTint}) {
                QTest::addRow("%s %s on %s", name, qPrintable(text.name()), qPrintable(ground.name()))
                    << text << ground;
            }
        }
        QTest::addRow("%s on accent", name) << colours->onAccent << colours->accent;
    }
}

void TestColours::textCanBeReadOnEveryGround()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(QString::number(contrast(text, ground))));
}

void TestColours::linesCanBeSeen()
{
    const Colours& colours = palette();
    for (const QColor& ground : {colours.window, colours.panel}) {
        QVERIFY(contrast(colours.border, ground) >= 3);
        QVERIFY(contrast(colours.accent, ground) >= 3);
        for (const QColor& line : colours.series) {
            QVERIFY2(contrast(line, ground) >= 3, qPrintable(line.name()));
        }
    }
}

void TestColours::seriesDifferForEveryEye_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("vision");
    QTest::addColumn<double>("least");
    const std::array names{"normal", "protan", "deutan", "tritan"};
    for (int vision = 0; vision < 4; ++vision) {
        QTest::addRow("light %s", names[static_cast<std::size_t>(vision)]) << false << vision << 11.9;
        QTest::addRow("dark %s", names[static_cast<std::size_t>(vision)]) << true << vision << 12.8;
    }
}

void TestColours::seriesDifferForEveryEye()
{
    QFETCH(bool, dark);
    QFETCH(int, vision);
    QFETCH(double, least);
    const auto& series = (dark ? ui::darkColours() : ui::lightColours()).series;
    for (std::size_t i = 0; i < series.size(); ++i) {
        for (std::size_t j = i + 1; j < series.size(); ++j) {
            const double away = distance(lab(seen(series[i], static_cast<Vision>(vision))),
                                         lab(seen(series[j], static_cast<Vision>(vision))));
            QVERIFY2(away >= least,
                     qPrintable(QString{"%1 and %2: %3"}.arg(series[i].name(), series[j].name()).arg(away)));
        }
    }
}

void TestColours::qtGetsThePalette()
{
    const Colours& colours = palette();
    const QPalette qt = ui::paletteOf(colours);
    QCOMPARE(qt.color(QPalette::Window), colours.window);
    QCOMPARE(qt.color(QPalette::Base), colours.panel);
    QCOMPARE(qt.color(QPalette::WindowText), colours.text);
    QCOMPARE(qt.color(QPalette::Highlight), colours.accent);
    QCOMPARE(&ui::coloursOf(qt), &colours);
    QVERIFY(contrast(qt.color(QPalette::Disabled, QPalette::Text), colours.panel)
            >= 3); // it has a reason to tell
}

QTEST_MAIN(TestColours)
#include "tst_colours.moc"
