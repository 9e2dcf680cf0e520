// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_by_side.h"

#include "ui/widgets/theme/measure.h"

#include <QBoxLayout>
#include <QEvent>

namespace luthier::ui {

constexpr int kGap = 16;

SideBySide::SideBySide(QWidget* wide, QWidget* second, int leastWide, int narrow, QWidget* parent)
    : QWidget{parent}
    , m_second{second}
    , m_layout{new QBoxLayout{QBoxLayout::TopToBottom, this}}
    , m_leastWide{leastWide}
    , m_narrow{narrow}
{
    setSpace(*m_layout, 0, kGap);
    m_layout->addWidget(wide, 1);
    m_layout->addWidget(second);
}

void SideBySide::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void SideBySide::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) arrange();
}

void SideBySide::arrange()
{
    const bool beside = width() >= space(m_leastWide + m_narrow + kGap);
    m_layout->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_second->setMinimumWidth(beside ? space(m_narrow) : 0);
    m_second->setMaximumWidth(beside ? space(m_narrow) : QWIDGETSIZE_MAX);
}

} // namespace luthier::ui
