// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/method_words.h"

#include "ui/bridge/words.h"
#include "ui/pages/method_numbers.h"

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct MethodWords {
    Q_DECLARE_TR_FUNCTIONS(MethodWords)
};

using engine::Plan;

/// "790 K weights, about 1.2 GB and 14 min".
QString costWords(const Plan& plan, const engine::CheckReport* measured)
{
    const QString need = fileSize(plan.memoryBytes);
    const QString weights = shortNumber(plan.trainableParameters);
    const auto unbroken = [](double seconds) { return duration(seconds).replace(' ', QChar::Nbsp); };
    if (measured != nullptr) {
        return MethodWords::tr("%1 weights, about %2; measured: %3")
            .arg(weights, need, unbroken(measured->totalSeconds));
    }
    return plan.totalSeconds > 0
        ? MethodWords::tr("%1 weights, about %2 and %3").arg(weights, need, unbroken(plan.totalSeconds))
        : MethodWords::tr("%1 weights, about %2").arg(weights, need);
}

QString fitWords(const QString& method, const Plan& plan, const engine::CheckReport* measured)
{
    const QString need = fileSize(plan.memoryBytes);
    const QString have = fileSize(plan.freeMemoryBytes);
    if (measured != nullptr) {
        return MethodWords::tr("%1 fits: about %2 of %3 (a guess), and about %4 (measured).")
            .arg(method, need, have, duration(measured->totalSeconds));
    }
    return plan.totalSeconds > 0
        ? MethodWords::tr("%1 fits: about %2 of %3, and about %4 (a guess).")
              .arg(method, need, have, duration(plan.totalSeconds))
        : MethodWords::tr("%1 fits: about %2 of %3 (a guess).").arg(method, need, have);
}

Answer judgement(const QString& method, const Plan& plan, const engine::CheckReport* measured)
{
    if (plan.trainableParameters == 0) {
        return {State::Blocked, MethodWords::tr("Nothing would learn: every part is frozen.")};
    }
    const QString risk = MethodWords::tr("%1 of forgetting. %2")
                             .arg(riskWord(plan.forgetting), words(plan.forgettingReason));
    if (plan.memoryBytes > plan.freeMemoryBytes) {
        return {State::NeedsALook,
                MethodWords::tr("%1 needs about %2, more than the %3 that you have.")
                    .arg(method, fileSize(plan.memoryBytes), fileSize(plan.freeMemoryBytes)),
                risk};
    }
    const QString cost = fitWords(method, plan, measured);
    if (plan.forgetting != engine::Risk::High) return {State::Ready, cost, risk};
    return {State::NeedsALook, cost + ' ' + MethodWords::tr("It may forget what it could do before."), risk};
}

} // namespace

CardFace faceOf(const config::Entry& method, const MethodCost& cost, bool chosen)
{
    CardFace face{.title = words(method.title),
                  .lines = {words(method.summary)},
                  .button = MethodWords::tr("Use"),
                  .chosen = chosen};
    if (cost.plan == nullptr) return face;
    if (!*cost.plan) { // of the chosen one the strip says it
        if (!chosen) face.whyNot = words(cost.plan->error().message);
        return face;
    }
    const Plan& plan = **cost.plan;
    const bool fits = plan.memoryBytes <= plan.freeMemoryBytes;
    face.badge = fits ? State::Ready : State::NeedsALook;
    face.badgeText = costWords(plan, cost.measured);
    if (!fits) face.badgeText = MethodWords::tr("%1: more memory than you have").arg(face.badgeText);
    return face;
}

Answer answerOf(const QString& method, const MethodCost& cost)
{
    if (method.isEmpty()) {
        return {State::NotStarted,
                MethodWords::tr("No method is chosen yet. LoRA is a good start for most data.")};
    }
    if (cost.plan == nullptr) return {State::Ready, MethodWords::tr("%1 is chosen.").arg(method)};
    if (!*cost.plan) {
        return {State::Blocked, words(cost.plan->error().message), words(cost.plan->error().hint)};
    }
    return judgement(method, **cost.plan, cost.measured);
}

} // namespace luthier::ui
