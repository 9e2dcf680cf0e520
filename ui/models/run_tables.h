// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/comparison.h"
#include "core/runs/run_card.h"
#include "ui/models/cell_model.h"

#include <optional>
#include <string>
#include <vector>

#include <QHash>

namespace luthier::ui {

/// A run or a baseline in the table of the Compare page.
struct RunLine {
    QString name;
    std::optional<runs::RunCard> card{}; ///< of a run
    std::optional<runs::Compared> compared{}; ///< where it was measured
    bool chosen{false}; ///< the person wants it compared

    QString key() const; ///< a run's folder; a baseline's name
};

/// What the runs table shows.
struct RunTableView {
    std::string metric; ///< that decides; empty: nothing was measured yet
    std::string shown{}; ///< that has a column: see shownMetric()
    bool differencesOnly{true}; ///< leaves settings out that are the same in all runs
    QHash<QString, QString> titles{}; ///< of settings: "train.epochs" -> "Rounds (epochs)"
};
Cells runCells(const std::vector<RunLine>& lines, const RunTableView& view);

/// Each class of `one` with its intervals, and how far it is from `reference`.
Cells classCells(const runs::Evaluation& one, const runs::Evaluation* reference);

/// The rows that two runs answer differently; of text, those whose loss changed most.
struct Changes {
    Cells cells{};
    std::int64_t nowRight{}, nowWrong{}; ///< of classes
};
Changes changedCells(const runs::Evaluation& before, const runs::Evaluation& after);

/// A metric with intervals: the one that decides, or the nearest to it; empty without one.
std::string shownMetric(const runs::Comparison& comparison);
/// A baseline's name is a text of core; a run's is its own.
QString nameOf(const runs::Compared& row);

} // namespace luthier::ui
