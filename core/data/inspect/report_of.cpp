// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/inspect/report_of.h"

#include "core/data/problems.h"
#include "core/data/roles.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace luthier::data {
namespace {

/// Rows of all parts together as a histogram of at most 100 bars.
void drawHistogram(std::span<const TokenRows* const> parts, Lengths& lengths)
{
    constexpr std::int64_t kBars = 100;
    LargeVector<std::int32_t> all;
    for (const auto* part : parts) {
        for (std::size_t i = 0; i < part->rows.size(); ++i) {
            all.push_back(static_cast<std::int32_t>(part->tokens(i)));
        }
    }
    if (all.empty()) return;
    const auto rank = [&all](std::size_t percent) {
        const auto at = all.begin() + static_cast<std::ptrdiff_t>((all.size() - 1) * percent / 100);
        std::ranges::nth_element(all, at);
        return std::int64_t{*at};
    };
    lengths.median = rank(50);
    lengths.p99 = rank(99);
    lengths.longest = rank(100);
    lengths.binWidth = lengths.longest / kBars + 1;
    lengths.counts.assign(static_cast<std::size_t>(lengths.longest / lengths.binWidth + 1), 0);
    for (const auto tokens : all) {
        ++lengths.counts[static_cast<std::size_t>(tokens / lengths.binWidth)];
    }
}

/// Problems that only show once rows are tokens.
std::vector<Problem> problemsOf(std::span<const TokenRows* const> parts, const Cuts& cuts,
                                const Lengths& lengths)
{
    constexpr std::int64_t kBlockingShare = 20; // one in that many; product.md §2.1
    std::vector<Problem> problems;
    std::int64_t rows = 0, failed = 0;
    const TokenRows* first = nullptr;
    for (const auto* part : parts) {
        rows += static_cast<std::int64_t>(part->rows.size() + part->failed.size());
        failed += static_cast<std::int64_t>(part->failed.size());
        if (first == nullptr && part->firstFailure) first = part;
    }
    const auto add = [&](const char* code, std::int64_t count, Text message, bool blocking) {
        if (count > 0) {
            problems.push_back(
                {.code = code, .message = std::move(message), .count = count, .blocking = blocking});
        }
    };
    if (first != nullptr) {
        add("unrenderable", failed,
            {QT_TRANSLATE_NOOP("core", "The chat template fails on %1 of %2 rows; the first: %3"), failed,
             rows, first->firstFailure->message},
            failed * kBlockingShare > rows);
        problems.back().rows.push_back(first->failed.front());
    }
    add("no_learnable_tokens", cuts.nothingToLearn,
        {QT_TRANSLATE_NOOP("core", "%1 of %2 rows have no token to learn from."), cuts.nothingToLearn, rows},
        cuts.nothingToLearn * kBlockingShare > rows);
    const bool nothingLeft = cuts.lostAnswers + cuts.leftOut == rows - failed;
    const auto tooLong
        = [&](const char* code, std::int64_t count, const char* one, const char* many, bool blocking) {
              add(code, count, {count == 1 ? one : many, count, lengths.maxTokens}, blocking);
          };
    tooLong(
        "lost_answers", cuts.lostAnswers,
        QT_TRANSLATE_NOOP("core", "%1 row is left out, for its whole answer would be cut at %2 tokens."),
        QT_TRANSLATE_NOOP("core", "%1 rows are left out, for their whole answer would be cut at %2 tokens."),
        nothingLeft);
    tooLong("left_out", cuts.leftOut,
            QT_TRANSLATE_NOOP("core", "%1 row is left out: it is longer than %2 tokens."),
            QT_TRANSLATE_NOOP("core", "%1 rows are left out: they are longer than %2 tokens."), nothingLeft);
    tooLong("cut_rows", cuts.cutRows,
            QT_TRANSLATE_NOOP("core", "%1 row loses a part: it is longer than %2 tokens."),
            QT_TRANSLATE_NOOP("core", "%1 rows lose a part: they are longer than %2 tokens."), false);
    return problems;
}

Expected<void> measure(const Tables& tables, const Prepared& prepared, const config::Values& data,
                       const TextEncoder& encoder, Report& report, const Job& job)
{
    constexpr std::array kParts{Part::Train, Part::Validation, Part::Test};
    std::array<TokenRows, kParts.size()> rows;
    std::array<const TokenRows*, kParts.size()> parts{};
    for (std::size_t i = 0; i < kParts.size(); ++i) {
        LUTHIER_TRY(rows[i], tokenise(tables, prepared, kParts[i], encoder, Keep::LengthsOnly, job));
        parts[i] = &rows[i];
    }
    std::vector<const TokenRows*> ofTrainFile{parts[0]};
    if (!tables.validation) ofTrainFile.push_back(parts[1]);
    if (!tables.test) ofTrainFile.push_back(parts[2]);
    auto& lengths = report.lengths;
    LUTHIER_TRY(lengths.maxTokens, maxTokensFor(data, ofTrainFile, encoder));
    drawHistogram(parts, lengths);
    const auto mode = longRowsOf(data.word("long_rows"));
    Cuts cuts;
    std::vector<Piece> pieces;
    for (const auto* part : parts) {
        for (std::size_t i = 0; i < part->rows.size(); ++i) {
            cutRow(*part, i, lengths.maxTokens, mode, pieces, cuts);
        }
        if (part == parts[0]) lengths.totalTokens = cuts.tokens;
    }
    lengths.cutRows = cuts.cutRows;
    lengths.lostAnswers = cuts.lostAnswers;
    lengths.leftOut = cuts.leftOut;
    std::ranges::move(problemsOf(parts, cuts, lengths), std::back_inserter(report.problems));
    return {};
}

Text answerOf(const Report& report, std::size_t classes)
{
    if (report.readiness == Readiness::Blocked) return report.problems.front().message;
    if (report.readiness == Readiness::NeedsALook) {
        return {QT_TRANSLATE_NOOP("core",
                                  "Good enough to try: %1 of %2 rows can be used. Things to look at: %3."),
                report.usable, report.rows, report.problems.size()};
    }
    if (classes == 0) return {QT_TRANSLATE_NOOP("core", "Good: all %1 rows can be used."), report.rows};
    return {QT_TRANSLATE_NOOP("core", "Good: all %1 rows can be used, in %2 classes."), report.rows, classes};
}

} // namespace

Expected<Report> reportOf(const Tables& tables, const Prepared& prepared, const config::Values& data,
                          const TextEncoder* encoder, const Job& job)
{
    Report report{.source = tables.train->source(),
                  .roles = prepared.roles,
                  .guesses = guessRoles(*tables.train, prepared.form, data.texts("columns")),
                  .rows = prepared.rows,
                  .usable = prepared.usable,
                  .empty = prepared.empty,
                  .unlabelled = prepared.unlabelled,
                  .exactCopies = prepared.exactCopies,
                  .nearCopies = prepared.nearCopies,
                  .conflicting = prepared.conflicting,
                  .balance = prepared.balance,
                  .split = prepared.split,
                  .problems = prepared.problems};
    if (encoder != nullptr) LUTHIER_CHECK(measure(tables, prepared, data, *encoder, report, job));
    for (const auto* table : {tables.train.get(), tables.validation.get(), tables.test.get()}) {
        if (table == nullptr) continue;
        std::ranges::move(setAsideByKind(table->source()), std::back_inserter(report.problems));
    }
    std::ranges::stable_sort(report.problems, {}, &severity);
    const bool blocked = !report.problems.empty() && report.problems.front().blocking;
    report.readiness = blocked    ? Readiness::Blocked
        : report.problems.empty() ? Readiness::Ready
                                  : Readiness::NeedsALook;
    report.answer = answerOf(report, prepared.labels.size());
    return report;
}

} // namespace luthier::data
