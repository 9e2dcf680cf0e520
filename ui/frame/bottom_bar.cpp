// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/bottom_bar.h"

#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <chrono>

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace luthier::ui {

using namespace std::chrono_literals;
constexpr auto kUndoOffered = 10s; // product.md §5.3; afterwards it stands in the Edit menu

BottomBar::BottomBar(QWidget* parent)
    : QWidget{parent}
    , m_what{new Label}
    , m_undo{makeButton(tr("&Undo"), ButtonKind::Link)}
    , m_primary{makeButton({}, ButtonKind::Primary)}
{
    auto* row = new QHBoxLayout{this};
    setSpace(*row, 24, 12, 8);
    row->addWidget(m_what, 1);
    row->addWidget(m_undo);
    row->addSpacing(space(16));
    row->addWidget(m_primary);
    m_what->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_what->setVerbatim(); // says what a Deed says of itself
    m_undo->hide();
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(kUndoOffered);
    connect(&m_undoTimer, &QTimer::timeout, this, &BottomBar::hideUndo);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        hideUndo();
        Q_EMIT undoWanted();
    });
    connect(m_primary, &QPushButton::clicked, this, &BottomBar::acted);
}

void BottomBar::setPrimary(const QString& text, bool enabled, const QString& reason)
{
    m_primary->setText(text);
    m_primary->setEnabled(enabled);
    m_primary->setToolTip(reason);
    m_primary->setAccessibleDescription(reason);
}

void BottomBar::announceUndo(const QString& what)
{
    m_what->setText(what);
    m_what->setAccessibleName(what);
    m_undo->show();
    m_undoTimer.start();
    announce(*m_what);
}

void BottomBar::hideUndo()
{
    m_what->setText({});
    m_undo->hide();
}

void BottomBar::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter{this}.fillRect(QRect{0, 0, width(), 1}, mixed(colours.window, colours.border, 0.4));
}

} // namespace luthier::ui
