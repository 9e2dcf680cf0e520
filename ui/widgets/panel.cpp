// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include "ui/widgets/theme/colours.h"
#include "ui/widgets/theme/style_paint.h"

#include <QPainter>

namespace luthier::ui {

void Panel::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursOf(palette());
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.panel);
    painter.setPen(mixed(colours.window, colours.border, 0.4));
    painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), paint::kRadius, paint::kRadius);
}

} // namespace luthier::ui
