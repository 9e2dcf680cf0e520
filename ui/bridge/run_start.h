// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/catalogue.h"

#include <string>
#include <vector>

namespace luthier::ui {

/// What a recipe still lacks before anything can be run, in the order of the pages: their stems ("data",
/// "model", "method").
std::vector<std::string> missingFrom(const config::Recipe& draft);

/// The draft with every setting written out, so that a run never depends on who starts it.
/// Errors  every fault at once, see Catalogue::checked.
Expected<config::Recipe> runnable(const engine::Catalogue& catalogue, const config::Recipe& draft);

/// The recipe that a run on the disk owns. Errors  as config::readRecipe.
Expected<config::Recipe> recipeOfRun(const std::string& dir);

} // namespace luthier::ui
