// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/offers.h"

#include <algorithm>

namespace luthier::verdict {
namespace {

Offer stopKeepBest(const Facts& facts)
{
    if (facts.bestStep == 0) {
        return {actions::kStopKeepBest,
                {QT_TRANSLATE_NOOP("core", "Stop here: no step so far is better than the start.")}};
    }
    return {actions::kStopKeepBest,
            {QT_TRANSLATE_NOOP("core", "Stop here and keep step %1."), facts.bestStep}};
}

/// Before any training was done there is nothing to go back to.
Text smallerStepsFrom(std::int64_t step)
{
    if (step == 0) return {QT_TRANSLATE_NOOP("core", "Start again with a third of the step size.")};
    return {QT_TRANSLATE_NOOP("core", "Go back to step %1 with a third of the step size."), step};
}

Offer lowerStep(const Facts& facts)
{
    if (facts.bestStep == 0) return {actions::kLowerStep, smallerStepsFrom(0)};
    return {actions::kLowerStep,
            {QT_TRANSLATE_NOOP("core", "Go back to step %1 and continue with a third of the step size."),
             facts.bestStep}};
}

Offer regularise(const Facts& facts)
{
    if (facts.bestStep == 0) {
        return {actions::kRegularise,
                {QT_TRANSLATE_NOOP("core",
                                   "Start again with more regularisation: dropout higher by 0.1, more "
                                   "weight decay.")}};
    }
    return {actions::kRegularise,
            {QT_TRANSLATE_NOOP("core",
                               "Restart from step %1 with more regularisation: dropout higher by 0.1, "
                               "more weight decay."),
             facts.bestStep}};
}

Offer moreRows()
{
    return {actions::kMoreRows, {QT_TRANSLATE_NOOP("core", "Get more rows of the kinds that fail most.")}};
}

Offer moreHeldBack()
{
    return {actions::kMoreHeldBack, {QT_TRANSLATE_NOOP("core", "Hold more rows back.")}};
}

std::vector<Offer> forBroken(const Story& story)
{
    return {{actions::kGoBack, smallerStepsFrom(story.lastGoodStep)},
            {actions::kReviewRows,
             {QT_TRANSLATE_NOOP("core", "Look at the rows of step %1."), story.steps.brokeAt()}}};
}

std::vector<Offer> forDiverging(const Facts& facts)
{
    if (facts.bestStep == 0) return {lowerStep(facts)};
    return {{actions::kLowerStep,
             {QT_TRANSLATE_NOOP("core",
                                "Go back to step %1 with a third of the step size, warmed up over 5 % of "
                                "the steps."),
              facts.bestStep}}};
}

std::vector<Offer> forOverfitting(const Facts& facts)
{
    return {stopKeepBest(facts),
            lowerStep(facts),
            regularise(facts),
            moreRows(),
            {actions::kContinue, {QT_TRANSLATE_NOOP("core", "Continue, and say if it gets worse.")}}};
}

std::vector<Offer> forMemorising(const Facts& facts)
{
    return {{actions::kContinue, {QT_TRANSLATE_NOOP("core", "Continue and watch.")}},
            regularise(facts),
            moreRows()};
}

std::vector<Offer> forBarelyLearning(const Facts& facts)
{
    if (hasUnlearned(facts)) {
        return {lowerStep(facts),
                {actions::kReviewRows,
                 {QT_TRANSLATE_NOOP("core", "Look at the labels: do they follow from the text?")}}};
    }
    return {
        {actions::kLargerSteps, {QT_TRANSLATE_NOOP("core", "Start again with three times the step size.")}},
        {actions::kTrainMore, {QT_TRANSLATE_NOOP("core", "Train more layers.")}},
        {actions::kReviewRows,
         {QT_TRANSLATE_NOOP("core", "Look at the labels: do they follow from the text?")}}};
}

std::vector<Offer> forJumpy(const Facts& facts)
{
    return {moreHeldBack(),
            {actions::kLargerBatch,
             {QT_TRANSLATE_NOOP("core", "Take more rows into each step (a larger batch).")}},
            lowerStep(facts)};
}

Offer splitAgain()
{
    return {actions::kSplitAgain, {QT_TRANSLATE_NOOP("core", "Split the rows again, by group or by date.")}};
}

Offer leakCheck()
{
    return {actions::kLeakCheck,
            {QT_TRANSLATE_NOOP("core",
                               "Look for copies in both parts and for the answer in the text (leakage "
                               "check).")}};
}

Offer continueLonger(const Trial& trial)
{
    return {actions::kContinueLonger,
            {QT_TRANSLATE_NOOP("core", "Continue for 40 % more steps (%1)."), stepsWorthTrying(trial)}};
}

} // namespace

std::vector<Offer> offersOf(const Finding& finding, const Story& story)
{
    const auto& facts = story.facts;
    switch (finding.kind) {
    case Kind::Broken:
        return forBroken(story);
    case Kind::Diverging:
        return forDiverging(facts);
    case Kind::Overfitting:
        return forOverfitting(facts);
    case Kind::Memorising:
        return forMemorising(facts);
    case Kind::BarelyLearning:
        return forBarelyLearning(facts);
    case Kind::Flattening:
        return {stopKeepBest(facts)};
    case Kind::Jumpy:
        return forJumpy(facts);
    case Kind::UnlikeRows:
        return {splitAgain()};
    case Kind::TooGood:
        return {leakCheck()};
    case Kind::Unfinished:
        return {continueLonger(story.trial)};
    case Kind::Learning:
        return {};
    case Kind::TooEarly:
        break;
    }
    return lackOf(facts) == Lack::Rows ? std::vector{moreHeldBack()} : std::vector<Offer>{};
}

std::int64_t stepsWorthTrying(const Trial& trial)
{
    return std::max<std::int64_t>(1, trial.steps * 2 / 5);
}

} // namespace luthier::verdict
