// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cell_model.h"

#include <utility>

#include <QFont>

namespace luthier::ui {

void CellModel::setCells(Cells cells)
{
    beginResetModel();
    m_cells = std::move(cells);
    endResetModel();
}

const Cell& CellModel::cell(const QModelIndex& index) const
{
    return m_cells.rows[static_cast<std::size_t>(index.row())]
        .cells[static_cast<std::size_t>(index.column())];
}

int CellModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cells.rows.size());
}

int CellModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cells.columns.size());
}

Qt::ItemFlags CellModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && cell(index).checked ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant CellModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const Cell& one = cell(index);
    switch (role) {
    case Qt::DisplayRole:
        return one.text;
    case Qt::ToolTipRole:
        return one.tip.isEmpty() ? QVariant{} : one.tip;
    case Qt::TextAlignmentRole: {
        const bool number = m_cells.columns[static_cast<std::size_t>(index.column())].number;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case Qt::FontRole: {
        if (!one.strong) return {};
        QFont font;
        font.setWeight(QFont::DemiBold);
        return font;
    }
    case Qt::CheckStateRole:
        if (!one.checked) return {};
        return static_cast<int>(*one.checked ? Qt::Checked : Qt::Unchecked);
    case SortRole:
        return one.sort.isValid() ? one.sort : one.text;
    case KeyRole:
        return m_cells.rows[static_cast<std::size_t>(index.row())].key;
    default:
        return {};
    }
}

bool CellModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || !cell(index).checked) return false;
    CellRow& row = m_cells.rows[static_cast<std::size_t>(index.row())];
    const bool on = value.toInt() == Qt::Checked;
    row.cells[static_cast<std::size_t>(index.column())].checked = on;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT ticked(row.key, on);
    return true;
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) return {};
    const CellColumn& column = m_cells.columns[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.tip.isEmpty() ? QVariant{} : column.tip;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace luthier::ui
