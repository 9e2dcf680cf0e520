// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/field.h"
#include "core/config/nearest.h"

#include <span>
#include <string>
#include <string_view>

namespace luthier::config {

/// A value that a method or task starts with, where the recipe is silent.
struct Start {
    std::string_view key; ///< "train.learning_rate"
    std::string_view value; ///< as it would stand in the recipe
};

/// What every line of a registry tells of itself: enough for a menu, a form and a recipe.
struct Entry {
    std::string_view name; ///< its name in the recipe, for ever: its file's stem, with dashes
    std::string_view title; ///< English source text
    std::string_view summary; ///< one line for a card, English source text
    std::string_view paper; ///< "arXiv:…", "doi:…" or empty
    std::span<const Field> fields{};
    std::span<const Start> starts{};
};

/// The member of `all` called `name`. InvalidInput at `where` names the nearest and lists the names there
/// are.
template <class T>
Expected<const T*> find(std::span<const T* const> all, std::string_view name, std::string_view where)
{
    std::string known;
    std::vector<std::string_view> names;
    for (const T* candidate : all) {
        if (candidate->entry.name == name) return candidate;
        names.push_back(candidate->entry.name);
        known.append(known.empty() ? "" : ", ").append(candidate->entry.name);
    }
    const auto near = nearest(name, names);
    return Unexpected{{.code = ErrorCode::InvalidInput,
                       .message = Text{QT_TRANSLATE_NOOP("core", "there is no '%1'"), name},
                       .where = std::string{where},
                       .hint = near.empty()
                           ? Text{QT_TRANSLATE_NOOP("core", "known: %1"), known}
                           : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'? Known: %2"), near, known}}};
}

} // namespace luthier::config
