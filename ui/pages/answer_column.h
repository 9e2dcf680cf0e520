// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "ui/bridge/run_answers.h"

#include <QWidget>

class QPlainTextEdit;

namespace luthier::ui {

class BarChart;
class Label;

/// One answer on the Try page: who gave it, the label with its probabilities or the text, and how fast.
class AnswerColumn final : public QWidget {
    Q_OBJECT
public:
    explicit AnswerColumn(QWidget* parent = nullptr);

    void setTitle(const QString& title, const QString& detail);
    void clear(); ///< nobody was asked
    void wait(); ///< the answer is on its way
    void add(const QString& piece);
    void show(const Expected<Reply>& reply, bool withFacts); ///< facts: its speed, which would betray it
    QString title() const;

private:
    Label* m_title;
    Label* m_detail;
    Label* m_answer;
    BarChart* m_bars;
    QPlainTextEdit* m_text;
    Label* m_facts;
};

} // namespace luthier::ui
