// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/side_panel.h"

#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"

#include <algorithm>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>

namespace luthier::ui {

constexpr int kWidth = 320; // pixels at 100 % text

SidePanel::SidePanel(QWidget* parent)
    : QFrame{parent}
    , m_title{new Label{Type::Section}}
    , m_stack{new QStackedWidget}
{
    auto* close = new QToolButton;
    close->setIcon(icon("close"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close (F9)"));
    close->setAccessibleName(tr("Close the side panel"));
    auto* grid = new QGridLayout{this};
    setSpace(*grid, 16, 12);
    grid->addWidget(m_title, 0, 0);
    grid->addWidget(close, 0, 1, Qt::AlignTop);
    grid->addWidget(m_stack, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(1, 1);
    setAccessibleName(tr("Side panel"));
    connect(close, &QToolButton::clicked, this, &SidePanel::closeWanted);
}

void SidePanel::setContent(const QString& title, QWidget* content)
{
    m_title->setText(title);
    if (content == nullptr) return;
    for (int i = 0; i < m_stack->count(); ++i) {
        if (static_cast<QScrollArea*>(m_stack->widget(i))->widget() != content) continue;
        m_stack->setCurrentIndex(i);
        return;
    }
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    m_stack->setCurrentIndex(m_stack->addWidget(scroll));
}

QWidget* SidePanel::content() const
{
    const auto* scroll = static_cast<const QScrollArea*>(m_stack->currentWidget());
    return scroll == nullptr ? nullptr : scroll->widget();
}

void SidePanel::dock(QHBoxLayout& row)
{
    m_drawer = false;
    row.addWidget(this);
    setBounds(*this, {.leastWidth = kWidth, .mostWidth = kWidth});
}

void SidePanel::lieOver(QWidget& parent)
{
    const bool shown = isVisibleTo(parentWidget());
    m_drawer = true;
    if (QLayout* row = parentWidget() == nullptr ? nullptr : parentWidget()->layout())
        row->removeWidget(this);
    setParent(&parent);
    setVisible(shown);
    fit();
}

void SidePanel::fit()
{
    if (!m_drawer) return;
    const QRect all = parentWidget()->rect();
    const int width = std::min(space(kWidth), all.width());
    const QRect place{all.right() + 1 - width, all.top(), width, all.height()};
    setGeometry(QStyle::visualRect(layoutDirection(), all, place));
    raise();
}

void SidePanel::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter painter{this};
    painter.fillRect(rect(), colours.panel);
    const QColor edge = m_drawer ? colours.border : mixed(colours.window, colours.border, 0.4);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect{0, 0, 1, height()}), edge);
}

void SidePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_drawer) {
        Q_EMIT closeWanted();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace luthier::ui
