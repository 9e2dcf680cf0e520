// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare.h"

#include "core/base/files.h"
#include "core/data/copies.h"
#include "core/data/dates.h"
#include "core/data/label_counts.h"
#include "core/data/normal_text.h"
#include "core/data/problems.h"
#include "core/data/row_facts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace luthier::data {
namespace {

std::int64_t count(std::span<const std::uint32_t> rows)
{
    return static_cast<std::int64_t>(rows.size());
}

/// The share of the training file that a part gets.
double shareOf(const config::Values& data, const char* part)
{
    return data.is(part, "none") || !data.part(part).path.empty() ? 0 : data.part(part).share;
}

/// Whether the settings fit each other and the roles: what can be told before any row is read.
Expected<void> checkSettings(const config::Values& data, const Roles& roles)
{
    const auto wrong = [](ErrorCode code, const char* where, Text message, Text hint) {
        return Unexpected{
            {.code = code, .message = std::move(message), .where = where, .hint = std::move(hint)}};
    };
    if (!data.is("corrections", "none") && !data.text("corrections").empty()) {
        return wrong(ErrorCode::Unsupported, "data.corrections",
                     QT_TRANSLATE_NOOP("core", "corrections are not read yet"), {});
    }
    if (!data.names("mix").empty()) {
        return wrong(ErrorCode::Unsupported, "data.mix",
                     QT_TRANSLATE_NOOP("core", "further files are not mixed in yet"), {});
    }
    for (const char* role : {"group", "date"}) {
        if (!data.is("split_by", role) || roles.contains(role)) continue;
        return wrong(ErrorCode::InvalidInput, "data.split_by",
                     {QT_TRANSLATE_NOOP("core", "no column has the role '%1'"), role},
                     QT_TRANSLATE_NOOP("core", "choose the column, or split at random"));
    }
    constexpr double kMostHeldBack = 0.95;
    const auto heldBack = shareOf(data, "validation") + shareOf(data, "test");
    if (heldBack <= kMostHeldBack) return {};
    return wrong(ErrorCode::InvalidInput, "data.validation",
                 {QT_TRANSLATE_NOOP("core", "validation and test together take %1 of the rows"), heldBack},
                 QT_TRANSLATE_NOOP("core", "leave rows to learn from"));
}

/// Makes a Prepared, step by step; each step needs what those before it found.
class Preparation {
public:
    Preparation(const Tables& tables, RowFacts facts, const config::Values& data, std::uint64_t seed,
                const Job& job)
        : m_tables{tables}
        , m_facts{std::move(facts)}
        , m_data{data}
        , m_seed{seed}
        , m_job{job}
        , m_clusters{m_facts.rows()}
    {
    }

    Expected<Prepared> prepared(Form form, const Roles& roles);

private:
    void useRows();
    void addBadWeights();
    void addCopies();
    LargeVector<std::int64_t> dates(std::span<const std::uint32_t> rows);
    void split();
    void countLeaks();
    void checkHeldBack();

    void add(Problem problem) { m_result.problems.push_back(std::move(problem)); }
    void add(std::string_view code, Text message, std::span<const std::uint32_t> rows)
    {
        if (!rows.empty()) add(m_facts.problem(code, std::move(message), rows));
    }

    const Tables& m_tables;
    RowFacts m_facts;
    const config::Values& m_data;
    std::uint64_t m_seed;
    const Job& m_job;
    Clusters m_clusters;
    Prepared m_result;
    LargeVector<std::uint32_t> m_usable; ///< rows, ascending
    LargeVector<Part> m_parts; ///< of the training file's rows
};

void Preparation::useRows()
{
    LargeVector<std::uint32_t> empty, unlabelled, unreadable, unknown;
    const bool classes = m_result.form == Form::Classes;
    for (std::uint32_t row = 0; row < m_facts.rows(); ++row) {
        switch (m_facts.states[row]) {
        case RowState::Usable:
            (classes && m_facts.labels[row] < 0 ? unknown : m_usable).push_back(row);
            break;
        case RowState::Empty:
            empty.push_back(row);
            break;
        case RowState::Unlabelled:
            unlabelled.push_back(row);
            break;
        case RowState::Unreadable:
            unreadable.push_back(row);
            break;
        }
    }
    m_result.rows = m_facts.rows();
    m_result.usable = count(m_usable);
    m_result.empty = count(empty);
    m_result.unlabelled = count(unlabelled);
    if (m_usable.empty()) {
        add({.code = "no_text",
             .message = classes ? QT_TRANSLATE_NOOP("core", "No row has both a text and a label.")
                                : QT_TRANSLATE_NOOP("core", "No row has both a question and an answer."),
             .count = m_result.rows,
             .blocking = true});
    }
    add("bad_conversation",
        counted(count(unreadable), QT_TRANSLATE_NOOP("core", "%1 conversation cannot be read."),
                QT_TRANSLATE_NOOP("core", "%1 conversations cannot be read.")),
        unreadable);
    add("missing_label",
        counted(count(unlabelled), QT_TRANSLATE_NOOP("core", "%1 row has no label."),
                QT_TRANSLATE_NOOP("core", "%1 rows have no label.")),
        unlabelled);
    if (classes) {
        add("empty_text",
            counted(count(empty), QT_TRANSLATE_NOOP("core", "%1 row has no text."),
                    QT_TRANSLATE_NOOP("core", "%1 rows have no text.")),
            empty);
    } else {
        add("empty_answer",
            counted(count(empty), QT_TRANSLATE_NOOP("core", "%1 row lacks a question or an answer."),
                    QT_TRANSLATE_NOOP("core", "%1 rows lack a question or an answer.")),
            empty);
    }
    add("unknown_label",
        counted(count(unknown),
                QT_TRANSLATE_NOOP("core", "%1 held-back row has a label that no training row has."),
                QT_TRANSLATE_NOOP("core", "%1 held-back rows have a label that no training row has.")),
        unknown);
}

void Preparation::addBadWeights()
{
    if (!m_result.roles.contains("weight")) return;
    LargeVector<std::uint32_t> bad;
    for (const auto row : m_usable) {
        if (!weightOf(m_facts.cell(row, "weight"))) bad.push_back(row);
    }
    add("bad_weight",
        counted(count(bad),
                QT_TRANSLATE_NOOP("core", "%1 row has a weight that is no number; it counts as 1."),
                QT_TRANSLATE_NOOP("core", "%1 rows have a weight that is no number; they count as 1.")),
        bad);
}

void Preparation::addCopies()
{
    const auto copies
        = joinCopies(m_facts, m_usable, m_data.is("near_copies", "together"), m_clusters, m_job);
    m_result.exactCopies = count(copies.exact);
    m_result.conflicting = count(copies.conflicting);
    m_result.nearCopies = count(copies.near);
    std::ranges::move(problemsOf(copies, m_facts), std::back_inserter(m_result.problems));
}

/// The dates by which rows are dealt; those without one are named.
LargeVector<std::int64_t> Preparation::dates(std::span<const std::uint32_t> rows)
{
    LargeVector<std::int64_t> dates(m_facts.rows(), 0);
    LargeVector<std::uint32_t> undated;
    for (const auto row : rows) {
        const auto date = dateOf(trimmed(m_facts.cell(row, "date")));
        dates[row] = date.value_or(0);
        if (!date) undated.push_back(row);
    }
    add("bad_date",
        counted(count(undated),
                QT_TRANSLATE_NOOP("core", "%1 row has no date that can be read; it is learned from."),
                QT_TRANSLATE_NOOP("core", "%1 rows have no date that can be read; they are learned from.")),
        undated);
    return dates;
}

void Preparation::split()
{
    const bool byGroup = m_data.is("split_by", "group"), byDate = m_data.is("split_by", "date");
    const auto trainFile = std::span{m_usable}.first(
        static_cast<std::size_t>(std::ranges::lower_bound(m_usable, m_facts.trainRows()) - m_usable.begin()));
    const auto newest = byDate ? dates(trainFile) : LargeVector<std::int64_t>{};
    m_parts = dealt({.rows = trainFile,
                     .labels = byGroup ? std::span<const std::int32_t>{} : m_facts.labels,
                     .keys = m_facts.keys,
                     .dates = newest,
                     .validation = m_tables.validation ? 0 : shareOf(m_data, "validation"),
                     .test = m_tables.test ? 0 : shareOf(m_data, "test"),
                     .seed = m_seed},
                    m_clusters);
    for (const auto row : m_usable) {
        const auto part = row < m_facts.trainRows() ? m_parts[row] : m_facts.fileOf(row);
        auto& rows = part == Part::Train ? m_result.split.train
            : part == Part::Validation   ? m_result.split.validation
                                         : m_result.split.test;
        rows.push_back(m_facts.inFile(row));
    }
}

/// Rows of validation and test files that are copies of a row that is learned from.
void Preparation::countLeaks()
{
    std::vector<bool> learned(m_facts.rows(), false);
    LargeVector<std::uint32_t> leaks;
    for (const auto row : m_usable) {
        const auto first = m_clusters.first(row);
        if (row >= m_facts.trainRows()) {
            if (learned[first]) leaks.push_back(row);
        } else if (m_parts[row] == Part::Train) {
            learned[first] = true;
        }
    }
    add("leaked_rows",
        counted(
            count(leaks),
            QT_TRANSLATE_NOOP("core", "%1 held-back row is a copy of a training row: results get too kind."),
            QT_TRANSLATE_NOOP("core",
                              "%1 held-back rows are copies of training rows: results get too kind.")),
        leaks);
}

void Preparation::checkHeldBack()
{
    constexpr std::size_t kWeak = 100; // rows
    const auto& split = m_result.split;
    if (m_usable.empty()) return;
    if (split.train.empty()) {
        add({.code = "nothing_to_learn",
             .message = QT_TRANSLATE_NOOP("core", "All rows are held back; none is left to learn from."),
             .blocking = true});
    }
    if (split.validation.empty()) {
        add({.code = "no_held_back",
             .message = QT_TRANSLATE_NOOP(
                 "core", "No rows are held back: nothing will tell understanding from memorising."),
             .count = 0});
    } else if (split.validation.size() < kWeak) {
        add({.code = "few_held_back",
             .message = Text{QT_TRANSLATE_NOOP("core", "Only %1 rows are held back: verdicts will be weak."),
                             split.validation.size()},
             .count = static_cast<std::int64_t>(split.validation.size())});
    }
}

Expected<Prepared> Preparation::prepared(Form form, const Roles& roles)
{
    m_result.form = form;
    m_result.roles = roles;
    useRows();
    addBadWeights();
    addCopies();
    if (m_job.stop.stop_requested()) return Unexpected{interrupted()};
    split();
    countLeaks();
    if (form == Form::Classes) {
        auto counts = countLabels(m_facts, m_usable);
        m_result.labels = std::move(m_facts.labelNames);
        m_result.balance = std::move(counts.balance);
        std::ranges::move(counts.problems, std::back_inserter(m_result.problems));
    }
    checkHeldBack();
    std::ranges::stable_sort(m_result.problems, {}, &severity);
    return std::move(m_result);
}

} // namespace

Expected<Prepared> prepare(const Tables& tables, Form form, const Roles& roles, const config::Values& data,
                           std::uint64_t seed, const Job& job)
{
    LUTHIER_CHECK(checkSettings(data, roles));
    LUTHIER_TRY(auto facts, RowFacts::of(tables, form, roles, job));
    return Preparation{tables, std::move(facts), data, seed, job}.prepared(form, roles);
}

} // namespace luthier::data
