// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/answers.h"
#include "core/runs/run_card.h"
#include "ui/bridge/project.h"

#include <optional>
#include <vector>

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace luthier::ui {

class Fold;
class Label;

/// Who is asked on the Try page, with which prompt, and how text is written: the same for all columns.
class TrySettings final : public QWidget {
    Q_OBJECT
public:
    explicit TrySettings(Project& project, QWidget* parent = nullptr);

    void setRuns(const std::vector<runs::RunCard>& cards); ///< usable ones, newest first
    void setTask(const std::string& task); ///< as a recipe names it
    std::optional<runs::RunCard> run() const; ///< nothing: there is none yet
    QString prompt() const;
    engine::GenerateSettings generation() const;

Q_SIGNALS:
    void runChanged();

private:
    Project& m_project;
    std::vector<runs::RunCard> m_cards;
    QString m_note; ///< of the project: where the prompt of this task is kept
    QComboBox* m_runs;
    QLineEdit* m_prompt;
    Label* m_promptName;
    QSpinBox* m_seed;
    QSpinBox* m_tokens;
    QDoubleSpinBox* m_temperature;
    Fold* m_more;
};

} // namespace luthier::ui
