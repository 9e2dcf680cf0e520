// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/last_check.h"

#include "core/config/recipe_yaml.h"

#include <utility>

namespace luthier::ui {
namespace {

/// What time and memory depend on, to be compared.
std::string costOf(config::Recipe recipe)
{
    recipe.name.clear();
    recipe.exporting.clear();
    return config::recipeToYaml(recipe);
}

} // namespace

void LastCheck::take(engine::CheckReport report, config::Recipe checked)
{
    m_report = std::move(report);
    m_checked = std::move(checked);
    Q_EMIT changed();
}

bool LastCheck::isUpToDate() const
{
    return m_report && config::recipeToYaml(m_checked) == config::recipeToYaml(m_project.recipe());
}

const engine::CheckReport* LastCheck::measured() const
{
    const bool holds
        = m_report && m_report->totalSeconds > 0 && costOf(m_checked) == costOf(m_project.recipe());
    return holds ? &*m_report : nullptr;
}

} // namespace luthier::ui
