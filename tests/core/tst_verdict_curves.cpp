// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/verdict.h"
#include "tests/support/curves.h"

#include <array>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>

#include <QTest>

using namespace luthier;
using curves::Noise;
using curves::Shape;
using curves::Teller;
using verdict::Judge;

namespace {

constexpr int kRuns = 2000;
constexpr int kSteps = 400;

constexpr std::array<std::string_view, 12> kKinds{
    "broken", "diverging",   "overfitting", "memorising", "barely-learning", "flattening",
    "jumpy",  "unlike-rows", "too-good",    "unfinished", "learning",        "too-early"};

std::size_t indexOf(std::string_view kind)
{
    return static_cast<std::size_t>(std::find(kKinds.begin(), kKinds.end(), kind) - kKinds.begin());
}

/// A shape whose place in time, where it has one, is drawn for each run.
struct Family {
    const char* name;
    std::function<Shape(double u)> shape;
    std::function<double(double u)> onset{[](double) { return 0.0; }};
};

double early(double u)
{
    return 0.2 + 0.5 * u;
}

double anywhere(double u)
{
    return 0.2 + 0.6 * u;
}

Family plain(const char* name, const Shape& shape)
{
    return {name, [shape](double) { return shape; }};
}

const Family kFall = plain("exponential fall", curves::exponentialFall());
const Family kFlat = plain("fall, then flat", curves::fallThenFlat(curves::kFastFall));
const Family kLateFlat = plain("slower fall, then flat", curves::fallThenFlat(0.1));
const Family kSlow = plain("slow fall", curves::slowFall());
const Family kHardly = plain("hardly any fall", curves::hardlyAnyFall());
const Family kNearlyLearned = plain("nearly learned", curves::nearlyLearned());
const Family kGap = plain("gap grows, V falls", curves::growingGap(1.6));
const Family kSawtooth = plain("sawtooth of T", curves::sawtooth(0.1));
const Family kBump = plain("warm-up bump", curves::warmupBump());
const Family kNearZero = plain("near zero", curves::nearZero());
const Family kSpike{"one spike", [](double u) { return curves::spike(anywhere(u), 1.0 / kSteps); }};
const Family kRestart{"restart", [](double u) { return curves::restart(anywhere(u)); }};
const Family kDrop{"step-size drop", [](double u) { return curves::stepSizeDrop(anywhere(u)); }};
const Family kUnlike = plain("V0 unlike T0", curves::unlike(Teller::above(5, Noise{}.rows)));
const Family kTooGood = plain("V far below T", curves::tooGood(Teller::below(5, Noise{}.rows)));

Family rise(const char* name, double by, double fall = curves::kFastFall)
{
    return {name, [by, fall](double u) { return curves::fallThenRise(early(u), by, fall); }, early};
}
const Family kRise10 = rise("rise of 10 %", 0.1);
const Family kRise20 = rise("rise of 20 %", 0.2);
const Family kLateRise20 = rise("slower fall, rise of 20 %", 0.2, 0.1);
const Family kRise30 = rise("rise of 30 %", 0.3);

struct Cell {
    const Family* family;
    int looks;
    double jitterPercent{1};
    int rows{200};

    QString name() const
    {
        return QString{"%1, %2 looks, %3 % jitter, %4 rows"}
            .arg(family->name)
            .arg(looks)
            .arg(jitterPercent)
            .arg(rows);
    }
};

/// What 2,000 runs of a cell came to, in percent of the runs.
struct Tally {
    std::array<double, kKinds.size()> headline{}; ///< at any look
    std::array<double, kKinds.size()> matched{}; ///< at any look, as a headline or below it
    std::array<double, kKinds.size()> last{}; ///< headline at the last look
    std::array<double, kKinds.size()> end{}; ///< the last word
    double watched{0}; ///< told at any look that it may have begun to rise
    double warned{0}; ///< that, or overfitting
    double medianDelay{0}; ///< from the true best to the alarm, as a share of the run

    double ever(std::string_view kind) const { return headline[indexOf(kind)]; }
};

void tellRun(const Cell& cell, std::uint64_t run, Tally& tally, std::vector<double>& delays)
{
    const auto seed = mixed(run, static_cast<std::uint64_t>(cell.looks));
    const double u = unit(mixed(seed, 1));
    Teller teller{seed, cell.family->shape(u), {cell.jitterPercent / 100, cell.rows}, cell.looks, kSteps};
    Judge judge{{kSteps, true, 7, true, 0.2, cell.rows}};
    std::array<bool, kKinds.size()> headline{};
    std::array<bool, kKinds.size()> matched{};
    bool watched = false;
    double delay = std::numeric_limits<double>::infinity();
    VerdictGiven verdict;
    for (int i = 0; i < cell.looks; ++i) {
        verdict = judge.onLook(teller.look(i));
        headline[indexOf(verdict.kind)] = true;
        matched[indexOf(verdict.kind)] = true;
        for (const auto& kind : verdict.alsoKinds) {
            matched[indexOf(kind)] = true;
        }
        const auto watch = verdict.evidence.find("watch");
        watched = watched || (watch != verdict.evidence.end() && watch->second > 0);
        if (verdict.kind == "overfitting" && std::isinf(delay)) {
            delay = static_cast<double>(i) / (cell.looks - 1) - cell.family->onset(u);
        }
    }
    constexpr double kShare = 100.0 / kRuns;
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
        tally.headline[kind] += headline[kind] ? kShare : 0;
        tally.matched[kind] += matched[kind] ? kShare : 0;
    }
    tally.watched += watched ? kShare : 0;
    tally.warned += watched || headline[indexOf("overfitting")] ? kShare : 0;
    tally.last[indexOf(verdict.kind)] += kShare;
    tally.end[indexOf(judge.atEnd().kind)] += kShare;
    delays.push_back(delay);
}

/// Each cell is told once, however many limits it is held against.
const Tally& tallyOf(const Cell& cell)
{
    static std::map<QString, Tally> tallies;
    const auto [found, isNew] = tallies.try_emplace(cell.name());
    if (isNew) {
        std::vector<double> delays;
        for (int run = 0; run < kRuns; ++run) {
            tellRun(cell, static_cast<std::uint64_t>(run), found->second, delays);
        }
        std::nth_element(delays.begin(), delays.begin() + kRuns / 2, delays.end());
        found->second.medianDelay = delays[kRuns / 2];
    }
    return found->second;
}

bool holds(const char* what, const QString& cell, double measured, double limit)
{
    qInfo("| %s | %s | %.2f %% | %.1f %% |", what, qPrintable(cell), measured, limit);
    return measured <= limit + 1e-9;
}

/// What one run's steps came to.
struct StepStory {
    bool broken{false};
    bool diverging{false};
    int alarmStep{0};
};

StepStory tellSteps(const Family& family, std::uint64_t run, int nanFrom = kSteps + 1,
                    const Noise& noise = {})
{
    const double u = unit(mixed(run, 1));
    Teller teller{mixed(run, 2), family.shape(u), noise, 20, kSteps};
    Judge judge{{kSteps, true, 7, true, 0.2, 200}};
    StepStory story;
    for (int i = 1; i <= kSteps; ++i) {
        auto step = teller.step(i);
        if (i >= nanFrom) step.loss = std::nan("");
        const auto verdict = judge.onStep(step);
        if (!verdict) continue;
        story.broken = story.broken || verdict->kind == "broken";
        story.diverging = story.diverging || verdict->kind == "diverging";
        if (story.alarmStep == 0) story.alarmStep = i;
    }
    return story;
}

} // namespace

class TestVerdictCurves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void overfittingIsSeldomCalledFalsely_data();
    void overfittingIsSeldomCalledFalsely();
    void aRiseOfHeldBackLossIsSeldomMissed_data();
    void aRiseOfHeldBackLossIsSeldomMissed();
    void aPureShapeGetsItsHeadline_data();
    void aPureShapeGetsItsHeadline();
    void jumpyIsSeldomCalledFalsely();
    void jumpyCurvesAreSeldomMissed();
    void unlikeAndTooGoodRowsAreSeldomCalledFalsely();
    void unlikeAndTooGoodRowsAreSeldomMissed();
    void soundStepsAreNeverBrokenAndSeldomDiverge();
    void rowsThatFailNowAndThenSeldomDiverge();
    void numbersThatBreakAreNeverMissed();
    void divergenceIsSeldomMissed();
    void cleanupTestCase();
};

Q_DECLARE_METATYPE(Cell)

void TestVerdictCurves::overfittingIsSeldomCalledFalsely_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<double>("limit");
    QTest::addColumn<double>("watchLimit");
    const auto add = [](const Cell& cell, double limit) {
        QTest::newRow(qPrintable(cell.name())) << cell << limit << (cell.jitterPercent > 1 ? 15.0 : 4.0);
    };
    for (const int looks : {5, 8, 12, 20, 40, 80}) {
        add({&kFlat, looks, 2}, 2.5);
    }
    for (const int looks : {10, 12, 20, 40}) {
        add({&kFlat, looks, 1}, 2.5);
    }
    add({&kFlat, 20, 0.3}, 2.5);
    add({&kLateFlat, 20, 2}, 2.5);
    add({&kFlat, 20, 1, 30}, 2.5);
    add({&kFlat, 12, 2, 2000}, 2.5);
    for (const auto* family : {&kFall, &kSlow, &kGap}) {
        add({family, 20, 2}, 0.5);
        add({family, 40, 1}, 0.5);
    }
    for (const auto* family : {&kSawtooth, &kBump, &kSpike, &kRestart, &kDrop}) {
        add({family, 20, 1}, 0.5);
    }
    add({&kNearZero, 20, 1}, 2.5);
    add({&kHardly, 40, 2}, 2.5);
}

void TestVerdictCurves::overfittingIsSeldomCalledFalsely()
{
    QFETCH(Cell, cell);
    QFETCH(double, limit);
    QFETCH(double, watchLimit);
    const auto& tally = tallyOf(cell);
    QVERIFY(holds("R3 alarm, false", cell.name(), tally.ever("overfitting"), limit));
    QVERIFY(holds("R3 watch, false", cell.name(), tally.watched, watchLimit));
}

void TestVerdictCurves::aRiseOfHeldBackLossIsSeldomMissed_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<double>("limit");
    QTest::addColumn<bool>("watchSuffices");
    const auto add = [](const Cell& cell, double limit, bool watchSuffices = false) {
        QTest::newRow(qPrintable(cell.name())) << cell << limit << watchSuffices;
    };
    add({&kRise20, 20, 0.3}, 2);
    for (const int looks : {20, 40, 80}) {
        add({&kRise20, looks, 1}, 2);
    }
    for (const int looks : {20, 40}) {
        add({&kRise20, looks, 2}, 12);
    }
    add({&kLateRise20, 40, 1}, 2);
    for (const double jitter : {0.3, 1.0}) {
        add({&kRise30, 12, jitter}, 2);
    }
    for (const int looks : {20, 40}) {
        add({&kRise10, looks, 1}, 15, true);
    }
}

void TestVerdictCurves::aRiseOfHeldBackLossIsSeldomMissed()
{
    QFETCH(Cell, cell);
    QFETCH(double, limit);
    QFETCH(bool, watchSuffices);
    const auto& tally = tallyOf(cell);
    if (watchSuffices) {
        QVERIFY(holds("R3 watch, missed", cell.name(), 100 - tally.warned, limit));
        return;
    }
    QVERIFY(holds("R3 alarm, missed", cell.name(), 100 - tally.ever("overfitting"), limit));
    QVERIFY(holds("R3 alarm, median delay", cell.name(), 100 * tally.medianDelay, 45));
}

void TestVerdictCurves::aPureShapeGetsItsHeadline_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<QString>("kind");
    const auto add = [](const char* kind, const Cell& cell) {
        QTest::newRow(qPrintable(QString{kind} + ": " + cell.name())) << cell << QString{kind};
    };
    for (const int looks : {10, 20, 40}) {
        add("memorising", {&kGap, looks, 1});
    }
    for (const int looks : {10, 12, 20, 40}) {
        add("flattening", {&kFlat, looks, 1});
    }
    for (const int looks : {12, 20, 40, 80}) {
        add("flattening", {&kFlat, looks, 2});
    }
    for (const int looks : {10, 20}) {
        add("barely-learning", {&kHardly, looks, 1});
    }
    add("barely-learning", {&kHardly, 40, 2});
    for (const auto* kind : {"learning", "unfinished"}) {
        for (const int looks : {10, 40}) {
            add(kind, {&kFall, looks, 1});
        }
        add(kind, {&kFall, 20, 2});
        add(kind, {&kSlow, 20, 2});
        add(kind, {&kSlow, 40, 1});
    }
}

void TestVerdictCurves::aPureShapeGetsItsHeadline()
{
    QFETCH(Cell, cell);
    QFETCH(QString, kind);
    const auto& tally = tallyOf(cell);
    const auto& headlines = kind == "unfinished" ? tally.end : tally.last;
    const double right = headlines[indexOf(kind.toStdString())];
    const double silent = headlines[indexOf("too-early")];
    const auto what = [&kind](const char* fault) { return (kind + fault).toStdString(); };
    QVERIFY(holds(what(", wrong headline").c_str(), cell.name(), 100 - right - silent, 5));
    QVERIFY(holds(what(", missed").c_str(), cell.name(), 100 - right, 10));
}

void TestVerdictCurves::jumpyIsSeldomCalledFalsely()
{
    const std::array cells{Cell{&kFlat, 12, 2},    Cell{&kFlat, 20, 2}, Cell{&kFlat, 40, 2},
                           Cell{&kFlat, 80, 2},    Cell{&kFall, 20, 2}, Cell{&kSlow, 20, 2},
                           Cell{&kNearZero, 20, 1}};
    for (const auto& cell : cells) {
        QVERIFY(holds("R7, false", cell.name(), tallyOf(cell).matched[indexOf("jumpy")], 3));
    }
}

void TestVerdictCurves::jumpyCurvesAreSeldomMissed()
{
    for (const auto& cell : {Cell{&kFlat, 21, 8}, Cell{&kFall, 21, 8}, Cell{&kFall, 40, 8}}) {
        QVERIFY(holds("R7, missed", cell.name(), 100 - tallyOf(cell).matched[indexOf("jumpy")], 20));
    }
}

void TestVerdictCurves::unlikeAndTooGoodRowsAreSeldomCalledFalsely()
{
    const std::array cells{Cell{&kFlat, 20, 2},     Cell{&kFlat, 80, 2}, Cell{&kFall, 20, 2},
                           Cell{&kFlat, 20, 1, 30}, Cell{&kGap, 20, 2},  Cell{&kFlat, 12, 2, 2000}};
    for (const auto& cell : cells) {
        QVERIFY(holds("R8, false", cell.name(), tallyOf(cell).ever("unlike-rows"), 1));
        QVERIFY(holds("R9, false", cell.name(), tallyOf(cell).ever("too-good"), 1));
    }
}

void TestVerdictCurves::unlikeAndTooGoodRowsAreSeldomMissed()
{
    const Cell unlike{&kUnlike, 20, 1};
    const Cell tooGood{&kTooGood, 20, 1};
    QVERIFY(holds("R8, missed", unlike.name(), 100 - tallyOf(unlike).ever("unlike-rows"), 10));
    QVERIFY(holds("R9, missed", tooGood.name(), 100 - tallyOf(tooGood).ever("too-good"), 10));
}

void TestVerdictCurves::soundStepsAreNeverBrokenAndSeldomDiverge()
{
    for (const auto* family : {&kFall, &kFlat, &kSawtooth, &kBump, &kSpike, &kRestart, &kDrop, &kNearZero}) {
        int broken = 0;
        int diverging = 0;
        for (int run = 0; run < kRuns; ++run) {
            const auto story = tellSteps(*family, static_cast<std::uint64_t>(run));
            broken += story.broken ? 1 : 0;
            diverging += story.diverging ? 1 : 0;
        }
        QVERIFY(holds("R1, false", family->name, 100.0 * broken / kRuns, 0));
        QVERIFY(holds("R2, false", family->name, 100.0 * diverging / kRuns, 0.5));
    }
}

void TestVerdictCurves::rowsThatFailNowAndThenSeldomDiverge()
{
    for (const auto* family : {&kFall, &kNearlyLearned}) {
        for (const int batch : {8, 16}) {
            int diverging = 0;
            for (int run = 0; run < kRuns; ++run) {
                const Noise noise{.batch = batch, .failure = 2.5};
                const auto story = tellSteps(*family, static_cast<std::uint64_t>(run), kSteps + 1, noise);
                diverging += story.diverging ? 1 : 0;
            }
            const auto cell = QString{"%1, failing rows, %2 a step"}.arg(family->name).arg(batch);
            QVERIFY(holds("R2, false", cell, 100.0 * diverging / kRuns, 0.5));
        }
    }
}

void TestVerdictCurves::numbersThatBreakAreNeverMissed()
{
    int missed = 0;
    for (int run = 0; run < kRuns; ++run) {
        const int from = 1 + run % (kSteps - 2);
        const auto story = tellSteps(kFall, static_cast<std::uint64_t>(run), from);
        missed += story.broken && story.alarmStep == from + 2 ? 0 : 1;
    }
    QVERIFY(holds("R1, missed", "NaN from one step on", 100.0 * missed / kRuns, 0));
}

void TestVerdictCurves::divergenceIsSeldomMissed()
{
    constexpr double kGrowth = 0.08; // a hundredth of the run: 2 % a step
    const Family sudden{"sudden: loss doubles", [](double u) { return curves::suddenDivergence(early(u)); },
                        early};
    const Family creeping{"creeping: 2 % a step, from 1.5 times the lowest on",
                          [](double u) { return curves::creepingDivergence(early(u), kGrowth); },
                          [](double u) { return early(u) + std::log(1.5) / std::log(1 + kGrowth) / 100; }};
    for (const auto* family : {&sudden, &creeping}) {
        int missed = 0;
        for (int run = 0; run < kRuns; ++run) {
            const auto story = tellSteps(*family, static_cast<std::uint64_t>(run));
            const double truth = kSteps * family->onset(unit(mixed(static_cast<std::uint64_t>(run), 1)));
            missed += story.diverging && story.alarmStep <= truth + 40 ? 0 : 1;
        }
        QVERIFY(holds("R2, missed within 40 steps", family->name, 100.0 * missed / kRuns, 2));
    }
}

void TestVerdictCurves::cleanupTestCase()
{
    qInfo("%.1f s of processor time for all cells", static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
}

QTEST_GUILESS_MAIN(TestVerdictCurves)
#include "tst_verdict_curves.moc"
