// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_tables.h"

#include "ui/bridge/run_metrics.h"
#include "ui/bridge/words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct RunTables {
    Q_DECLARE_TR_FUNCTIONS(RunTables)
};

using Word = runs::Compared::Word;

constexpr std::size_t kMostChanged = 200; // rows: more than anybody reads

Cell numeric(double value, const QString& text, const QString& tip = {})
{
    return {.text = text, .sort = value, .tip = tip};
}

Cell textCell(const std::string& text)
{
    const QString whole = QString::fromStdString(text);
    return {.text = whole.simplified(), .tip = whole};
}

/// Settings that the table has columns for, in order.
std::vector<std::string> settingsOf(const std::vector<RunLine>& lines, bool differencesOnly)
{
    std::map<std::string, std::set<std::string>> values;
    std::size_t runs = 0;
    for (const RunLine& line : lines) {
        if (!line.card) continue;
        ++runs;
        for (const auto& [key, value] : line.card->recipe) {
            values[key].insert(value);
        }
    }
    std::vector<std::string> keys;
    for (const auto& [key, different] : values) {
        const bool everywhere = std::ranges::all_of(lines, [&, &name = key](const RunLine& line) {
            return !line.card || line.card->recipe.contains(name);
        });
        if (!differencesOnly || different.size() > 1 || (!everywhere && runs > 1)) keys.push_back(key);
    }
    return keys;
}

Cell settingCell(const RunLine& line, const std::string& key, const std::vector<RunLine>& lines)
{
    if (!line.card) return {.text = QStringLiteral("–"), .sort = {}};
    const auto found = line.card->recipe.find(key);
    if (found == line.card->recipe.end()) return {.text = QStringLiteral("–")};
    Cell cell = textCell(found->second);
    bool isNumber = false;
    const double value = cell.text.toDouble(&isNumber);
    if (isNumber) {
        cell.sort = value;
        cell.text = significant(value, 10);
    }
    const auto first = std::ranges::find_if(lines, [](const RunLine& one) { return one.card.has_value(); });
    const auto there = first->card->recipe.find(key);
    cell.strong = there == first->card->recipe.end() || there->second != found->second;
    return cell;
}

Cell nameCell(const RunLine& line)
{
    Cell cell{.text = line.name, .tip = line.name};
    if (!line.card) return cell;
    cell.checked = line.chosen;
    if (line.card->state == runs::RunCard::State::Running) {
        cell.text = RunTables::tr("▶ %1").arg(line.name);
        cell.tip = RunTables::tr("This run is training; it is compared when it has ended.");
        cell.checked.reset();
    } else if (line.compared && !line.compared->sameData) {
        cell.text = RunTables::tr("≠ %1").arg(line.name);
        cell.tip = RunTables::tr("Measured on other rows than the first one: not to be ranked together.");
    }
    return cell;
}

QString wordOf(Word word)
{
    switch (word) {
    case Word::Better:
        return RunTables::tr("better");
    case Word::Worse:
        return RunTables::tr("worse");
    case Word::Baseline:
        return RunTables::tr("baseline");
    case Word::CannotTell:
        break;
    }
    return RunTables::tr("cannot tell");
}

Cell differenceCell(const RunLine& line, const std::string& metric, bool isFirst)
{
    if (!line.compared) return {.text = QStringLiteral("–"), .sort = 0.0};
    const runs::Compared& row = *line.compared;
    if (isFirst) return numeric(0, RunTables::tr("held against"));
    if (!row.sameData) return numeric(0, RunTables::tr("other rows"));
    return numeric(row.difference.value,
                   RunTables::tr("%1 %2").arg(differenceText(metric, row.difference), wordOf(row.word)),
                   RunTables::tr("On the same rows. Chance alone gives such a difference in %1 of 100 tests "
                                 "(corrected for the number of runs, Holm).")
                       .arg(significant(row.probability * 100, 2)));
}

Cell metricCell(const RunLine& line, const std::string& metric)
{
    if (!line.compared) return {.text = QStringLiteral("–"), .sort = -1.0};
    const auto found = line.compared->evaluation.metrics.find(metric);
    if (found == line.compared->evaluation.metrics.end()) return {.text = QStringLiteral("–"), .sort = -1.0};
    Cell cell = numeric(found->second.value, measuredText(metric, found->second),
                        RunTables::tr("With its 95 % interval"));
    cell.strong = true;
    return cell;
}

Cell lossCell(const RunLine& line)
{
    if (line.compared)
        return numeric(line.compared->evaluation.loss, number(line.compared->evaluation.loss, 3));
    return numeric(line.card->loss, RunTables::tr("%1 (while training)").arg(number(line.card->loss, 3)));
}

CellRow rowOf(const RunLine& line, const std::vector<RunLine>& lines, const RunTableView& view,
              const std::vector<std::string>& settings)
{
    const auto dash = [] { return Cell{.text = QStringLiteral("–"), .sort = -1.0}; };
    CellRow row{.key = line.key()};
    row.cells.push_back(nameCell(line));
    if (!view.shown.empty()) row.cells.push_back(metricCell(line, view.shown));
    if (!view.metric.empty()) {
        row.cells.push_back(differenceCell(line, view.metric, &line == &lines.front()));
    }
    row.cells.push_back(lossCell(line));
    row.cells.push_back(
        {.text = line.card ? QString::fromStdString(line.card->method) : QStringLiteral("–")});
    for (const std::string& key : settings) {
        row.cells.push_back(settingCell(line, key, lines));
    }
    if (line.card) {
        row.cells.push_back(numeric(double(line.card->trainRows), number(line.card->trainRows)));
        row.cells.push_back(numeric(double(line.card->bestStep), number(line.card->bestStep)));
        row.cells.push_back(numeric(line.card->seconds, duration(line.card->seconds)));
    } else {
        row.cells.insert(row.cells.end(), {dash(), dash(), dash()});
    }
    return row;
}

QString shareText(const runs::Measured& measured)
{
    return measuredText("accuracy", measured);
}

} // namespace

QString RunLine::key() const
{
    return card ? QString::fromStdString(card->dir) : name;
}

std::string shownMetric(const runs::Comparison& comparison)
{
    const auto has = [&](std::string_view name) {
        return !comparison.rows.empty() && comparison.rows.front().evaluation.metrics.contains(name);
    };
    if (has(comparison.metric)) return comparison.metric;
    return has("token_accuracy") ? "token_accuracy" : std::string{};
}

QString nameOf(const runs::Compared& row)
{
    return row.baseline ? words(std::string_view{row.name}) : QString::fromStdString(row.name);
}

Cells runCells(const std::vector<RunLine>& lines, const RunTableView& view)
{
    auto settings = settingsOf(lines, view.differencesOnly);
    std::erase(settings, std::string{"method.name"}); // has a column of its own
    Cells cells;
    cells.columns.push_back(
        {.title = RunTables::tr("Run"), .tip = RunTables::tr("Tick what is to be compared")});
    if (!view.shown.empty()) {
        cells.columns.push_back({.title = metricWord(view.shown), .number = true});
    }
    if (!view.metric.empty()) {
        cells.columns.push_back(
            {.title = RunTables::tr("Difference"),
             .tip = RunTables::tr("To the first row, on the same rows, with its 95 % interval"),
             .number = true});
    }
    cells.columns.push_back({.title = RunTables::tr("Loss (nats)"), .number = true});
    cells.columns.push_back({.title = RunTables::tr("Method")});
    for (const std::string& key : settings) {
        const QString name = QString::fromStdString(key);
        cells.columns.push_back({.title = view.titles.value(name, name), .tip = name, .number = true});
    }
    cells.columns.push_back({.title = RunTables::tr("Rows"), .number = true});
    cells.columns.push_back({.title = RunTables::tr("Best step"), .number = true});
    cells.columns.push_back({.title = RunTables::tr("Time"), .number = true});
    for (const RunLine& line : lines) {
        cells.rows.push_back(rowOf(line, lines, view, settings));
    }
    return cells;
}

Cells classCells(const runs::Evaluation& one, const runs::Evaluation* reference)
{
    Cells cells{{{.title = RunTables::tr("Class"), .wide = true},
                 {.title = RunTables::tr("Rows"), .number = true},
                 {.title = RunTables::tr("Precision"),
                  .tip = RunTables::tr("Of the rows that got this answer, how many are right"),
                  .number = true},
                 {.title = RunTables::tr("Recall"),
                  .tip = RunTables::tr("Of the rows of this class, how many were found"),
                  .number = true},
                 {.title = RunTables::tr("F1"), .tip = RunTables::tr("Both in one number"), .number = true},
                 {.title = RunTables::tr("F1 against the first row"), .number = true}},
                {}};
    for (const runs::ClassScore& score : one.classes) {
        const QString label = QString::fromStdString(score.label);
        CellRow row{label,
                    {{.text = label, .tip = label},
                     numeric(double(score.rows), number(score.rows)),
                     numeric(score.precision.value, shareText(score.precision)),
                     numeric(score.recall.value, shareText(score.recall)),
                     numeric(score.f1.value, shareText(score.f1)),
                     {.text = QStringLiteral("–"), .sort = 0.0}}};
        if (reference != nullptr) {
            const auto other = std::ranges::find(reference->classes, score.label, &runs::ClassScore::label);
            if (other != reference->classes.end()) {
                const double change = (score.f1.value - other->f1.value) * 100;
                row.cells.back()
                    = numeric(change, (change > 0 ? QStringLiteral("+") : QString{}) + number(change, 1));
                row.cells.back().strong = change < 0;
            }
        }
        cells.rows.push_back(std::move(row));
    }
    return cells;
}

Changes changedCells(const runs::Evaluation& before, const runs::Evaluation& after)
{
    const bool classes = !after.labels.empty();
    Changes changes;
    changes.cells.columns
        = {{.title = RunTables::tr("Row"), .number = true},
           {.title = RunTables::tr("Text"), .wide = true},
           {.title = RunTables::tr("Right answer")},
           {.title = classes ? RunTables::tr("Before") : RunTables::tr("Loss before"), .number = !classes},
           {.title = classes ? RunTables::tr("After") : RunTables::tr("Loss after"), .number = !classes}};
    std::map<std::int64_t, const runs::RowAnswer*> old;
    for (const runs::RowAnswer& answer : before.answers) {
        old.emplace(answer.row, &answer);
    }
    std::vector<std::pair<const runs::RowAnswer*, const runs::RowAnswer*>> pairs;
    for (const runs::RowAnswer& answer : after.answers) {
        const auto found = old.find(answer.row);
        if (found == old.end()) continue;
        changes.nowRight += answer.right && !found->second->right ? 1 : 0;
        changes.nowWrong += !answer.right && found->second->right ? 1 : 0;
        if (!classes || answer.answer != found->second->answer) pairs.emplace_back(found->second, &answer);
    }
    std::ranges::stable_sort(pairs, std::ranges::greater{}, [&](const auto& pair) {
        const double loss = std::abs(pair.second->loss - pair.first->loss);
        return classes ? double(pair.first->right && !pair.second->right) : loss; // the new mistakes first
    });
    pairs.resize(std::min(pairs.size(), kMostChanged));
    for (const auto& [was, now] : pairs) {
        CellRow row{
            number(now->row),
            {numeric(double(now->row), number(now->row + 1)), textCell(now->input), textCell(now->expected)}};
        for (const runs::RowAnswer* answer : {was, now}) {
            Cell cell = classes ? textCell(answer->answer) : numeric(answer->loss, number(answer->loss, 3));
            if (classes && answer->right) cell.text += QStringLiteral(" ✓");
            cell.strong = classes && answer == now && now->right;
            row.cells.push_back(std::move(cell));
        }
        changes.cells.rows.push_back(std::move(row));
    }
    return changes;
}

} // namespace luthier::ui
