// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_table.h"

#include "ui/widgets/theme/label.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace luthier::ui {

constexpr int kRowHeight = 24; // product.md §4: dense where experts compare
constexpr int kMostColumn = 280; // pixels at 100 % text: longer texts are in the tooltip

CellTable::CellTable(const QString& name, int mostRows, QWidget* parent)
    : QTableView{parent}
    , m_mostRows{mostRows}
{
    setAccessibleName(name);
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(CellModel::SortRole);
    m_sorted.setSortLocaleAware(true);
    setModel(&m_sorted);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // as it was given, until somebody clicks
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->hide();
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setHorizontalScrollMode(ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    markVerbatim(*this);
    connect(&m_model, &CellModel::ticked, this, &CellTable::ticked);
    fit();
}

void CellTable::setCells(Cells cells)
{
    const QString key = currentKey();
    m_filling = true;
    m_model.setCells(std::move(cells));
    const int section = horizontalHeader()->sortIndicatorSection();
    if (section >= m_model.columnCount()) sortBy(-1, Qt::AscendingOrder);
    fitColumns();
    setCurrentKey(key);
    m_filling = false;
    fit();
}

void CellTable::sortBy(int column, Qt::SortOrder order)
{
    horizontalHeader()->setSortIndicator(column, order);
    m_sorted.sort(column, order);
}

QString CellTable::currentKey() const
{
    return currentIndex().data(CellModel::KeyRole).toString();
}

void CellTable::setCurrentKey(const QString& key)
{
    for (int row = 0; row < m_sorted.rowCount(); ++row) {
        const QModelIndex index = m_sorted.index(row, 0);
        if (index.data(CellModel::KeyRole).toString() == key) return setCurrentIndex(index);
    }
}

QStringList CellTable::shownKeys() const
{
    QStringList keys;
    for (int row = 0; row < m_sorted.rowCount(); ++row) {
        keys << m_sorted.index(row, 0).data(CellModel::KeyRole).toString();
    }
    return keys;
}

void CellTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::StyleChange && event->type() != QEvent::FontChange) return;
    fit();
    QMetaObject::invokeMethod(this, &CellTable::fitColumns, Qt::QueuedConnection); // the header is told later
}

void CellTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_filling && current.row() != previous.row()) Q_EMIT currentKeyChanged(currentKey());
}

bool CellTable::hasWideColumn() const
{
    return std::ranges::any_of(m_model.cells().columns, [](const CellColumn& column) { return column.wide; });
}

void CellTable::fitColumns()
{
    const auto& columns = m_model.cells().columns;
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        const bool wide = columns[static_cast<std::size_t>(i)].wide;
        horizontalHeader()->setSectionResizeMode(i, wide ? QHeaderView::Stretch : QHeaderView::Interactive);
        const int needed = std::max(sizeHintForColumn(i), horizontalHeader()->sectionSizeHint(i));
        if (!wide) setColumnWidth(i, std::min(needed, space(kMostColumn)));
    }
    horizontalHeader()->setStretchLastSection(!hasWideColumn());
}

void CellTable::fit()
{
    const int row = std::max(space(kRowHeight), fontMetrics().height() + space(8));
    verticalHeader()->setMinimumSectionSize(row);
    verticalHeader()->setDefaultSectionSize(row);
    const int rows = std::clamp(m_model.rowCount(), 1, m_mostRows);
    const int bar = hasWideColumn() ? 0 : horizontalScrollBar()->sizeHint().height();
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * row + bar + 2 * frameWidth());
}

} // namespace luthier::ui
