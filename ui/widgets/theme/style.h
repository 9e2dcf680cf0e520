// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QAbstractButton;
class QPushButton;

namespace luthier::ui {

/// How loud a push button is.
enum class ButtonKind {
    Plain,
    Primary, ///< the next step; one a view
    Link, ///< words only, in the accent colour
};
QPushButton* makeButton(const QString& text, ButtonKind kind = ButtonKind::Plain);
ButtonKind buttonKind(const QWidget* widget); ///< Plain where it was not made by makeButton()

/// Fusion with flat controls in the palette of product.md §4: no gradients, no shadows, no animation. Sizes
/// follow the person's text size (style_sizes.cpp). Painting is in style_paint.cpp.
class Style final : public QProxyStyle {
    Q_OBJECT
public:
    /// The person's text size in percent, for space().
    static constexpr auto kTextPercent = static_cast<PixelMetric>(PM_CustomBase + 1);

    explicit Style(int textPercent);

    void polish(QWidget* widget) override;
    using QProxyStyle::polish;

    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                    const QWidget* widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption* option = nullptr, const QWidget* widget = nullptr,
                  QStyleHintReturn* returned = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;

private:
    int m_textPercent;
};

} // namespace luthier::ui
