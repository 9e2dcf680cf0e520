// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/page_frame.h"

#include "ui/widgets/inline_message.h"
#include "ui/widgets/theme/measure.h"

#include <array>

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr int kDrawerBelow = 1280; // pixels, product.md §2.0
constexpr int kCompactAbove = 175; // percent of text: at 200 % names would take a fifth of a laptop's screen

} // namespace

PageFrame::PageFrame(const QStringList& titles, QWidget* statusLine, QWidget* parent)
    : QWidget{parent}
    , m_rail{new Rail{titles}}
    , m_head{new PageHead}
    , m_messages{new MessageArea}
    , m_pages{new QStackedWidget}
    , m_side{new SidePanel}
    , m_bottom{new BottomBar}
    , m_statusLine{statusLine}
    , m_middle{new QWidget}
    , m_row{new QHBoxLayout{m_middle}}
{
    auto* top = new QWidget;
    auto* topColumn = new QVBoxLayout{top};
    setSpace(*topColumn, 24, 12, 12);
    topColumn->addWidget(m_head);
    topColumn->addWidget(m_messages);

    setSpace(*m_row, 0, 0);
    m_row->addWidget(m_pages, 1);
    m_side->dock(*m_row);
    m_side->hide();

    auto* work = new QVBoxLayout;
    setSpace(*work, 0, 0);
    work->addWidget(top);
    work->addWidget(m_middle, 1);
    work->addWidget(m_bottom);
    auto* across = new QHBoxLayout;
    setSpace(*across, 0, 0);
    across->addWidget(m_rail);
    across->addLayout(work, 1);
    auto* all = new QVBoxLayout{this};
    setSpace(*all, 0, 0);
    all->addLayout(across, 1);
    all->addWidget(statusLine);
    connect(m_side, &SidePanel::closeWanted, this, [this] { setSideOpen(false); });
}

void PageFrame::addPage(QWidget* page)
{
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setVerticalScrollBarPolicy(
        Qt::ScrollBarAlwaysOn); // its place is kept: nothing jumps when it comes
    auto* around = new QWidget;
    auto* column = new QVBoxLayout{around};
    setSpace(*column, {24, 4, 10, 24}, 0); // 10 and the 14 of the scroll bar: in line with the head
    column->addWidget(page);
    scroll->setWidget(around);
    around->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_pages->addWidget(scroll);
}

void PageFrame::showPage(int page)
{
    m_pages->setCurrentIndex(page);
    m_rail->setCurrent(page);
}

int PageFrame::page() const
{
    return m_pages->currentIndex();
}

void PageFrame::setSideContent(const QString& title, QWidget* content)
{
    m_hasSide = content != nullptr;
    m_side->setContent(title, content);
    m_side->setVisible(m_hasSide && m_sideOpen);
    arrange();
}

void PageFrame::setSideOpen(bool open)
{
    m_sideOpen = open;
    m_side->setVisible(m_hasSide && open);
    arrange();
    Q_EMIT sideOpenChanged(open);
}

bool PageFrame::isSideOpen() const
{
    return m_sideOpen;
}

void PageFrame::arrange()
{
    const bool narrow = width() < kDrawerBelow;
    if (narrow && !m_side->isDrawer()) {
        m_side->lieOver(*m_middle);
    } else if (!narrow && m_side->isDrawer()) {
        m_side->dock(*m_row);
    }
    m_side->fit();
    m_rail->setCompact(space(100) > kCompactAbove);
}

void PageFrame::focusNextArea()
{
    const std::array<QWidget*, 6> areas{m_rail, m_head,   m_pages->currentWidget(),
                                        m_side, m_bottom, m_statusLine};
    std::size_t now = areas.size() - 1;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const QWidget* focused = QApplication::focusWidget();
        if (focused != nullptr && areas[i]->isAncestorOf(focused)) now = i;
    }
    for (std::size_t i = 1; i <= areas.size(); ++i) {
        QWidget* const area = areas[(now + i) % areas.size()];
        if (!area->isVisible()) continue;
        for (QWidget* part : area->findChildren<QWidget*>()) {
            const bool reachable
                = part->isVisible() && part->isEnabled() && part->focusPolicy() & Qt::TabFocus;
            if (!reachable) continue;
            part->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void PageFrame::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PageFrame::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) arrange();
}

} // namespace luthier::ui
