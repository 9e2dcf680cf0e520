// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/texts.h"

#include "core/verdict/offers.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace luthier::verdict {
namespace {

constexpr double kWorthSaying = 0.05; // of a rise that the trend test does not call sure

Rounded percent(double share)
{
    const double size = std::abs(share);
    const bool nearlyAll = size > 0.99 && size < 1;
    return {100 * size, size < 0.0095 || nearlyAll ? 1 : 0};
}

Rounded ratio(double value)
{
    return {value, 2};
}

Rounded nats(double loss)
{
    return {loss, loss < 0.1 ? 4 : 2};
}

/// "17, 212", counted from 1.
std::string rowNumbers(const std::vector<std::int64_t>& rows)
{
    constexpr std::size_t kMost = 8; // the button shows all
    std::string numbers;
    for (std::size_t i = 0; i < rows.size() && i < kMost; ++i) {
        numbers += (i == 0 ? "" : ", ") + std::to_string(rows[i] + 1);
    }
    return rows.size() > kMost ? numbers + ", …" : numbers;
}

Text brokenText(const Story& story)
{
    if (story.steps.isGuessing() && !story.steps.isNoNumber()) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Training loss has been no better than guessing since step %1. "
                                  "The last good state is step %2."),
                story.steps.brokeAt(), story.lastGoodStep};
    }
    if (const auto& rows = story.steps.brokenRows(); !rows.empty()) {
        return {QT_TRANSLATE_NOOP("core",
                                  "The numbers broke at step %1 (NaN). Rows in that step: %2. The last "
                                  "good state is step %3."),
                story.steps.brokeAt(), rowNumbers(rows), story.lastGoodStep};
    }
    return {QT_TRANSLATE_NOOP("core", "The numbers broke at step %1 (NaN). The last good state is step %2."),
            story.steps.brokeAt(), story.lastGoodStep};
}

Text divergingText(const StepWatch& steps)
{
    if (steps.isRising()) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Training is getting worse, not better: its loss is %1 times its "
                                  "lowest. The steps are probably too large."),
                ratio(steps.riseFactor())};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Training is about to get worse: at %1 of the last %2 steps the gradient "
                              "was over 100. The steps are probably too large."),
            steps.steepSteps(), StepWatch::kWindow};
}

Text overfittingText(const Facts& facts)
{
    const auto rise = percent(facts.trend.rise);
    if (facts.bestStep == 0 && facts.trainFellSinceReference) {
        return {QT_TRANSLATE_NOOP("core",
                                  "The model was best before any training: loss on held-back rows has "
                                  "risen %1 % since then while training loss still falls. The model is "
                                  "learning your rows by heart."),
                rise};
    }
    if (facts.bestStep == 0) {
        return {QT_TRANSLATE_NOOP("core",
                                  "The model was best before any training: loss on held-back rows has "
                                  "risen %1 % since then, and training loss has not fallen either."),
                rise};
    }
    if (facts.trainFellSinceReference) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Loss on held-back rows has risen %1 % since step %2 while training "
                                  "loss still falls. The model is learning your rows by heart. Step "
                                  "%2 is the one to keep."),
                rise, facts.bestStep};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Loss on held-back rows has risen %1 % since step %2, and training loss "
                              "has not fallen since. Step %2 is the one to keep."),
            rise, facts.bestStep};
}

Text watchText(const Facts& facts)
{
    if (facts.ended) {
        return {
            QT_TRANSLATE_NOOP("core",
                              "Loss on held-back rows may have begun to rise at the end: it is %1 % higher "
                              "than around step %2."),
            percent(facts.trend.rise), facts.bestStep};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Loss on held-back rows may have begun to rise: it is %1 % higher than "
                              "around step %2. The next looks will tell."),
            percent(facts.trend.rise), facts.bestStep};
}

Text memorisingText(const Facts& facts)
{
    if (facts.trend.rise > kWorthSaying) {
        return {QT_TRANSLATE_NOOP(
                    "core",
                    "It does better on rows it has seen (gap %1). Loss on new rows is %2 % above its "
                    "lowest, which may be chance."),
                ratio(facts.ratio), percent(facts.trend.rise)};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "It does better on rows it has seen (gap %1), but new rows have not suffered."),
            ratio(facts.ratio)};
}

Text barelyLearningText(const Facts& facts)
{
    if (hasUnlearned(facts)) {
        return {QT_TRANSLATE_NOOP("core",
                                  "It has learned nothing: training loss is %1 % higher than where it began. "
                                  "Causes, likeliest first: steps too large, labels that do not follow from "
                                  "the text."),
                percent(facts.trainFell)};
    }
    return {
        QT_TRANSLATE_NOOP("core",
                          "It has hardly learned anything: training loss fell by %1 % of where it began. "
                          "Causes, likeliest first: steps too small, too little is trainable, labels that "
                          "do not follow from the text."),
        percent(std::max(0.0, facts.trainFell))};
}

Text flatteningText(const Facts& facts)
{
    return {
        QT_TRANSLATE_NOOP("core",
                          "It has stopped improving: held-back loss changed by %1 % of where it began over "
                          "the last %2 looks. More time will change little."),
        percent(facts.change), facts.trend.stretch.count()};
}

Text jumpyText(const Facts& facts)
{
    return {QT_TRANSLATE_NOOP("core",
                              "Held-back loss jumps by ±%1 % between looks; a verdict would be a coin toss."),
            percent(facts.jumps)};
}

Text unlikeRowsText(const Facts& facts)
{
    return {
        QT_TRANSLATE_NOOP("core",
                          "Training and held-back rows were unlike each other before training began: loss "
                          "%1 and %2, %3 standard errors apart. The gap says little."),
        nats(facts.firstTrain), nats(facts.firstHeld), Rounded{std::abs(facts.firstDifference), 1}};
}

Text tooGoodText(const Facts& facts)
{
    if (facts.earlyAccuracy && !easierBy(facts)) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Held-back rows are suspiciously easy: %1 % were right within the "
                                  "first tenth of the steps. The answer may be in the text, or copies "
                                  "in both parts."),
                percent(*facts.earlyAccuracy)};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Held-back rows are suspiciously easy: their loss is %1, that of training "
                              "rows %2. The answer may be in the text, or copies in both parts."),
            nats(facts.held), nats(facts.train)};
}

Text unfinishedText(const Trial& trial)
{
    return {QT_TRANSLATE_NOOP("core",
                              "It was still getting better at the end. About 40 % more steps (%1) are "
                              "worth trying."),
            stepsWorthTrying(trial)};
}

Text learningText(const Facts& facts)
{
    if (facts.change > -0.005) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Held-back loss has just reached a new low and is close to training "
                                  "loss (gap %1)."),
                ratio(facts.ratio)};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Held-back loss still falls (by %1 % of where it began over the last %2 looks) "
                              "and is close to training loss (gap %3)."),
            percent(facts.change), facts.trend.stretch.count(), ratio(facts.ratio)};
}

Text tooEarlyText(const Facts& facts)
{
    switch (lackOf(facts)) {
    case Lack::Rows:
        return {QT_TRANSLATE_NOOP("core", "Cannot tell: %1 rows are held back, and a verdict needs %2."),
                facts.rows, kLeastRows};
    case Lack::Looks:
        return {QT_TRANSLATE_NOOP("core", "Too early to tell (%1 of %2 looks)."), facts.looks, kLeastLooks};
    case Lack::Steps:
        return {QT_TRANSLATE_NOOP("core", "Too early to tell (%1 % of the steps; %2 % are needed)."),
                percent(facts.progress), percent(kLeastProgress)};
    case Lack::None:
        break;
    }
    if (facts.trend.isFlat()) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Cannot tell yet: held-back loss holds still while training loss "
                                  "falls (gap %1)."),
                ratio(facts.ratio)};
    }
    return {QT_TRANSLATE_NOOP("core",
                              "Cannot tell yet: held-back loss neither clearly falls nor clearly "
                              "rises.")};
}

} // namespace

bool saysWatch(const Finding& finding, const Facts& facts)
{
    const bool isCalm = finding.kind == Kind::Memorising || finding.kind == Kind::Flattening
        || finding.kind == Kind::Learning || (finding.kind == Kind::TooEarly && lackOf(facts) == Lack::None);
    return isCalm && facts.trend.isWatched();
}

Text doubtText()
{
    return {QT_TRANSLATE_NOOP("core", "The newest look does not fit this verdict. The next one will tell.")};
}

Text textOf(const Finding& finding, const Story& story)
{
    const auto& facts = story.facts;
    if (saysWatch(finding, facts)) return watchText(facts);
    switch (finding.kind) {
    case Kind::Broken:
        return brokenText(story);
    case Kind::Diverging:
        return divergingText(story.steps);
    case Kind::Overfitting:
        return overfittingText(facts);
    case Kind::Memorising:
        return memorisingText(facts);
    case Kind::BarelyLearning:
        return barelyLearningText(facts);
    case Kind::Flattening:
        return flatteningText(facts);
    case Kind::Jumpy:
        return jumpyText(facts);
    case Kind::UnlikeRows:
        return unlikeRowsText(facts);
    case Kind::TooGood:
        return tooGoodText(facts);
    case Kind::Unfinished:
        return unfinishedText(story.trial);
    case Kind::Learning:
        return learningText(facts);
    case Kind::TooEarly:
        break;
    }
    return tooEarlyText(facts);
}

} // namespace luthier::verdict
