// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state.h"

#include <QFrame>

class QPushButton;

namespace luthier::ui {

class Label;

/// A page's answer to its question.
struct Answer {
    State state{State::NotStarted};
    QString text; ///< one or two sentences: what was seen, what it means
    QString why{}; ///< how one knows; empty without more to say

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// The answer in the tint of its state, with its shape, and "Why?".
class AnswerStrip final : public QFrame {
    Q_OBJECT
public:
    explicit AnswerStrip(QWidget* parent = nullptr);

    /// Says the words to assistive programs, once, where they changed.
    void setAnswer(const Answer& answer);
    const Answer& answer() const { return m_answer; }

private:
    void paintEvent(QPaintEvent* event) override;

    Answer m_answer;
    StateMark* m_mark;
    Label* m_text;
    QPushButton* m_why;
    Label* m_reason;
};

} // namespace luthier::ui
