// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme/label.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QTest>
#include <QTranslator>

namespace luthier::tests {

/// Every text becomes 40 % longer and stands in brackets: what has none was not translated.
class PseudoTranslator final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override
    {
        const QString text = QString::fromUtf8(source);
        QString more;
        while (more.size() < text.size() * 2 / 5) {
            more += more.size() % 6 == 5 ? u' ' : u'~'; // in words, or lines could not be broken
        }
        return QString{u'⟦'} + text + more + QString{u'⟧'};
    }
};

inline QString shown(const QWidget& widget)
{
    const QString text = widget.property("text").toString();
    return QString{"%1 '%2' (%3)"}.arg(widget.metaObject()->className(), text, widget.accessibleName());
}

inline QList<QWidget*> visibleIn(const QWidget& root)
{
    QList<QWidget*> found;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->isVisible()) found << widget;
    }
    return found;
}

/// A part of another control, which has the focus and the name for both.
inline bool isInside(const QWidget& widget)
{
    const QWidget* outer = widget.parentWidget();
    return outer != nullptr
        && (outer->inherits("QLineEdit") || outer->inherits("QComboBox")
            || outer->inherits("QAbstractSpinBox") || outer->inherits("QTableView")
            || outer->inherits("QKeySequenceEdit") || outer->inherits("QHeaderView"));
}

/// Controls that a person works with, without scroll bars.
inline QList<QWidget*> controlsIn(const QWidget& root)
{
    QList<QWidget*> controls;
    for (QWidget* widget : visibleIn(root)) {
        const bool control = widget->inherits("QAbstractButton") || widget->inherits("QLineEdit")
            || widget->inherits("QComboBox") || widget->inherits("QAbstractItemView")
            || widget->inherits("QPlainTextEdit") || widget->inherits("QSlider")
            || widget->inherits("luthier::ui::Card") || widget->inherits("luthier::ui::Chart")
            || widget->inherits("luthier::ui::TokenView");
        if (control && !isInside(*widget) && !widget->inherits("QHeaderView")) controls << widget;
    }
    return controls;
}

/// Controls that Tab does not come to, walking once around the window.
inline QStringList unreachableIn(const QWidget& root)
{
    QSet<QWidget*> reached;
    QWidget* start = QApplication::focusWidget();
    for (int i = 0; i < 1000; ++i) {
        QWidget* focused = QApplication::focusWidget();
        if (focused == nullptr) return {"nothing has the focus"};
        for (QWidget* at = focused; at != nullptr; at = at->parentWidget()) {
            reached << at; // an editor and the parts it is made of
        }
        QTest::keyClick(focused, Qt::Key_Tab);
        if (i > 0 && QApplication::focusWidget() == start) break;
    }
    QStringList missing;
    for (QWidget* control : controlsIn(root)) {
        const auto* button = qobject_cast<QAbstractButton*>(control);
        const bool inGroup = button != nullptr && button->group() != nullptr; // arrows go there
        if (control->isEnabled() && !inGroup && !reached.contains(control)) missing << shown(*control);
    }
    return missing;
}

inline QStringList namelessIn(const QWidget& root)
{
    QStringList nameless;
    for (QWidget* control : controlsIn(root)) {
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(control);
        if (access == nullptr || access->text(QAccessible::Name).isEmpty()) nameless << shown(*control);
    }
    return nameless;
}

/// All words that a person can read on or about a widget.
inline QStringList wordsOf(const QWidget& widget)
{
    QStringList words{widget.property("text").toString(), widget.toolTip(), widget.accessibleName(),
                      widget.property("placeholderText").toString()};
    if (widget.inherits("QLineEdit") || widget.inherits("QPlainTextEdit"))
        words.removeFirst(); // the person's own
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        for (int i = 0; i < box->count(); ++i) {
            words << box->itemText(i);
        }
    }
    return words;
}

/// "9.8 MB": units are the same in every language.
inline bool isSize(const QString& words)
{
    static const QRegularExpression size{R"(^[\d.,]+\s[kMGT]?B$)",
                                         QRegularExpression::UseUnicodePropertiesOption};
    return size.match(words).hasMatch();
}

/// A card of a model has the model's name.
inline bool namesAVerbatimLabel(const QWidget& widget, const QString& words)
{
    return std::ranges::any_of(widget.findChildren<QLabel*>(), [&](const QLabel* label) {
        return ui::isVerbatim(*label) && words == label->text();
    });
}

inline QStringList untranslatedIn(const QWidget& root)
{
    QStringList plain;
    for (QWidget* widget : visibleIn(root)) {
        if (ui::isVerbatim(*widget)) continue;
        for (const QString& words : wordsOf(*widget)) {
            if (isSize(words) || namesAVerbatimLabel(*widget, words)) continue;
            const bool letters = std::ranges::any_of(words, [](QChar c) { return c.isLetter(); });
            if (letters && !words.contains(u'⟦')) plain << shown(*widget) + ": " + words;
        }
    }
    return plain;
}

inline QStringList clippedIn(const QWidget& root)
{
    constexpr int kTolerance = 2; // pixels that fractional widths of letters may differ by
    QStringList clipped;
    for (QWidget* widget : visibleIn(root)) {
        QSize needed;
        if (const auto* label = qobject_cast<QLabel*>(widget)) {
            if (label->text().isEmpty()) continue;
            needed = label->wordWrap() ? QSize{0, label->heightForWidth(label->width())} : label->sizeHint();
        } else if (qobject_cast<QAbstractButton*>(widget) != nullptr && !isInside(*widget)) {
            needed = widget->sizeHint();
        } else if (const auto* line = qobject_cast<QLineEdit*>(widget)) {
            const QString words = line->text().isEmpty() ? line->placeholderText() : QString{};
            needed = {line->fontMetrics().horizontalAdvance(words), line->fontMetrics().height()};
        } else if (const auto* box = qobject_cast<QComboBox*>(widget)) {
            needed = {box->fontMetrics().horizontalAdvance(box->currentText()) + 24,
                      box->fontMetrics().height()};
        } else {
            continue;
        }
        if (needed.width() > widget->width() + kTolerance
            || needed.height() > widget->height() + kTolerance) {
            clipped << QString{"%1 needs %2 x %3, has %4 x %5"}
                           .arg(shown(*widget))
                           .arg(needed.width())
                           .arg(needed.height())
                           .arg(widget->width())
                           .arg(widget->height());
        }
    }
    return clipped;
}

} // namespace luthier::tests
