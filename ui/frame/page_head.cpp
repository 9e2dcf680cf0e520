// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/page_head.h"

#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QGridLayout>
#include <QLineEdit>
#include <QStringListModel>

namespace luthier::ui {

PageHead::PageHead(QWidget* parent)
    : QWidget{parent}
    , m_question{new Label{Type::Question}}
    , m_search{new QLineEdit}
    , m_found{new QStringListModel{this}}
    , m_completer{new QCompleter{m_found, this}}
    , m_strip{new AnswerStrip}
{
    auto* grid = new QGridLayout{this};
    setSpace(*grid, 0, 12);
    grid->addWidget(m_question, 0, 0);
    grid->addWidget(m_search, 0, 1, Qt::AlignVCenter);
    grid->addWidget(m_strip, 1, 0, 1, 2);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 1);
    m_search->setPlaceholderText(tr("Search settings"));
    m_search->setAccessibleName(tr("Search settings"));
    m_search->setToolTip(tr("Finds any setting by a plain word or a technical term (Ctrl+F)"));
    m_search->addAction(icon("search"), QLineEdit::TrailingPosition);
    setBounds(*m_search, {.leastWidth = 220, .mostWidth = 280});
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(m_search);

    connect(m_search, &QLineEdit::textEdited, this, &PageHead::searched);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) {
                m_search->clear();
                Q_EMIT chosen(index.row());
            });
}

void PageHead::setQuestion(const QString& question)
{
    m_question->setText(question);
}

void PageHead::setAnswer(const Answer& answer)
{
    m_strip->setAnswer(answer);
}

void PageHead::setFound(const QStringList& found)
{
    m_found->setStringList(found);
    found.isEmpty() ? m_completer->popup()->hide() : m_completer->complete();
}

void PageHead::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace luthier::ui
