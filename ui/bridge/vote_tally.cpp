// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/vote_tally.h"

#include "core/runs/statistics.h"
#include "ui/bridge/words.h"

#include <algorithm>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct Votes {
    Q_DECLARE_TR_FUNCTIONS(Votes)
};

constexpr double kSure = 0.05;

QString count(int votes)
{
    return number(static_cast<std::int64_t>(votes));
}

} // namespace

void VoteTally::add(std::optional<Contestant> best)
{
    if (best == Contestant::Tuned) {
        ++tuned;
    } else if (best == Contestant::Prompted) {
        ++prompted;
    } else {
        ++ties;
    }
}

bool VoteTally::isSure() const
{
    return decided() >= kEnough && runs::signTest(tuned, prompted) < kSure;
}

QString VoteTally::sentence() const
{
    const QString missing
        = Votes::tr("About %1 more votes are needed to tell.").arg(count(kEnough - decided()));
    if (decided() == 0) return Votes::tr("Neither was preferred so far.") + ' ' + missing;
    const QString seen
        = Votes::tr("You preferred the tuned model %1 of %2 times.").arg(count(tuned), count(decided()));
    if (decided() < kEnough) return seen + ' ' + missing;
    const QString luck = significant(runs::signTest(tuned, prompted) * 100, 2);
    const QString meaning = !isSure()
        ? Votes::tr("By luck alone such a result comes in %1 of 100 tests: not sure yet.")
        : tuned > prompted
        ? Votes::tr("By luck alone such a result comes in %1 of 100 tests: the tuned model is better.")
        : Votes::tr("By luck alone such a result comes in %1 of 100 tests: prompting is better.");
    return seen + ' ' + meaning.arg(luck);
}

QString VoteTally::counts() const
{
    if (all() == 0) return Votes::tr("No votes yet.");
    const runs::Measured range = runs::wilson(tuned, decided());
    const QString text
        = Votes::tr("Tuned %1, prompt %2, ties %3").arg(count(tuned), count(prompted), count(ties));
    if (decided() == 0) return text;
    return Votes::tr("%1 (95 % range for tuned: %2–%3 %)")
        .arg(text, number(range.low * 100, 0), number(range.high * 100, 0));
}

QJsonObject VoteTally::toJson() const
{
    return {{"tuned", tuned}, {"prompt", prompted}, {"ties", ties}};
}

VoteTally VoteTally::fromJson(const QJsonObject& json)
{
    const auto at = [&](const char* key) { return std::max(0, json[QLatin1String{key}].toInt()); };
    return {at("tuned"), at("prompt"), at("ties")};
}

} // namespace luthier::ui
