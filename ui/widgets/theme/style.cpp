// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/style.h"

#include "ui/widgets/theme/measure.h"
#include "ui/widgets/theme/style_paint.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

namespace luthier::ui {
namespace {

constexpr const char* kKind = "luthierButton"; ///< of a push button: its ButtonKind

template <class Option>
const Option& as(const QStyleOption* option)
{
    return *qstyleoption_cast<const Option*>(option);
}

} // namespace

ButtonKind buttonKind(const QWidget* widget)
{
    return widget == nullptr ? ButtonKind::Plain : static_cast<ButtonKind>(widget->property(kKind).toInt());
}

QPushButton* makeButton(const QString& text, ButtonKind kind)
{
    auto* button = new QPushButton{text};
    button->setProperty(kKind, static_cast<int>(kind));
    button->setAutoDefault(false);
    if (kind == ButtonKind::Link) button->setCursor(Qt::PointingHandCursor);
    return button;
}

Style::Style(int textPercent)
    : QProxyStyle{QStringLiteral("Fusion")}
    , m_textPercent{textPercent}
{
}

void Style::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    const bool hovers = widget->inherits("QAbstractButton") || widget->inherits("QComboBox")
        || widget->inherits("QScrollBar") || widget->inherits("QTabBar") || widget->inherits("QHeaderView");
    if (hovers) widget->setAttribute(Qt::WA_Hover);
    auto* line = qobject_cast<QLineEdit*>(widget);
    if (line != nullptr && line->hasFrame()) line->setTextMargins(space(4), 0, space(4), 0);
    if (auto* view = qobject_cast<QAbstractItemView*>(widget)) view->viewport()->setAttribute(Qt::WA_Hover);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    auto mood = paint::moodOf(*option, m_textPercent / 100.0);
    switch (element) {
    case PE_PanelButtonCommand:
        if (buttonKind(widget) != ButtonKind::Link) {
            paint::button(*painter, mood, buttonKind(widget) == ButtonKind::Primary);
        }
        return;
    case PE_PanelButtonTool:
        return paint::toolButton(*painter, mood);
    case PE_PanelLineEdit:
        if (as<QStyleOptionFrame>(option).lineWidth > 0) paint::field(*painter, mood);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        return paint::frame(*painter, mood);
    case PE_FrameFocusRect: // controls have the ring around them; cells of a view have a line inside
        if (qobject_cast<const QAbstractItemView*>(widget) != nullptr) paint::currentCell(*painter, mood);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return paint::checkBox(*painter, mood);
    case PE_IndicatorRadioButton:
        return paint::radioButton(*painter, mood);
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        return paint::selectedRow(*painter, mood, option->state.testFlag(State_Active));
    case PE_IndicatorBranch:
        if (!option->state.testFlag(State_Children)) return;
        return paint::chevron(*painter, mood,
                              option->state.testFlag(State_Open)         ? paint::Direction::Down
                                  : option->direction == Qt::RightToLeft ? paint::Direction::Left
                                                                         : paint::Direction::Right);
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
        return paint::chevron(*painter, mood, paint::Direction::Down);
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        return paint::chevron(*painter, mood, paint::Direction::Up);
    case PE_IndicatorArrowRight:
        return paint::chevron(*painter, mood, paint::Direction::Right);
    case PE_IndicatorArrowLeft:
        return paint::chevron(*painter, mood, paint::Direction::Left);
    case PE_FrameTabBarBase:
        painter->fillRect(QRect{option->rect.left(), option->rect.bottom(), option->rect.width(), 1},
                          mixed(mood.colours.window, mood.colours.border, 0.4));
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        return paint::panel(*painter, mood);
    case PE_FrameTabWidget:
    case PE_PanelStatusBar:
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    const auto mood = paint::moodOf(*option, m_textPercent / 100.0);
    switch (element) {
    case CE_PushButtonLabel: {
        auto label = as<QStyleOptionButton>(option);
        if (buttonKind(widget) == ButtonKind::Primary && mood.enabled) {
            label.palette.setColor(QPalette::ButtonText, mood.colours.onAccent);
        } else if (buttonKind(widget) == ButtonKind::Link && mood.enabled) {
            label.palette.setColor(QPalette::ButtonText, mood.colours.accent);
            if (mood.hovered) {
                QFont font = painter->font();
                font.setUnderline(true);
                painter->setFont(font);
            }
        }
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    case CE_ItemViewItem: { // the selection is a tint: words keep their colour
        auto item = as<QStyleOptionViewItem>(option);
        item.palette.setColor(QPalette::HighlightedText, item.palette.color(QPalette::Text));
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    case CE_TabBarTabShape:
        return paint::tab(*painter, mood);
    case CE_HeaderSection:
        return paint::headerSection(*painter, mood);
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, mood.colours.window);
        return;
    case CE_ProgressBarGroove:
        return;
    case CE_ProgressBarContents: {
        const auto& bar = as<QStyleOptionProgressBar>(option);
        const int range = bar.maximum - bar.minimum;
        return paint::track(*painter, mood, range <= 0 ? -1.0 : double(bar.progress - bar.minimum) / range);
    }
    case CE_ProgressBarLabel:
        return; // the number stands in words beside it
    case CE_ShapedFrame: {
        const auto shape = as<QStyleOptionFrame>(option).frameShape;
        if (shape != QFrame::HLine && shape != QFrame::VLine) break;
        QRect rule = option->rect;
        shape == QFrame::HLine ? rule.setHeight(1) : rule.setWidth(1);
        painter->fillRect(rule, mixed(mood.colours.window, mood.colours.border, 0.4));
        return;
    }
    case CE_FocusFrame:
        return paint::focusRing(*painter, mood);
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    auto mood = paint::moodOf(*option, m_textPercent / 100.0);
    const auto at = [&](SubControl part) {
        auto result = mood;
        result.rect = subControlRect(control, option, part, widget);
        const bool active = option->activeSubControls.testFlag(part);
        result.hovered = result.hovered && active;
        result.pressed = result.pressed && active;
        return result;
    };
    switch (control) {
    case CC_ComboBox:
        if (as<QStyleOptionComboBox>(option).frame) {
            as<QStyleOptionComboBox>(option).editable ? paint::field(*painter, mood)
                                                      : paint::button(*painter, mood, false);
        }
        return paint::chevron(*painter, at(SC_ComboBoxArrow), paint::Direction::Down);
    case CC_SpinBox: {
        if (as<QStyleOptionSpinBox>(option).frame) paint::field(*painter, mood);
        if (as<QStyleOptionSpinBox>(option).buttonSymbols == QAbstractSpinBox::NoButtons) return;
        auto up = at(SC_SpinBoxUp);
        auto down = at(SC_SpinBoxDown);
        up.unit = down.unit = mood.unit * 0.8;
        paint::chevron(*painter, up, paint::Direction::Up);
        return paint::chevron(*painter, down, paint::Direction::Down);
    }
    case CC_Slider:
        paint::sliderTrack(*painter, at(SC_SliderGroove));
        return paint::sliderHandle(*painter, at(SC_SliderHandle));
    case CC_ToolButton: { // a menu button says so by its words: no arrow squeezed into its corner
        auto button = as<QStyleOptionToolButton>(option);
        button.features.setFlag(QStyleOptionToolButton::HasMenu, false);
        return QProxyStyle::drawComplexControl(control, &button, painter, widget);
    }
    case CC_ScrollBar:
        painter->fillRect(option->rect, mood.colours.window);
        if (as<QStyleOptionSlider>(option).maximum > as<QStyleOptionSlider>(option).minimum) {
            paint::scrollHandle(*painter, at(SC_ScrollBarSlider));
        }
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace luthier::ui
