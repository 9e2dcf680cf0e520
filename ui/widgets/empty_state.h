// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace luthier::ui {

/// What stands where there is nothing yet: one sentence, one button, one link.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& sentence, const QString& button, const QString& link = {},
               QWidget* parent = nullptr);

    /// Greys button and link and says why; an empty reason makes it usable again.
    void setUnavailable(const QString& reason);

Q_SIGNALS:
    void acted();
    void linkFollowed();

private:
    QPushButton* m_button;
    QPushButton* m_link{};
};

} // namespace luthier::ui
