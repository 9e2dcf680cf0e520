// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/event_json.h"

#include "core/runs/lenient_json.h"
#include "core/runs/text_json.h"

#include <cmath>
#include <utility>

namespace luthier::runs {
namespace {

constexpr JsonLimits kLineLimits{.bytes = std::size_t{64} << 20U, .depth = 16};

Json jsonOf(const Numbers& values)
{
    Json object = Json::object();
    for (const auto& [name, value] : values) {
        object[name] = value;
    }
    return object;
}

/// Steps and counts among the evidence read as such: 100, not 100.0.
Json evidenceJson(const Numbers& values)
{
    constexpr double kExact = 0x1p53;
    Json object = Json::object();
    for (const auto& [name, value] : values) {
        if (std::abs(value) < kExact && value == std::trunc(value)) {
            object[name] = static_cast<std::int64_t>(value);
        } else {
            object[name] = value;
        }
    }
    return object;
}

Json jsonOf(const RunStarted& e)
{
    Json object{{"event", "started"},
                {"run", e.run},
                {"time", e.time},
                {"parameters", {{"total", e.totalParameters}, {"trainable", e.trainableParameters}}},
                {"samples",
                 {{"train", e.trainSamples}, {"validation", e.validationSamples}, {"test", e.testSamples}}},
                {"steps", e.steps},
                {"precision", e.precision},
                {"device", e.device}};
    if (e.firstStep > 0) object["resumed_at"] = e.firstStep;
    return object;
}

Json jsonOf(const StepDone& e)
{
    Json object{{"event", "step"},
                {"step", e.step},
                {"epoch", e.epoch},
                {"loss", e.loss},
                {"learning_rate", e.learningRate},
                {"grad_norm", e.gradNorm},
                {"tokens", e.tokens},
                {"tokens_per_s", e.tokensPerSecond},
                {"eta_s", e.etaSeconds}};
    if (!e.rows.empty()) object["rows"] = e.rows;
    return object;
}

Json jsonOf(const LookDone& e)
{
    Json object{{"event", "validation"},
                {"step", e.step},
                {"epoch", e.epoch},
                {"loss", e.loss},
                {"train_sample_loss", e.trainSampleLoss},
                {"metrics", jsonOf(e.metrics)}};
    if (e.probeLoss) object["probe_loss"] = *e.probeLoss;
    return object;
}

Json jsonOf(const SampleShown& e)
{
    return {{"event", "sample"},
            {"step", e.step},
            {"input", e.input},
            {"expected", e.expected},
            {"output", e.output}};
}

Json jsonOf(const VerdictGiven& e)
{
    Json object{{"event", "verdict"},
                {"step", e.step},
                {"kind", e.kind},
                {"severity", e.severity},
                {"confidence", e.confidence}};
    putText(object, "text", e.text);
    object["evidence"] = evidenceJson(e.evidence);
    object["advice"] = Json::array();
    Json parts = Json::array();
    bool withValues = false;
    for (const Text& advice : e.advice) {
        object["advice"].push_back(advice.english());
        parts.push_back(textParts(advice));
        withValues |= !advice.arguments().empty();
    }
    if (withValues) object["advice_parts"] = std::move(parts);
    object["actions"] = e.actions;
    object["also"] = e.alsoKinds;
    object["best_step"] = e.bestStep;
    return object;
}

Json jsonOf(const CheckpointSaved& e)
{
    return {
        {"event", "checkpoint"}, {"step", e.step}, {"path", e.path}, {"best", e.best}, {"bytes", e.bytes}};
}

Json jsonOf(const Noted& e)
{
    Json object{{"event", "note"}, {"step", e.step}};
    putText(object, "text", e.text);
    if (!e.where.empty()) object["where"] = e.where;
    return object;
}

Json jsonOf(const RunEnded& e)
{
    return {{"event", "ended"},
            {"outcome", e.outcome},
            {"step", e.step},
            {"best_step", e.bestStep},
            {"metrics", jsonOf(e.metrics)},
            {"seconds", e.seconds},
            {"peak_rss_mib", e.peakRssMib},
            {"error", e.error ? errorToJson(*e.error) : Json{}}};
}

RunStarted startedFrom(const Json& json)
{
    const Json* const parameters = find(json, "parameters");
    const Json* const samples = find(json, "samples");
    const auto within
        = [](const Json* object, const char* key) { return object == nullptr ? 0 : integer(*object, key); };
    return {.run = words(json, "run"),
            .time = words(json, "time"),
            .totalParameters = within(parameters, "total"),
            .trainableParameters = within(parameters, "trainable"),
            .trainSamples = within(samples, "train"),
            .validationSamples = within(samples, "validation"),
            .testSamples = within(samples, "test"),
            .steps = integer(json, "steps"),
            .firstStep = integer(json, "resumed_at"),
            .precision = words(json, "precision"),
            .device = words(json, "device")};
}

StepDone stepFrom(const Json& json)
{
    StepDone step{.step = integer(json, "step"),
                  .epoch = real(json, "epoch"),
                  .loss = real(json, "loss"),
                  .learningRate = real(json, "learning_rate"),
                  .gradNorm = real(json, "grad_norm"),
                  .tokens = integer(json, "tokens"),
                  .tokensPerSecond = real(json, "tokens_per_s"),
                  .etaSeconds = real(json, "eta_s")};
    for (const Json& row : list(json, "rows")) {
        if (row.is_number_integer()) step.rows.push_back(row.get<std::int64_t>());
    }
    return step;
}

LookDone lookFrom(const Json& json)
{
    LookDone look{.step = integer(json, "step"),
                  .epoch = real(json, "epoch"),
                  .loss = real(json, "loss"),
                  .trainSampleLoss = real(json, "train_sample_loss"),
                  .metrics = numbers(json, "metrics")};
    if (find(json, "probe_loss") != nullptr) look.probeLoss = real(json, "probe_loss");
    return look;
}

VerdictGiven verdictFrom(const Json& json)
{
    VerdictGiven verdict{.step = integer(json, "step"),
                         .kind = words(json, "kind"),
                         .severity = words(json, "severity"),
                         .confidence = real(json, "confidence"),
                         .text = textAt(json, "text"),
                         .evidence = numbers(json, "evidence"),
                         .actions = wordList(json, "actions"),
                         .alsoKinds = wordList(json, "also"),
                         .bestStep = integer(json, "best_step")};
    const Json& parts = list(json, "advice_parts");
    std::size_t i = 0;
    for (auto& english : wordList(json, "advice")) {
        verdict.advice.push_back(textFromParts(i < parts.size() ? parts[i] : Json{}, std::move(english)));
        ++i;
    }
    return verdict;
}

RunEnded endedFrom(const Json& json)
{
    RunEnded ended{.outcome = words(json, "outcome"),
                   .step = integer(json, "step"),
                   .bestStep = integer(json, "best_step"),
                   .metrics = numbers(json, "metrics"),
                   .seconds = real(json, "seconds"),
                   .peakRssMib = integer(json, "peak_rss_mib")};
    const Json* const error = find(json, "error");
    if (error != nullptr && error->is_object()) ended.error = errorFromJson(*error);
    return ended;
}

} // namespace

std::string eventToJson(const Event& event)
{
    return toJson(std::visit([](const auto& e) { return jsonOf(e); }, event));
}

std::optional<Event> eventFromJson(std::string_view line)
{
    const auto parsed = parseJson(line, "events.jsonl", kLineLimits);
    if (!parsed) return std::nullopt;
    const Json& json = *parsed;
    const auto kind = words(json, "event");
    if (kind == "step") return stepFrom(json);
    if (kind == "validation") return lookFrom(json);
    if (kind == "verdict") return verdictFrom(json);
    if (kind == "started") return startedFrom(json);
    if (kind == "ended") return endedFrom(json);
    if (kind == "sample") {
        return SampleShown{.step = integer(json, "step"),
                           .input = words(json, "input"),
                           .expected = words(json, "expected"),
                           .output = words(json, "output")};
    }
    if (kind == "checkpoint") {
        return CheckpointSaved{.step = integer(json, "step"),
                               .path = words(json, "path"),
                               .best = flag(json, "best"),
                               .bytes = integer(json, "bytes")};
    }
    if (kind == "note") {
        return Noted{
            .step = integer(json, "step"), .text = textAt(json, "text"), .where = words(json, "where")};
    }
    return std::nullopt;
}

} // namespace luthier::runs
