// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_branch.h"

#include "core/verdict/verdict.h"
#include "ui/bridge/run_story.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

namespace actions = verdict::actions;

struct Branches {
    Q_DECLARE_TR_FUNCTIONS(Branches)
};

std::optional<double> numberAt(const config::Settings& settings, std::string_view key)
{
    const auto found = settings.find(key);
    if (found == settings.end()) return std::nullopt;
    const std::string& text = found->second.text;
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void put(config::Settings& settings, const char* key, double value)
{
    const double size = std::pow(10, 3 - std::ceil(std::log10(std::abs(value)))); // three digits are enough
    settings.insert_or_assign(key, config::Setting::number(std::round(value * size) / size));
}

void scaleStep(config::Recipe& recipe, double factor)
{
    if (const auto rate = numberAt(recipe.train, "learning_rate")) {
        put(recipe.train, "learning_rate", *rate * factor);
    }
}

void warmUp(config::Recipe& recipe)
{
    constexpr double kLeastWarmup = 0.05; // as offers.cpp says; a recipe that is silent has 0.06
    const auto warmup = numberAt(recipe.train, "warmup");
    if (warmup && *warmup < kLeastWarmup) put(recipe.train, "warmup", kLeastWarmup);
}

void regularise(config::Recipe& recipe)
{
    constexpr double kMoreDropout = 0.1, kMostDropout = 0.9, kModelDropout = 0.1, kLeastDecay = 0.01;
    if (const auto dropout = numberAt(recipe.method.settings, "dropout")) {
        put(recipe.method.settings, "dropout", std::min(kMostDropout, *dropout + kMoreDropout));
    } else {
        const double now = numberAt(recipe.train, "dropout").value_or(kModelDropout); // what most models have
        put(recipe.train, "dropout", std::min(kMostDropout, now + kMoreDropout));
    }
    const double decay = numberAt(recipe.train, "weight_decay").value_or(0);
    put(recipe.train, "weight_decay", std::min(1.0, std::max(kLeastDecay, decay * 3)));
}

QString what(std::string_view action)
{
    if (action == actions::kRegularise) return Branches::tr("%1, more regularisation");
    if (action == actions::kLargerSteps) return Branches::tr("%1, larger steps");
    if (action == actions::kContinueLonger) return Branches::tr("%1, longer");
    return Branches::tr("%1, smaller steps");
}

} // namespace

BranchFrom branchFrom(std::string_view action)
{
    if (action == actions::kLowerStep || action == actions::kRegularise) return BranchFrom::Best;
    if (action == actions::kGoBack) return BranchFrom::LastGood;
    if (action == actions::kLargerSteps) return BranchFrom::Start;
    if (action == actions::kContinueLonger) return BranchFrom::End;
    return BranchFrom::None;
}

Place placeOf(std::string_view action)
{
    if (action == actions::kTrainMore) return {"method"};
    if (action == actions::kLargerBatch) return {"method", "setting:batch_size"};
    if (action == actions::kReviewRows) return {"data", "rows"};
    if (action == actions::kMoreHeldBack || action == actions::kSplitAgain) return {"data", "split"};
    if (action == actions::kLeakCheck) return {"data", "problems"};
    return {"data"};
}

Place placeOf(std::string_view action, const RunStory& story)
{
    const auto& evidence = story.verdict->evidence;
    const auto since = evidence.find("since_step");
    if (action != actions::kReviewRows || since == evidence.end()) return placeOf(action);
    const auto rows = story.brokenRows.find(static_cast<std::int64_t>(since->second));
    if (rows == story.brokenRows.end()) return placeOf(action);
    QStringList numbers;
    for (const std::int64_t row : rows->second) {
        numbers << QString::number(row);
    }
    return {"data", "rows:" + numbers.join(',')};
}

BranchPoint branchPoint(const RunStory& story, std::string_view action)
{
    const auto evidence = [&story](std::string_view key) {
        const auto& all = story.verdict->evidence;
        const auto found = all.find(key);
        return found == all.end() ? std::int64_t{0} : static_cast<std::int64_t>(found->second);
    };
    BranchPoint from{.plannedSteps = story.started ? story.started->steps : 0,
                     .moreSteps = evidence("more_steps")};
    const BranchFrom where = branchFrom(action);
    if (where == BranchFrom::Best) from.step = story.verdict->bestStep;
    if (where == BranchFrom::LastGood) from.step = evidence("last_good_step");
    if (where == BranchFrom::End) from.step = story.lastStep;
    return from;
}

std::optional<config::Recipe> branchOf(const config::Recipe& run, std::string_view action,
                                       const BranchPoint& from)
{
    const BranchFrom where = branchFrom(action);
    if (where == BranchFrom::None) return std::nullopt;
    config::Recipe recipe = run;
    recipe.name = what(action).arg(QString::fromStdString(run.name)).toStdString();
    if (where != BranchFrom::Start && from.step > 0) {
        const std::int64_t left = where == BranchFrom::End ? from.moreSteps : from.plannedSteps - from.step;
        recipe.method.settings.insert_or_assign("start_from", from.checkpoint.string());
        recipe.train.insert_or_assign("steps", std::to_string(std::max<std::int64_t>(1, left)));
    }
    if (action == actions::kLowerStep || action == actions::kGoBack) {
        scaleStep(recipe, 1.0 / 3);
        warmUp(recipe);
    }
    if (action == actions::kLargerSteps) scaleStep(recipe, 3);
    if (action == actions::kRegularise) regularise(recipe);
    return recipe;
}

} // namespace luthier::ui
