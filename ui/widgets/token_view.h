// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

namespace luthier::ui {

/// One token as a person sees it.
struct ViewToken {
    enum class Kind {
        Learned, ///< underlined
        ReadOnly, ///< grey
        Special, ///< boxed
        CutOff, ///< hatched and struck through
    };
    QString text;
    Kind kind{Kind::ReadOnly};
    int id{};
};

/// A text token by token. Kinds differ by underline, box and hatching first, tint second. Arrows walk over
/// the tokens; the one under the cursor or the mouse is described.
class TokenView final : public QWidget {
    Q_OBJECT
public:
    explicit TokenView(QWidget* parent = nullptr);

    void setTokens(std::vector<ViewToken> tokens);
    const std::vector<ViewToken>& tokens() const { return m_tokens; }
    QString summary() const; ///< "12 learned, 30 read only, 2 special, 0 cut off"

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void currentChanged(int token);

private:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    std::vector<QRect> places(int width) const;
    QString described(int token) const;
    void setCurrent(int token);
    int tokenAt(const QPoint& point) const;

    std::vector<ViewToken> m_tokens;
    std::vector<QRect> m_places; ///< of the tokens at the present width
    int m_current{-1};
};

} // namespace luthier::ui
