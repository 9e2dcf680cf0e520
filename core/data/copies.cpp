// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/copies.h"

#include "core/data/near_copies.h"
#include "core/data/normal_text.h"
#include "core/data/problems.h"

#include <algorithm>
#include <map>
#include <utility>

namespace luthier::data {
namespace {

constexpr std::size_t kMostNearCopyRows = 1'000'000; // different texts; beyond, it takes minutes

/// Joins rows of the same text and finds what copies and what contradicts. Returns the first row of each
/// text.
LargeVector<std::uint32_t> joinSame(const RowFacts& facts, std::span<const std::uint32_t> usable,
                                    Clusters& clusters, Copies& found)
{
    struct Keyed {
        std::uint64_t key;
        std::uint32_t row;
    };
    LargeVector<Keyed> order; // with the keys beside the rows: sorting does not jump about in memory
    order.reserve(usable.size());
    for (const auto row : usable) {
        order.push_back({facts.keys[row], row});
    }
    std::ranges::sort(order, {}, [](const Keyed& one) { return std::pair{one.key, one.row}; });
    LargeVector<std::uint32_t> firsts;
    std::vector<std::int32_t> seen; // labels of one text
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin;
        seen.clear();
        while (end < order.size() && order[end].key == order[begin].key) {
            const auto row = order[end++].row;
            clusters.join(order[begin].row, row);
            const auto label = facts.labels.empty() ? 0 : facts.labels[row];
            if (std::ranges::find(seen, label) != seen.end()) {
                found.exact.push_back(row);
            } else {
                seen.push_back(label);
            }
        }
        for (auto i = begin; seen.size() > 1 && i < end; ++i) {
            found.conflicting.push_back(order[i].row);
        }
        firsts.push_back(order[begin].row);
        begin = end;
    }
    for (auto* rows : {&firsts, &found.exact, &found.conflicting}) {
        std::ranges::sort(*rows);
    }
    return firsts;
}

void joinGroups(const RowFacts& facts, std::span<const std::uint32_t> usable, Clusters& clusters)
{
    std::map<std::uint64_t, std::uint32_t> firsts;
    for (const auto row : usable) {
        const auto group = trimmed(facts.cell(row, "group"));
        if (!group.empty()) clusters.join(row, firsts.emplace(textKey(group), row).first->second);
    }
}

} // namespace

Copies joinCopies(const RowFacts& facts, std::span<const std::uint32_t> usable, bool nearTogether,
                  Clusters& clusters, const Job& job)
{
    Copies found;
    const auto firsts = joinSame(facts, usable, clusters, found);
    found.different = static_cast<std::uint32_t>(firsts.size());
    found.nearSkipped = firsts.size() > kMostNearCopyRows;
    if (!found.nearSkipped) {
        // Counted in clusters of their own: where they may stand apart, those decide nothing.
        Clusters near{facts.rows()};
        const auto text = [&](std::uint32_t row, std::string& into) { facts.comparable(row, into); };
        joinNearCopies(firsts, text, near, job);
        for (const auto row : firsts) {
            const auto first = near.first(row);
            if (first == row) continue;
            found.near.push_back(row);
            if (nearTogether) clusters.join(first, row);
        }
    }
    joinGroups(facts, usable, clusters);
    return found;
}

std::vector<Problem> problemsOf(const Copies& copies, const RowFacts& facts)
{
    std::vector<Problem> problems;
    const auto add
        = [&](const char* code, std::span<const std::uint32_t> rows, const char* one, const char* many) {
              if (rows.empty()) return;
              problems.push_back(
                  facts.problem(code, counted(static_cast<std::int64_t>(rows.size()), one, many), rows));
          };
    const char* const conflict
        = QT_TRANSLATE_NOOP("core", "%1 rows have the same text as another row, and another label.");
    add("conflicting_labels", copies.conflicting, conflict, conflict); // there are always two
    add("exact_copies", copies.exact, QT_TRANSLATE_NOOP("core", "%1 row is a copy of an earlier row."),
        QT_TRANSLATE_NOOP("core", "%1 rows are copies of an earlier row."));
    add("near_copies", copies.near, QT_TRANSLATE_NOOP("core", "%1 row is almost the same as an earlier row."),
        QT_TRANSLATE_NOOP("core", "%1 rows are almost the same as an earlier row."));
    if (copies.nearSkipped) {
        problems.push_back(
            {.code = "near_copies_skipped",
             .message
             = {QT_TRANSLATE_NOOP("core", "Near-copies were not looked for: there are %1 different texts."),
                copies.different},
             .count = copies.different});
    }
    return problems;
}

} // namespace luthier::data
