// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdict_panel.h"

#include "ui/widgets/fold.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/stack.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace luthier::ui {

VerdictPanel::VerdictPanel(QWidget* parent)
    : QWidget{parent}
    , m_light{new StateMark}
    , m_kind{new Label{Type::Section}}
    , m_confidence{new Label{Type::Caption}}
    , m_evidence{new Label}
    , m_text{new Label}
    , m_why{new Fold{tr("Why?"), m_text}}
    , m_offers{new QWidget}
{
    auto* panel = new Panel;
    auto* outer = new QVBoxLayout{this};
    setSpace(*outer, 0, 0);
    outer->addWidget(panel);
    outer->addStretch(1);
    auto* column = new QVBoxLayout{panel};
    setSpace(*column, 16, 8);
    auto* head = new QHBoxLayout;
    setSpace(*head, 0, 8);
    head->addWidget(m_light, 0, Qt::AlignTop);
    head->addWidget(m_kind, 1);
    column->addLayout(head);
    m_confidence->setTone(Label::Tone::Second);
    column->addWidget(m_confidence);
    column->addWidget(m_evidence);
    column->addWidget(m_why);
    auto* rules = new Label{tr(
        "Loss on held-back rows is compared with loss on as many training rows, measured the same way; the "
        "gap is the first divided by the second. From 1.2 the model does better on rows it has seen. Only "
        "where held-back loss also rises beyond its noise, at two looks running, is it called overfitting. "
        "Nothing is said before five looks and thirty held-back rows.")};
    column->addWidget(new Fold{tr("How is this judged?"), rules});
    auto* buttons = new QVBoxLayout{m_offers};
    setSpace(*buttons, {0, 8, 0, 0}, 4);
    column->addWidget(m_offers);
    setAccessibleName(tr("Verdict"));
    clear();
}

void VerdictPanel::clear()
{
    setVerdict(State::NotStarted,
               {.kind = tr("Too early to tell"),
                .confidence = tr("The verdict begins with the fifth look."),
                .text = {}});
}

void VerdictPanel::setVerdict(State light, const VerdictWords& verdict)
{
    m_light->setState(light);
    m_kind->setText(verdict.kind);
    m_confidence->setText(verdict.confidence);
    m_evidence->setText(verdict.evidence.join('\n'));
    m_evidence->setVisible(!verdict.evidence.isEmpty());
    QString why = verdict.text;
    if (!verdict.also.isEmpty()) why += "\n\n" + tr("Also seen: %1.").arg(verdict.also.join(", "));
    m_text->setText(why);
    m_why->setVisible(!why.isEmpty());
    setAccessibleDescription(verdict.kind + ". " + verdict.confidence + ". " + verdict.text);
    showOffers(verdict.offers);
}

void VerdictPanel::showOffers(const std::vector<VerdictWords::Offer>& offers)
{
    QStringList offered;
    for (const VerdictWords::Offer& offer : offers) {
        offered << offer.button;
    }
    m_offers->setVisible(!offers.empty());
    if (offered == m_offered) return;
    m_offered = offered;
    auto* column = static_cast<QVBoxLayout*>(m_offers->layout());
    clearLayout(*column);
    for (const VerdictWords::Offer& offer : offers) {
        QPushButton* button = makeButton(offer.button);
        button->setObjectName(offer.action);
        button->setToolTip(offer.effect);
        button->setAccessibleDescription(offer.effect);
        auto* effect = new Label{Type::Caption, offer.effect};
        effect->setTone(Label::Tone::Second);
        column->addWidget(button);
        column->addWidget(effect);
        column->addSpacing(space(4));
        connect(button, &QPushButton::clicked, this, [this, action = offer.action] { Q_EMIT acted(action); });
    }
}

} // namespace luthier::ui
