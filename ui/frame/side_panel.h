// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QStackedWidget;

namespace luthier::ui {

class Label;

/// Detail of what is selected, beside the page; in a narrow window a drawer over it.
class SidePanel final : public QFrame {
    Q_OBJECT
public:
    explicit SidePanel(QWidget* parent = nullptr);

    /// Shows `content` under `title`; takes it when it comes for the first time. Null: nothing to show.
    void setContent(const QString& title, QWidget* content);
    QWidget* content() const;

    /// Beside its neighbours in `row`, or over them at the end of `parent`.
    void dock(QHBoxLayout& row);
    void lieOver(QWidget& parent);
    bool isDrawer() const { return m_drawer; }
    void fit(); ///< the drawer to the widget that it lies over

Q_SIGNALS:
    void closeWanted();

private:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    Label* m_title;
    QStackedWidget* m_stack;
    bool m_drawer{false};
};

} // namespace luthier::ui
