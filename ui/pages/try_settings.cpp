// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/try_settings.h"

#include "ui/bridge/words.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/theme/label.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace luthier::ui {
namespace {

constexpr const char* kRunNote = "try.run";
constexpr int kMostTokens = 4096;

Label* nameFor(QWidget& field, const QString& name)
{
    auto* label = new Label{name};
    label->setBuddy(&field);
    label->setWordWrap(false);
    field.setAccessibleName(name);
    return label;
}

} // namespace

TrySettings::TrySettings(Project& project, QWidget* parent)
    : QWidget{parent}
    , m_project{project}
    , m_runs{new QComboBox}
    , m_prompt{new QLineEdit}
    , m_promptName{nameFor(*m_prompt, tr("Your prompt"))}
    , m_seed{new QSpinBox}
    , m_tokens{new QSpinBox}
    , m_temperature{new QDoubleSpinBox}
{
    auto* grid = new QGridLayout{this};
    setSpace(*grid, 0, 8);
    grid->setColumnStretch(1, 1);
    markVerbatim(*m_runs); // names of runs
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_prompt->setObjectName("prompt");
    grid->addWidget(nameFor(*m_runs, tr("Tuned model")), 0, 0);
    grid->addWidget(m_runs, 0, 1);
    grid->addWidget(m_promptName, 1, 0);
    grid->addWidget(m_prompt, 1, 1);

    auto* more = new QWidget;
    auto* form = new QFormLayout{more};
    setSpace(*form, 0, 8);
    m_seed->setRange(1, 1'000'000);
    m_tokens->setRange(1, kMostTokens);
    m_tokens->setValue(static_cast<int>(engine::GenerateSettings{}.maxTokens));
    m_temperature->setRange(0, 2);
    m_temperature->setSingleStep(0.1);
    m_temperature->setToolTip(tr("0 always takes the likeliest word; larger values vary more"));
    form->addRow(nameFor(*m_seed, tr("Seed")), m_seed);
    form->addRow(nameFor(*m_temperature, tr("Temperature")), m_temperature);
    form->addRow(nameFor(*m_tokens, tr("Most tokens")), m_tokens);
    m_more = new Fold{tr("More settings, the same for all"), more};
    grid->addWidget(m_more, 2, 0, 1, 2);

    connect(m_runs, &QComboBox::currentIndexChanged, this, [this] {
        if (const auto chosen = run()) m_project.setNote(kRunNote, QString::fromStdString(chosen->dir));
        Q_EMIT runChanged();
    });
    connect(m_prompt, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_project.setNote(m_note, text); });
    setRuns({});
}

void TrySettings::setRuns(const std::vector<runs::RunCard>& cards)
{
    const QSignalBlocker blocker{m_runs};
    const QString chosen = m_project.note(kRunNote).toString();
    m_cards.clear();
    m_runs->clear();
    for (const runs::RunCard& card : cards) {
        m_cards.push_back(card);
        m_runs->addItem(
            tr("%1, step %2 (best)").arg(QString::fromStdString(card.name), number(card.bestStep)));
        if (QString::fromStdString(card.dir) == chosen) m_runs->setCurrentIndex(m_runs->count() - 1);
    }
    if (m_cards.empty()) m_runs->addItem(tr("no run yet"));
    m_runs->setEnabled(!m_cards.empty());
}

void TrySettings::setTask(const std::string& task)
{
    const bool writes = task == "instruction";
    const QString note = writes ? "try.prompt.instruction" : "try.prompt.classes";
    m_more->setVisible(writes);
    m_prompt->setToolTip(writes
                             ? tr("Said to the base model before your text (system message)")
                             : tr("How each label is described to the base model; %1 stands for the label"));
    m_prompt->setAccessibleDescription(m_prompt->toolTip());
    if (note == m_note) return;
    m_note = note;
    const QString start = writes ? tr("Answer exactly and briefly.") : tr("This text is about %1.");
    m_prompt->setText(m_project.note(note).toString(start));
}

std::optional<runs::RunCard> TrySettings::run() const
{
    const int at = m_runs->currentIndex();
    if (at < 0 || at >= static_cast<int>(m_cards.size())) return std::nullopt;
    return m_cards[static_cast<std::size_t>(at)];
}

QString TrySettings::prompt() const
{
    return m_prompt->text();
}

engine::GenerateSettings TrySettings::generation() const
{
    return {.maxTokens = m_tokens->value(),
            .temperature = m_temperature->value(),
            .seed = static_cast<std::uint64_t>(m_seed->value())};
}

} // namespace luthier::ui
