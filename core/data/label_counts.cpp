// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/label_counts.h"

#include "core/data/normal_text.h"
#include "core/data/problems.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

namespace luthier::data {
namespace {

constexpr std::int64_t kFewRows = 20; // of a label; product.md §2.1
constexpr double kFewShare = 0.02; // of the rows
constexpr double kManyClasses = 10; // a label is rare against that many of its equal share, at most all rows
constexpr std::size_t kMostSpellings = 20; // shown

bool isRare(std::int64_t rows, std::size_t labels, std::size_t all)
{
    const auto total = static_cast<double>(all);
    const auto compared = std::min(total, kManyClasses * total / static_cast<double>(labels));
    return rows < kFewRows || static_cast<double>(rows) < kFewShare * compared;
}

void addSpellings(const RowFacts& facts, const std::vector<std::uint32_t>& firstRows, LabelCounts& counts)
{
    std::map<std::string, std::size_t> spellings;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < facts.labelNames.size() && shown < kMostSpellings; ++i) {
        const auto [same, isNew] = spellings.emplace(normalised(facts.labelNames[i]), i);
        if (isNew) continue;
        ++shown;
        counts.problems.push_back(facts.problem(
            "label_spelling",
            {QT_TRANSLATE_NOOP("core", "The labels '%1' and '%2' differ only in case or spaces."),
             facts.labelNames[same->second], facts.labelNames[i]},
            std::vector{firstRows[same->second], firstRows[i]}));
    }
}

void addRare(std::size_t all, LabelCounts& counts)
{
    const auto& balance = counts.balance; // the rarest stand last
    const auto rare = std::ranges::count_if(
        balance, [&](const LabelCount& one) { return isRare(one.rows, balance.size(), all); });
    if (rare == 0) return;
    const auto& [label, rows] = balance.back();
    counts.problems.push_back(
        {.code = "few_rows_of_label",
         .message = rare == 1
             ? Text{QT_TRANSLATE_NOOP("core", "The label '%1' has only %2 of %3 rows."), label, rows, all}
             : Text{QT_TRANSLATE_NOOP("core", "%1 labels have few rows; '%2' has only %3."), rare, label,
                    rows},
         .count = rare});
}

} // namespace

LabelCounts countLabels(const RowFacts& facts, std::span<const std::uint32_t> usable)
{
    LabelCounts counts;
    for (const auto& name : facts.labelNames) {
        counts.balance.push_back({name, 0});
    }
    std::vector<std::uint32_t> firstRows(counts.balance.size(), 0), once;
    for (const auto row : usable) {
        const auto label = static_cast<std::size_t>(facts.labels[row]);
        if (counts.balance[label].rows++ == 0) firstRows[label] = row;
    }
    for (std::size_t i = 0; i < firstRows.size(); ++i) {
        if (counts.balance[i].rows == 1) once.push_back(firstRows[i]);
    }
    if (counts.balance.size() == 1) {
        counts.problems.push_back(
            {.code = "one_class",
             .message = Text{QT_TRANSLATE_NOOP(
                                 "core", "All rows have the label '%1': there is nothing to tell apart."),
                             facts.labelNames.front()},
             .count = static_cast<std::int64_t>(usable.size()),
             .blocking = true});
    }
    if (!once.empty()) {
        counts.problems.push_back(facts.problem(
            "label_once",
            counted(static_cast<std::int64_t>(once.size()),
                    QT_TRANSLATE_NOOP(
                        "core", "%1 label occurs in a single row, which is learned from; nothing tests it."),
                    QT_TRANSLATE_NOOP(
                        "core",
                        "%1 labels occur in a single row each, which is learned from; nothing tests them.")),
            once));
    }
    addSpellings(facts, firstRows, counts);
    std::ranges::stable_sort(counts.balance, std::greater{}, &LabelCount::rows);
    if (!usable.empty()) addRare(usable.size(), counts);
    return counts;
}

} // namespace luthier::data
