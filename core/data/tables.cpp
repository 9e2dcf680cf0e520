// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables.h"

namespace luthier::data {

Expected<Tables> openTables(const config::CheckedRecipe& recipe, const Job& job)
{
    const auto& train = recipe.data.text("train");
    if (train.empty()) {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = QT_TRANSLATE_NOOP("core", "the recipe names no file to learn from"),
                           .where = "data.train"}};
    }
    const auto open = [&](const std::string& path) {
        return Table::open(recipe.recipe.resolve(path), recipe.recipe.format, job);
    };
    Tables tables;
    LUTHIER_TRY(tables.train, open(train));
    if (!recipe.data.is("validation", "none") && !recipe.data.part("validation").path.empty()) {
        LUTHIER_TRY(tables.validation, open(recipe.data.part("validation").path));
    }
    if (!recipe.data.is("test", "none") && !recipe.data.part("test").path.empty()) {
        LUTHIER_TRY(tables.test, open(recipe.data.part("test").path));
    }
    return tables;
}

} // namespace luthier::data
