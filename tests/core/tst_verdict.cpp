// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/verdict.h"
#include "tests/support/verdict_stories.h"

#include <algorithm>

#include <QTest>

using namespace luthier;
using namespace luthier::tests;
using namespace luthier::verdict;

class TestVerdict : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wherePlainlyNothingWasLearnedStepsMayBeTooLarge();
    void atTheEndNothingIsLeftToTheNextLook();
    void aRiseWhileTrainingLossFallsIsOverfitting();
    void aModelThatTrainingOnlyHarmedWasBestBeforeIt();
    void overfittingIsAsSevereAsTheGapOrTheRise_data();
    void overfittingIsAsSevereAsTheGapOrTheRise();
    void aCountedGapWithoutARiseIsMemorising();
    void tinyLossesDoNotShout();
    void aFlatCurveIsFlattening();
    void aCurveThatNeverFellIsBarelyLearningNotFlattening();
    void aTextModelMayLearnLessThanANewHead();
    void jumpsAreTooJumpyToJudge();
    void jumpyOverfittingNeedsHighConfidence();
    void unlikeRowsAreToldFromStepZero();
    void easierHeldBackRowsAreTooGood();
    void perfectAccuracyAtTheStartIsTooGood();
    void aFallToTheEndIsUnfinished();
    void aFallWithASmallGapIsLearning();
};

void TestVerdict::wherePlainlyNothingWasLearnedStepsMayBeTooLarge()
{
    const auto verdict = Run{}.verdicts(together(then({2, 2.2}, 19, 1))).back();
    QCOMPARE(verdict.kind, std::string{"barely-learning"});
    QVERIFY(says(verdict, "training loss is 10 % higher than where it began"));
    QCOMPARE(verdict.actions.front(), std::string{actions::kLowerStep});
}

void TestVerdict::atTheEndNothingIsLeftToTheNextLook()
{
    const Curves curves{then(fall(8), 13, 1), then(then(fall(8), 6, 1), 7, 0.98)};
    Judge judge{Run{}.trial};
    const auto doubts = [](const VerdictGiven& verdict) {
        return verdict.kind == "flattening" && says(verdict, "The next one will tell");
    };
    VerdictGiven verdict;
    for (std::size_t i = 0; i < curves.held.size() && !doubts(verdict); ++i) {
        verdict = judge.onLook(Run{}.look(curves, i)); // training loss falls again: is it flat or not?
    }
    QVERIFY2(doubts(verdict), verdict.text.english().c_str());
    const auto last = judge.atEnd();
    QCOMPARE(last.kind, std::string{"flattening"});
    QVERIFY2(says(last, "It has stopped improving"), last.text.english().c_str());
}

void TestVerdict::aRiseWhileTrainingLossFallsIsOverfitting()
{
    Judge judge{Run{}.trial};
    const auto verdict = Run{}.tell(judge, overfitted(10)).back();
    QCOMPARE(verdict.kind, std::string{"overfitting"});
    QCOMPARE(verdict.step, 1000);
    QCOMPARE(verdict.bestStep, 500);
    QCOMPARE(judge.recommendedStep(), 500);
    const auto rise = std::to_string(std::lround(verdict.evidence.at("rise_percent")));
    QVERIFY(says(verdict, "has risen " + rise + " % since step 500 while training loss still falls"));
    QVERIFY(says(verdict, "Step 500 is the one to keep."));
    QCOMPARE(verdict.evidence.at("since_step"), 500.0);
    QCOMPARE(verdict.evidence.at("looks"), 21.0);
    QCOMPARE(verdict.evidence.at("looks_since_best"), 10.0);
    QCOMPARE(verdict.evidence.at("trend"), 1.0);
    QVERIFY(verdict.evidence.at("z") > 2.5);
    QVERIFY(verdict.evidence.at("ratio") > 2);
    QCOMPARE(verdict.actions.front(), std::string{"stop-keep-best"});
    QCOMPARE(verdict.advice.front().english(), std::string{"Stop here and keep step 500."});
    QCOMPARE(judge.atEnd().kind, std::string{"overfitting"});

    auto worse = overfitted(10);
    worse.train = worse.held;
    const auto both = Run{}.verdicts(worse).back();
    QVERIFY(says(both, "and training loss has not fallen since"));
}

/// It said "Step 0 is the one to keep" (issue 3).
void TestVerdict::aModelThatTrainingOnlyHarmedWasBestBeforeIt()
{
    for (const bool trainFalls : {true, false}) {
        const auto held = then({1.0}, 20, 1.04);
        const auto train = trainFalls ? then({1.0}, 20, 0.93) : then({1.0, 0.6}, 19, 1);
        const auto verdict = Run{}.verdicts({held, train}).back();
        QCOMPARE(verdict.kind, std::string{"overfitting"});
        QCOMPARE(verdict.bestStep, 0);
        QVERIFY2(says(verdict, "The model was best before any training: loss on held-back rows has risen"),
                 verdict.text.english().c_str());
        QVERIFY2(says(verdict, trainFalls ? "training loss still falls" : "has not fallen either"),
                 verdict.text.english().c_str());
        QCOMPARE(verdict.actions.front(), std::string{actions::kStopKeepBest});
        QVERIFY(verdict.advice.front().english().find("Stop here: no step so far is better") == 0);
        for (const auto& advice : verdict.advice) {
            QVERIFY2(advice.english().find("step 0") == std::string::npos, advice.english().c_str());
        }
    }
}

void TestVerdict::overfittingIsAsSevereAsTheGapOrTheRise_data()
{
    QTest::addColumn<double>("ratio");
    QTest::addColumn<double>("rise"); // of V, so much a look
    QTest::addColumn<QString>("severity");
    QTest::newRow("small gap, small rise") << 1.3 << 1.011 << "mild";
    QTest::newRow("gap of 1.7") << 1.7 << 1.011 << "moderate";
    QTest::newRow("gap of 2.5") << 2.5 << 1.011 << "severe";
    QTest::newRow("small gap, a rise of more than 20 %") << 1.3 << 1.03 << "severe";
}

void TestVerdict::overfittingIsAsSevereAsTheGapOrTheRise()
{
    QFETCH(double, ratio);
    QFETCH(double, rise);
    QFETCH(QString, severity);
    Curves curves = together({2, 1.2, 0.9, 0.8, 0.76, 0.75, 0.75, 0.75});
    curves.held = then(curves.held, 13, rise);
    for (std::size_t i = 8; i < 21; ++i) {
        curves.train.push_back(curves.held[i] / (1 + (ratio - 1) * static_cast<double>(i - 7) / 13));
    }
    const auto verdict = Run{}.verdicts(curves).back();
    QCOMPARE(verdict.kind, std::string{"overfitting"});
    QCOMPARE(QString::fromStdString(verdict.severity), severity);
    QCOMPARE(lightOf(verdict), severity == "severe" ? Light::Bad : Light::Look);
}

void TestVerdict::aCountedGapWithoutARiseIsMemorising()
{
    const Curves curves{fall(21, 0.05), fall(21, 0.09)};
    const auto verdict = Run{}.verdicts(curves).back();
    QCOMPARE(verdict.kind, std::string{"memorising"});
    QVERIFY(says(verdict, "(gap 2.31)")); // (0.95 / 0.91)^19 · 1.95 / 1.91: the last two looks
    QVERIFY(verdict.evidence.at("ratio") > 2.2);
    QCOMPARE(verdict.severity, std::string{"moderate"});
    QCOMPARE(lightOf(verdict), Light::Look);
    QCOMPARE(verdict.actions, (std::vector<std::string>{"continue", "restart-regularised", "more-rows"}));

    const auto mild = Run{}.verdicts({fall(21, 0.05), fall(21, 0.065)}).back();
    QCOMPARE(mild.kind, std::string{"memorising"});
    QCOMPARE(lightOf(mild), Light::Good);
}

void TestVerdict::tinyLossesDoNotShout()
{
    const Curves curves{then(fall(12, 0.5), 9, 1),
                        then(fall(13, 0.5), 8, 1)}; // T is half of V, both near zero
    const auto verdict = Run{}.verdicts(curves).back();
    QVERIFY(verdict.kind != "memorising");
    QVERIFY(!also(verdict, "memorising"));
    QVERIFY(verdict.evidence.at("ratio") < 1.2);

    const auto easier = Run{}.verdicts({then(fall(12, 0.5), 9, 1), then(fall(11, 0.5), 10, 1)}).back();
    QVERIFY(easier.kind != "too-good" && !also(easier, "too-good"));
    const auto settled = Run{}.verdicts({then(fall(12, 0.5), 9, 1), fall(21, 0.5)}).back();
    QCOMPARE(settled.kind, std::string{"flattening"}); // though training loss still halves from look to look
}

void TestVerdict::aFlatCurveIsFlattening()
{
    const auto verdict = Run{}.verdicts(together(then(fall(8), 13, 1))).back();
    QCOMPARE(verdict.kind, std::string{"flattening"});
    QCOMPARE(verdict.bestStep, 350);
    QVERIFY(says(verdict, "changed by 0.0 % of where it began over the last 10 looks"));
    QCOMPARE(verdict.actions, std::vector<std::string>{"stop-keep-best"});
    QCOMPARE(lightOf(verdict), Light::Good);
}

void TestVerdict::aCurveThatNeverFellIsBarelyLearningNotFlattening()
{
    const auto verdicts = Run{}.verdicts(together(then({2}, 20, 0.999)));
    QVERIFY(verdicts[5].kind != "barely-learning"); // a quarter of the steps
    QCOMPARE(verdicts.back().kind, std::string{"barely-learning"});
    QVERIFY(says(verdicts.back(), "training loss fell by 2 % of where it began"));
    QCOMPARE(verdicts.back().actions.front(), std::string{"larger-steps-restart"});
    for (const auto& verdict : verdicts) {
        QVERIFY(verdict.kind != "flattening");
    }
}

void TestVerdict::aTextModelMayLearnLessThanANewHead()
{
    Run text;
    text.trial.classes = false;
    text.trial.newHead = false;
    const auto curves = together(then(fall(8, 0.01), 13, 1)); // 7 % in all
    QCOMPARE(text.verdicts(curves).back().kind, std::string{"flattening"});
    QCOMPARE(Run{}.verdicts(curves).back().kind, std::string{"barely-learning"});
}

void TestVerdict::jumpsAreTooJumpyToJudge()
{
    auto losses = fall(21, 0.05);
    for (std::size_t i = 1; i < losses.size(); ++i) {
        losses[i] *= i % 2 == 0 ? 1.1 : 0.9;
    }
    const auto verdict = Run{}.verdicts(together(losses)).back();
    QVERIFY(verdict.kind == "jumpy" || also(verdict, "jumpy"));
    Curves curves{losses, fall(21, 0.05)};
    const auto verdicts = Run{}.verdicts(curves);
    QVERIFY(std::any_of(verdicts.begin(), verdicts.end(), [](const auto& v) {
        return v.kind == "jumpy" && says(v, "a coin toss") && v.evidence.at("jumps_percent") > 5
            && v.actions.front() == "more-held-back-rows";
    }));
    for (std::size_t i = 0; i < 9; ++i) {
        QVERIFY(verdicts[i].kind != "jumpy" && !also(verdicts[i], "jumpy"));
    }
}

void TestVerdict::jumpyOverfittingNeedsHighConfidence()
{
    auto curves = overfitted(10, 1.2);
    for (std::size_t i = 11; i < 21; ++i) {
        curves.held[i] *= i % 2 == 0 ? 1.08 : 0.92;
    }
    Run few;
    few.trial.heldBackRows = 120; // medium at best
    const auto unsure = few.verdicts(curves).back();
    QVERIFY(unsure.kind == "jumpy" || also(unsure, "jumpy"));
    QVERIFY(unsure.kind != "overfitting" && !also(unsure, "overfitting"));
}

void TestVerdict::unlikeRowsAreToldFromStepZero()
{
    const Curves curves{then({2.6}, 20, 0.9), then({2}, 20, 0.9)};
    const auto verdicts = Run{}.verdicts(curves);
    QCOMPARE(verdicts[0].kind, std::string{"unlike-rows"});
    QVERIFY(says(verdicts[0], "loss 2.00 and 2.60, "));
    QCOMPARE(verdicts[0].evidence.at("held_loss"), 2.6);
    QVERIFY(verdicts[0].evidence.at("z") > 3);
    QCOMPARE(verdicts[0].actions, std::vector<std::string>{"split-again"});
    QCOMPARE(lightOf(verdicts[0]), Light::Look);
    QVERIFY(also(verdicts.back(), "unlike-rows")); // below memorising

    Judge resumed{Run{}.trial};
    QVERIFY(resumed.onLook(Run{}.look(curves, 1)).kind != "unlike-rows"); // not before training
}

void TestVerdict::easierHeldBackRowsAreTooGood()
{
    const Curves curves{then({2, 1.2}, 19, 0.9), then({2, 1.8}, 19, 0.9)};
    const auto verdict = Run{}.verdicts(curves).back();
    QCOMPARE(verdict.kind, std::string{"too-good"});
    QVERIFY(says(verdict, "suspiciously easy"));
    QVERIFY(verdict.evidence.at("held_loss") < 0.9 * verdict.evidence.at("train_loss"));
    QVERIFY(also(verdict, "learning"));
    QCOMPARE(verdict.actions, std::vector<std::string>{"leak-check"});
}

void TestVerdict::perfectAccuracyAtTheStartIsTooGood()
{
    const auto tell = [](const Trial& trial, std::size_t perfectFrom) {
        Judge judge{trial};
        VerdictGiven verdict;
        for (std::size_t i = 0; i < 12; ++i) {
            auto look = Run{}.look(together(fall(12)), i);
            look.metrics["accuracy"] = i >= perfectFrom ? 0.995 : 0.4;
            verdict = judge.onLook(look);
        }
        return verdict;
    };
    const auto verdict = tell(Run{}.trial, 2); // step 100 of 1,000
    QCOMPARE(verdict.kind, std::string{"too-good"});
    QVERIFY(says(verdict, "99.5 % were right within the first tenth"));
    QCOMPARE(verdict.evidence.at("accuracy"), 0.995);
    QCOMPARE(tell(Run{}.trial, 3).kind, std::string{"learning"});
    auto lopsided = Run{}.trial;
    lopsided.majorityShare = 0.95;
    QCOMPARE(tell(lopsided, 2).kind, std::string{"learning"});
}

void TestVerdict::aFallToTheEndIsUnfinished()
{
    Judge judge{Run{}.trial};
    QCOMPARE(Run{}.tell(judge, together(fall(21, 0.05))).back().kind, std::string{"learning"});
    const auto verdict = judge.atEnd();
    QCOMPARE(verdict.kind, std::string{"unfinished"});
    QVERIFY(says(verdict, "About 40 % more steps (400)"));
    QCOMPARE(verdict.evidence.at("more_steps"), 400.0);
    QCOMPARE(verdict.actions, std::vector<std::string>{"continue-longer"});
    QVERIFY(also(verdict, "learning"));

    Judge memorising{Run{}.trial};
    Run{}.tell(memorising, {fall(21, 0.05), fall(21, 0.09)});
    QCOMPARE(memorising.atEnd().kind, std::string{"memorising"});
    QVERIFY(also(memorising.atEnd(), "unfinished"));
}

void TestVerdict::aFallWithASmallGapIsLearning()
{
    const auto verdict = Run{}.verdicts({fall(11, 0.05), fall(11, 0.055)}).back();
    QCOMPARE(verdict.kind, std::string{"learning"});
    QVERIFY(says(verdict, "still falls (by 14 % of where it began over the last 5 looks)"));
    QVERIFY(says(verdict, "(gap 1.05)"));
    QCOMPARE(verdict.evidence.at("trend"), -1.0);
    QVERIFY(verdict.actions.empty());
    QCOMPARE(lightOf(verdict), Light::Good);
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
