// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>

namespace luthier::ui {

struct Cell {
    QString text{};
    QVariant sort{}; ///< what its column is sorted by; invalid: the text
    QString tip{};
    bool strong{false}; ///< stands out
    std::optional<bool> checked{}; ///< a box that the person ticks
};

struct CellColumn {
    QString title;
    QString tip{};
    bool number{false}; ///< to the right
    bool wide{false}; ///< takes the room that is left
};

struct CellRow {
    QString key; ///< names the row across changes
    std::vector<Cell> cells{}; ///< one a column
};

/// A table of a few hundred rows, as values.
struct Cells {
    std::vector<CellColumn> columns{};
    std::vector<CellRow> rows{};
};

/// Cells as Qt wants them.
class CellModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole, KeyRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setCells(Cells cells);
    const Cells& cells() const { return m_cells; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void ticked(const QString& key, bool on); ///< by the person

private:
    const Cell& cell(const QModelIndex& index) const;

    Cells m_cells;
};

} // namespace luthier::ui
