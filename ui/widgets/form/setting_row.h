// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/field.h"
#include "core/config/setting.h"
#include "ui/widgets/form/value_editor.h"

#include <QWidget>

class QGridLayout;
class QToolButton;

namespace luthier::ui {

class Label;

/// One setting: label, value, unit, help (F1), reset, and what is wrong with it.
class SettingRow final : public QWidget {
    Q_OBJECT
public:
    /// `section` stands before the key in the help: "train.warmup".
    SettingRow(const config::Field& field, const std::string& section, QWidget* parent = nullptr);

    const config::Field& field() const { return m_field; }
    QString label() const;

    /// `changed`: it differs from what it starts with.
    void show(const config::Setting& value, bool changed);
    void setUnavailable(const QString& reason); ///< empty: available
    void setStacked(bool stacked); ///< the label above the value, where there is little room
    void setHelpOpen(bool open);
    bool matches(const QString& typed) const; ///< label, help or key
    void takeFocus();

    using QWidget::show;

Q_SIGNALS:
    void edited(const luthier::config::Setting& value); ///< one that passed the check
    void resetWanted();

private:
    void keyPressEvent(QKeyEvent* event) override;
    void take(const config::Setting& value);
    QString help() const;
    void arrange();

    const config::Field& m_field;
    std::string m_section;
    bool m_stacked{false};
    QGridLayout* m_grid;
    Label* m_label;
    ValueEditor* m_editor;
    Label* m_unit;
    QToolButton* m_helpButton;
    QToolButton* m_reset;
    Label* m_help;
    Label* m_fault;
};

} // namespace luthier::ui
