// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

class QPushButton;

namespace luthier::ui {

/// Which of the answers A, B, C is best. Keys, while it has the focus: A, B, C, T for a tie, X for all bad.
class VoteBar final : public QWidget {
    Q_OBJECT
public:
    explicit VoteBar(int answers, QWidget* parent = nullptr);

    void setOpen(bool open, const QString& whyNot = {}); ///< whether one may vote now

Q_SIGNALS:
    void voted(std::optional<int> answer); ///< nothing: a tie, or all bad

private:
    void keyPressEvent(QKeyEvent* event) override;

    std::vector<QPushButton*> m_best;
    QPushButton* m_tie;
    QPushButton* m_bad;
    bool m_open{false};
};

/// "A", "B", "C"
QString answerLetter(int answer);

} // namespace luthier::ui
