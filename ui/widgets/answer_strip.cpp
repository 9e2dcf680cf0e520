// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/answer_strip.h"

#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"
#include "ui/widgets/theme/style_paint.h"

#include <QGridLayout>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>

namespace luthier::ui {

AnswerStrip::AnswerStrip(QWidget* parent)
    : QFrame{parent}
    , m_mark{new StateMark}
    , m_text{new Label{Type::Verdict}}
    , m_why{makeButton(tr("&Why?"), ButtonKind::Link)}
    , m_reason{new Label}
{
    auto* layout = new QGridLayout{this};
    setSpace(*layout, 16, 8, 8);
    layout->addWidget(m_mark, 0, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 0, 1);
    layout->addWidget(m_why, 0, 2, Qt::AlignTop);
    layout->addWidget(m_reason, 1, 1, 1, 2);
    layout->setColumnStretch(1, 1);
    m_why->setCheckable(true);
    connect(m_why, &QPushButton::toggled, m_reason, &QWidget::setVisible);
    m_reason->hide();
    m_why->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setRole(*this, QAccessible::StatusBar);
}

void AnswerStrip::setAnswer(const Answer& answer)
{
    if (answer == m_answer) return;
    const bool spoken = answer.text != m_answer.text && isVisible();
    m_answer = answer;
    m_mark->setState(answer.state);
    m_text->setText(answer.text);
    m_reason->setText(answer.why);
    m_why->setVisible(!answer.why.isEmpty());
    if (answer.why.isEmpty()) m_why->setChecked(false);
    setAccessibleName(tr("Answer: %1").arg(wordOf(answer.state)));
    setAccessibleDescription(answer.text);
    update();
    if (spoken) announce(*this);
}

void AnswerStrip::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(rect(), paint::kRadius, paint::kRadius);
    painter.setClipPath(shape);
    painter.fillRect(rect(), tintOf(m_answer.state, colours));
    const QRect bar{layoutDirection() == Qt::RightToLeft ? width() - 4 : 0, 0, 4, height()};
    painter.fillRect(bar, colourOf(m_answer.state, colours));
}

} // namespace luthier::ui
