// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/vote_bar.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/theme/measure.h"
#include "ui/widgets/theme/style.h"

#include <QKeyEvent>
#include <QPushButton>

namespace luthier::ui {

QString answerLetter(int answer)
{
    return QChar{static_cast<char16_t>(u'A' + answer)};
}

VoteBar::VoteBar(int answers, QWidget* parent)
    : QWidget{parent}
    , m_tie{makeButton(tr("Tie"))}
    , m_bad{makeButton(tr("All bad"))}
{
    auto* flow = new FlowLayout{0, this};
    setSpace(*flow, 0, 8);
    for (int i = 0; i < answers; ++i) {
        m_best.push_back(makeButton(tr("%1 is best").arg(answerLetter(i))));
        m_best.back()->setObjectName("vote-" + answerLetter(i));
        flow->addWidget(m_best.back());
        connect(m_best.back(), &QPushButton::clicked, this, [this, i] { Q_EMIT voted(i); });
    }
    for (QPushButton* button : {m_tie, m_bad}) {
        flow->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this] { Q_EMIT voted(std::nullopt); });
    }
    m_tie->setObjectName("vote-tie");
    m_bad->setObjectName("vote-bad");
    setFocusPolicy(Qt::ClickFocus);
    setAccessibleName(tr("Vote"));
    setAccessibleDescription(tr("A, B or C chooses the best answer, T is a tie, X says that all are bad."));
    setOpen(false);
}

void VoteBar::setOpen(bool open, const QString& whyNot)
{
    m_open = open;
    for (QPushButton* button : findChildren<QPushButton*>()) {
        button->setEnabled(open);
        button->setToolTip(whyNot);
        button->setAccessibleDescription(whyNot);
    }
}

void VoteBar::keyPressEvent(QKeyEvent* event)
{
    const int letter = event->key() - Qt::Key_A;
    const bool best = letter >= 0 && letter < static_cast<int>(m_best.size());
    const bool none = event->key() == Qt::Key_T || event->key() == Qt::Key_X;
    if (!m_open || !(best || none) || event->modifiers() != Qt::NoModifier)
        return QWidget::keyPressEvent(event);
    Q_EMIT voted(best ? std::optional{letter} : std::nullopt);
}

} // namespace luthier::ui
