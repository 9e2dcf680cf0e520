// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/answer_column.h"

#include "ui/bridge/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/theme/label.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace luthier::ui {

constexpr std::size_t kBars = 5; // labels shown; the rest has little left

AnswerColumn::AnswerColumn(QWidget* parent)
    : QWidget{parent}
    , m_title{new Label{Type::Section}}
    , m_detail{new Label{Type::Caption}}
    , m_answer{new Label{Type::Verdict}}
    , m_bars{new BarChart{tr("Probabilities")}}
    , m_text{new QPlainTextEdit}
    , m_facts{new Label{Type::Caption}}
{
    auto* outer = new QVBoxLayout{this};
    setSpace(*outer, 0, 0);
    auto* panel = new Panel;
    outer->addWidget(panel);
    auto* column = new QVBoxLayout{panel};
    setSpace(*column, 16, 8);
    for (Label* label : {m_title, m_detail, m_answer, m_facts}) {
        label->setVerbatim(); // names, and what a model said
    }
    m_detail->setTone(Label::Tone::Second);
    m_facts->setTone(Label::Tone::Second);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Answer"));
    markVerbatim(*m_text);
    m_bars->setFull(1); // the columns can be held against each other
    setBounds(*m_text, {.leastHeight = 160});
    column->addWidget(m_title);
    column->addWidget(m_detail);
    column->addWidget(m_answer);
    column->addWidget(m_bars);
    column->addWidget(m_text, 1);
    column->addWidget(m_facts);
    column->addStretch(1);
    clear();
}

void AnswerColumn::setTitle(const QString& title, const QString& detail)
{
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(title);
}

QString AnswerColumn::title() const
{
    return m_title->text();
}

void AnswerColumn::clear()
{
    m_answer->setText(tr("No answer yet."));
    m_answer->setTone(Label::Tone::Second);
    m_answer->show();
    m_text->clear();
    for (QWidget* part : std::initializer_list<QWidget*>{m_bars, m_text, m_facts}) {
        part->hide();
    }
}

void AnswerColumn::wait()
{
    clear();
    m_answer->setText(tr("Answering…"));
}

void AnswerColumn::add(const QString& piece)
{
    m_answer->hide();
    m_text->show();
    m_text->moveCursor(QTextCursor::End);
    m_text->insertPlainText(piece);
}

void AnswerColumn::show(const Expected<Reply>& reply, bool withFacts)
{
    clear();
    if (!reply) {
        m_answer->setTone(Label::Tone::Bad);
        m_answer->setText(words(reply.error().message));
        m_facts->setText(words(reply.error().hint));
        m_facts->setVisible(!m_facts->text().isEmpty());
        return;
    }
    const bool labels = !reply->probabilities.empty();
    m_answer->setVisible(labels);
    m_bars->setVisible(labels);
    m_text->setVisible(!labels);
    if (labels) {
        m_answer->setTone(Label::Tone::Text);
        m_answer->setText(QString::fromStdString(reply->text));
        std::vector<Bar> bars;
        for (const auto& [label, probability] : reply->probabilities) {
            if (bars.size() == kBars) break;
            bars.push_back({QString::fromStdString(label), probability, percent(probability, 1)});
        }
        m_bars->setBars(std::move(bars));
    } else {
        m_text->setPlainText(QString::fromStdString(reply->text));
    }
    QString facts = tr("%1 s").arg(number(reply->seconds, 2));
    if (!labels) {
        facts = tr("%1 tokens in %2 s").arg(number(reply->tokens), number(reply->seconds, 1));
        if (!reply->ended) facts = tr("%1, cut off at the most tokens").arg(facts);
    }
    m_facts->setText(facts);
    m_facts->setVisible(withFacts);
}

} // namespace luthier::ui
