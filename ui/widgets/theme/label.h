// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme/measure.h"

#include <QLabel>

namespace luthier::ui {

/// Words in a size and a colour of product.md §4 that follow the theme. Breaks into lines.
class Label final : public QLabel {
    Q_OBJECT
public:
    enum class Tone { Text, Second, Accent, Ready, Look, Bad };

    explicit Label(Type type, const QString& words = {}, QWidget* parent = nullptr);
    explicit Label(const QString& words = {}, QWidget* parent = nullptr);

    void setTone(Tone tone);
    /// The words are the person's own or a name: they are not translated.
    void setVerbatim();

private:
    void changeEvent(QEvent* event) override;
    void dress();

    Type m_type;
    Tone m_tone{Tone::Text};
    bool m_dressing{false};
};

/// Marks a widget whose words are the person's own, so that the test for untranslated texts lets them pass.
void markVerbatim(QWidget& widget);
bool isVerbatim(const QWidget& widget);

} // namespace luthier::ui
