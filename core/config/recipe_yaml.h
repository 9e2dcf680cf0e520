// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace luthier::config {

/// A `--set key.path=value` of the command line.
struct Override {
    std::string path;
    std::string value; ///< YAML
};

/// Errors  Limit beyond 1 MiB, TooDeep beyond 64 levels, BadYaml, BadUtf8, DuplicateKey, UnknownField and
///         InvalidInput at "file:line:column"; all structural faults at once, see asOneError.
Expected<Recipe> recipeFromYaml(std::string_view yaml, const std::filesystem::path& file,
                                std::span<const Override> overrides = {});

/// Errors  as recipeFromYaml; InvalidInput where there is no such file.
Expected<Recipe> readRecipe(const std::filesystem::path& file, std::span<const Override> overrides = {});

/// A recipe that somebody is still writing: task, model, method and rows may be missing, the rest is as
/// above.
Expected<Recipe> readDraft(const std::filesystem::path& file);

/// The recipe in the order of contract.md, without what it does not say. Comments do not survive.
std::string recipeToYaml(const Recipe& recipe);

/// The checked recipe with every setting written out.
Recipe writtenOut(const CheckedRecipe& checked);

} // namespace luthier::config
