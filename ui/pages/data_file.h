// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/widgets/panel.h"

class QButtonGroup;
class QComboBox;
class QHBoxLayout;

namespace luthier::ui {

class Fold;
class Label;
class SettingsForm;

/// Which file it is, how it is read and why, and what its rows are for.
class DataFile final : public QWidget {
    Q_OBJECT
public:
    explicit DataFile(const PageContext& context, QWidget* parent = nullptr);

    void refresh(); ///< file, format and goal of the draft, and what is known of them

private:
    QWidget* goals();
    QWidget* reading();
    void showFields();

    PageContext m_context;
    Label* m_name; // widgets: owned by this
    Label* m_facts;
    Label* m_reason;
    QButtonGroup* m_goals;
    QComboBox* m_format;
    SettingsForm* m_formatForm;
    SettingsForm* m_corrections;
    QString m_shownFormat;
};

} // namespace luthier::ui
