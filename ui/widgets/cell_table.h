// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_model.h"

#include <QSortFilterProxyModel>
#include <QTableView>

namespace luthier::ui {

/// Dense rows that are sorted by a click on a heading, as high as they need, up to a number of rows; then
/// they scroll. Sorting and the current row stay where the cells change.
class CellTable final : public QTableView {
    Q_OBJECT
public:
    CellTable(const QString& name, int mostRows, QWidget* parent = nullptr);

    void setCells(Cells cells);
    const Cells& cells() const { return m_model.cells(); }
    void sortBy(int column, Qt::SortOrder order);
    QString currentKey() const; ///< empty without a row
    void setCurrentKey(const QString& key);
    QStringList shownKeys() const; ///< in the present order

Q_SIGNALS:
    void currentKeyChanged(const QString& key);
    void ticked(const QString& key, bool on);

private:
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void fit();
    void fitColumns();
    bool hasWideColumn() const; ///< it takes all the room: there is nothing to scroll to

    int m_mostRows;
    bool m_filling{false};
    CellModel m_model;
    QSortFilterProxyModel m_sorted;
};

} // namespace luthier::ui
