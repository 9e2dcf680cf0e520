// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/measure.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <array>

#include <QStyleOption>
#include <QWidget>

// How large things are; what they look like is in style.cpp.

namespace luthier::ui {
namespace {

struct Measure {
    QStyle::PixelMetric metric;
    int pixels;
};

/// The same at every text size.
constexpr std::array kFixed{
    Measure{QStyle::PM_FocusFrameHMargin, 3}, // 2 px ring and 1 px gap
    Measure{QStyle::PM_FocusFrameVMargin, 3},
    Measure{QStyle::PM_DefaultFrameWidth,
            2}, // a rounded line of 1 px; what lies in it stays clear of the corners
    Measure{QStyle::PM_ScrollView_ScrollBarSpacing, 0},
    Measure{QStyle::PM_TabBarTabShiftVertical, 0},
    Measure{QStyle::PM_TabBarTabShiftHorizontal, 0},
    Measure{QStyle::PM_ButtonShiftHorizontal, 0},
    Measure{QStyle::PM_ButtonShiftVertical, 0},
    Measure{QStyle::PM_MenuPanelWidth, 1},
};

/// Pixels at 100 % text.
constexpr std::array kScaled{
    Measure{QStyle::PM_IndicatorWidth, 16},
    Measure{QStyle::PM_IndicatorHeight, 16},
    Measure{QStyle::PM_ExclusiveIndicatorWidth, 16},
    Measure{QStyle::PM_ExclusiveIndicatorHeight, 16},
    Measure{QStyle::PM_SmallIconSize, 16},
    Measure{QStyle::PM_ButtonIconSize, 16},
    Measure{QStyle::PM_ListViewIconSize, 16},
    Measure{QStyle::PM_ToolBarIconSize, 16},
    Measure{QStyle::PM_TabBarIconSize, 16},
    Measure{QStyle::PM_CheckBoxLabelSpacing, 8},
    Measure{QStyle::PM_RadioButtonLabelSpacing, 8},
    Measure{QStyle::PM_ScrollBarExtent, 14},
    Measure{QStyle::PM_ScrollBarSliderMin, 28},
    Measure{QStyle::PM_SliderThickness, 18},
    Measure{QStyle::PM_SliderControlThickness, 18},
    Measure{QStyle::PM_SliderLength, 18},
    Measure{QStyle::PM_LayoutHorizontalSpacing, 8},
    Measure{QStyle::PM_LayoutVerticalSpacing, 8},
    Measure{QStyle::PM_LayoutLeftMargin, 12},
    Measure{QStyle::PM_LayoutTopMargin, 12},
    Measure{QStyle::PM_LayoutRightMargin, 12},
    Measure{QStyle::PM_LayoutBottomMargin, 12},
    Measure{QStyle::PM_TabBarScrollButtonWidth, 28},
    Measure{QStyle::PM_TabBarTabHSpace, 24},
    Measure{QStyle::PM_HeaderMargin, 8},
    Measure{QStyle::PM_SplitterWidth, 8},
    Measure{QStyle::PM_MenuVMargin, 4},
    Measure{QStyle::PM_MenuBarItemSpacing, 4},
    Measure{QStyle::PM_MenuBarHMargin, 4},
    Measure{QStyle::PM_ToolTipLabelFrameWidth, 6},
};

template <class Option>
const Option& as(const QStyleOption* option)
{
    return *qstyleoption_cast<const Option*>(option);
}

} // namespace

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    if (metric == kTextPercent) return m_textPercent;
    const auto fixed = std::ranges::find(kFixed, metric, &Measure::metric);
    if (fixed != kFixed.end()) return fixed->pixels;
    const auto scaled = std::ranges::find(kScaled, metric, &Measure::metric);
    if (scaled != kScaled.end()) return scaled->pixels * m_textPercent / 100;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_ScrollBar_Transient:
        return 0;
    case SH_MenuBar_AltKeyNavigation:
    case SH_UnderlineShortcut:
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const auto atLeast = [&](int pixels) { result.setHeight(std::max(result.height(), space(pixels))); };
    switch (type) {
    case CT_PushButton:
        if (buttonKind(widget) == ButtonKind::Link) return size + QSize{space(4), space(8)};
        result.setWidth(std::max(size.width() + space(24), space(64)));
        atLeast(30);
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        atLeast(30);
        break;
    case CT_ToolButton:
        result = result.expandedTo({space(28), space(28)});
        break;
    case CT_TabBarTab:
        atLeast(36);
        break;
    case CT_HeaderSection:
        atLeast(30);
        result.rwidth() += space(8);
        break;
    case CT_ItemViewItem:
        atLeast(24);
        break;
    case CT_MenuItem:
        if (as<QStyleOptionMenuItem>(option).menuItemType != QStyleOptionMenuItem::Separator) atLeast(28);
        break;
    case CT_MenuBarItem:
        atLeast(28);
        break;
    default:
        break;
    }
    return result;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        const QRect field = QProxyStyle::subControlRect(control, option, part, widget);
        return field.adjusted(space(4), 0, -space(4), 0);
    }
    if (control != CC_ScrollBar) return QProxyStyle::subControlRect(control, option, part, widget);
    const auto& bar = as<QStyleOptionSlider>(option); // no arrows: the groove is all of it
    const bool lying = bar.orientation == Qt::Horizontal;
    const int length = lying ? bar.rect.width() : bar.rect.height();
    const auto range = static_cast<qint64>(bar.maximum) - bar.minimum;
    const auto page = std::max(bar.pageStep, 1);
    const int least = std::min(pixelMetric(PM_ScrollBarSliderMin, option, widget), length);
    const int handle
        = range <= 0 ? length : std::max(least, static_cast<int>(length * qint64{page} / (range + page)));
    const int at = sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - handle,
                                           bar.upsideDown);
    const auto piece = [&](int from, int to) {
        const QRect rect = lying ? QRect{from, 0, to - from, bar.rect.height()}
                                 : QRect{0, from, bar.rect.width(), to - from};
        return visualRect(bar.direction, bar.rect, rect.translated(bar.rect.topLeft()));
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return bar.rect;
    case SC_ScrollBarSlider:
        return piece(at, at + handle);
    case SC_ScrollBarSubPage:
        return piece(0, at);
    case SC_ScrollBarAddPage:
        return piece(at + handle, length);
    default:
        return {};
    }
}

} // namespace luthier::ui
