// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;

namespace luthier::ui {

/// A wide part and a narrow one beside it; below it where the room is too small for both.
class SideBySide final : public QWidget {
    Q_OBJECT
public:
    /// Takes both. Pixels at 100 % text: the narrow part is `narrow` wide, the wide one at least `leastWide`.
    SideBySide(QWidget* wide, QWidget* second, int leastWide, int narrow, QWidget* parent = nullptr);

private:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void arrange();

    QWidget* m_second;
    QBoxLayout* m_layout;
    int m_leastWide, m_narrow;
};

} // namespace luthier::ui
