// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict/verdict.h"

#include "core/verdict/offers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace luthier::verdict {
namespace {

constexpr double kBrokenConfidence = 1;
constexpr double kDivergingConfidence = 0.9; // a rise that may yet turn
constexpr double kSoon = 0.1; // of the steps
constexpr double kSuspiciousAccuracy = 0.99;
constexpr double kMostMajority = 0.9;

std::optional<Finding> liveFinding(const StepWatch& steps)
{
    if (steps.isNoNumber() || steps.isGuessing()) {
        return Finding{Kind::Broken, Severity::Severe, {}, kBrokenConfidence};
    }
    if (steps.isRising() || steps.isSteep()) {
        return Finding{Kind::Diverging, Severity::Severe, {}, kDivergingConfidence};
    }
    return {};
}

std::optional<double> suspiciousAccuracy(const LookDone& look, const Trial& trial)
{
    const auto accuracy = look.metrics.find("accuracy");
    const bool soon = static_cast<double>(look.step) <= kSoon * static_cast<double>(trial.steps);
    if (!trial.classes || !soon || accuracy == look.metrics.end()) return {};
    if (accuracy->second < kSuspiciousAccuracy || trial.majorityShare >= kMostMajority) return {};
    return accuracy->second;
}

/// Whether a headline needs no second look: the rule itself counts two, or cannot wait.
bool holdsAtOnce(Kind kind)
{
    return kind == Kind::Broken || kind == Kind::Diverging || kind == Kind::Overfitting
        || kind == Kind::Jumpy;
}

bool isCalmer(const Finding& a, const Finding& b)
{
    if (a.kind == Kind::TooEarly) return false;
    return lightOf(nameOf(a.kind), nameOf(a.severity)) < lightOf(nameOf(b.kind), nameOf(b.severity));
}

void addKindEvidence(Numbers& evidence, const Finding& headline, const Story& story)
{
    const auto& facts = story.facts;
    switch (headline.kind) {
    case Kind::Broken:
        evidence["since_step"] = static_cast<double>(story.steps.brokeAt());
        evidence["last_good_step"] = static_cast<double>(story.lastGoodStep);
        break;
    case Kind::Diverging:
        evidence["loss_factor"] = story.steps.riseFactor();
        evidence["steep_steps"] = story.steps.steepSteps();
        break;
    case Kind::Overfitting:
        evidence["since_step"] = static_cast<double>(facts.bestStep);
        break;
    case Kind::BarelyLearning:
        evidence["train_fell_percent"] = 100 * facts.trainFell;
        break;
    case Kind::Jumpy:
        evidence["jumps_percent"] = 100 * facts.jumps;
        break;
    case Kind::UnlikeRows:
        evidence["held_loss"] = facts.firstHeld;
        evidence["train_loss"] = facts.firstTrain;
        break;
    case Kind::TooGood:
        evidence["held_loss"] = facts.held;
        evidence["train_loss"] = facts.train;
        if (facts.earlyAccuracy) evidence["accuracy"] = *facts.earlyAccuracy;
        break;
    case Kind::Unfinished:
        evidence["more_steps"] = static_cast<double>(stepsWorthTrying(story.trial));
        break;
    case Kind::Memorising:
    case Kind::Flattening:
    case Kind::Learning:
    case Kind::TooEarly:
        break;
    }
}

Numbers evidenceOf(const Finding& headline, const Story& story)
{
    const auto& facts = story.facts;
    Numbers evidence{{"looks", static_cast<double>(facts.looks)}};
    if (headline.z) evidence["z"] = *headline.z;
    if (facts.looks > 0) {
        evidence["ratio"] = facts.ratio;
        evidence["noise"] = facts.noise;
        evidence["best_step"] = static_cast<double>(facts.bestStep);
        evidence["looks_since_best"] = static_cast<double>(facts.looks - 1 - facts.best);
    }
    if (facts.trend.known) {
        evidence["trend"] = facts.trend.isWorse() ? 1 : facts.trend.improving ? -1 : 0;
        evidence["rise_percent"] = 100 * facts.trend.rise;
        evidence["change_percent"] = 100 * facts.change;
        evidence["watch"] = saysWatch(headline, facts) ? 1 : 0;
    }
    addKindEvidence(evidence, headline, story);
    return evidence;
}

} // namespace

struct Judge::State {
    explicit State(const Trial& what)
        : trial{what}
        , steps{what.classes ? std::nullopt : std::optional{what.outcomes}}
    {
    }

    void settle(const std::vector<Finding>& findings, bool wasTooEarly);
    VerdictGiven told(const std::vector<Finding>& findings) const;
    std::int64_t lastGoodStep() const;

    Trial trial;
    Looks looks{};
    StepWatch steps;
    Memory memory{};
    Facts facts{};
    Finding headline{};
    Text lastText{}; ///< of the newest look that the headline fitted
    Kind candidate{Kind::TooEarly}; ///< the first rule that matched at the newest look
    std::int64_t step{0}; ///< the newest that was told
    double stepSize{std::numeric_limits<double>::infinity()}; ///< of the newest step
    std::size_t improved{0}; ///< the newest look that improved beyond noise
};

/// A headline changes when another has come first at two looks running. A calmer one needs one look, as does
/// the first after the time when it was too early.
void Judge::State::settle(const std::vector<Finding>& findings, bool wasTooEarly)
{
    const auto first = findings.empty() ? Finding{} : findings.front();
    const bool heldTwice = first.kind == candidate;
    candidate = first.kind;
    if (first.kind == headline.kind || heldTwice || wasTooEarly || holdsAtOnce(first.kind)
        || isCalmer(first, headline)) {
        headline = first;
    }
}

VerdictGiven Judge::State::told(const std::vector<Finding>& findings) const
{
    const Story story{trial, facts, steps, lastGoodStep()};
    const auto isHeadline = [this](const Finding& finding) { return finding.kind == headline.kind; };
    const bool holds
        = headline.kind == candidate || std::any_of(findings.begin(), findings.end(), isHeadline);
    VerdictGiven verdict;
    verdict.step = step;
    verdict.kind = nameOf(headline.kind);
    verdict.severity = nameOf(headline.severity);
    verdict.confidence = headline.confidence;
    verdict.text = holds || saysWatch(headline, facts) ? textOf(headline, story)
        : facts.ended                                  ? lastText // no look comes that could tell
                                                       : doubtText();
    verdict.evidence = evidenceOf(headline, story);
    for (auto& offer : offersOf(headline, story)) {
        verdict.actions.emplace_back(offer.action);
        verdict.advice.push_back(std::move(offer.advice));
    }
    for (const auto& finding : findings) {
        if (!isHeadline(finding)) verdict.alsoKinds.emplace_back(nameOf(finding.kind));
    }
    verdict.bestStep = facts.bestStep;
    return verdict;
}

/// The last look before what broke; the model before training where there was none.
std::int64_t Judge::State::lastGoodStep() const
{
    const auto known = looks.steps();
    const auto good = std::find_if(known.rbegin(), known.rend(),
                                   [this](std::int64_t look) { return look < steps.brokeAt(); });
    return good == known.rend() ? 0 : *good;
}

Judge::Judge(const Trial& trial)
    : m_state{std::make_unique<State>(trial)}
{
}

Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;

std::optional<VerdictGiven> Judge::onStep(const StepDone& step)
{
    auto& state = *m_state;
    state.step = step.step;
    state.stepSize = step.learningRate;
    state.steps.add(step);
    const auto live = liveFinding(state.steps);
    if (!live || live->kind >= state.headline.kind) return {};
    state.headline = *live;
    state.candidate = live->kind;
    return state.told({*live});
}

VerdictGiven Judge::onLook(const LookDone& look)
{
    auto& state = *m_state;
    state.step = look.step;
    const bool wasTooEarly = lackOf(state.facts) != Lack::None;
    std::vector<Finding> findings;
    if (std::isfinite(look.loss) && std::isfinite(look.trainSampleLoss)) {
        state.looks.add(look, state.stepSize);
        if (const auto accuracy = suspiciousAccuracy(look, state.trial)) {
            state.memory.earlyAccuracy = accuracy;
        }
        state.steps.addLook(look.trainSampleLoss);
        state.facts = factsOf(state.looks, state.trial, state.memory);
        findings = findingsOf(state.facts, state.trial);
        if (state.looks.improves() || state.facts.trend.improving) state.improved = state.facts.looks - 1;
    } else {
        state.steps.addBrokenLook(look.step);
    }
    if (const auto live = liveFinding(state.steps)) findings.insert(findings.begin(), *live);
    state.settle(findings, wasTooEarly);
    auto verdict = state.told(findings);
    if (verdict.text != doubtText()) state.lastText = verdict.text;
    return verdict;
}

VerdictGiven Judge::atEnd()
{
    auto& state = *m_state;
    state.facts.ended = true;
    auto findings = findingsOf(state.facts, state.trial);
    if (const auto live = liveFinding(state.steps)) findings.insert(findings.begin(), *live);
    const auto unfinished = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.kind == Kind::Unfinished;
    });
    const bool holds = std::ranges::find(findings, state.headline.kind, &Finding::kind) != findings.end();
    if (unfinished != findings.end() && state.headline.kind > Kind::Unfinished) {
        state.headline = *unfinished;
        state.candidate = Kind::Unfinished;
    } else if (!holds && !findings.empty()) { // no second look comes that could confirm it
        state.headline = findings.front();
        state.candidate = state.headline.kind;
    }
    return state.told(findings);
}

std::int64_t Judge::recommendedStep() const
{
    return m_state->facts.bestStep;
}

std::int64_t Judge::looksSinceImprovement() const
{
    const auto& state = *m_state;
    return state.facts.looks == 0 ? 0 : static_cast<std::int64_t>(state.facts.looks - 1 - state.improved);
}

double Judge::noise() const
{
    return m_state->facts.noise;
}

Light lightOf(const VerdictGiven& verdict)
{
    return lightOf(verdict.kind, verdict.severity);
}

Text confidenceWord(double confidence)
{
    if (confidence < 0.5) return {QT_TRANSLATE_NOOP("core", "low")};
    if (confidence < 0.8) return {QT_TRANSLATE_NOOP("core", "medium")};
    return {QT_TRANSLATE_NOOP("core", "high")};
}

} // namespace luthier::verdict
