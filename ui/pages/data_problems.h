// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"

#include <QWidget>

namespace luthier::ui {

/// The column whose beginning stands for a row: its text or question; empty without one.
std::string tellingColumn(const data::Roles& roles);

/// What should be looked at in the data, worst first: how many rows, some of them, and a button that shows
/// them.
class ProblemList final : public QWidget {
    Q_OBJECT
public:
    explicit ProblemList(QWidget* parent = nullptr);

    /// `table` and `roles` show what the rows are; null: their numbers alone.
    void setProblems(const std::vector<data::Problem>& problems, const data::Table* table,
                     const data::Roles& roles);

Q_SIGNALS:
    void rowsWanted(const std::vector<std::int64_t>& rows, qint64 count, const QString& what);
};

} // namespace luthier::ui
