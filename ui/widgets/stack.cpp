// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stack.h"

#include <QWidget>

namespace luthier::ui {

Stack::Stack(QWidget* parent)
    : QStackedLayout{parent}
{
    connect(this, &QStackedLayout::currentChanged, this, &QLayout::invalidate);
}

QSize Stack::sizeHint() const
{
    const QLayoutItem* item = itemAt(currentIndex());
    return item == nullptr ? QSize{} : item->sizeHint();
}

QSize Stack::minimumSize() const
{
    const QLayoutItem* item = itemAt(currentIndex());
    return item == nullptr ? QSize{} : item->minimumSize();
}

bool Stack::hasHeightForWidth() const
{
    const QLayoutItem* item = itemAt(currentIndex());
    return item != nullptr && item->hasHeightForWidth();
}

int Stack::heightForWidth(int width) const
{
    const QLayoutItem* item = itemAt(currentIndex());
    return item == nullptr ? 0 : item->heightForWidth(width);
}

void clearLayout(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        if (QLayout* inner = item->layout()) clearLayout(*inner);
        delete item;
    }
}

} // namespace luthier::ui
