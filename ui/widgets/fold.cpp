// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fold.h"

#include "ui/widgets/theme/measure.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace luthier::ui {

Fold::Fold(const QString& title, QWidget* body, QWidget* parent)
    : QWidget{parent}
    , m_line{new QToolButton}
    , m_body{body}
{
    auto* layout = new QVBoxLayout{this};
    setSpace(*layout, 0, 8);
    layout->addWidget(m_line, 0, Qt::AlignLeft);
    layout->addWidget(body);
    m_line->setCheckable(true);
    m_line->setAutoRaise(true);
    m_line->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_line, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        m_line->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        Q_EMIT toggled(open);
    });
    setTitle(title);
    m_line->setArrowType(Qt::RightArrow);
    m_body->hide();
}

void Fold::setTitle(const QString& title)
{
    m_line->setText(title);
    m_line->setAccessibleName(title);
}

bool Fold::isOpen() const
{
    return m_line->isChecked();
}

void Fold::setOpen(bool open)
{
    m_line->setChecked(open);
}

} // namespace luthier::ui
