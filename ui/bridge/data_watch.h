// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"
#include "core/engine/models.h"
#include "ui/bridge/job_runner.h"
#include "ui/bridge/project.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

namespace luthier::ui {

/// What is known of the draft's data: its rows, what they could be used for, and the report on them. Read in
/// the background again whenever something changes on which they depend. A draft without a goal, or with one
/// that another file cannot serve, gets the likeliest one.
///
/// Thread  GUI.
class DataWatch final : public QObject {
    Q_OBJECT
public:
    DataWatch(engine::Datasets& datasets, Project& project, JobRunner& jobs);

    bool hasFile() const;
    bool isReading() const { return m_reading; }
    const std::shared_ptr<const data::Table>& table() const { return m_table; } ///< null: not read (yet)
    const std::vector<engine::TaskGuess>& guesses() const { return m_guesses; }
    const data::Report* report() const { return m_report ? &*m_report : nullptr; } ///< null: not there (yet)
    const Error* fault() const { return m_fault ? &*m_fault : nullptr; } ///< why there is no newer one

    /// Numbers for a plan; zeros as long as they are not known.
    engine::DataFacts facts() const;

Q_SIGNALS:
    void tableChanged();
    void reportChanged(); ///< or the fault, or isReading()

private:
    void look();
    void openTable();
    void take(Expected<std::shared_ptr<const data::Table>> table);
    void takeGoal();
    void readReport();

    engine::Datasets& m_datasets;
    Project& m_project;
    JobRunner& m_jobs;
    std::string m_tableKey, m_reportKey; ///< what the newest question was about
    std::string m_goalPath; ///< the file that the goal was chosen for
    bool m_reading{false};
    std::shared_ptr<const data::Table> m_table;
    std::vector<engine::TaskGuess> m_guesses;
    std::optional<data::Report> m_report;
    std::optional<Error> m_fault;
};

} // namespace luthier::ui
