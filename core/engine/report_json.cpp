// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/report_json.h"

#include "core/runs/evaluation_json.h"
#include "core/runs/event_json.h"

#include <utility>

namespace luthier::engine {
namespace {

template <class Range>
Json listOf(const Range& range)
{
    Json list = Json::array();
    for (const auto& one : range) {
        list.push_back(toJson(one));
    }
    return list;
}

const char* nameOf(CheckReport::Verdict verdict)
{
    switch (verdict) {
    case CheckReport::Verdict::Go:
        return "go";
    case CheckReport::Verdict::Notes:
        return "notes";
    case CheckReport::Verdict::Fix:
        return "fix";
    }
    return "fix";
}

const char* nameOf(runs::RunCard::State state)
{
    using State = runs::RunCard::State;
    switch (state) {
    case State::Running:
        return "running";
    case State::Finished:
        return "finished";
    case State::EarlyStopped:
        return "early-stopped";
    case State::Stopped:
        return "stopped";
    case State::Failed:
        return "failed";
    case State::Interrupted:
        return "interrupted";
    }
    return "interrupted";
}

const char* nameOf(runs::Compared::Word word)
{
    using Word = runs::Compared::Word;
    switch (word) {
    case Word::Baseline:
        return "baseline";
    case Word::Better:
        return "better";
    case Word::Worse:
        return "worse";
    case Word::CannotTell:
        return "cannot tell";
    }
    return "cannot tell";
}

Json measuredToJson(const runs::Measured& measured)
{
    return {{"value", measured.value}, {"low", measured.low}, {"high", measured.high}};
}

Json kindToJson(const config::Field& field)
{
    struct Visitor {
        Json operator()(const config::Integer& k) const
        {
            return {{"type", "integer"}, {"least", k.least}, {"most", k.most}};
        }
        Json operator()(const config::Real& k) const
        {
            return {{"type", "real"}, {"least", k.least}, {"most", k.most}};
        }
        Json operator()(const config::Flag&) const { return {{"type", "flag"}}; }
        Json operator()(const config::Choice&) const { return {{"type", "choice"}}; }
        Json operator()(const config::Words&) const { return {{"type", "text"}}; }
        Json operator()(const config::Names&) const { return {{"type", "names"}}; }
        Json operator()(const config::NumberMap& k) const
        {
            return {{"type", "numbers"}, {"least", k.least}, {"most", k.most}};
        }
        Json operator()(const config::TextMap&) const { return {{"type", "texts"}}; }
        Json operator()(const config::Part& k) const
        {
            return {{"type", "part"}, {"least", k.least}, {"most", k.most}};
        }
        Json operator()(const config::Interval&) const { return {{"type", "interval"}}; }
        Json operator()(const config::Integers& k) const
        {
            return {{"type", "integers"}, {"least", k.least}, {"most", k.most}};
        }
    };
    return std::visit(Visitor{}, field.kind);
}

Json fieldToJson(const config::Field& field)
{
    Json json{{"key", field.key}, {"label", field.label}, {"help", field.help}, {"unit", field.unit}};
    json.update(kindToJson(field));
    json["initial"] = config::initialSetting(field).text;
    if (!field.words.empty()) {
        json["words"] = Json::array();
        for (const auto& word : field.words) {
            json["words"].push_back(word.value);
        }
    }
    return json;
}

} // namespace

std::string eventLine(const Event& event)
{
    return runs::eventToJson(event);
}

Json toJson(const data::Problem& problem)
{
    Json json{{"code", problem.code},
              {"message", problem.message.english()},
              {"where", problem.where},
              {"count", problem.count},
              {"blocking", problem.blocking}};
    if (!problem.rows.empty()) json["rows"] = problem.rows;
    return json;
}

Json toJson(const CheckReport& report)
{
    Json parts = Json::object();
    for (const auto& part : report.memory) {
        parts[part.name] = static_cast<double>(part.bytes) / (1 << 20);
    }
    Json checks = Json::array();
    for (const auto& line : report.lines) {
        Json one{
            {"name", line.name}, {"ok", line.level != CheckLine::Level::Fix}, {"text", line.text.english()}};
        if (line.level == CheckLine::Level::Note) one["note"] = true;
        for (const auto& remedy : line.remedies) {
            one["remedies"].push_back(remedy.english());
        }
        checks.push_back(std::move(one));
    }
    return {
        {"verdict", nameOf(report.verdict)},
        {"answer", report.answer.english()},
        {"parameters", {{"total", report.totalParameters}, {"trainable", report.trainableParameters}}},
        {"memory",
         {{"estimate_mib", report.estimateMib}, {"peak_mib", report.peakMib}, {"parts", std::move(parts)}}},
        {"seconds_per_step", report.secondsPerStep},
        {"total_seconds", report.totalSeconds},
        {"steps", report.steps},
        {"first_loss", report.firstLoss},
        {"chance_loss", report.chanceLoss},
        {"checks", std::move(checks)},
        {"problems", listOf(report.problems)}};
}

Json toJson(const runs::Evaluation& evaluation)
{
    return runs::evaluationToJson(evaluation);
}

Json toJson(const runs::Comparison& comparison)
{
    Json rows = Json::array();
    for (const auto& row : comparison.rows) {
        Json one{{"name", row.name},
                 {"run", row.dir},
                 {"baseline", row.baseline},
                 {"same_data", row.sameData},
                 {"rows", row.evaluation.rows},
                 {"loss", row.evaluation.loss},
                 {"metrics", Json::object()}};
        for (const auto& [name, measured] : row.evaluation.metrics) {
            one["metrics"][name] = measuredToJson(measured);
        }
        if (row.word != runs::Compared::Word::Baseline) {
            one["difference"] = measuredToJson(row.difference);
            one["probability"] = row.probability;
        }
        one["word"] = nameOf(row.word);
        rows.push_back(std::move(one));
    }
    Json differences = Json::array();
    for (const auto& difference : comparison.differences) {
        differences.push_back({{"key", difference.key}, {"values", difference.values}});
    }
    return {{"metric", comparison.metric},
            {"higher_is_better", comparison.higherIsBetter},
            {"rows", std::move(rows)},
            {"differences", std::move(differences)},
            {"changed", comparison.changed.size()},
            {"answer", comparison.answer.english()}};
}

Json toJson(const runs::RunCard& card)
{
    return {{"name", card.name},       {"title", card.name},          {"fields", Json::array()},
            {"path", card.dir},        {"state", nameOf(card.state)}, {"started", card.started},
            {"task", card.task},       {"model", card.model},         {"method", card.method},
            {"steps", card.steps},     {"best_step", card.bestStep},  {"loss", card.loss},
            {"metrics", card.metrics}, {"seconds", card.seconds},     {"bytes", card.bytes},
            {"verdict", card.verdict}, {"data_hash", card.dataHash}};
}

Json toJson(const ModelCard& card)
{
    Json json{{"name", card.name},
              {"path", card.path.string()},
              {"architecture", card.architecture},
              {"parameters", card.parameters},
              {"bytes", card.bytes},
              {"licence", card.licence},
              {"trainable", card.trainable},
              {"tasks", card.tasks},
              {"context_length", card.contextLength},
              {"quantisation", card.quantisation},
              {"memory_bytes", card.memoryBytes}};
    if (!card.whyNot.empty()) json["why_not"] = card.whyNot.english();
    return json;
}

Json toJson(const config::Entry& entry)
{
    Json json{
        {"name", entry.name}, {"title", entry.title}, {"summary", entry.summary}, {"fields", Json::array()}};
    if (!entry.paper.empty()) json["paper"] = entry.paper;
    for (const auto& field : entry.fields) {
        json["fields"].push_back(fieldToJson(field));
    }
    for (const auto& start : entry.starts) {
        json["starts"][std::string{start.key}] = start.value;
    }
    return json;
}

Json toJson(const data::Report& report)
{
    Json columns = Json::array();
    for (const auto& guess : report.guesses) {
        columns.push_back({{"name", guess.column}, {"role", guess.role}, {"reason", guess.reason.english()}});
    }
    Json balance = Json::array();
    for (const auto& count : report.balance) {
        balance.push_back({{"label", count.label}, {"rows", count.rows}});
    }
    Json json{{"path", report.source.path.string()},
              {"format", report.source.format},
              {"reason", report.source.reason.english()},
              {"sha256", report.source.sha256},
              {"bytes", report.source.bytes},
              {"rows", report.rows},
              {"usable", report.usable},
              {"empty", report.empty},
              {"unlabelled", report.unlabelled},
              {"exact_copies", report.exactCopies},
              {"near_copies", report.nearCopies},
              {"conflicting", report.conflicting},
              {"columns", std::move(columns)},
              {"balance", std::move(balance)},
              {"split",
               {{"train", report.split.train.size()},
                {"validation", report.split.validation.size()},
                {"test", report.split.test.size()}}},
              {"answer", report.answer.english()}};
    if (report.lengths.longest > 0) {
        json["lengths"]
            = {{"median", report.lengths.median},    {"p99", report.lengths.p99},
               {"longest", report.lengths.longest},  {"max_tokens", report.lengths.maxTokens},
               {"cut_rows", report.lengths.cutRows}, {"lost_answers", report.lengths.lostAnswers},
               {"left_out", report.lengths.leftOut}, {"total_tokens", report.lengths.totalTokens}};
    }
    json["problems"] = listOf(report.problems);
    return json;
}

Json toJson(const Prediction& prediction)
{
    Json probabilities = Json::object();
    for (const auto& [label, probability] : prediction.probabilities) {
        probabilities[label] = probability;
    }
    return {{"label", prediction.label}, {"probabilities", std::move(probabilities)}};
}

Json toJson(const ExportReport& report)
{
    return {{"folder", report.folder.string()},
            {"format", report.format},
            {"bytes", report.bytes},
            {"files", report.files},
            {"verified", report.verified},
            {"rows", report.rows},
            {"agreeing", report.agreeing},
            {"largest_difference", report.largestDifference},
            {"same_answers", report.sameAnswers},
            {"perplexity_growth", report.perplexityGrowth},
            {"changed_from_base", report.changedFromBase},
            {"answer", report.answer.english()}};
}

Json toJson(const BenchReport& report)
{
    Json parts = Json::object();
    for (const auto& part : report.parts) {
        parts[part.name]
            = {{"ms", part.seconds * 1e3},
               {"gflop_per_s", part.seconds > 0 ? part.operations / part.seconds / 1e9 : 0},
               {"share_of_peak",
                part.seconds > 0 && report.peakFlops > 0 ? part.operations / part.seconds / report.peakFlops
                                                         : 0},
               {"mib", part.bytes / (1 << 20)}};
    }
    Json memory = Json::object();
    double estimate = 0;
    for (const auto& [name, mib] : report.memoryMib) {
        memory[name] = mib;
        estimate += mib;
    }
    return {{"isa", report.isa},
            {"peak_gflop_per_s", report.peakFlops / 1e9},
            {"step", std::move(parts)},
            {"memory", {{"estimate_mib", estimate}, {"parts", std::move(memory)}}},
            {"tokens_per_s", report.tokensPerSecond},
            {"samples_per_s", report.samplesPerSecond},
            {"peak_rss_mib", report.peakRssMib},
            {"first_step_s", report.firstStepSeconds},
            {"load_s", report.loadSeconds},
            {"frozen_s", report.frozenSeconds},
            {"steps", report.steps},
            {"loss_first", report.lossFirst},
            {"loss_last", report.lossLast},
            {"precision", report.precision},
            {"device", report.device},
            {"threads", report.threads}};
}

Json toJson(const ProductBench& report)
{
    constexpr double kGiga = 1e9;
    Json rows = Json::array();
    for (const auto& row : report.rows) {
        rows.push_back({{"kind", row.kind},
                        {"rows", row.rows},
                        {"columns", row.columns},
                        {"depth", row.depth},
                        {"fp32_gflop_per_s", row.fp32 / kGiga},
                        {"bf16_gflop_per_s", row.bf16 / kGiga},
                        {"int8_gflop_per_s", row.int8 / kGiga},
                        {"aten_fp32_gflop_per_s", row.aten / kGiga}});
    }
    return {{"isa", report.isa},
            {"threads", report.threads},
            {"peak_fp32_gflop_per_s", report.peakFp32 / kGiga},
            {"peak_bf16_gflop_per_s", report.peakBf16 / kGiga},
            {"products", std::move(rows)}};
}

Json toJson(const GenerateBench& report)
{
    return {{"prompt_tokens_per_s", report.promptTokensPerSecond},
            {"generated_tokens_per_s", report.generatedTokensPerSecond},
            {"load_s", report.loadSeconds},
            {"peak_rss_mib", report.peakRssMib},
            {"weights", report.weights},
            {"weight_bytes_per_token", report.weightBytesPerToken},
            {"cache_bytes_per_token", report.cacheBytesPerToken},
            {"read_bytes_per_s", report.readBytesPerSecond},
            {"share_of_read_speed", report.shareOfReadSpeed}};
}

} // namespace luthier::engine
