// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_verdict.h"

#include "core/verdict/verdict.h"
#include "ui/bridge/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

namespace actions = verdict::actions;

struct Verdicts {
    Q_DECLARE_TR_FUNCTIONS(Verdicts)
};

using Named = std::pair<std::string_view, const char*>;

constexpr std::array<Named, 14> kKinds{{
    {"broken", QT_TRANSLATE_NOOP("Verdicts", "Broken")},
    {"diverging", QT_TRANSLATE_NOOP("Verdicts", "Diverging")},
    {"overfitting", QT_TRANSLATE_NOOP("Verdicts", "Overfitting")},
    {"memorising", QT_TRANSLATE_NOOP("Verdicts", "Memorising, still useful")},
    {"flattening", QT_TRANSLATE_NOOP("Verdicts", "Flattening")},
    {"barely-learning", QT_TRANSLATE_NOOP("Verdicts", "Barely learning")},
    {"jumpy", QT_TRANSLATE_NOOP("Verdicts", "Too jumpy to judge")},
    {"unlike-rows", QT_TRANSLATE_NOOP("Verdicts", "Different kinds of rows")},
    {"too-good", QT_TRANSLATE_NOOP("Verdicts", "Too good to be true")},
    {"label-doubt", QT_TRANSLATE_NOOP("Verdicts", "Labels in doubt")},
    {"forgetting", QT_TRANSLATE_NOOP("Verdicts", "Forgetting")},
    {"unfinished", QT_TRANSLATE_NOOP("Verdicts", "Ended while improving")},
    {"learning", QT_TRANSLATE_NOOP("Verdicts", "Learning well")},
    {"too-early", QT_TRANSLATE_NOOP("Verdicts", "Too early to tell")},
}};

constexpr std::array<Named, 3> kSeverities{{
    {"mild", QT_TRANSLATE_NOOP("Verdicts", "%1, mild")},
    {"moderate", QT_TRANSLATE_NOOP("Verdicts", "%1, moderate")},
    {"severe", QT_TRANSLATE_NOOP("Verdicts", "%1, severe")},
}};

/// "%1" is the step in question, or how many more.
constexpr std::array<Named, 14> kButtons{{
    {actions::kStopKeepBest, QT_TRANSLATE_NOOP("Verdicts", "Stop and keep step %1")},
    {actions::kLowerStep, QT_TRANSLATE_NOOP("Verdicts", "Smaller steps from step %1")},
    {actions::kRegularise, QT_TRANSLATE_NOOP("Verdicts", "Regularise from step %1")},
    {actions::kContinue, QT_TRANSLATE_NOOP("Verdicts", "Continue and watch")},
    {actions::kGoBack, QT_TRANSLATE_NOOP("Verdicts", "Go back to step %1")},
    {actions::kLargerSteps, QT_TRANSLATE_NOOP("Verdicts", "Start again, larger steps")},
    {actions::kTrainMore, QT_TRANSLATE_NOOP("Verdicts", "Choose more layers")},
    {actions::kLargerBatch, QT_TRANSLATE_NOOP("Verdicts", "Choose a larger batch")},
    {actions::kMoreRows, QT_TRANSLATE_NOOP("Verdicts", "Get more rows")},
    {actions::kMoreHeldBack, QT_TRANSLATE_NOOP("Verdicts", "Hold more rows back")},
    {actions::kSplitAgain, QT_TRANSLATE_NOOP("Verdicts", "Split the rows again")},
    {actions::kReviewRows, QT_TRANSLATE_NOOP("Verdicts", "Look at the rows")},
    {actions::kLeakCheck, QT_TRANSLATE_NOOP("Verdicts", "Look for copies")},
    {actions::kContinueLonger, QT_TRANSLATE_NOOP("Verdicts", "Train %1 steps more")},
}};

/// The same where the model was best, or good, before any training only.
constexpr std::array<Named, 4> kButtonsAtZero{{
    {actions::kStopKeepBest, QT_TRANSLATE_NOOP("Verdicts", "Stop")},
    {actions::kLowerStep, QT_TRANSLATE_NOOP("Verdicts", "Start again, smaller steps")},
    {actions::kRegularise, QT_TRANSLATE_NOOP("Verdicts", "Start again, regularised")},
    {actions::kGoBack, QT_TRANSLATE_NOOP("Verdicts", "Start again, smaller steps")},
}};

template <std::size_t n>
QString named(const std::array<Named, n>& table, std::string_view name)
{
    const auto found = std::ranges::find(table, name, &Named::first);
    return found == table.end() ? QString{} : Verdicts::tr(found->second);
}

std::optional<double> valueOf(const VerdictGiven& verdict, std::string_view key)
{
    const auto found = verdict.evidence.find(key);
    return found == verdict.evidence.end() ? std::nullopt : std::optional{found->second};
}

QString trendWord(const VerdictGiven& verdict, double trend)
{
    if (trend < 0) return Verdicts::tr("Held-back loss: falling");
    if (trend == 0) return Verdicts::tr("Held-back loss: flat");
    return Verdicts::tr("Held-back loss: %1 % above its lowest")
        .arg(significant(valueOf(verdict, "rise_percent").value_or(0), 2));
}

QStringList evidenceOf(const VerdictGiven& verdict)
{
    QStringList lines;
    if (const auto ratio = valueOf(verdict, "ratio")) {
        lines << Verdicts::tr("Gap to training rows: %1 (healthy below %2)")
                     .arg(number(*ratio, 2), number(1.2, 1));
    }
    if (const auto trend = valueOf(verdict, "trend")) lines << trendWord(verdict, *trend);
    if (const auto since = valueOf(verdict, "looks_since_best")) {
        lines << Verdicts::tr("Looks since the best: %1").arg(number(static_cast<std::int64_t>(*since)));
    }
    if (const auto noise = valueOf(verdict, "noise"); noise && *noise > 0) {
        lines << Verdicts::tr("Noise of a look: ±%1 nats").arg(significant(*noise, 2));
    }
    if (const auto jumps = valueOf(verdict, "jumps_percent")) {
        lines << Verdicts::tr("Jumps between looks: ±%1 %").arg(significant(*jumps, 2));
    }
    if (const auto fell = valueOf(verdict, "train_fell_percent")) {
        lines << (*fell < 0 ? Verdicts::tr("Training loss rose by %1 %")
                            : Verdicts::tr("Training loss fell by %1 %"))
                     .arg(significant(std::abs(*fell), 2));
    }
    return lines;
}

QString confidenceOf(const VerdictGiven& verdict)
{
    const QString word = words(verdict::confidenceWord(verdict.confidence));
    const auto looks = valueOf(verdict, "looks");
    if (!looks) return Verdicts::tr("Confidence: %1").arg(word);
    return Verdicts::tr("Confidence: %1 (looks: %2)").arg(word, number(static_cast<std::int64_t>(*looks)));
}

/// What stands for "%1" on the button of an action.
std::int64_t countOf(const VerdictGiven& verdict, std::string_view action)
{
    const auto of = [&](const char* key) {
        return static_cast<std::int64_t>(
            valueOf(verdict, key).value_or(static_cast<double>(verdict.bestStep)));
    };
    if (action == actions::kGoBack) return of("last_good_step");
    return action == actions::kContinueLonger ? of("more_steps") : verdict.bestStep;
}

} // namespace

VerdictWords wordsOf(const VerdictGiven& verdict)
{
    VerdictWords result;
    result.kind = named(kKinds, verdict.kind);
    const QString severity = named(kSeverities, verdict.severity);
    if (!severity.isEmpty()) result.kind = severity.arg(result.kind);
    result.confidence = confidenceOf(verdict);
    result.text = words(verdict.text);
    result.evidence = evidenceOf(verdict);
    for (const std::string& kind : verdict.alsoKinds) {
        result.also << named(kKinds, kind);
    }
    for (std::size_t i = 0; i < verdict.actions.size() && i < verdict.advice.size(); ++i) {
        const std::string& action = verdict.actions[i];
        const std::int64_t count = countOf(verdict, action);
        QString button = count == 0 ? named(kButtonsAtZero, action) : QString{};
        if (button.isEmpty()) button = named(kButtons, action);
        if (button.isEmpty()) continue; // of a later version
        if (button.contains("%1")) button = button.arg(number(count));
        result.offers.push_back({QString::fromStdString(action), button, words(verdict.advice[i])});
    }
    return result;
}

} // namespace luthier::ui
