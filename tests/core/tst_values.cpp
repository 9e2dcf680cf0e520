// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/values.h"

#include <array>

#include <QTest>

using namespace luthier;
using namespace luthier::config;

namespace {

constexpr std::array kAuto{Option{"auto", "automatic"}};
constexpr std::array kModes{Option{"linear", "l"}, Option{"cosine", "c"}};
constexpr std::array<std::string_view, 2> kParts{"head", "blocks"};
constexpr std::array kPartsStart{10.0, 1.0};
constexpr std::array kFields{
    Field{"rank", "Rank", "Help.", "dimensions", Integer{8, 1, 64}},
    Field{"alpha", "Alpha", "Help.", "", Real{16, 0, 100}},
    Field{"length", "Length", "Help.", "", Integer{10, 1, 100}, kAuto, "auto"},
    Field{"mode", "Mode", "Help.", "", Choice{}, kModes, "linear"},
    Field{"steps", "Steps", "Help.", "", NumberMap{kParts, kPartsStart, 0, 100}},
    Field{"held", "Held back", "Help.", "", Part{0.1, 0.001, 0.9}},
    Field{"save", "Save", "Help.", "", Interval{}, kAuto, "auto"},
    Field{"on", "On", "Help.", "", Flag{false}},
};

} // namespace

class TestValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNotGivenIsInitial();
    void aStartGoesBeforeTheInitialAndBehindTheGiven();
    void aWordStandsWhereAValueMay();
    void partlyGivenNumbersKeepTheRest();
    void rowsComeFromAFileOrAShare();
    void timesAndStepsAreToldApart();
    void allFaultsAreNamedAtOnce();
    void whatIsWrittenOutReadsBack();
};

static Expected<Values> values(const Settings& given, std::span<const Start> starts = {})
{
    return Values::checked("method", kFields, given, starts);
}

void TestValues::whatIsNotGivenIsInitial()
{
    const auto got = values({{"rank", "4"}});
    QVERIFY(got);
    QCOMPARE(got->integer("rank"), 4);
    QCOMPARE(got->real("alpha"), 16.0);
    QVERIFY(!got->flag("on"));
}

void TestValues::aStartGoesBeforeTheInitialAndBehindTheGiven()
{
    constexpr std::array kStarts{Start{"method.rank", "2"}, Start{"method.alpha", "4"},
                                 Start{"train.rank", "9"}};
    const auto got = values({{"rank", "3"}}, kStarts);
    QVERIFY(got);
    QCOMPARE(got->integer("rank"), 3);
    QCOMPARE(got->real("alpha"), 4.0);
}

void TestValues::aWordStandsWhereAValueMay()
{
    const auto silent = values({});
    QVERIFY(silent && silent->is("length", "auto") && silent->is("mode", "linear"));
    QVERIFY(!silent->integerOrWord("length"));
    const auto given = values({{"length", "20"}, {"mode", "cosine"}});
    QVERIFY(given);
    QCOMPARE(given->integer("length"), 20);
    QVERIFY(given->word("length").empty());
    QVERIFY(!values({{"mode", "cosin"}}));
    QVERIFY(values({{"mode", "cosin"}}).error().hint.english().find("'cosine'") != std::string::npos);
}

void TestValues::partlyGivenNumbersKeepTheRest()
{
    const auto got = values({{"steps", Setting::map({{"head", "2"}})}});
    QVERIFY(got);
    QCOMPARE(got->numbers("steps").at("head"), 2.0);
    QCOMPARE(got->numbers("steps").at("blocks"), 1.0);
    QVERIFY(!values({{"steps", Setting::map({{"tail", "2"}})}}));
}

void TestValues::rowsComeFromAFileOrAShare()
{
    QCOMPARE(values({})->part("held").share, 0.1);
    QCOMPARE(values({{"held", "valid.csv"}})->part("held").path, std::string{"valid.csv"});
    QCOMPARE(values({{"held", Setting::map({{"split", "0.2"}})}})->part("held").share, 0.2);
    QVERIFY(!values({{"held", Setting::map({{"split", "1.5"}})}}));
}

void TestValues::timesAndStepsAreToldApart()
{
    QCOMPARE(values({{"save", "50"}})->every("save").steps, 50);
    QCOMPARE(values({{"save", "5 min"}})->every("save").time, std::chrono::seconds{300});
    QVERIFY(!values({{"save", "5 hours"}}));
}

void TestValues::allFaultsAreNamedAtOnce()
{
    Setting rank{"65"};
    rank.place = "recipe.yaml:4:9";
    const auto got = values({{"rank", rank}, {"alpha", "x"}, {"rnak", "1"}});
    QVERIFY(!got);
    const Error& error = got.error();
    QCOMPARE(error.code, ErrorCode::InvalidInput);
    QCOMPARE(error.where, std::string{"recipe.yaml:4:9"});
    QCOMPARE(error.message.english(), std::string{"method.rank: 65 is outside the allowed range, 1 to 64"});
    QCOMPARE(error.others.size(), std::size_t{2});
    QCOMPARE(error.others[0].where, std::string{"method.alpha"});
    QCOMPARE(error.others[1].code, ErrorCode::UnknownField);
    QCOMPARE(error.others[1].hint.english(), std::string{"did you mean 'rank'?"});
}

void TestValues::whatIsWrittenOutReadsBack()
{
    const auto got = values({{"alpha", "2e-4"}, {"save", "90 s"}, {"steps", Setting::map({{"head", "3"}})}});
    QVERIFY(got);
    const auto again = values(got->settings());
    QVERIFY(again);
    QCOMPARE(again->real("alpha"), 2e-4);
    QVERIFY(got->settings() == again->settings());
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
