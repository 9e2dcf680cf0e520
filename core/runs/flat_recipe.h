// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"

#include <functional>
#include <map>
#include <string>

namespace luthier::runs {

/// Settings by their keys: "train.epochs" -> "3", "method.name" -> "lora", a list as "[a, b]".
using FlatRecipe = std::map<std::string, std::string, std::less<>>;

/// Every setting of the recipe but its own name.
FlatRecipe flattened(const config::Recipe& recipe);

} // namespace luthier::runs
