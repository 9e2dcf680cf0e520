// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_tabs.h"

#include "core/config/sections.h"
#include "ui/bridge/words.h"
#include "ui/widgets/form/settings_form.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/plot/histogram.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <algorithm>
#include <set>
#include <vector>

#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr std::int64_t kWeakHeldBack = 100; // rows; verdicts below that are weak

SettingsForm* formOf(Project& project, const std::set<std::string>& keys)
{
    auto* form = new SettingsForm{project, "data"};
    form->keepOnly(keys);
    form->setFields(config::fieldsOf("data"), {});
    return form;
}

} // namespace

LengthTab::LengthTab(Project& project)
    : m_chart{new Histogram{tr("Lengths"), tr("tokens"), this}}
    , m_words{new Label}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 12);
    m_chart->setEmptyReason(tr("Lengths are counted when a model is chosen."));
    auto* form = formOf(project, {"max_tokens", "long_rows"});
    column->addWidget(m_chart);
    column->addWidget(m_words);
    column->addWidget(form);
    connect(form, &SettingsForm::revealing, this, &LengthTab::revealing);
    connect(m_chart, &Histogram::cutOffMoved, this, [&project](qint64 at) {
        project.set("data", "max_tokens", std::to_string(at), tr("Longest row changed"));
    });
}

void LengthTab::setLengths(const data::Lengths& lengths, std::int64_t rows)
{
    m_chart->setCounts(lengths.counts, lengths.binWidth);
    m_chart->setCutOff(lengths.maxTokens);
    m_words->setVisible(!lengths.counts.empty());
    if (lengths.counts.empty()) return;
    QString text = tr("Half of the rows have at most %1 tokens, 99 of 100 at most %2; the longest has %3.")
                       .arg(number(lengths.median), number(lengths.p99), number(lengths.longest));
    if (lengths.cutRows > 0) {
        text += ' ' + tr("%1 of %2 rows lose a part.").arg(number(lengths.cutRows), number(rows));
    }
    if (lengths.lostAnswers > 0) {
        text += ' ' + tr("%1 rows lose their whole answer.").arg(number(lengths.lostAnswers));
    }
    if (lengths.leftOut > 0) {
        text += ' ' + tr("%1 rows are left out for their length.").arg(number(lengths.leftOut));
    }
    if (lengths.cutRows + lengths.lostAnswers + lengths.leftOut == 0) text += ' ' + tr("Nothing is cut.");
    m_words->setText(text);
}

SplitTab::SplitTab(Project& project)
    : m_chart{new BarChart{tr("Parts"), this}}
    , m_words{new Label}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 12);
    auto* form = formOf(project, {"validation", "test", "split_by", "near_copies"});
    column->addWidget(m_chart);
    column->addWidget(m_words);
    column->addWidget(form);
    connect(form, &SettingsForm::revealing, this, &SplitTab::revealing);
}

void SplitTab::setSplit(const data::Split& split)
{
    const auto train = std::ssize(split.train);
    const auto held = std::ssize(split.validation);
    const auto test = std::ssize(split.test);
    const double all = static_cast<double>(std::max<std::ptrdiff_t>(1, train + held + test));
    const auto bar = [&](const QString& name, std::int64_t count) {
        const double share = static_cast<double>(count) / all;
        return Bar{name, static_cast<double>(count), tr("%1 (%2)").arg(number(count), percent(share)), false};
    };
    m_chart->setBars({bar(tr("Training"), train), bar(tr("Held back"), held), bar(tr("Test"), test)});
    m_words->setText(
        held == 0 ? tr("No rows are held back: whether the model understands or memorises cannot be told.")
            : held < kWeakHeldBack
            ? tr("%1 rows are held back. Verdicts on so few rows are weak.").arg(number(held))
            : tr("The held-back rows (validation set) tell during the run whether the model understands or "
                 "memorises. The test rows stay closed until Compare."));
}

} // namespace luthier::ui
