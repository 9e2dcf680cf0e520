// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/flat_recipe.h"

namespace luthier::runs {
namespace {

std::string textOf(const config::Setting& setting)
{
    using Kind = config::Setting::Kind;
    if (setting.kind == Kind::Text) return setting.text;
    std::string text;
    const auto add = [&text](const std::string& part) { text.append(text.empty() ? "" : ", ").append(part); };
    for (const config::Setting& item : setting.items) {
        add(textOf(item));
    }
    for (const auto& [key, value] : setting.entries) {
        add(key + ": " + textOf(value));
    }
    return setting.kind == Kind::List ? "[" + text + "]" : "{" + text + "}";
}

/// "train", "epochs" -> "train.epochs"
std::string joined(const std::string& section, const std::string& key)
{
    return section + "." + key;
}

void flatten(FlatRecipe& flat, const std::string& key, const config::Setting& setting)
{
    if (setting.kind != config::Setting::Kind::Map) {
        flat[key] = textOf(setting);
        return;
    }
    for (const auto& [name, value] : setting.entries) {
        flatten(flat, joined(key, name), value);
    }
}

void flatten(FlatRecipe& flat, const std::string& section, const config::Settings& settings)
{
    for (const auto& [key, value] : settings) {
        flatten(flat, joined(section, key), value);
    }
}

} // namespace

FlatRecipe flattened(const config::Recipe& recipe)
{
    FlatRecipe flat{{"task", recipe.task.name},
                    {"model", recipe.model.name},
                    {"method.name", recipe.method.name},
                    {"data.format", recipe.format.name}};
    flatten(flat, "data", recipe.data);
    flatten(flat, "data.format", recipe.format.settings);
    flatten(flat, "method", recipe.method.settings);
    flatten(flat, "layers", recipe.layers);
    flatten(flat, "train", recipe.train);
    flatten(flat, "probe", recipe.probe);
    flatten(flat, "export", recipe.exporting);
    return flat;
}

} // namespace luthier::runs
