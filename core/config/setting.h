// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::config {

/// What stands at one key of a recipe, as a person wrote it and unchecked: a text, a list, or named settings.
/// A number is still a text here; the Field that it belongs to says what it must be (values.h).
struct Setting {
    enum class Kind { Text, List, Map };

    Kind kind{Kind::Text};
    std::string text{};
    std::vector<Setting> items{}; ///< of a List
    std::vector<std::pair<std::string, Setting>> entries{}; ///< of a Map, in the file's order
    std::string place{}; ///< "recipe.yaml:14:9"; empty where it came from no file

    Setting() = default;
    Setting(
        std::string words) // NOLINT(google-explicit-constructor): settings are written as texts everywhere
        : text{std::move(words)}
    {
    }
    Setting(const char* words) // NOLINT(google-explicit-constructor)
        : text{words}
    {
    }
    static Setting list(std::vector<std::string> texts);
    static Setting map(std::vector<std::pair<std::string, std::string>> texts);
    static Setting number(double value); ///< shortest digits that give the same number again

    const Setting* find(std::string_view key) const; ///< of a Map; null where it is not there

    /// Equal as a recipe: the place does not count.
    friend bool operator==(const Setting& a, const Setting& b)
    {
        return a.kind == b.kind && a.text == b.text && a.items == b.items && a.entries == b.entries;
    }
};

/// The settings of one section, by key.
using Settings = std::map<std::string, Setting, std::less<>>;

} // namespace luthier::config
