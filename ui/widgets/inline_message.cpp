// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/inline_message.h"

#include "ui/widgets/fold.h"
#include "ui/widgets/state.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"
#include "ui/widgets/theme/style_paint.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

State stateOf(Message::Level level)
{
    switch (level) {
    case Message::Level::Note:
        return State::Ready;
    case Message::Level::Look:
        return State::NeedsALook;
    case Message::Level::Bad:
        break;
    }
    return State::Blocked;
}

} // namespace

InlineMessage::InlineMessage(const Message& message, QWidget* parent)
    : QFrame{parent}
    , m_message{message}
{
    auto* layout = new QGridLayout{this};
    setSpace(*layout, 16, 12, 8);
    layout->setColumnStretch(1, 1);
    layout->addWidget(new StateMark{stateOf(message.level)}, 0, 0, Qt::AlignTop);

    int row = 0;
    auto* what = new Label{Type::Section, message.what};
    what->setVerbatim(); // the place in it and core's words are translated before they come here
    what->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(what, row++, 1);
    for (const QString& part : {message.meaning, message.todo}) {
        if (!part.isEmpty()) layout->addWidget(new Label{part}, row++, 1);
    }
    if (!message.actions.empty()) {
        auto* buttons = new QHBoxLayout;
        setSpace(*buttons, 0, 8);
        for (const Message::Action& action : message.actions) {
            QPushButton* button = makeButton(action.text);
            buttons->addWidget(button);
            connect(button, &QPushButton::clicked, this, action.act);
        }
        buttons->addStretch(1);
        layout->addLayout(buttons, row++, 1);
    }
    if (!message.details.isEmpty()) layout->addWidget(details(), row++, 1);

    auto* close = new QToolButton;
    close->setIcon(icon("close"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    layout->addWidget(close, 0, 2, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &InlineMessage::closed);

    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setRole(*this, QAccessible::AlertMessage);
    setAccessibleName(message.what);
    setAccessibleDescription(message.meaning + ' ' + message.todo);
}

QWidget* InlineMessage::details() const
{
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout{body};
    setSpace(*layout, 0, 8);
    auto* text = new Label{Type::Fixed, m_message.details};
    text->setVerbatim();
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(tr("Technical details"));
    layout->addWidget(text);
    QPushButton* copy = makeButton(tr("&Copy for a report"), ButtonKind::Link);
    copy->setToolTip(tr("Without names, paths and texts of rows"));
    layout->addWidget(copy, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this,
            [report = m_message.report] { QGuiApplication::clipboard()->setText(report); });
    return new Fold{tr("Details"), body};
}

void InlineMessage::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    const State state = stateOf(m_message.level);
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(tintOf(state, colours));
    painter.setPen(colourOf(state, colours));
    painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), paint::kRadius, paint::kRadius);
}

MessageArea::MessageArea(QWidget* parent)
    : QWidget{parent}
{
    auto* messages = new QVBoxLayout{this};
    setSpace(*messages, 0, 8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    hide();
}

void MessageArea::say(const Message& message)
{
    unsay(message.id);
    auto* shown = new InlineMessage{message};
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, shown);
    connect(shown, &InlineMessage::closed, this, [this, id = message.id] { unsay(id); });
    show();
    announce(*shown);
}

void MessageArea::unsay(const QString& id)
{
    for (auto* shown : findChildren<InlineMessage*>(Qt::FindDirectChildrenOnly)) {
        if (shown->message().id != id) continue;
        layout()->removeWidget(shown);
        shown->setParent(nullptr);
        shown->deleteLater(); // its own button may have asked for it
    }
    setVisible(!isEmpty());
}

bool MessageArea::isEmpty() const
{
    return layout()->count() == 0;
}

QStringList MessageArea::ids() const
{
    QStringList ids;
    for (int i = 0; i < layout()->count(); ++i) {
        ids << static_cast<InlineMessage*>(layout()->itemAt(i)->widget())->message().id;
    }
    return ids;
}

} // namespace luthier::ui
