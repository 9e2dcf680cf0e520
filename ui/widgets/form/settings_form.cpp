// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form/settings_form.h"

#include "ui/widgets/fold.h"
#include "ui/widgets/form/setting_row.h"
#include "ui/widgets/theme/measure.h"

#include <algorithm>

#include <QVBoxLayout>

namespace luthier::ui {

constexpr int kMostWidth = 760; // pixels at 100 % text: a value far from its label is hard to find
constexpr int kStackedBelow = 600; // pixels at 100 % text: label and value beside each other need as much

SettingsForm::SettingsForm(Project& project, std::string section, QWidget* parent)
    : QWidget{parent}
    , m_project{project}
    , m_section{std::move(section)}
{
    setSpace(*new QVBoxLayout{this}, 0, 0);
    setBounds(*this, {.mostWidth = kMostWidth});
    connect(&project, &Project::recipeChanged, this, &SettingsForm::refresh);
}

void SettingsForm::leaveOut(std::set<std::string> keys)
{
    m_leftOut = std::move(keys);
}

void SettingsForm::keepOnly(std::set<std::string> keys)
{
    m_kept = std::move(keys);
}

void SettingsForm::setFields(std::span<const config::Field> fields, const config::Registered& registered)
{
    const bool wasOpen = m_more != nullptr && m_more->isOpen();
    m_registered = registered;
    m_rows.clear();
    m_folded.clear();
    m_more = nullptr;
    if (m_body != nullptr) {
        m_body->hide();
        m_body->deleteLater(); // one of its rows may be asking for this
    }
    m_body = new QWidget;
    layout()->addWidget(m_body);
    auto* column = new QVBoxLayout{m_body};
    setSpace(*column, 0, 8);

    auto* rest = new QWidget;
    auto* restColumn = new QVBoxLayout{rest};
    setSpace(*restColumn, 0, 8);
    for (const config::Field& field : fields) {
        const std::string key{field.key};
        if (m_leftOut.contains(key) || (!m_kept.empty() && !m_kept.contains(key))) continue;
        const bool open = field.basic || !m_kept.empty();
        addRow(field, open ? *column : *restColumn);
        if (!open) m_folded.insert(m_rows.back());
    }
    if (m_folded.empty()) {
        delete rest;
    } else {
        m_more = new Fold{tr("More settings"), rest};
        m_more->setOpen(wasOpen || m_folded.size() == m_rows.size());
        column->addWidget(m_more);
    }
    refresh();
}

void SettingsForm::addRow(const config::Field& field, QVBoxLayout& column)
{
    auto* row = new SettingRow{field, m_section};
    column.addWidget(row);
    m_rows.push_back(row);
    const std::string key{field.key};
    connect(row, &SettingRow::edited, this, [this, row, key](const config::Setting& value) {
        m_project.set(m_section, key, value, tr("%1 changed").arg(row->label()));
    });
    connect(row, &SettingRow::resetWanted, this,
            [this, row, key] { m_project.reset(m_section, key, tr("%1 reset").arg(row->label())); });
}

bool SettingsForm::isChanged(const config::Field& field) const
{
    const auto& given = m_project.settings(m_section);
    const auto found = given.find(field.key);
    return found != given.end() && !(found->second == config::startingValue(m_section, field, m_registered));
}

int SettingsForm::changedCount() const
{
    return static_cast<int>(
        std::ranges::count_if(m_rows, [this](const SettingRow* row) { return isChanged(row->field()); }));
}

void SettingsForm::refresh()
{
    const auto& given = m_project.settings(m_section);
    for (SettingRow* row : m_rows) {
        const auto found = given.find(row->field().key);
        row->show(found != given.end() ? found->second
                                       : config::startingValue(m_section, row->field(), m_registered),
                  isChanged(row->field()));
    }
    if (m_more == nullptr) return;
    const auto changed
        = std::ranges::count_if(m_folded, [this](const SettingRow* row) { return isChanged(row->field()); });
    m_more->setTitle(changed == 0 ? tr("More settings")
                                  : tr("More settings (%n changed)", nullptr, static_cast<int>(changed)));
}

SettingRow* SettingsForm::rowOf(std::string_view key) const
{
    const auto found
        = std::ranges::find_if(m_rows, [key](const SettingRow* row) { return row->field().key == key; });
    return found == m_rows.end() ? nullptr : *found;
}

void SettingsForm::setUnavailable(std::string_view key, const QString& reason)
{
    if (SettingRow* row = rowOf(key)) row->setUnavailable(reason);
}

std::vector<SettingsForm::Found> SettingsForm::matching(const QString& typed) const
{
    std::vector<Found> found;
    for (const SettingRow* row : m_rows) {
        if (row->matches(typed)) found.push_back({row->label(), std::string{row->field().key}});
    }
    return found;
}

void SettingsForm::reveal(std::string_view key)
{
    SettingRow* const row = rowOf(key);
    if (row == nullptr) return;
    Q_EMIT revealing();
    if (m_folded.contains(row)) m_more->setOpen(true);
    row->setHelpOpen(true);
    row->takeFocus();
}

void SettingsForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    for (SettingRow* row : m_rows) {
        row->setStacked(width() < space(kStackedBelow));
    }
}

} // namespace luthier::ui
