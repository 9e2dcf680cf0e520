// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"
#include "core/data/split.h"
#include "core/data/table.h"

#include <memory>

namespace luthier::data {

/// The files of a recipe. Validation and test are null where they are a share of the training file or none.
struct Tables {
    std::shared_ptr<const Table> train{}, validation{}, test{};

    /// The table in which the row numbers of a part count.
    const Table& of(Part part) const
    {
        return part == Part::Validation && validation ? *validation
            : part == Part::Test && test              ? *test
                                                      : *train;
    }
};

/// Opens what `data.train`, `data.validation` and `data.test` of the recipe name.
///
/// Errors  InvalidInput where no training file is named; Table::open's.
Expected<Tables> openTables(const config::CheckedRecipe& recipe, const Job& job);

} // namespace luthier::data
