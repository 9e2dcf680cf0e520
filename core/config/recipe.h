// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/setting.h"
#include "core/config/values.h"

#include <filesystem>
#include <string>

namespace luthier::config {

/// A name from a registry and the settings of that entry.
struct Chosen {
    std::string name;
    Settings settings{};
    std::string place{}; ///< of the name, in the file it came from

    friend bool operator==(const Chosen& a, const Chosen& b)
    {
        return a.name == b.name && a.settings == b.settings;
    }
};

/// Everything that one run depends on, as a value (contract.md §1). Nothing in it is checked yet; what is not
/// said in it stands for the starting value of the method, the task or the Field, in that order.
struct Recipe {
    std::filesystem::path folder{}; ///< what its relative paths are relative to
    std::filesystem::path file{}; ///< where it was read from; may be empty
    std::string name{};
    Chosen task{};
    Chosen model{}; ///< the name only
    Chosen method{};
    Settings data{}; ///< without `format`
    Chosen format{"auto"};
    Settings layers{};
    Settings train{};
    Settings probe{};
    Settings exporting{};

    /// `path` as the recipe means it.
    std::filesystem::path resolve(const std::string& path) const
    {
        const std::filesystem::path given{path};
        return given.is_absolute() ? given : folder / given;
    }
};

/// A recipe of which every setting is there and in range. `auto` may still stand for what only the data, the
/// model and the machine can tell; see engine/plan.h.
struct CheckedRecipe {
    Recipe recipe; ///< as given
    Values data{}, format{}, method{}, layers{}, train{}, probe{}, exporting{};
};

} // namespace luthier::config
