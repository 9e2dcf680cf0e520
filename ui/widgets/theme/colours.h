// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QColor>
#include <QPalette>

namespace luthier::ui {

/// The palette of product.md §4, light or dark. tests/ui/tst_colours.cpp holds it to its contrasts.
struct Colours {
    QColor window, panel, sunk; ///< grounds
    QColor text, second; ///< words
    QColor border; ///< of controls
    QColor accent, onAccent; ///< accent, link, focus; text on it
    QColor ready, look, bad; ///< states: ● ◆ ■, always with shape and word
    QColor readyTint, lookTint, badTint; ///< grounds of the answer strip and of messages
    std::array<QColor, 6> series; ///< of charts, in this order: training, held-back, …
    bool dark;
};

const Colours& lightColours();
const Colours& darkColours();

/// The colours that a widget with this palette shows: dark where its window is.
const Colours& coloursOf(const QPalette& palette);

/// `colours` in Qt's roles.
QPalette paletteOf(const Colours& colours);

/// `share` of `over`, the rest `ground`: separators, hovered and pressed grounds.
QColor mixed(const QColor& ground, const QColor& over, double share);

} // namespace luthier::ui
