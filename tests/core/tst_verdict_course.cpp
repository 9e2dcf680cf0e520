// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/verdict.h"
#include "tests/support/verdict_stories.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <QTest>

using namespace luthier;
using namespace luthier::tests;
using namespace luthier::verdict;

class TestVerdictCourse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fourLooksAreTooEarlyToTell();
    void aTwentiethOfTheStepsIsNeeded();
    void fewRowsGetNoVerdict();
    void aRunThatIsNeverLookedAtGetsNoVerdict();
    void overfittingNeedsTwoLooksRunning();
    void lowConfidenceNeverShowsTheBadLight();
    void betterAgainNeedsOneLook();
    void aHeadlineChangesOnlyWhenTheNewOneHeldAtTwoLooks();
    void theSameStoryGetsTheSameVerdicts();
    void everyActionHasItsAdvice();
    void confidenceIsWordedAsItsNumberSays();
    void theRecommendedStepIsTheEarliestOfEquals();
    void ofEqualsTheOneAfterTheSmallestStepsIsRecommended();
    void theRecommendedStepOnlyMovesToTheNewestLook();
    void looksSinceImprovementAreCounted();
    void noiseIsTheJitterFromLookToLook();
    void rowsThatAreUnknownOrChangeAreNoFault();
};

void TestVerdictCourse::fourLooksAreTooEarlyToTell()
{
    const auto verdicts = Run{}.verdicts(together(fall(5)));
    QCOMPARE(verdicts[1].kind, std::string{"too-early"});
    QCOMPARE(verdicts[1].text.english(), std::string{"Too early to tell (2 of 5 looks)."});
    QCOMPARE(lightOf(verdicts[1]), Light::Waiting);
    QCOMPARE(verdicts[3].kind, std::string{"too-early"});
    QCOMPARE(verdicts[4].kind, std::string{"learning"});
}

void TestVerdictCourse::aTwentiethOfTheStepsIsNeeded()
{
    Run quick;
    quick.stride = 10;
    const auto verdicts = quick.verdicts(together(fall(6)));
    QCOMPARE(verdicts[4].kind, std::string{"too-early"});
    QVERIFY(says(verdicts[4], "4 % of the steps; 5 % are needed"));
    QCOMPARE(verdicts[5].kind, std::string{"learning"});
}

void TestVerdictCourse::fewRowsGetNoVerdict()
{
    Run run;
    run.trial.heldBackRows = 29;
    const auto last = run.verdicts(overfitted(10)).back();
    QCOMPARE(last.kind, std::string{"too-early"});
    QCOMPARE(last.text.english(), std::string{"Cannot tell: 29 rows are held back, and a verdict needs 30."});
    QCOMPARE(last.actions, std::vector<std::string>{"more-held-back-rows"});
    run.trial.heldBackRows = 30;
    QVERIFY(run.verdicts(overfitted(10)).back().kind != "too-early");
}

void TestVerdictCourse::aRunThatIsNeverLookedAtGetsNoVerdict()
{
    Judge judge{Trial{100, true, 2, true, 0.5, 0}};
    judge.onStep(step(1, 0.7));
    const auto verdict = judge.atEnd();
    QCOMPARE(verdict.kind, std::string{"too-early"});
    QVERIFY(says(verdict, "0 rows are held back"));
    QCOMPARE(judge.recommendedStep(), 0);
    QCOMPARE(judge.looksSinceImprovement(), 0);
    QCOMPARE(judge.noise(), 0.0);
}

void TestVerdictCourse::overfittingNeedsTwoLooksRunning()
{
    const auto verdicts = Run{}.verdicts(overfitted(10));
    const auto first = std::find_if(verdicts.begin(), verdicts.end(),
                                    [](const auto& verdict) { return verdict.kind == "overfitting"; });
    QVERIFY(first != verdicts.end() && first != verdicts.begin());
    const auto before = *std::prev(first);
    QCOMPARE(before.evidence.at("trend"), 1.0); // already worse, but for the first time
    QCOMPARE(before.evidence.at("watch"), 1.0);
    QVERIFY(says(before, "may have begun to rise"));
    QVERIFY(lightOf(before) != Light::Bad);
}

void TestVerdictCourse::lowConfidenceNeverShowsTheBadLight()
{
    Run run;
    run.trial.heldBackRows = 60;
    for (const auto& verdict : run.verdicts(overfitted(10))) {
        QVERIFY(verdict.confidence < 0.5);
        QVERIFY(verdict.severity != "severe" && lightOf(verdict) != Light::Bad);
    }
    QCOMPARE(run.verdicts(overfitted(10)).back().kind, std::string{"overfitting"});
}

void TestVerdictCourse::betterAgainNeedsOneLook()
{
    auto curves = overfitted(6);
    const auto recovered = then(curves.held, 1, 0.6);
    curves.held = then(recovered, 1, 0.9);
    curves.train = curves.held;
    const auto verdicts = Run{}.verdicts(curves);
    QCOMPARE(verdicts[16].kind, std::string{"overfitting"});
    QVERIFY(verdicts[17].kind != "overfitting");
    QVERIFY(lightOf(verdicts[17]) < Light::Look);
}

void TestVerdictCourse::aHeadlineChangesOnlyWhenTheNewOneHeldAtTwoLooks()
{
    Curves curves{fall(15, 0.05), fall(15, 0.05)};
    for (std::size_t i = 10; i < 15; ++i) {
        curves.train[i] = curves.held[i] / 1.6;
    }
    const auto verdicts = Run{}.verdicts(curves);
    QCOMPARE(verdicts[9].kind, std::string{"learning"});
    QCOMPARE(verdicts[10].kind, std::string{"learning"});
    QVERIFY(says(verdicts[10], "does not fit this verdict"));
    QVERIFY(also(verdicts[10], "memorising"));
    QCOMPARE(verdicts[11].kind, std::string{"memorising"});

    curves.train[11] = curves.held[11]; // one look of it is not enough
    const auto flickering = Run{}.verdicts(curves);
    QCOMPARE(flickering[10].kind, std::string{"learning"});
    QCOMPARE(flickering[11].kind, std::string{"learning"});
}

void TestVerdictCourse::theSameStoryGetsTheSameVerdicts()
{
    for (const auto& curves : stories()) {
        Judge once{Run{}.trial};
        Judge again{Run{}.trial};
        for (std::size_t i = 0; i < curves.held.size(); ++i) {
            const auto look = Run{}.look(curves, i);
            const auto number = static_cast<std::int64_t>(i * 50 + 1);
            once.onStep(step(number, curves.train[i]));
            again.onStep(step(number, curves.train[i]));
            QVERIFY(same(once.onLook(look), again.onLook(look)));
            Judge moved{std::move(again)};
            again = std::move(moved);
        }
        QVERIFY(same(once.atEnd(), again.atEnd()));
        QCOMPARE(once.recommendedStep(), again.recommendedStep());
    }
}

void TestVerdictCourse::everyActionHasItsAdvice()
{
    QStringList kinds;
    for (const auto& curves : stories()) {
        Judge judge{Run{}.trial};
        auto verdicts = Run{}.tell(judge, curves);
        verdicts.push_back(judge.atEnd());
        for (const auto& verdict : verdicts) {
            kinds << QString::fromStdString(verdict.kind);
            QCOMPARE(verdict.advice.size(), verdict.actions.size());
            QVERIFY(verdict.confidence >= 0 && verdict.confidence <= 1);
            QVERIFY(!verdict.text.empty());
            QVERIFY2(verdict.text.english().find("%1") == std::string::npos, "an argument is missing");
            for (const auto& [name, value] : verdict.evidence) {
                QVERIFY2(std::isfinite(value), name.c_str());
            }
        }
    }
    for (const auto* kind : {"overfitting", "memorising", "flattening", "barely-learning", "learning",
                             "unfinished", "unlike-rows", "too-good", "too-early"}) {
        QVERIFY2(kinds.contains(kind), kind);
    }
}

void TestVerdictCourse::confidenceIsWordedAsItsNumberSays()
{
    QCOMPARE(confidenceWord(0.49).english(), std::string{"low"});
    QCOMPARE(confidenceWord(0.5).english(), std::string{"medium"});
    QCOMPARE(confidenceWord(0.79).english(), std::string{"medium"});
    QCOMPARE(confidenceWord(0.8).english(), std::string{"high"});

    const auto word = [](std::int64_t rows, std::size_t looks) {
        Run run;
        run.trial.heldBackRows = rows;
        return confidenceWord(run.verdicts(together(fall(looks, 0.05))).back().confidence).english();
    };
    QCOMPARE(word(200, 20), std::string{"high"});
    QCOMPARE(word(199, 20), std::string{"medium"});
    QCOMPARE(word(200, 19), std::string{"medium"});
    QCOMPARE(word(100, 10), std::string{"medium"});
    QCOMPARE(word(99, 20), std::string{"low"});
    QCOMPARE(word(200, 9), std::string{"low"});
}

void TestVerdictCourse::theRecommendedStepIsTheEarliestOfEquals()
{
    Judge judge{Run{}.trial};
    auto losses = then(fall(8), 13, 1);
    for (std::size_t i = 1; i < losses.size(); ++i) {
        losses[i] *= i % 2 == 0 ? 1.01 : 0.995;
    }
    Run{}.tell(judge, together(losses));
    QCOMPARE(judge.recommendedStep(), 350);
}

void TestVerdictCourse::ofEqualsTheOneAfterTheSmallestStepsIsRecommended()
{
    Judge judge{Run{}.trial};
    auto losses = then(fall(8), 13, 1);
    for (std::size_t i = 1; i < losses.size(); ++i) {
        losses[i] *= i % 2 == 0 ? 1.01 : 0.995;
        if (i > 16) losses[i] *= 1.1; // and these are worse
    }
    const auto curves = together(losses);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        const auto look = Run{}.look(curves, i);
        judge.onStep(
            {.step = look.step, .loss = losses[i], .learningRate = 1e-3 / static_cast<double>(i + 1)});
        judge.onLook(look);
    }
    QCOMPARE(judge.recommendedStep(), Run{}.look(curves, 16).step);
    QVERIFY(judge.looksSinceImprovement() >= 6); // none of them was an improvement
}

void TestVerdictCourse::theRecommendedStepOnlyMovesToTheNewestLook()
{
    for (const auto& curves : stories()) {
        Judge judge{Run{}.trial};
        std::int64_t kept = 0;
        for (std::size_t i = 0; i < curves.held.size(); ++i) {
            const auto look = Run{}.look(curves, i);
            const auto verdict = judge.onLook(look);
            QVERIFY(judge.recommendedStep() == kept || judge.recommendedStep() == look.step);
            kept = judge.recommendedStep();
            QCOMPARE(verdict.bestStep, kept);
        }
    }
}

void TestVerdictCourse::looksSinceImprovementAreCounted()
{
    Judge judge{Run{}.trial};
    const auto curves = overfitted(10);
    for (std::size_t i = 0; i <= 10; ++i) {
        judge.onLook(Run{}.look(curves, i));
    }
    QCOMPARE(judge.looksSinceImprovement(), 0);
    for (std::size_t i = 11; i < 21; ++i) {
        judge.onLook(Run{}.look(curves, i));
    }
    QVERIFY(judge.looksSinceImprovement() >= 6 && judge.looksSinceImprovement() <= 10);

    Judge slow{Run{}.trial}; // each look gains less than noise, all of them do not
    auto losses = fall(21, 0.01);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        losses[i] *= i % 2 == 0 ? 1.005 : 0.995;
    }
    for (std::size_t i = 0; i < losses.size(); ++i) {
        slow.onLook(Run{}.look(together(losses), i));
        QVERIFY(slow.looksSinceImprovement() < 5);
    }
}

void TestVerdictCourse::noiseIsTheJitterFromLookToLook()
{
    Judge judge{Run{}.trial};
    auto losses = then({2}, 20, 1);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        losses[i] *= i % 2 == 0 ? 1.01 : 0.99;
    }
    judge.onLook(Run{}.look(together(losses), 0));
    judge.onLook(Run{}.look(together(losses), 1));
    QCOMPARE(judge.noise(), 0.0);
    for (std::size_t i = 2; i < losses.size(); ++i) {
        judge.onLook(Run{}.look(together(losses), i));
    }
    const double expected = losses.back() * 1.4826 * 2 * std::log(1.01 / 0.99) / std::sqrt(6.0);
    QVERIFY(std::abs(judge.noise() / expected - 1) < 1e-9);
}

void TestVerdictCourse::rowsThatAreUnknownOrChangeAreNoFault()
{
    const auto curves = overfitted(10);
    for (const std::size_t known : {0, 1, 7}) {
        Judge judge{Run{}.trial};
        VerdictGiven verdict;
        for (std::size_t i = 0; i < curves.held.size(); ++i) {
            auto look = Run{}.look(curves, i);
            look.rowLosses.resize(known == 7 ? 7 + i : known);
            look.trainRowLosses.resize(known);
            verdict = judge.onLook(look);
        }
        QCOMPARE(verdict.kind, std::string{"overfitting"});
    }
}

QTEST_GUILESS_MAIN(TestVerdictCourse)
#include "tst_verdict_course.moc"
