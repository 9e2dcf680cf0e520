// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {

EmptyState::EmptyState(const QString& sentence, const QString& button, const QString& link, QWidget* parent)
    : QWidget{parent}
    , m_button{makeButton(button)}
{
    auto* layout = new QVBoxLayout{this};
    setSpace(*layout, 24, 16);
    auto* words = new Label{Type::Verdict, sentence};
    words->setAlignment(Qt::AlignCenter);
    layout->addStretch(2);
    layout->addWidget(words);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::acted);
    if (!link.isEmpty()) {
        m_link = makeButton(link, ButtonKind::Link);
        layout->addWidget(m_link, 0, Qt::AlignHCenter);
        connect(m_link, &QPushButton::clicked, this, &EmptyState::linkFollowed);
    }
    layout->addStretch(3);
}

void EmptyState::setUnavailable(const QString& reason)
{
    for (QPushButton* button : {m_button, m_link}) {
        if (button == nullptr) continue;
        button->setEnabled(reason.isEmpty());
        button->setToolTip(reason);
        button->setAccessibleDescription(reason);
    }
}

} // namespace luthier::ui
