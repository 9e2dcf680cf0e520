// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/evaluation_json.h"

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/runs/lenient_json.h"

#include <utility>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

Json jsonOf(const Measured& measured)
{
    return {{"value", measured.value}, {"low", measured.low}, {"high", measured.high}};
}

Measured measuredAt(const Json& object, const char* key)
{
    const Json* const measured = find(object, key);
    if (measured == nullptr) return {};
    return {real(*measured, "value"), real(*measured, "low"), real(*measured, "high")};
}

Json jsonOf(const RowAnswer& answer)
{
    return {{"row", answer.row},       {"input", answer.input}, {"expected", answer.expected},
            {"answer", answer.answer}, {"loss", answer.loss},   {"right", answer.right}};
}

fs::path fileOf(const fs::path& run, const std::string& key)
{
    constexpr std::size_t kLength = 16; // digits; the key inside settles what they leave open
    return run / "evaluations" / (sha256(key).substr(0, kLength) + ".json");
}

} // namespace

Json evaluationToJson(const Evaluation& evaluation)
{
    Json json{
        {"part", evaluation.part},     {"checkpoint", evaluation.checkpoint}, {"rows", evaluation.rows},
        {"loss", evaluation.loss},     {"metrics", Json::object()},           {"classes", Json::array()},
        {"labels", evaluation.labels}, {"confusion", evaluation.confusion},   {"answers", Json::array()}};
    for (const auto& [name, measured] : evaluation.metrics) {
        json["metrics"][name] = jsonOf(measured);
    }
    for (const ClassScore& score : evaluation.classes) {
        json["classes"].push_back({{"label", score.label},
                                   {"rows", score.rows},
                                   {"precision", jsonOf(score.precision)},
                                   {"recall", jsonOf(score.recall)},
                                   {"f1", jsonOf(score.f1)}});
    }
    for (const RowAnswer& answer : evaluation.answers) {
        json["answers"].push_back(jsonOf(answer));
    }
    return json;
}

Evaluation evaluationFromJson(const Json& json)
{
    Evaluation evaluation{.part = words(json, "part"),
                          .checkpoint = words(json, "checkpoint"),
                          .rows = integer(json, "rows"),
                          .loss = real(json, "loss"),
                          .labels = wordList(json, "labels")};
    const Json* const metrics = find(json, "metrics");
    if (metrics != nullptr && metrics->is_object()) {
        for (const auto& [name, measured] : metrics->items()) {
            evaluation.metrics.emplace(name, measuredAt(*metrics, name.c_str()));
        }
    }
    for (const Json& score : list(json, "classes")) {
        evaluation.classes.push_back({words(score, "label"), integer(score, "rows"),
                                      measuredAt(score, "precision"), measuredAt(score, "recall"),
                                      measuredAt(score, "f1")});
    }
    for (const Json& cell : list(json, "confusion")) {
        evaluation.confusion.push_back(integerOf(cell));
    }
    if (evaluation.confusion.size() != evaluation.labels.size() * evaluation.labels.size()) {
        evaluation.confusion.clear(); // a damaged file
    }
    for (const Json& answer : list(json, "answers")) {
        evaluation.answers.push_back({integer(answer, "row"), words(answer, "input"),
                                      words(answer, "expected"), words(answer, "answer"),
                                      real(answer, "loss"), flag(answer, "right")});
    }
    return evaluation;
}

std::optional<Evaluation> keptEvaluation(const fs::path& run, const std::string& key)
{
    const auto json = readJson(fileOf(run, key));
    if (!json || words(*json, "key") != key) return std::nullopt;
    return evaluationFromJson(*json);
}

Expected<void> keepEvaluation(const fs::path& run, const std::string& key, const Evaluation& evaluation)
{
    Json json{{"key", key}};
    json.update(evaluationToJson(evaluation));
    LUTHIER_CHECK(makeFolder(run / "evaluations"));
    return writeFile(fileOf(run, key), toJson(json) + "\n");
}

} // namespace luthier::runs
