// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QObject>
#include <QPalette>

namespace luthier::ui {

/// Puts style, palette and type of product.md §4 on the application, as the person wants them.
/// Widgets ask QPalette (coloursOf), fontFor() and space(): none needs to know the theme.
class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    static constexpr int kLeastPercent = 100, kMostPercent = 200;

    explicit Theme(QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    int textPercent() const { return m_textPercent; }
    void setMode(Mode mode);
    void setTextPercent(int percent); ///< held between 100 and 200

Q_SIGNALS:
    void changed();

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void apply();

    QFont m_systemFont;
    QPalette m_systemPalette;
    Mode m_mode{Mode::System};
    int m_textPercent{100};
};

/// The mode that preferences call "system", "light" or "dark".
Theme::Mode themeMode(const QString& name);

} // namespace luthier::ui
