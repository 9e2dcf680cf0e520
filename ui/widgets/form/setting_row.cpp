// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form/setting_row.h"

#include "core/config/values.h"
#include "ui/bridge/words.h"
#include "ui/widgets/theme/access.h"
#include "ui/widgets/theme/icons.h"
#include "ui/widgets/theme/label.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace luthier::ui {
namespace {

// Pixels at 100 % text, the same in all rows: values stand in one column.
constexpr int kLabelWidth = 264;
constexpr int kUnitWidth = 72;
constexpr int kMost = 10'000; // no bound

QToolButton* quietButton(const QString& iconName, const QString& tip, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(name);
    return button;
}

/// "8 to 131,072", where the field has a range.
QString rangeOf(const config::Field& field)
{
    if (const auto* integer = std::get_if<config::Integer>(&field.kind)) {
        return SettingRow::tr("%1 to %2").arg(number(integer->least), number(integer->most));
    }
    if (const auto* real = std::get_if<config::Real>(&field.kind)) {
        return SettingRow::tr("%1 to %2").arg(significant(real->least), significant(real->most));
    }
    return {};
}

} // namespace

SettingRow::SettingRow(const config::Field& field, const std::string& section, QWidget* parent)
    : QWidget{parent}
    , m_field{field}
    , m_section{section}
    , m_grid{new QGridLayout{this}}
    , m_label{new Label{words(field.label)}}
    , m_editor{makeEditor(field)}
    , m_unit{new Label{Type::Caption, words(field.unit)}}
    , m_helpButton{quietButton("help", help(), tr("Help: %1").arg(label()))}
    , m_reset{quietButton("reset", tr("Back to what it starts with"), tr("Reset: %1").arg(label()))}
    , m_help{new Label{Type::Caption, help()}}
    , m_fault{new Label{Type::Caption}}
{
    setSpace(*m_grid, 0, 4);
    m_label->setBuddy(m_editor);
    m_label->setToolTip(help());
    m_editor->setToolTip(help());
    m_editor->setAccess(label(), help());
    m_unit->setTone(Label::Tone::Second);
    m_unit->setWordWrap(false);
    setBounds(*m_unit, {.leastWidth = kUnitWidth}); // editors of all rows end at one line
    m_help->setTone(Label::Tone::Second);
    m_fault->setTone(Label::Tone::Bad);
    m_help->hide();
    m_fault->hide();
    QSizePolicy keepsPlace = m_reset->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keepsPlace);
    m_reset->hide();
    arrange();

    connect(m_editor, &ValueEditor::edited, this, [this] { take(m_editor->value()); });
    connect(m_reset, &QToolButton::clicked, this, &SettingRow::resetWanted);
    connect(m_helpButton, &QToolButton::clicked, this, [this] { setHelpOpen(!m_help->isVisibleTo(this)); });
}

QString SettingRow::label() const
{
    return words(m_field.label);
}

QString SettingRow::help() const
{
    const QString range = rangeOf(m_field);
    const QString key = QString::fromStdString(m_section + "." + std::string{m_field.key});
    return words(m_field.help) + '\n'
        + (range.isEmpty() ? tr("In the recipe: %1").arg(key)
                           : tr("Range: %1. In the recipe: %2").arg(range, key));
}

void SettingRow::arrange()
{
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_label, m_editor, m_unit, m_helpButton, m_reset, m_help, m_fault}) {
        m_grid->removeWidget(part);
    }
    const int row = m_stacked ? 1 : 0;
    const int column = m_stacked ? 0 : 1;
    m_grid->addWidget(m_label, 0, 0, 1, m_stacked ? 4 : 1);
    m_grid->addWidget(m_editor, row, column);
    m_grid->addWidget(m_unit, row, column + 1, Qt::AlignVCenter);
    m_grid->addWidget(m_reset, row, column + 2, Qt::AlignTop);
    m_grid->addWidget(m_helpButton, row, column + 3, Qt::AlignTop);
    m_grid->addWidget(m_fault, row + 1, column, 1, 4);
    m_grid->addWidget(m_help, row + 2, column, 1, 4);
    for (int i = 0; i < 5; ++i) {
        m_grid->setColumnStretch(i, 0);
    }
    m_grid->setColumnStretch(column, 1);
    setBounds(*m_label, m_stacked ? Bounds{.mostWidth = kMost} : Bounds{kLabelWidth, 0, kLabelWidth});
}

void SettingRow::show(const config::Setting& value, bool changed)
{
    m_editor->show(value);
    m_reset->setVisible(changed);
    m_fault->hide();
}

void SettingRow::take(const config::Setting& value)
{
    // The check stands once, in config; here it is asked about this one field.
    const config::Settings given{{std::string{m_field.key}, value}};
    const auto checked = config::Values::checked(m_section, {&m_field, 1}, given);
    m_fault->setVisible(!checked);
    if (checked) {
        Q_EMIT edited(value);
        return;
    }
    const Error& error = checked.error();
    const QString hint = words(error.hint);
    m_fault->setText(hint.isEmpty() ? words(error.message) : words(error.message) + ". " + hint);
    m_fault->setVerbatim();
    m_fault->setAccessibleName(m_fault->text());
    announce(*m_fault);
}

void SettingRow::setUnavailable(const QString& reason)
{
    const bool available = reason.isEmpty();
    for (QWidget* part : std::initializer_list<QWidget*>{m_label, m_editor, m_unit, m_reset}) {
        part->setEnabled(available);
    }
    m_editor->setToolTip(available ? help() : reason);
    m_label->setToolTip(m_editor->toolTip());
    m_editor->setAccess(label(), m_editor->toolTip());
}

void SettingRow::setStacked(bool stacked)
{
    if (stacked == m_stacked) return;
    m_stacked = stacked;
    arrange();
}

void SettingRow::setHelpOpen(bool open)
{
    m_help->setVisible(open);
}

bool SettingRow::matches(const QString& typed) const
{
    const QString key = QString::fromUtf8(m_field.key.data(), static_cast<qsizetype>(m_field.key.size()));
    return label().contains(typed, Qt::CaseInsensitive) || key.contains(typed, Qt::CaseInsensitive)
        || words(m_field.help).contains(typed, Qt::CaseInsensitive);
}

void SettingRow::takeFocus()
{
    m_editor->setFocus(Qt::OtherFocusReason);
}

void SettingRow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_F1) return QWidget::keyPressEvent(event);
    setHelpOpen(!m_help->isVisibleTo(this));
}

} // namespace luthier::ui
