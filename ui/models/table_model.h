// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/datasets.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QHash>

namespace luthier::ui {

/// The rows of a data file. Cells are read when they are painted, so that ten million rows cost nothing; what
/// a column is stands under its name in the header.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit TableModel(QObject* parent = nullptr);

    void setTable(std::shared_ptr<const data::Table> table); ///< null: nothing to show
    void setRoles(const data::Roles& roles); ///< role -> column
    /// Shows only these rows of the table, in this order; nothing: all of them.
    void setRows(std::optional<std::vector<std::int64_t>> rows);
    /// What is wrong with rows of the table, as a person reads it.
    void setMarks(QHash<qint64, QString> marks);

    /// The row of the table behind a row of the model. REQUIRES: there is one.
    std::int64_t tableRow(int row) const;
    QString columnName(int column) const;
    QString roleOf(int column) const; ///< as a recipe names it; empty without one

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const data::Table> m_table;
    std::vector<QString> m_roles; ///< one a column
    std::optional<std::vector<std::int64_t>> m_rows;
    QHash<qint64, QString> m_marks;
};

/// A role of a column ("text", "label") in the person's language.
QString roleWord(const QString& role);
/// Every role there is, as a recipe names it.
QStringList allRoles();

} // namespace luthier::ui
