// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/measure.h"

#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QLayout>
#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace luthier::ui {
namespace {

constexpr const char* kSpace = "luthierSpace"; ///< of a layout: margins from left, clockwise; gap
constexpr const char* kBounds = "luthierBounds"; ///< of a widget: least width and height, most width
constexpr int kLeastPixels = 11;

double factorOf(Type type)
{
    switch (type) {
    case Type::Question:
        return 1.6;
    case Type::Verdict:
        return 1.25;
    case Type::Section:
        return 1.1;
    case Type::Caption:
        return 0.9;
    case Type::Body:
    case Type::Fixed:
        break;
    }
    return 1.0;
}

void refresh(QLayout& layout)
{
    const QVariant known = layout.property(kSpace);
    if (!known.isValid()) return;
    const auto steps = known.toList();
    const auto at = [&steps](int i) { return space(steps[i].toInt()); };
    layout.setContentsMargins(at(0), at(1), at(2), at(3));
    layout.setSpacing(at(4));
}

void refresh(QWidget& widget)
{
    const QVariant known = widget.property(kBounds);
    if (!known.isValid()) return;
    const auto bounds = known.toList();
    const auto at = [&bounds](int i) { return space(bounds[i].toInt()); };
    if (at(0) > 0) widget.setMinimumWidth(at(0));
    if (at(1) > 0) widget.setMinimumHeight(at(1));
    if (at(2) > 0) widget.setMaximumWidth(at(2));
}

} // namespace

QFont fontFor(Type type)
{
    const QFont base = QApplication::font();
    QFont font = type == Type::Fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    const double pixels = factorOf(type) * QFontInfo{base}.pixelSize();
    font.setPixelSize(std::max(kLeastPixels, static_cast<int>(std::lround(pixels))));
    if (type == Type::Question || type == Type::Section) font.setWeight(QFont::DemiBold);
    return font;
}

int space(int pixels)
{
    const int percent = QApplication::style()->pixelMetric(Style::kTextPercent);
    return percent <= 0 ? pixels : pixels * percent / 100; // 0: a style that is not ours
}

void setSpace(QLayout& layout, int margin, int gap)
{
    setSpace(layout, margin, margin, gap);
}

void setSpace(QLayout& layout, int horizontal, int vertical, int gap)
{
    setSpace(layout, {horizontal, vertical, horizontal, vertical}, gap);
}

void setSpace(QLayout& layout, const QMargins& margins, int gap)
{
    layout.setProperty(kSpace,
                       QVariantList{margins.left(), margins.top(), margins.right(), margins.bottom(), gap});
    refresh(layout);
}

void setBounds(QWidget& widget, const Bounds& bounds)
{
    widget.setProperty(kBounds, QVariantList{bounds.leastWidth, bounds.leastHeight, bounds.mostWidth});
    refresh(widget);
}

void refreshSpaces()
{
    for (QWidget* widget : QApplication::allWidgets()) {
        refresh(*widget);
        widget->updateGeometry(); // or its layout goes on with the size it had with the last font
        if (widget->layout() == nullptr) continue;
        refresh(*widget->layout());
        for (QLayout* layout : widget->layout()->findChildren<QLayout*>()) {
            refresh(*layout);
        }
    }
}

} // namespace luthier::ui
