// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/data_watch.h"

#include "core/config/recipe_yaml.h"
#include "ui/bridge/words.h"

#include <algorithm>
#include <utility>

namespace luthier::ui {
namespace {

constexpr const char* kTrain = "train"; // the key of the file to learn from

/// The parts of a recipe that a table or a report is made from, as text.
std::string keyOf(const config::Recipe& recipe, bool whole)
{
    config::Recipe only;
    only.format = recipe.format;
    only.data = recipe.data;
    if (whole) {
        only.task = recipe.task;
        only.model = recipe.model;
        if (const auto seed = recipe.train.find("seed"); seed != recipe.train.end()) only.train.insert(*seed);
    } else {
        std::erase_if(only.data, [](const auto& entry) { return entry.first != kTrain; });
    }
    return config::recipeToYaml(only);
}

/// A table and what could be made of it, worked out on one thread.
struct Opened {
    std::shared_ptr<const data::Table> table;
    std::vector<engine::TaskGuess> guesses;
};

} // namespace

DataWatch::DataWatch(engine::Datasets& datasets, Project& project, JobRunner& jobs)
    : m_datasets{datasets}
    , m_project{project}
    , m_jobs{jobs}
{
    connect(&project, &Project::recipeChanged, this, &DataWatch::look);
    look();
}

bool DataWatch::hasFile() const
{
    return m_project.recipe().data.contains(kTrain);
}

engine::DataFacts DataWatch::facts() const
{
    if (!m_report) return {};
    const auto rows = static_cast<std::int64_t>(m_report->split.train.size());
    const auto& lengths = m_report->lengths;
    return {.trainRows = rows,
            .labels = static_cast<std::int64_t>(m_report->balance.size()),
            .tokensPerRow = rows == 0 ? 0 : lengths.totalTokens / rows,
            .longestRow
            = lengths.maxTokens > 0 ? std::min(lengths.longest, lengths.maxTokens) : lengths.longest};
}

void DataWatch::look()
{
    if (!hasFile()) {
        const bool had = !m_tableKey.empty();
        m_tableKey.clear();
        m_reportKey.clear();
        m_table.reset();
        m_guesses.clear();
        m_report.reset();
        m_fault.reset();
        m_reading = false;
        if (!had) return;
        Q_EMIT tableChanged();
        Q_EMIT reportChanged();
        return;
    }
    if (std::exchange(m_tableKey, keyOf(m_project.recipe(), false)) != m_tableKey) return openTable();
    if (m_table) readReport();
}

void DataWatch::openTable()
{
    const auto path = m_project.recipe().resolve(m_project.recipe().data.find(kTrain)->second.text);
    m_reading = true;
    m_reportKey.clear();
    m_table.reset();
    m_report.reset();
    Q_EMIT reportChanged();
    m_jobs.start(
        {.name = tr("Reading %1").arg(fromPath(path.filename())), .key = "table"}, this,
        [&datasets = m_datasets, path,
         format = m_project.recipe().format](const Job& job) -> Expected<Opened> {
            LUTHIER_TRY(auto table, datasets.open(path, format, job));
            auto guesses = datasets.guess(*table);
            return Opened{std::move(table), std::move(guesses)};
        },
        [this](Expected<Opened> opened) {
            if (opened) {
                m_guesses = std::move(opened->guesses);
                return take(std::move(opened->table));
            }
            m_guesses.clear();
            take(Unexpected{std::move(opened).error()});
        });
}

void DataWatch::take(Expected<std::shared_ptr<const data::Table>> table)
{
    m_fault.reset();
    if (!table) {
        m_reading = false;
        m_fault = std::move(table).error();
        Q_EMIT tableChanged();
        Q_EMIT reportChanged();
        return;
    }
    m_table = *std::move(table);
    Q_EMIT tableChanged();
    takeGoal();
    readReport();
}

void DataWatch::takeGoal()
{
    const auto path = m_table->source().path.string();
    const bool otherFile = !m_goalPath.empty() && m_goalPath != path;
    m_goalPath = path;
    const auto& task = m_project.recipe().task.name;
    const bool served = std::ranges::find(m_guesses, task, &engine::TaskGuess::task) != m_guesses.end();
    if (m_guesses.empty() || (!task.empty() && (served || !otherFile))) return;
    m_project.change(tr("Goal taken from the file"),
                     [this](config::Recipe& recipe) { recipe.task = {m_guesses.front().task}; });
}

void DataWatch::readReport()
{
    const auto& recipe = m_project.recipe();
    if (recipe.task.name.empty()) { // no guess fits: the person says what the rows are for
        m_reading = false;
        Q_EMIT reportChanged();
        return;
    }
    if (std::exchange(m_reportKey, keyOf(recipe, true)) == m_reportKey) return;
    m_reading = true;
    Q_EMIT reportChanged();
    m_jobs.start(
        {.name = tr("Checking the data"), .key = "report"}, this,
        [&datasets = m_datasets, recipe](const Job& job) { return datasets.report(recipe, job); },
        [this](Expected<data::Report> report) {
            m_reading = false;
            m_fault.reset();
            if (report) {
                m_report = *std::move(report);
            } else {
                m_fault = std::move(report).error();
                m_report.reset();
            }
            Q_EMIT reportChanged();
        });
}

} // namespace luthier::ui
