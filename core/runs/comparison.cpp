// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/comparison.h"

#include "core/runs/statistics.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace luthier::runs {
namespace {

constexpr double kLevel = 0.05; // what chance may do and still be called a difference

using Pairs = std::vector<std::pair<const RowAnswer*, const RowAnswer*>>;

/// The answers to the same rows side by side, or nothing where they are not the same rows.
std::optional<Pairs> paired(const Evaluation& first, const Evaluation& second)
{
    if (first.part != second.part || first.answers.size() != second.answers.size()) return std::nullopt;
    std::unordered_map<std::int64_t, const RowAnswer*> byRow;
    for (const RowAnswer& answer : second.answers) {
        byRow.emplace(answer.row, &answer);
    }
    if (byRow.size() != second.answers.size()) return std::nullopt;
    Pairs pairs;
    for (const RowAnswer& answer : first.answers) {
        const auto found = byRow.find(answer.row);
        if (found == byRow.end() || found->second->expected != answer.expected) return std::nullopt;
        pairs.emplace_back(&answer, found->second);
        byRow.erase(found);
    }
    return pairs;
}

/// Puts the difference and its uncorrected probability into `row`.
void compareRight(Compared& row, const Pairs& pairs)
{
    RightTable table;
    for (const auto& [before, after] : pairs) {
        auto& cell = before->right ? (after->right ? table.both : table.onlyFirst)
                                   : (after->right ? table.onlySecond : table.neither);
        ++cell;
    }
    row.difference = pairedDifference(table);
    row.probability = signTest(table.onlySecond, table.onlyFirst);
}

void compareLosses(Compared& row, const Pairs& pairs)
{
    std::vector<double> differences;
    for (const auto& [before, after] : pairs) {
        differences.push_back(after->loss - before->loss);
        if (!std::isfinite(differences.back())) return; // a broken run has no loss to compare
    }
    const auto test = pairedBootstrap(differences);
    row.difference = test.difference;
    row.probability = test.probability;
}

std::vector<ChangedExample> changes(const Pairs& pairs)
{
    std::vector<ChangedExample> changed;
    for (const auto& [before, after] : pairs) {
        if (before->right == after->right) continue;
        changed.push_back(
            {after->row, after->input, after->expected, before->answer, after->answer, after->right});
    }
    std::ranges::sort(changed, {}, &ChangedExample::row);
    return changed;
}

bool isRanked(const Compared& row)
{
    return row.sameData && row.evaluation.rows > 0;
}

/// Holm's correction over the rows that are ranked, then the words.
void judge(Comparison& comparison)
{
    std::vector<double> probabilities;
    for (std::size_t i = 1; i < comparison.rows.size(); ++i) {
        if (isRanked(comparison.rows[i])) probabilities.push_back(comparison.rows[i].probability);
    }
    const auto corrected = holm(probabilities);
    auto next = corrected.begin();
    for (std::size_t i = 1; i < comparison.rows.size(); ++i) {
        Compared& row = comparison.rows[i];
        if (!isRanked(row)) continue;
        row.probability = *next++;
        if (row.probability >= kLevel) continue;
        const bool more = row.difference.value > 0;
        row.word = more == comparison.higherIsBetter ? Compared::Word::Better : Compared::Word::Worse;
    }
}

double gain(const Comparison& comparison, const Compared& row)
{
    return comparison.higherIsBetter ? row.difference.value : -row.difference.value;
}

/// The ranked row that gained most over the first one.
const Compared* furthest(const Comparison& comparison)
{
    const Compared* best = nullptr;
    for (std::size_t i = 1; i < comparison.rows.size(); ++i) {
        const Compared& row = comparison.rows[i];
        if (!isRanked(row)) continue;
        if (best == nullptr || gain(comparison, row) > gain(comparison, *best)) best = &row;
    }
    return best;
}

/// A baseline's name is ours and English, a run's is the person's own.
Text nameOf(const Compared& row)
{
    return row.baseline ? Text{row.name.c_str()} : Text::verbatim(row.name);
}

Text aloneAnswer(const Compared& row)
{
    const auto accuracy = row.evaluation.metrics.find("accuracy");
    if (accuracy == row.evaluation.metrics.end()) {
        return {QT_TRANSLATE_NOOP("core",
                                  "'%1' has a loss of %2 on %3 rows. There is nothing to compare it with."),
                nameOf(row), Rounded{row.evaluation.loss, 3}, row.evaluation.rows};
    }
    const auto& [value, low, high] = accuracy->second;
    return {
        QT_TRANSLATE_NOOP(
            "core", "'%1' is right on %2 % of %5 rows (%3 to %4 %). There is nothing to compare it with."),
        nameOf(row),
        Rounded{100 * value, 1},
        Rounded{100 * low, 1},
        Rounded{100 * high, 1},
        row.evaluation.rows};
}

Text answerOf(const Comparison& comparison)
{
    if (comparison.rows.empty()) return QT_TRANSLATE_NOOP("core", "There is nothing to compare yet.");
    if (comparison.rows.size() == 1) return aloneAnswer(comparison.rows.front());
    const Compared* const row = furthest(comparison);
    if (row == nullptr) {
        return QT_TRANSLATE_NOOP("core",
                                 "These runs were measured on different rows, so they cannot be ranked.");
    }
    const Text name = nameOf(*row);
    const Text first = nameOf(comparison.rows.front());
    const auto rows = row->evaluation.rows;
    if (row->word == Compared::Word::CannotTell) {
        return {
            QT_TRANSLATE_NOOP(
                "core",
                "Between '%1' and '%2' one cannot tell on %3 rows: the difference is smaller than chance."),
            name, first, rows};
    }
    const bool better = row->word == Compared::Word::Better;
    const bool points = comparison.metric == "accuracy";
    const double scale = points ? 100 : 1;
    const int decimals = points ? 1 : 3;
    const Rounded by{scale * std::abs(row->difference.value), decimals};
    const Rounded doubt{scale * (row->difference.high - row->difference.low) / 2, decimals};
    const char* const sentence = points
        ? (better ? QT_TRANSLATE_NOOP("core", "'%1' beats '%2' by %3 points (±%4) on %5 rows.")
                  : QT_TRANSLATE_NOOP("core", "'%1' is worse than '%2' by %3 points (±%4) on %5 rows."))
        : (better ? QT_TRANSLATE_NOOP("core", "'%1' beats '%2': its loss is lower by %3 (±%4) on %5 rows.")
                  : QT_TRANSLATE_NOOP("core",
                                      "'%1' is worse than '%2': its loss is higher by %3 (±%4) on %5 rows."));
    return {sentence, name, first, by, doubt, rows};
}

} // namespace

std::vector<Difference> recipeDifferences(std::span<const FlatRecipe> recipes)
{
    std::set<std::string> keys;
    for (const FlatRecipe& recipe : recipes) {
        for (const auto& [key, value] : recipe) {
            keys.insert(key);
        }
    }
    std::vector<Difference> differences;
    for (const std::string& key : keys) {
        Difference difference{.key = key};
        for (const FlatRecipe& recipe : recipes) {
            const auto found = recipe.find(key);
            difference.values.push_back(found == recipe.end() ? std::string{} : found->second);
        }
        const bool same = std::ranges::all_of(
            difference.values, [&](const std::string& value) { return value == difference.values.front(); });
        if (!same) differences.push_back(std::move(difference));
    }
    return differences;
}

void measure(Evaluation& evaluation)
{
    const auto& labels = evaluation.labels;
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        index.emplace(labels[i], i);
    }
    evaluation.rows = static_cast<std::int64_t>(evaluation.answers.size());
    evaluation.confusion.assign(labels.size() * labels.size(), 0);
    double loss = 0;
    std::int64_t right = 0;
    for (const RowAnswer& answer : evaluation.answers) {
        loss += answer.loss;
        right += answer.right ? 1 : 0;
        const auto expected = index.find(answer.expected);
        const auto given = index.find(answer.answer);
        if (expected == index.end() || given == index.end()) continue;
        ++evaluation.confusion[expected->second * labels.size() + given->second];
    }
    evaluation.loss = evaluation.rows == 0 ? 0 : loss / static_cast<double>(evaluation.rows);
    if (labels.empty()) return;
    evaluation.metrics["accuracy"] = wilson(right, evaluation.rows);
    evaluation.metrics["macro_f1"] = macroF1(labels.size(), evaluation.confusion);
    evaluation.classes = classScores(labels, evaluation.confusion);
}

Comparison compareEvaluations(std::vector<Compared> rows)
{
    Comparison comparison;
    comparison.rows = std::move(rows);
    const bool right = std::ranges::all_of(
        comparison.rows, [](const Compared& row) { return row.evaluation.metrics.contains("accuracy"); });
    comparison.metric = right ? "accuracy" : "loss";
    comparison.higherIsBetter = right;
    for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
        Compared& row = comparison.rows[i];
        row.difference = {};
        row.probability = 1;
        row.word = i == 0 ? Compared::Word::Baseline : Compared::Word::CannotTell;
        if (i == 0 || !row.sameData) continue;
        const auto pairs = paired(comparison.rows.front().evaluation, row.evaluation);
        row.sameData = pairs.has_value();
        if (!pairs) continue;
        right ? compareRight(row, *pairs) : compareLosses(row, *pairs);
        if (i + 1 == comparison.rows.size()) comparison.changed = changes(*pairs);
    }
    judge(comparison);
    comparison.answer = answerOf(comparison);
    return comparison;
}

} // namespace luthier::runs
