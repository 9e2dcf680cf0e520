// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/row_facts.h"

#include "core/base/files.h"
#include "core/data/normal_text.h"
#include "core/data/parallel.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace luthier::data {
namespace {

constexpr std::size_t kMostLabels = 10'000;
constexpr std::size_t kMostRowsShown = 1000;

} // namespace

Expected<RowFacts> RowFacts::of(const Tables& tables, Form form, const Roles& roles, const Job& job)
{
    RowFacts facts;
    facts.m_form = form;
    std::int64_t rows = 0;
    for (const auto& [table, part] :
         {std::pair{tables.train.get(), Part::Train}, std::pair{tables.validation.get(), Part::Validation},
          std::pair{tables.test.get(), Part::Test}}) {
        if (table == nullptr) continue;
        LUTHIER_TRY(const auto file, Rows::of(*table, roles));
        facts.m_files.push_back(file);
        facts.m_parts.push_back(part);
        rows += table->rows();
        if (rows > std::numeric_limits<std::uint32_t>::max()) {
            return Unexpected{
                {.code = ErrorCode::Limit,
                 .message = Text{QT_TRANSLATE_NOOP("core", "%1 rows are more than can be used"), rows},
                 .where = table->source().path.string()}};
        }
        facts.m_begins.push_back(static_cast<std::uint32_t>(rows));
    }
    facts.states.resize(facts.rows());
    facts.keys.resize(facts.rows());
    inParallel(rows, [&](std::size_t part, std::int64_t begin, std::int64_t end) {
        std::string words;
        for (auto row = begin; row < end; ++row) {
            facts.look(static_cast<std::uint32_t>(row), words);
            constexpr std::int64_t kBreath = 4096; // rows between two looks at the outside
            if ((row - begin) % kBreath != 0) continue;
            if (job.stop.stop_requested()) return;
            if (part == 0) {
                job.report(static_cast<double>(row - begin) / static_cast<double>(end - begin),
                           QT_TRANSLATE_NOOP("core", "Looking at the rows"));
            }
        }
    });
    if (job.stop.stop_requested()) return Unexpected{interrupted()};
    if (form == Form::Classes) LUTHIER_CHECK(facts.nameLabels());
    return facts;
}

std::pair<std::size_t, std::int64_t> RowFacts::place(std::uint32_t row) const
{
    std::size_t file = 0;
    while (row >= m_begins[file + 1]) {
        ++file;
    }
    return {file, row - m_begins[file]};
}

Part RowFacts::fileOf(std::uint32_t row) const
{
    return m_parts[place(row).first];
}

std::int64_t RowFacts::inFile(std::uint32_t row) const
{
    return place(row).second;
}

std::string_view RowFacts::cell(std::uint32_t row, std::string_view role) const
{
    const auto [file, number] = place(row);
    return m_files[file].cell(number, role);
}

void RowFacts::comparable(std::uint32_t row, std::string& into) const
{
    const auto [file, number] = place(row);
    if (m_form == Form::Answers) {
        const auto conversation = m_files[file].conversation(number);
        normalise(conversation ? saidIn(*conversation) : "", into);
        return;
    }
    const auto text = m_files[file].text(number);
    if (text.text2.value_or("").empty()) {
        normalise(text.text, into);
    } else {
        normalise(std::string{text.text} + "\n" + std::string{*text.text2}, into);
    }
}

Problem RowFacts::problem(std::string_view code, Text message, std::span<const std::uint32_t> rows) const
{
    Problem problem{.code = std::string{code},
                    .message = std::move(message),
                    .count = static_cast<std::int64_t>(rows.size())};
    for (const auto row : rows) {
        if (row < trainRows() && problem.rows.size() < kMostRowsShown) problem.rows.push_back(row);
    }
    if (!problem.rows.empty()) {
        const Table& train = m_files.front().table();
        problem.where = train.source().path.filename().string() + ":"
            + std::to_string(train.line(problem.rows.front()));
    }
    return problem;
}

void RowFacts::look(std::uint32_t row, std::string& words)
{
    const auto [file, number] = place(row);
    auto& state = states[row] = RowState::Usable;
    if (m_form == Form::Answers) {
        const auto conversation = m_files[file].conversation(number);
        if (!conversation) {
            state
                = conversation.error().code == ErrorCode::NotUsable ? RowState::Empty : RowState::Unreadable;
            return;
        }
        normalise(saidIn(*conversation), words);
    } else {
        const auto text = m_files[file].text(number);
        comparable(row, words);
        if (words.empty() || trimmed(text.text).empty()) {
            state = RowState::Empty;
        } else if (text.label.empty()) {
            state = RowState::Unlabelled;
        }
        if (state != RowState::Usable) return;
    }
    keys[row] = textKey(words);
}

/// Labels are those of the training file's usable rows.
Expected<void> RowFacts::nameLabels()
{
    std::map<std::string_view, std::int32_t> known;
    const auto& train = m_files.front();
    for (std::uint32_t row = 0; row < trainRows(); ++row) {
        if (states[row] == RowState::Usable) known.emplace(train.text(row).label, -1);
        if (known.size() <= kMostLabels) continue;
        return Unexpected{
            {.code = ErrorCode::Limit,
             .message
             = Text{QT_TRANSLATE_NOOP("core", "the labels have more than %1 different values"), kMostLabels},
             .where = "data.columns.label",
             .hint = QT_TRANSLATE_NOOP("core", "choose a column with few values that come again")}};
    }
    for (auto& [name, index] : known) {
        index = static_cast<std::int32_t>(labelNames.size());
        labelNames.emplace_back(name);
    }
    labels.assign(rows(), -1);
    for (std::uint32_t row = 0; row < rows(); ++row) {
        if (states[row] != RowState::Usable) continue;
        const auto found = known.find(cell(row, "label"));
        if (found != known.end()) labels[row] = found->second;
    }
    return {};
}

} // namespace luthier::data
