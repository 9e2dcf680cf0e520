// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/widgets/stack.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"
#include "ui/widgets/theme/style_paint.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {

Card::Card(const CardFace& face, QWidget* parent)
    : QFrame{parent}
    , m_face{face}
{
    setFocusPolicy(Qt::StrongFocus);
    setRole(*this, QAccessible::ListItem);
    setSpace(*new QVBoxLayout{this}, 16, 8);
    build();
}

void Card::setFace(const CardFace& face)
{
    m_face = face;
    clearLayout(*layout()); // few parts: new ones are simpler than changed ones
    build();
    update();
}

void Card::build()
{
    auto* parts = static_cast<QVBoxLayout*>(layout());
    auto* title = new Label{Type::Section, m_face.title};
    title->setVerbatim();
    parts->addWidget(title);
    for (const QString& line : m_face.lines) {
        parts->addWidget(new Label{line});
    }
    parts->addStretch(1);
    if (m_face.badge) {
        auto* row = new QHBoxLayout;
        setSpace(*row, 0, 8);
        row->addWidget(new StateMark{*m_face.badge}, 0, Qt::AlignTop);
        row->addWidget(new Label{m_face.badgeText}, 1);
        parts->addLayout(row);
    }
    if (!m_face.whyNot.isEmpty()) {
        auto* reason = new Label{m_face.whyNot};
        reason->setTone(Label::Tone::Second);
        parts->addWidget(reason);
    }
    if (m_face.chosen) {
        auto* mark = new Label{Type::Section, tr("✓ Chosen")};
        mark->setTone(Label::Tone::Accent);
        mark->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        setBounds(*mark, {.leastHeight = 30});
        parts->addWidget(mark);
    } else {
        QPushButton* button = makeButton(m_face.button);
        button->setEnabled(m_face.whyNot.isEmpty());
        button->setToolTip(m_face.whyNot);
        button->setAccessibleName(m_face.button + ": " + m_face.title);
        button->setAccessibleDescription(m_face.whyNot);
        parts->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, &Card::chosen);
    }
    setAccessibleName(m_face.chosen ? tr("%1, chosen").arg(m_face.title) : m_face.title);
    setAccessibleDescription((m_face.lines + QStringList{m_face.badgeText, m_face.whyNot}).join(". "));
}

void Card::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    const double edge = m_face.chosen ? 2 : 1;
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.panel);
    painter.setPen(QPen{m_face.chosen ? colours.accent : mixed(colours.window, colours.border, 0.55), edge});
    const double in = edge / 2;
    painter.drawRoundedRect(QRectF{rect()}.adjusted(in, in, -in, -in), paint::kRadius, paint::kRadius);
}

void Card::keyPressEvent(QKeyEvent* event)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_face.whyNot.isEmpty() && !m_face.chosen) Q_EMIT chosen();
        return;
    case Qt::Key_Space:
        Q_EMIT detailsWanted();
        return;
    case Qt::Key_Right:
        return goToNeighbour(mirrored ? -1 : 1);
    case Qt::Key_Left:
        return goToNeighbour(mirrored ? 1 : -1);
    case Qt::Key_Down:
        return goToNeighbour(1);
    case Qt::Key_Up:
        return goToNeighbour(-1);
    default:
        QFrame::keyPressEvent(event);
    }
}

void Card::mousePressEvent(QMouseEvent*)
{
    setFocus(Qt::MouseFocusReason);
    Q_EMIT detailsWanted();
}

void Card::goToNeighbour(int step)
{
    const auto cards = parentWidget()->findChildren<Card*>(Qt::FindDirectChildrenOnly);
    const auto at = cards.indexOf(this) + step;
    if (at >= 0 && at < cards.size()) cards[at]->setFocus(Qt::TabFocusReason);
}

} // namespace luthier::ui
