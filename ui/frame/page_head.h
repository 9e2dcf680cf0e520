// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/answer_strip.h"

#include <QWidget>

class QCompleter;
class QLineEdit;
class QStringListModel;

namespace luthier::ui {

class Label;

/// The page's question, its answer, and the search over all settings.
class PageHead final : public QWidget {
    Q_OBJECT
public:
    explicit PageHead(QWidget* parent = nullptr);

    void setQuestion(const QString& question);
    void setAnswer(const Answer& answer);
    const Answer& answer() const { return m_strip->answer(); }
    void setFound(const QStringList& found); ///< what searched() found, to choose from
    void focusSearch();

Q_SIGNALS:
    void searched(const QString& typed);
    void chosen(int found); ///< index into the last setFound()

private:
    Label* m_question;
    QLineEdit* m_search;
    QStringListModel* m_found;
    QCompleter* m_completer;
    AnswerStrip* m_strip;
};

} // namespace luthier::ui
