// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_start.h"

#include "core/config/recipe_yaml.h"

namespace luthier::ui {

std::vector<std::string> missingFrom(const config::Recipe& draft)
{
    std::vector<std::string> pages;
    if (!draft.data.contains("train") || draft.task.name.empty()) pages.emplace_back("data");
    if (draft.model.name.empty()) pages.emplace_back("model");
    if (draft.method.name.empty()) pages.emplace_back("method");
    return pages;
}

Expected<config::Recipe> runnable(const engine::Catalogue& catalogue, const config::Recipe& draft)
{
    LUTHIER_TRY(const auto checked, catalogue.checked(draft));
    return config::writtenOut(checked);
}

Expected<config::Recipe> recipeOfRun(const std::string& dir)
{
    return config::readRecipe(std::filesystem::path{dir} / "recipe.yaml");
}

} // namespace luthier::ui
