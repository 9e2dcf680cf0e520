// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/label.h"

#include "ui/widgets/theme/colours.h"

#include <QApplication>
#include <QEvent>

namespace luthier::ui {
namespace {

constexpr const char* kVerbatim = "luthierVerbatim";

QColor colourOf(Label::Tone tone, const Colours& colours)
{
    switch (tone) {
    case Label::Tone::Second:
        return colours.second;
    case Label::Tone::Accent:
        return colours.accent;
    case Label::Tone::Ready:
        return colours.ready;
    case Label::Tone::Look:
        return colours.look;
    case Label::Tone::Bad:
        return colours.bad;
    case Label::Tone::Text:
        break;
    }
    return colours.text;
}

} // namespace

Label::Label(Type type, const QString& words, QWidget* parent)
    : QLabel{words, parent}
    , m_type{type}
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    dress();
}

Label::Label(const QString& words, QWidget* parent)
    : Label{Type::Body, words, parent}
{
}

void Label::setTone(Tone tone)
{
    m_tone = tone;
    dress();
}

void Label::setVerbatim()
{
    markVerbatim(*this);
}

void Label::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange && !m_dressing) dress(); // what Theme ends with
}

void Label::dress()
{
    m_dressing = true; // setFont and setPalette tell us of themselves
    setFont(fontFor(m_type));
    QPalette words = QApplication::palette();
    words.setColor(QPalette::Active, QPalette::WindowText, colourOf(m_tone, coloursOf(words)));
    words.setColor(QPalette::Inactive, QPalette::WindowText, colourOf(m_tone, coloursOf(words)));
    setPalette(words);
    m_dressing = false;
}

void markVerbatim(QWidget& widget)
{
    widget.setProperty(kVerbatim, true);
}

bool isVerbatim(const QWidget& widget)
{
    for (const QWidget* at = &widget; at != nullptr; at = at->parentWidget()) {
        if (at->property(kVerbatim).toBool()) return true;
    }
    return false;
}

} // namespace luthier::ui
