// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/models.h"
#include "core/engine/training.h"
#include "ui/widgets/panel.h"

namespace luthier::ui {

class BarChart;
class Label;
class StateMark;

/// What a recipe costs: weights, memory part by part, time, forgetting.
class MethodNumbers final : public Panel {
    Q_OBJECT
public:
    explicit MethodNumbers(QWidget* parent = nullptr);

    /// `measured` says the time where it is not null.
    void setPlan(const engine::Plan& plan, const engine::CheckReport* measured);

private:
    Label* row(const QString& name);

    Label* m_trainable;
    Label* m_memory;
    Label* m_time;
    Label* m_result;
    Label* m_forgetting;
    BarChart* m_parts;
};

/// "about 14 min", or what is missing for a guess.
QString timeWords(const engine::Plan& plan, const engine::CheckReport* measured);
QString riskWord(engine::Risk risk);
/// A part of the memory a bar.
void showMemory(BarChart& chart, const std::vector<engine::MemoryPart>& parts);

} // namespace luthier::ui
