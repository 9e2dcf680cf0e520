// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/layer_map.h"

#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>
#include <utility>

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace luthier::ui {
namespace {

using LayerState = engine::LayerNode::State;

constexpr int kLeastColumn = 88; // pixels: a bar and its number

/// Shapes for the states, a bar for the weights.
class LayerDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Colours& colours = coloursOf(option.palette);
        if (index.column() == LayerModel::StateColumn && !isTrained(index)) {
            const QRect mark{option.rect.left(), option.rect.top(), space(24), option.rect.height()};
            painter->fillRect(mark, QBrush{mixed(colours.panel, colours.border, 0.35), Qt::BDiagPattern});
        }
        if (index.column() == LayerModel::WeightsColumn) {
            const QRect room = option.rect.adjusted(space(8), space(8), -space(64), -space(8));
            const double share = index.data(LayerModel::ShareRole).toDouble();
            QRect bar = room;
            bar.setWidth(std::max(2, static_cast<int>(room.width() * share)));
            painter->fillRect(QStyle::visualRect(option.direction, room, bar),
                              isTrained(index) ? colours.accent : mixed(colours.panel, colours.border, 0.7));
        }
        QStyledItemDelegate::paint(painter, option, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != LayerModel::StateColumn) return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(iconOf(static_cast<LayerState>(index.data(LayerModel::StateRole).toInt())));
    }

private:
    static bool isTrained(const QModelIndex& index)
    {
        return index.data(LayerModel::StateRole).toInt() == static_cast<int>(LayerState::Trained);
    }
    static QString iconOf(LayerState state)
    {
        switch (state) {
        case LayerState::Trained:
            return "train";
        case LayerState::Adapter:
            return "clip";
        case LayerState::Mixed:
            return "partly";
        case LayerState::Frozen:
            break;
        }
        return "snowflake";
    }
};

} // namespace

/// What stays the same when the layers are shown anew, as keys of the model.
struct LayerMap::Memory {
    QString current;
    QStringList selected, unfolded;
};

LayerMap::LayerMap(QWidget* parent)
    : QTreeView{parent}
{
    setModel(&m_model);
    setItemDelegate(new LayerDelegate{this});
    setSelectionMode(ExtendedSelection);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setAccessibleName(tr("Layer map"));
    setAccessibleDescription(
        tr("Space freezes or trains a part, A puts an add-on on it, 1 to 9 train the top "
           "blocks"));
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(kLeastColumn);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(LayerModel::WeightsColumn, QHeaderView::Stretch);
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex& row) {
        if (!row.data(LayerModel::GroupRole).toBool()) return;
        const QString key = row.data(LayerModel::KeyRole).toString();
        QMetaObject::invokeMethod( // the view is still busy with the row that goes away
            this, [this, key] { takeApart(m_model.indexOfKey(key)); }, Qt::QueuedConnection);
    });
}

void LayerMap::setLayers(const std::vector<engine::LayerNode>& layers)
{
    const Memory memory = remember();
    m_model.setLayers(layers);
    restore(memory);
}

void LayerMap::setReadOnly(const QString& reason)
{
    m_readOnly = reason;
    setToolTip(reason);
}

void LayerMap::takeApart(const QModelIndex& group)
{
    if (!group.isValid()) return;
    const Memory memory = remember();
    m_model.takeApart(group);
    restore(memory);
}

LayerMap::Memory LayerMap::remember() const
{
    Memory memory;
    memory.current = currentIndex().data(LayerModel::KeyRole).toString();
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        for (const QString& id : m_model.idsOf(row)) {
            memory.selected << id;
        }
    }
    const auto walk = [&](auto& self, const QModelIndex& parent) -> void {
        for (int i = 0; i < m_model.rowCount(parent); ++i) {
            const QModelIndex row = m_model.index(i, 0, parent);
            if (isExpanded(row)) memory.unfolded << row.data(LayerModel::KeyRole).toString();
            self(self, row);
        }
    };
    walk(walk, {});
    return memory;
}

void LayerMap::restore(const Memory& memory)
{
    for (const QString& key : memory.unfolded) {
        const QModelIndex row = m_model.indexOfKey(key);
        if (row.isValid() && !row.data(LayerModel::GroupRole).toBool()) setExpanded(row, true);
    }
    const QModelIndex current = m_model.indexOfKey(memory.current);
    if (current.isValid()) selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    for (const QString& key : memory.selected) {
        const QModelIndex row = m_model.indexOfKey(key);
        if (row.isValid())
            selectionModel()->select(row, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

QStringList LayerMap::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        ids << m_model.idsOf(row);
    }
    return ids;
}

bool LayerMap::allLearn(const QModelIndexList& rows) const
{
    return std::ranges::all_of(rows, [](const QModelIndex& row) {
        const auto state = static_cast<LayerState>(row.data(LayerModel::StateRole).toInt());
        return state == LayerState::Trained || state == LayerState::Adapter;
    });
}

void LayerMap::request(bool trained)
{
    const QStringList ids = selectedIds();
    if (!ids.isEmpty() && m_readOnly.isEmpty()) Q_EMIT trainRequested(ids, trained);
}

void LayerMap::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const int digit = event->key() - Qt::Key_0;
    if (plain && event->key() == Qt::Key_Space) return request(!allLearn(selectionModel()->selectedRows()));
    if (plain && event->key() == Qt::Key_A) {
        if (const QStringList ids = selectedIds(); !ids.isEmpty() && m_readOnly.isEmpty()) {
            Q_EMIT adapterRequested(ids);
        }
        return;
    }
    if (plain && digit >= 1 && digit <= 9) {
        if (m_readOnly.isEmpty()) Q_EMIT topBlocksRequested(digit);
        return;
    }
    if (plain && event->key() == Qt::Key_Right && currentIndex().data(LayerModel::GroupRole).toBool()) {
        return takeApart(currentIndex());
    }
    QTreeView::keyPressEvent(event);
}

bool LayerMap::isOnArrow(const QPoint& point) const
{
    const QModelIndex name = indexAt(point).siblingAtColumn(LayerModel::NameColumn);
    if (!name.isValid() || columnAt(point.x()) != LayerModel::NameColumn) return false;
    const QRect words = visualRect(name);
    return layoutDirection() == Qt::RightToLeft ? point.x() > words.right() : point.x() < words.left();
}

void LayerMap::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex row = indexAt(event->pos());
    m_painting = event->button() == Qt::LeftButton && row.isValid() && !isOnArrow(event->pos());
    if (m_painting) m_paintTrained = !allLearn({row});
    QTreeView::mousePressEvent(event);
}

void LayerMap::mouseReleaseEvent(QMouseEvent* event)
{
    QTreeView::mouseReleaseEvent(event);
    if (std::exchange(m_painting, false)) request(m_paintTrained);
}

} // namespace luthier::ui
