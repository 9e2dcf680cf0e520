// SPDX-License-Identifier: GPL-3.0-or-later
// R1 and R2: what is told from steps, without waiting for a look.
#include "core/verdict/verdict.h"
#include "tests/support/verdict_stories.h"

#include <cmath>
#include <limits>
#include <optional>

#include <QTest>

using namespace luthier;
using namespace luthier::tests;
using namespace luthier::verdict;

static const double kNan = std::nan("");

class TestVerdictSteps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void threeStepsThatAreNoNumberBreakTheRun();
    void theRowsOfTheStepThatBrokeAreNamed();
    void anInfiniteGradientIsNoNumber();
    void twoStepsThatAreNoNumberDoNotBreakIt();
    void aLookThatIsNoNumberBreaksItAndCountsAsNoLook();
    void fiftyStepsOfGuessingAreBrokenForTextOnly();
    void aLossThatDoublesDiverges();
    void stepsThatExplodeAtOnceDiverge();
    void whatWasUnlearnedHasNotSettled();
    void fiveSteepGradientsDiverge();
    void oneSpikeDoesNotDiverge();
};

void TestVerdictSteps::threeStepsThatAreNoNumberBreakTheRun()
{
    Judge judge{Run{}.trial};
    Run{}.tell(judge, together(fall(3)));
    QVERIFY(!judge.onStep(step(118, 1.5)));
    QVERIFY(!judge.onStep(step(119, kNan)));
    QVERIFY(!judge.onStep(step(120, kNan)));
    const auto verdict = judge.onStep(step(121, kNan));
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->kind, std::string{"broken"});
    QCOMPARE(verdict->severity, std::string{"severe"});
    QCOMPARE(lightOf(*verdict), Light::Bad);
    QCOMPARE(verdict->confidence, 1.0);
    QCOMPARE(verdict->step, 121);
    QVERIFY(says(*verdict, "broke at step 119 (NaN). The last good state is step 100"));
    QCOMPARE(verdict->evidence.at("since_step"), 119.0);
    QCOMPARE(verdict->evidence.at("last_good_step"), 100.0);
    QCOMPARE(verdict->actions, (std::vector<std::string>{"go-back", "review-rows"}));
    QVERIFY(!judge.onStep(step(122, kNan))); // told once
    judge.onStep(step(123, 1.5));
    QCOMPARE(judge.onLook(Run{}.look(together(fall(21)), 3)).kind, std::string{"too-early"}); // good again
    QCOMPARE(judge.onLook(Run{}.look(together(fall(21)), 4)).kind, std::string{"learning"});
}

void TestVerdictSteps::theRowsOfTheStepThatBrokeAreNamed()
{
    Judge judge{Run{}.trial};
    Run{}.tell(judge, together(fall(3)));
    std::optional<VerdictGiven> verdict;
    for (const std::int64_t at : {119, 120, 121}) {
        auto done = step(at, kNan);
        done.rows = {at - 103, 211};
        verdict = judge.onStep(done);
    }
    QVERIFY(verdict.has_value());
    QVERIFY2(says(*verdict, "broke at step 119 (NaN). Rows in that step: 17, 212. The last good state"),
             verdict->text.english().c_str());
    // As many as a person reads.
    Judge other{Run{}.trial};
    for (const std::int64_t at : {1, 2, 3}) {
        auto done = step(at, kNan);
        done.rows = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        verdict = other.onStep(done);
    }
    QVERIFY2(says(*verdict, "step: 1, 2, 3, 4, 5, 6, 7, 8, …. The"), verdict->text.english().c_str());
}

void TestVerdictSteps::anInfiniteGradientIsNoNumber()
{
    Judge judge{Run{}.trial};
    for (const auto number : {1, 2}) {
        judge.onStep(step(number, 1, std::numeric_limits<double>::infinity()));
    }
    const auto verdict = judge.onStep(step(3, 1, kNan));
    QVERIFY(verdict && verdict->kind == "broken");
    QVERIFY(says(*verdict, "The last good state is step 0"));
}

void TestVerdictSteps::twoStepsThatAreNoNumberDoNotBreakIt()
{
    Judge judge{Run{}.trial};
    for (std::int64_t i = 1; i <= 60; ++i) {
        QVERIFY(!judge.onStep(step(i, i % 3 == 0 ? 1 : kNan)));
    }
}

void TestVerdictSteps::aLookThatIsNoNumberBreaksItAndCountsAsNoLook()
{
    Judge judge{Run{}.trial};
    Run{}.tell(judge, together(fall(8)));
    auto look = Run{}.look(together(fall(9)), 8);
    look.loss = kNan;
    const auto verdict = judge.onLook(look);
    QCOMPARE(verdict.kind, std::string{"broken"});
    QVERIFY(says(verdict, "step 400 (NaN). The last good state is step 350"));
    QCOMPARE(verdict.evidence.at("looks"), 8.0);
    QCOMPARE(judge.recommendedStep(), 350);
    QVERIFY(std::isfinite(judge.noise()));
}

void TestVerdictSteps::fiftyStepsOfGuessingAreBrokenForTextOnly()
{
    for (const bool classes : {false, true}) {
        Judge judge{{1000, classes, 1000, false, 0, 200}};
        std::optional<VerdictGiven> verdict;
        for (std::int64_t i = 1; i <= 50; ++i) {
            QVERIFY(!verdict);
            verdict = judge.onStep(step(i, std::log(1000.0)));
        }
        QCOMPARE(verdict.has_value(), !classes);
        QVERIFY(!verdict || says(*verdict, "no better than guessing since step 1"));
    }
}

void TestVerdictSteps::aLossThatDoublesDiverges()
{
    Judge judge{Run{}.trial};
    Run{}.tell(judge, together(fall(3)));
    for (std::int64_t i = 101; i <= 200; ++i) {
        QVERIFY(!judge.onStep(step(i, 1 + 0.01 * static_cast<double>(i % 7))));
    }
    std::optional<VerdictGiven> verdict;
    std::int64_t at = 200;
    while (!verdict && at < 300) {
        verdict = judge.onStep(step(++at, 2));
    }
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->kind, std::string{"diverging"});
    QVERIFY2(at > 220 && at <= 230, "twenty steps after the mean of ten has passed 1.5 times the lowest");
    QVERIFY(says(*verdict, "its loss is 1.9"));
    QVERIFY(verdict->evidence.at("loss_factor") > 1.9);
    QCOMPARE(verdict->actions.front(), std::string{actions::kLowerStep});
    QVERIFY(verdict->advice.front().english().find("step 100") != std::string::npos);
    QCOMPARE(lightOf(*verdict), Light::Bad);
}

void TestVerdictSteps::stepsThatExplodeAtOnceDiverge()
{
    Judge judge{Run{}.trial};
    const auto curves = together({2, 20, 20, 18, 17, 16, 15, 15, 15, 15, 15});
    static_cast<void>(judge.onLook(Run{}.look(curves, 0)));
    std::optional<VerdictGiven> verdict;
    std::int64_t at = 0;
    while (!verdict && at < 50) {
        ++at;
        verdict = judge.onStep(step(at, at < 3 ? 2 : 20)); // no group of ten is as low as the start
    }
    QVERIFY(verdict && verdict->kind == "diverging");
    QVERIFY(says(*verdict, "times its lowest"));
    QVERIFY(verdict->evidence.at("loss_factor") > 9);
    for (std::size_t i = 1; i < curves.held.size(); ++i) {
        while (at < 50 * static_cast<std::int64_t>(i)) {
            static_cast<void>(judge.onStep(step(++at, curves.train[i])));
        }
        QCOMPARE(judge.onLook(Run{}.look(curves, i)).kind, std::string{"diverging"});
    }
}

void TestVerdictSteps::whatWasUnlearnedHasNotSettled()
{
    Judge judge{Run{}.trial};
    const auto curves = together({2, 1.7, 2.1, 2.05, 2, 2, 2, 2, 2, 2, 2});
    std::int64_t at = 0;
    VerdictGiven verdict;
    for (std::size_t i = 0; i < curves.held.size(); ++i) {
        while (at < 50 * static_cast<std::int64_t>(i)) {
            ++at;
            const double wiggle = 0.02 * static_cast<double>(at % 7);
            static_cast<void>(judge.onStep(step(at, (at > 20 && at < 80 ? 1 : 2) + wiggle)));
        }
        verdict = judge.onLook(Run{}.look(curves, i)); // near the lowest look, and near the first
    }
    QCOMPARE(verdict.kind, std::string{"diverging"});
    QCOMPARE(judge.atEnd().kind, std::string{"diverging"});
}

void TestVerdictSteps::fiveSteepGradientsDiverge()
{
    Judge judge{Run{}.trial};
    for (std::int64_t i = 1; i <= 50; ++i) {
        QVERIFY(!judge.onStep(step(i, 1, i % 10 == 0 && i < 50 ? 101 : 1)));
    }
    const auto verdict = judge.onStep(step(51, 1, 101)); // steps 10, 20, 30, 40, 51
    QVERIFY(verdict && verdict->kind == "diverging");
    QVERIFY(says(*verdict, "at 5 of the last 50 steps the gradient was over 100"));

    Judge patient{Run{}.trial};
    for (std::int64_t i = 1; i <= 500; ++i) {
        QVERIFY(!patient.onStep(step(i, 1, i % 13 == 0 ? 101 : 1)));
    }
}

void TestVerdictSteps::oneSpikeDoesNotDiverge()
{
    Judge judge{Run{}.trial};
    for (std::int64_t i = 1; i <= 300; ++i) {
        QVERIFY(!judge.onStep(step(i, i == 200 ? 50 : 1)));
    }
}

QTEST_GUILESS_MAIN(TestVerdictSteps)
#include "tst_verdict_steps.moc"
