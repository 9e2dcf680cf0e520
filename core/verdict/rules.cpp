// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/rules.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace luthier::verdict {
namespace {

constexpr double kHealthyRatio = 1.2;
constexpr double kModerateRatio = 1.5;
constexpr double kSevereRatio = 2;
constexpr double kSevereRise = 0.2;
constexpr double kLongEnough = 0.2; // of the planned steps: less says nothing about the rest
constexpr double kStillFalling = 0.01; // of T, over five blocks
constexpr double kSure = 2; // standard errors: else it is noise
constexpr double kLearnedText = 0.05; // of L0
constexpr double kLearnedNewHead = 0.1;
constexpr double kLearnedBy = 0.3; // of the steps
constexpr double kUnlike = 3; // standard errors
constexpr double kTooGood = 0.9; // of T
constexpr double kTooGoodErrors = 3;
constexpr double kLeastGap = 0.03; // of L0: what is nearly zero differs by large factors and means nothing
constexpr double kHigh = 0.8;
constexpr double kMedium = 0.5;
constexpr double kTiny = 1e-12; // nats; keeps rows that all say the same from dividing

/// 0.5 at `medium`, 0.8 at `high`, at most 1.
double sufficiency(double value, double medium, double high)
{
    if (value < medium) return kMedium * std::max(0.0, value) / medium;
    if (value < high) return kMedium + (kHigh - kMedium) * (value - medium) / (high - medium);
    return std::min(1.0, kHigh + (1 - kHigh) * (value - high) / high);
}

double confidenceOf(const Facts& facts, std::optional<double> z)
{
    const double looks = sufficiency(static_cast<double>(facts.looks), 10, 20);
    const double rows = sufficiency(static_cast<double>(facts.rows), 100, 200);
    return std::min({looks, rows, z ? sufficiency(*z, 2.5, 5) : 1.0});
}

Severity severityOf(double ratio)
{
    if (ratio > kSevereRatio) return Severity::Severe;
    if (ratio >= kModerateRatio) return Severity::Moderate;
    return Severity::Mild;
}

bool gapIsHealthy(const Facts& facts)
{
    return !facts.gapCounts || facts.ratio < kHealthyRatio;
}

bool hasLearned(const Facts& facts, const Trial& trial)
{
    return facts.trainFell >= (trial.newHead ? kLearnedNewHead : kLearnedText);
}

std::optional<Finding> overfitting(const Facts& facts, const Trial&)
{
    if (!facts.worsening) return {};
    const double confidence = confidenceOf(facts, facts.trend.z);
    if (facts.jumpyTwice && confidence < kHigh) return {};
    auto severity = severityOf(facts.gapCounts ? facts.ratio : 1);
    if (facts.trend.rise > kSevereRise) severity = Severity::Severe;
    if (confidence < kMedium) severity = std::min(severity, Severity::Moderate);
    return Finding{Kind::Overfitting, severity, facts.trend.z};
}

std::optional<Finding> memorising(const Facts& facts, const Trial&)
{
    if (gapIsHealthy(facts) || facts.worsening || !(facts.trend.improving || facts.trend.isFlat())) return {};
    const auto severity = facts.ratio > kModerateRatio ? Severity::Moderate : Severity::Mild;
    return Finding{Kind::Memorising, severity, facts.gap() / std::max(facts.gapError, kTiny)};
}

std::optional<Finding> barelyLearning(const Facts& facts, const Trial& trial)
{
    if (facts.progress < kLearnedBy || hasLearned(facts, trial) || !gapIsHealthy(facts)) return {};
    return Finding{Kind::BarelyLearning, Severity::Moderate};
}

std::optional<Finding> flattening(const Facts& facts, const Trial& trial)
{
    if (facts.worsening || !facts.trend.isFlat() || facts.stretch < kLongEnough) return {};
    if (!gapIsHealthy(facts) || !hasLearned(facts, trial)) return {};
    const double trainFall = -facts.trainSlope.change;
    if (trainFall >= kStillFalling && trainFall > kSure * facts.trainSlope.error) return {};
    return Finding{Kind::Flattening};
}

std::optional<Finding> jumpy(const Facts& facts, const Trial&)
{
    if (!facts.jumpyTwice) return {};
    return Finding{Kind::Jumpy, Severity::Moderate};
}

std::optional<Finding> unlikeRows(const Facts& facts, const Trial&)
{
    const double z = std::abs(facts.firstDifference);
    if (z <= kUnlike) return {};
    return Finding{Kind::UnlikeRows, Severity::Moderate, z};
}

std::optional<Finding> tooGood(const Facts& facts, const Trial&)
{
    if (const auto z = easierBy(facts)) return Finding{Kind::TooGood, Severity::Moderate, z};
    if (facts.earlyAccuracy) return Finding{Kind::TooGood, Severity::Moderate};
    return {};
}

std::optional<Finding> unfinished(const Facts& facts, const Trial&)
{
    if (!facts.ended || !facts.trend.improving) return {};
    return Finding{Kind::Unfinished};
}

std::optional<Finding> learning(const Facts& facts, const Trial&)
{
    if (!facts.trend.improving || !gapIsHealthy(facts)) return {};
    return Finding{Kind::Learning};
}

using Rule = std::optional<Finding> (*)(const Facts&, const Trial&);
constexpr std::array<Rule, 9> kRules{overfitting, memorising, barelyLearning, flattening, jumpy,
                                     unlikeRows,  tooGood,    unfinished,     learning};

} // namespace

std::string_view nameOf(Kind kind)
{
    constexpr std::array<std::string_view, 12> kNames{
        "broken", "diverging",   "overfitting", "memorising", "barely-learning", "flattening",
        "jumpy",  "unlike-rows", "too-good",    "unfinished", "learning",        "too-early"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view nameOf(Severity severity)
{
    constexpr std::array<std::string_view, 4> kNames{"none", "mild", "moderate", "severe"};
    return kNames[static_cast<std::size_t>(severity)];
}

Lack lackOf(const Facts& facts)
{
    if (facts.rows < kLeastRows) return Lack::Rows;
    if (facts.looks < kLeastLooks) return Lack::Looks;
    if (facts.progress < kLeastProgress) return Lack::Steps;
    return Lack::None;
}

bool hasUnlearned(const Facts& facts)
{
    return facts.trainFell < -kLeastGap;
}

std::optional<double> easierBy(const Facts& facts)
{
    const double error
        = std::hypot(facts.gapError, std::sqrt(2.0) * facts.noise); // both jump from look to look
    const double z = error > 0 ? -facts.gap() / error : 0;
    const bool counts = -facts.gap() > kLeastGap * facts.firstHeld && facts.held < kTooGood * facts.train;
    if (!counts || z <= kTooGoodErrors) return {};
    return z;
}

std::vector<Finding> findingsOf(const Facts& facts, const Trial& trial)
{
    const auto lack = lackOf(facts);
    std::vector<Finding> findings;
    for (const auto rule : kRules) {
        // Unlike rows are known before training; all else needs looks.
        if (lack == Lack::Rows || (lack != Lack::None && rule != unlikeRows)) continue;
        auto finding = rule(facts, trial);
        if (!finding) continue;
        finding->confidence = confidenceOf(facts, finding->z);
        findings.push_back(*finding);
    }
    return findings;
}

Light lightOf(std::string_view kind, std::string_view severity)
{
    if (kind == nameOf(Kind::TooEarly)) return Light::Waiting;
    if (severity == nameOf(Severity::Severe)) return Light::Bad;
    const bool mildCounts = kind == nameOf(Kind::Overfitting);
    return mildCounts || severity == nameOf(Severity::Moderate) ? Light::Look : Light::Good;
}

} // namespace luthier::verdict
