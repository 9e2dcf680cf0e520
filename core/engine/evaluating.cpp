// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/evaluating.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/recipe_yaml.h"
#include "core/data/data_json.h"
#include "core/data/roles.h"
#include "core/engine/model_list.h"
#include "core/engine/pooling.h"
#include "core/engine/predicting.h"
#include "core/runs/statistics.h"
#include "core/train/looks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace luthier::engine {
namespace {

constexpr std::int64_t kTokensAtOnce = 2048;

/// The run's recipe, asked for one file instead of its own parts.
Expected<Order> orderFor(const std::filesystem::path& run, const std::filesystem::path& file)
{
    LUTHIER_TRY(auto recipe, config::readRecipe(run / "recipe.yaml"));
    if (!file.empty()) {
        recipe.data["train"] = std::filesystem::absolute(file).string();
        recipe.data["validation"] = "none";
        recipe.data["test"] = "none";
        recipe.format = {"auto"};
    }
    return Workshop::order(recipe);
}

/// The labels must be the run's, in its order; a new file may lack some, not have others.
Expected<void> useLabels(data::Prepared& prepared, const std::vector<std::string>& known,
                         const std::string& where)
{
    for (const auto& label : prepared.labels) {
        if (std::ranges::find(known, label) != known.end()) continue;
        return Unexpected{
            {.code = ErrorCode::NotUsable,
             .message = Text{QT_TRANSLATE_NOOP("core", "the run does not know the label '%1'"), label},
             .where = where}};
    }
    prepared.labels = known;
    return {};
}

data::Part partOf(const std::string& name)
{
    return name == "validation" ? data::Part::Validation
        : name == "train"       ? data::Part::Train
                                : data::Part::Test;
}

const char* nameOf(data::Part part)
{
    return part == data::Part::Validation ? "validation" : part == data::Part::Train ? "train" : "test";
}

/// The row numbers of a record count in the files that it was made from, and in no others.
Expected<void> refuseChanged(const data::DataRecord& record, const data::Tables& tables)
{
    for (const auto& file : record.files) {
        if (file.sha256 == tables.of(partOf(file.part)).source().sha256) continue;
        return Unexpected{{.code = ErrorCode::NotUsable,
                           .message = QT_TRANSLATE_NOOP("core", "the file has changed since the run"),
                           .where = file.path,
                           .hint = QT_TRANSLATE_NOOP("core", "name the file to measure on")}};
    }
    return {};
}

/// `most` of the rows, drawn; all where it is 0.
void drawRows(LargeVector<std::int64_t>& rows, std::int64_t most, std::uint64_t seed)
{
    if (most == 0) return;
    const auto all = std::exchange(rows, {});
    for (const auto i : train::drawnSamples(all.size(), static_cast<std::size_t>(most), seed)) {
        rows.push_back(all[static_cast<std::size_t>(i)]);
    }
}

double shareOf(const tasks::SampleOutcome& outcome)
{
    return static_cast<double>(outcome.rightTokens)
        / static_cast<double>(std::max<std::int64_t>(1, outcome.learned));
}

runs::Measured meanOf(const std::vector<double>& values)
{
    return runs::pairedBootstrap(values).difference;
}

} // namespace

Expected<MeasuredRows> rowsFor(Workshop& workshop, const std::filesystem::path& run,
                               const EvaluateOptions& options, const Job& job, std::int64_t most)
{
    LUTHIER_TRY(const auto order, orderFor(run, options.data));
    LUTHIER_TRY(const auto json, readJson(run / "data.json"));
    LUTHIER_TRY(const auto record, data::dataFromJson(json));
    LUTHIER_TRY(auto shared, workshop.data(order, job));
    auto work = std::make_shared<DataWork>(*shared);
    auto part = options.data.empty() ? partOf(options.part) : data::Part::Train; // all rows of the other file
    const auto where = work->tables.train->source().path.string();
    if (options.data.empty()) {
        LUTHIER_CHECK(refuseChanged(record, work->tables));
        work->prepared.split = record.split;
        if (part == data::Part::Test && record.split.test.empty()) part = data::Part::Validation;
    }
    auto& split = work->prepared.split;
    drawRows(part == data::Part::Train            ? split.train
                 : part == data::Part::Validation ? split.validation
                                                  : split.test,
             most, order.seed());
    if (order.task->needsClassifier) LUTHIER_CHECK(useLabels(work->prepared, record.labels, where));
    LUTHIER_TRY(const auto path, findModel(order.recipe().model.name, order.recipe().folder, "model"));
    LUTHIER_TRY(const auto words, workshop.words(path));
    const auto encoder = words->encoder(record.counts.maxTokens);
    LUTHIER_TRY(const auto tokens,
                data::tokenise(work->tables, work->prepared, part, encoder, data::Keep::Ids, job));
    data::Cuts cuts;
    MeasuredRows rows{.data = work,
                      .samples
                      = data::samplesOf(tokens, record.counts.maxTokens,
                                        data::longRowsOf(order.checked.data.word("long_rows")), cuts),
                      .inputs = {},
                      .expected = {},
                      .labels = record.labels,
                      .part = options.data.empty() ? nameOf(part) : options.data.string()};
    const auto& tokenizer = *words->tokenizer();
    for (std::size_t i = 0; i < rows.samples.size(); ++i) {
        const std::span<const std::int32_t> ids{rows.samples.ids(i),
                                                static_cast<std::size_t>(rows.samples.length(i))};
        const auto from
            = order.task->needsClassifier ? ids.size() : static_cast<std::size_t>(rows.samples.learnFrom(i));
        rows.inputs.push_back(tokenizer.decode(ids.first(from), true));
        rows.expected.push_back(order.task->needsClassifier
                                    ? record.labels[static_cast<std::size_t>(rows.samples.label(i))]
                                    : tokenizer.decode(ids.subspan(from), true));
    }
    if (rows.samples.size() > 0) return rows;
    return Unexpected{{.code = ErrorCode::NotUsable,
                       .message = QT_TRANSLATE_NOOP("core", "there are no rows to measure on"),
                       .where = where,
                       .hint = QT_TRANSLATE_NOOP("core", "the run held nothing back; name a file")}};
}

Expected<runs::Evaluation> evaluated(const OpenedModel& model, const MeasuredRows& rows, const Job& job)
{
    std::vector<std::int64_t> all(rows.samples.size());
    std::iota(all.begin(), all.end(), 0);
    job.report(-1, QT_TRANSLATE_NOOP("core", "Measuring"));
    auto outcomes
        = train::measured(*model.network, *model.task, rows.samples, all, kTokensAtOnce, 1, job.stop);
    if (outcomes.size() < all.size()) return Unexpected{interrupted()};
    std::ranges::sort(outcomes, {}, &tasks::SampleOutcome::sample);
    const bool classes = model.task->needsClassifier;
    runs::Evaluation evaluation{.part = rows.part, .checkpoint = std::to_string(model.step)};
    if (classes) evaluation.labels = rows.labels;
    std::vector<double> losses;
    std::vector<double> shares;
    for (const auto& outcome : outcomes) {
        const auto i = static_cast<std::size_t>(outcome.sample);
        losses.push_back(outcome.loss);
        shares.push_back(shareOf(outcome));
        evaluation.answers.push_back(
            {.row = rows.samples.row(i),
             .input = rows.inputs[i],
             .expected = rows.expected[i],
             .answer = classes ? rows.labels[static_cast<std::size_t>(outcome.predicted)] : std::string{},
             .loss = outcome.loss,
             .right = classes && outcome.predicted == outcome.expected});
    }
    runs::measure(evaluation);
    evaluation.loss = tasks::meanLoss(outcomes);
    if (classes) return evaluation;
    auto accuracy = meanOf(shares);
    accuracy.value = model.task->metrics(outcomes, 0).at("token_accuracy");
    evaluation.metrics["token_accuracy"] = accuracy;
    const auto loss = meanOf(losses);
    const double shift = evaluation.loss - loss.value; // rows count alike in the draws, tokens in the mean
    evaluation.metrics["perplexity"]
        = {std::exp(evaluation.loss), std::exp(loss.low + shift), std::exp(loss.high + shift)};
    return evaluation;
}

runs::Evaluation majorityOf(const MeasuredRows& rows)
{
    runs::Evaluation evaluation{.part = rows.part, .labels = rows.labels};
    const auto& balance = rows.data->prepared.balance;
    const auto answer = balance.empty() ? std::string{} : balance.front().label;
    double all = 0;
    for (const auto& count : balance) {
        all += static_cast<double>(count.rows);
    }
    for (std::size_t i = 0; i < rows.samples.size(); ++i) {
        const auto found = std::ranges::find(balance, rows.expected[i], &data::LabelCount::label);
        const double share = found == balance.end() ? 0.5 / all : static_cast<double>(found->rows) / all;
        evaluation.answers.push_back({.row = rows.samples.row(i),
                                      .input = rows.inputs[i],
                                      .expected = rows.expected[i],
                                      .answer = answer,
                                      .loss = -std::log(share), // of answering with the labels' shares
                                      .right = rows.expected[i] == answer});
    }
    runs::measure(evaluation);
    return evaluation;
}

Expected<runs::Evaluation> promptedBase(Workshop& workshop, const std::filesystem::path& run,
                                        const MeasuredRows& rows, const Job& job)
{
    LUTHIER_TRY(const auto recipe, config::readRecipe(run / "recipe.yaml"));
    LUTHIER_TRY(const auto path, findModel(recipe.model.name, recipe.folder, "model"));
    LUTHIER_TRY(auto base, openBase(workshop, path));
    LUTHIER_TRY(const auto order, Workshop::order(recipe));
    if (!order.task->needsClassifier) {
        base.task = order.task;
        return evaluated(base, rows, job);
    }
    LUTHIER_TRY(const auto pooling, poolingOf(base.path));
    LUTHIER_TRY(const auto predictions, nearestLabels(base, pooling, rows.samples, rows.labels, {}, job));
    runs::Evaluation evaluation{.part = rows.part, .checkpoint = "0", .labels = rows.labels};
    for (std::size_t i = 0; i < rows.samples.size(); ++i) {
        const auto& prediction = predictions[i];
        const auto truth = std::ranges::find(prediction.probabilities, rows.expected[i],
                                             &std::pair<std::string, double>::first);
        evaluation.answers.push_back({.row = rows.samples.row(i),
                                      .input = rows.inputs[i],
                                      .expected = rows.expected[i],
                                      .answer = prediction.label,
                                      .loss = -std::log(std::max(1e-12, truth->second)),
                                      .right = prediction.label == rows.expected[i]});
    }
    runs::measure(evaluation);
    return evaluation;
}

} // namespace luthier::engine
