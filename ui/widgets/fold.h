// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace luthier::ui {

/// A line that opens and closes what lies under it: "More settings (3 changed)".
class Fold final : public QWidget {
    Q_OBJECT
public:
    /// Takes `body`.
    Fold(const QString& title, QWidget* body, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void toggled(bool open);

private:
    QToolButton* m_line;
    QWidget* m_body;
};

} // namespace luthier::ui
