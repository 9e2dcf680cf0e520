// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QMargins>

class QLayout;
class QWidget;

namespace luthier::ui {

/// The sizes of type of product.md §4, as multiples of the interface font b.
enum class Type {
    Question, ///< 1.6 b semibold: the page's question
    Verdict, ///< 1.25 b
    Section, ///< 1.1 b semibold
    Body, ///< 1.0 b
    Caption, ///< 0.9 b, never below 11 px
    Fixed, ///< 1.0 b in the system's fixed font: tokens, YAML
};

/// Of the application's present font, which carries the person's text size.
QFont fontFor(Type type);

/// Pixels at 100 % text, at the person's text size. Gaps are 4, 8, 12, 16, 24 or 32.
int space(int pixels);

/// Margins and gaps that follow the text size: what setContentsMargins and setSpacing take, at 100 %.
void setSpace(QLayout& layout, int margin, int gap);
void setSpace(QLayout& layout, int horizontal, int vertical, int gap);
void setSpace(QLayout& layout, const QMargins& margins, int gap);

/// Bounds that follow the text size, at 100 %; 0: none.
struct Bounds {
    int leastWidth{0};
    int leastHeight{0};
    int mostWidth{0};
};
void setBounds(QWidget& widget, const Bounds& bounds);

/// Puts the present text size into all that setSpace() and setBounds() know.
void refreshSpaces();

} // namespace luthier::ui
