// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/recipe.h"

#include <span>
#include <string_view>

namespace luthier::config {

/// One section of the recipe whose Fields are the same for every task and method.
struct Section {
    std::string_view key; ///< data, layers, train, probe, export
    std::string_view title; ///< English source text
    std::span<const Field> fields;
};

std::span<const Section> sections();
/// REQUIRES: `key` is the key of one of sections().
std::span<const Field> fieldsOf(std::string_view key);

/// What the registries say about the chosen task, method and format.
struct Registered {
    std::span<const Field> method{};
    std::span<const Field> format{};
    std::span<const Start> methodStarts{};
    std::span<const Start> taskStarts{};
};

/// Every section against its Fields. Errors  as Values::checked, the faults of all sections together.
Expected<CheckedRecipe> checked(const Recipe& recipe, const Registered& registered);

/// The starting value of "train.learning_rate" and the like for these choices, as it would stand in a recipe.
Setting startingValue(std::string_view section, const Field& field, const Registered& registered);

} // namespace luthier::config
