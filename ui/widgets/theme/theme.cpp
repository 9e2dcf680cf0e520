// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/theme.h"

#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/measure.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QEvent>
#include <QFontInfo>
#include <QToolTip>

namespace luthier::ui {

constexpr int kLeastFont = 11, kMostFont = 13; // b of product.md §4, in pixels

Theme::Theme(QObject* parent)
    : QObject{parent}
    , m_systemFont{QApplication::font()}
    , m_systemPalette{QApplication::palette()}
{
    m_systemFont.setPixelSize(std::clamp(QFontInfo{m_systemFont}.pixelSize(), kLeastFont, kMostFont));
    QApplication::instance()->installEventFilter(this);
    apply();
}

void Theme::setMode(Mode mode)
{
    if (mode == m_mode) return;
    m_mode = mode;
    apply();
}

void Theme::setTextPercent(int percent)
{
    percent = std::clamp(percent, kLeastPercent, kMostPercent);
    if (percent == m_textPercent) return;
    m_textPercent = percent;
    apply();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // The system went from light to dark or back. Qt 6.5 has a signal for it, 6.4 this event.
    if (event->type() == QEvent::ThemeChange && m_mode == Mode::System && watched->isWindowType()) {
        QApplication::setPalette(QPalette{}); // back to the system's own
        m_systemPalette = QApplication::palette();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && coloursOf(m_systemPalette).dark);
    const QPalette palette = paletteOf(dark ? darkColours() : lightColours());
    QFont font = m_systemFont;
    font.setPixelSize(static_cast<int>(std::lround(m_systemFont.pixelSize() * m_textPercent / 100.0)));
    QApplication::setFont(font);
    QApplication::setPalette(palette);
    QToolTip::setFont(font);
    QToolTip::setPalette(palette);
    // Last: it is what tells every widget, also those with a font or a palette of their own (StyleChange).
    QApplication::setStyle(new Style{m_textPercent}); // the application takes it and deletes the last one
    refreshSpaces();
    Q_EMIT changed();
}

Theme::Mode themeMode(const QString& name)
{
    if (name == "light") return Theme::Mode::Light;
    return name == "dark" ? Theme::Mode::Dark : Theme::Mode::System;
}

} // namespace luthier::ui
