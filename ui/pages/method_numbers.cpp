// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/method_numbers.h"

#include "ui/bridge/words.h"
#include "ui/widgets/plot/bar_chart.h"
#include "ui/widgets/theme/label.h"

#include <QVBoxLayout>

namespace luthier::ui {

MethodNumbers::MethodNumbers(QWidget* parent)
    : Panel{parent}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 16, 12, 4);
    m_trainable = row(tr("Learns"));
    m_memory = row(tr("Memory"));
    m_time = row(tr("Time"));
    m_result = row(tr("Result file"));
    m_forgetting = row(tr("Forgetting"));
    m_parts = new BarChart{tr("Memory, part by part"), this};
    column->addWidget(m_parts);
    column->addStretch(1);
}

Label* MethodNumbers::row(const QString& name)
{
    auto* caption = new Label{Type::Caption, name};
    caption->setTone(Label::Tone::Second);
    auto* value = new Label;
    layout()->addWidget(caption);
    layout()->addWidget(value);
    static_cast<QVBoxLayout*>(layout())->addSpacing(space(4));
    return value;
}

void MethodNumbers::setPlan(const engine::Plan& plan, const engine::CheckReport* measured)
{
    const double share = static_cast<double>(plan.trainableParameters)
        / static_cast<double>(std::max<std::int64_t>(1, plan.totalParameters));
    m_trainable->setText(tr("%1 of %2 weights (%3)")
                             .arg(shortNumber(plan.trainableParameters), shortNumber(plan.totalParameters),
                                  percent(share, share < 0.1 ? 2 : 0)));
    const bool fits = plan.memoryBytes <= plan.freeMemoryBytes;
    const QString need = fileSize(plan.memoryBytes);
    const QString have = fileSize(plan.freeMemoryBytes);
    m_memory->setText(fits ? tr("about %1; you have %2").arg(need, have)
                           : tr("about %1, more than the %2 that you have").arg(need, have));
    m_memory->setTone(fits ? Label::Tone::Text : Label::Tone::Bad);
    m_time->setText(timeWords(plan, measured));
    m_result->setText(tr("about %1").arg(fileSize(plan.resultBytes)));
    m_forgetting->setText(tr("%1. %2").arg(riskWord(plan.forgetting), words(plan.forgettingReason)));
    showMemory(*m_parts, plan.memory);
}

QString timeWords(const engine::Plan& plan, const engine::CheckReport* measured)
{
    if (measured != nullptr) {
        return MethodNumbers::tr("about %1 for %2 steps, measured by Check")
            .arg(duration(measured->totalSeconds), number(measured->steps));
    }
    if (plan.totalSeconds <= 0) return MethodNumbers::tr("not known before the rows are counted in tokens");
    return MethodNumbers::tr("about %1 for %2 steps; a guess, Check measures it")
        .arg(duration(plan.totalSeconds), number(plan.steps));
}

QString riskWord(engine::Risk risk)
{
    switch (risk) {
    case engine::Risk::Low:
        return MethodNumbers::tr("Low risk");
    case engine::Risk::Medium:
        return MethodNumbers::tr("Medium risk");
    case engine::Risk::High:
        break;
    }
    return MethodNumbers::tr("High risk");
}

void showMemory(BarChart& chart, const std::vector<engine::MemoryPart>& parts)
{
    std::vector<Bar> bars;
    for (const engine::MemoryPart& part : parts) {
        if (part.bytes > 0) {
            bars.push_back({words(part.label), static_cast<double>(part.bytes), fileSize(part.bytes), false});
        }
    }
    chart.setVisible(!bars.empty());
    chart.setBars(std::move(bars));
}

} // namespace luthier::ui
