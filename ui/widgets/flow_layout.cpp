// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include "ui/widgets/theme/measure.h"

#include <algorithm>

#include <QStyle>
#include <QWidget>

namespace luthier::ui {

FlowLayout::FlowLayout(int leastWidth, QWidget* parent)
    : QLayout{parent}
    , m_leastWidth{leastWidth}
{
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.emplace_back(item); // QLayout hands it over
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count()) return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect{0, 0, width, 0}, false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto& item : m_items) {
        size = size.expandedTo(item->minimumSize());
    }
    if (m_leastWidth > 0) size.setWidth(std::max(size.width(), space(m_leastWidth)));
    const QMargins margins = contentsMargins();
    return size + QSize{margins.left() + margins.right(), margins.top() + margins.bottom()};
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

/// Returns the height of all rows.
int FlowLayout::arrange(const QRect& rect, bool really) const
{
    const QMargins margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    const int gap = std::max(0, spacing());
    const int least = space(m_leastWidth);
    int columns = least <= 0 ? 0 : std::max(1, (area.width() + gap) / (least + gap));
    if (m_filling) {
        const auto shown = std::ranges::count_if(m_items, [](const auto& item) { return !item->isEmpty(); });
        columns = std::min(columns, std::max(1, static_cast<int>(shown)));
    }
    const int even = columns == 0 ? 0 : (area.width() - (columns - 1) * gap) / columns;

    int x = area.left();
    int y = area.top();
    int rowHeight = 0;
    std::vector<std::pair<QLayoutItem*, QRect>> row;
    const auto endRow = [&] {
        for (auto& [item, place] : row) {
            if (columns > 0) {
                place.setHeight(rowHeight);
            } else {
                place.translate(0, (rowHeight - place.height()) / 2); // on one middle line
            }
            const auto direction
                = parentWidget() == nullptr ? Qt::LeftToRight : parentWidget()->layoutDirection();
            if (really) item->setGeometry(QStyle::visualRect(direction, area, place));
        }
        row.clear();
        x = area.left();
        y += rowHeight + gap;
        rowHeight = 0;
    };
    for (const auto& item : m_items) {
        if (item->isEmpty()) continue;
        const int width = columns > 0 ? even : std::min(item->sizeHint().width(), area.width());
        const int height
            = item->hasHeightForWidth() ? item->heightForWidth(width) : item->sizeHint().height();
        if (!row.empty() && x + width > area.right() + 1) endRow();
        row.emplace_back(item.get(), QRect{x, y, width, height});
        rowHeight = std::max(rowHeight, height);
        x += width + gap;
    }
    if (!row.empty()) endRow();
    return std::max(0, y - gap - area.top()) + margins.top() + margins.bottom();
}

} // namespace luthier::ui
