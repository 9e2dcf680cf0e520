// SPDX-License-Identifier: GPL-3.0-or-later
// The way back of recipe_yaml.h: a recipe as text.
#include "core/config/recipe_yaml.h"
#include "core/config/sections.h"

#include <set>
#include <utility>

#include <yaml-cpp/yaml.h>

namespace luthier::config {
namespace {

void emit(YAML::Emitter& out, const Setting& setting)
{
    switch (setting.kind) {
    case Setting::Kind::Text:
        out << setting.text;
        return;
    case Setting::Kind::List:
        out << YAML::Flow << YAML::BeginSeq;
        for (const Setting& item : setting.items) {
            emit(out, item);
        }
        out << YAML::EndSeq;
        return;
    case Setting::Kind::Map:
        out << YAML::Flow << YAML::BeginMap;
        for (const auto& [key, value] : setting.entries) {
            out << YAML::Key << key << YAML::Value;
            emit(out, value);
        }
        out << YAML::EndMap;
        return;
    }
}

/// In the order of the Fields, so that a person finds what the guide describes; then what has no Field.
void emitSettings(YAML::Emitter& out, std::span<const Field> fields, const Settings& settings)
{
    std::set<std::string_view> done;
    const auto entry = [&](std::string_view key, const Setting& value) {
        out << YAML::Key << std::string{key} << YAML::Value;
        emit(out, value);
        done.insert(key);
    };
    for (const Field& field : fields) {
        if (const auto found = settings.find(field.key); found != settings.end())
            entry(found->first, found->second);
    }
    for (const auto& [key, value] : settings) {
        if (!done.contains(key)) entry(key, value);
    }
}

void emitSection(YAML::Emitter& out, const char* key, std::span<const Field> fields, const Settings& settings)
{
    if (settings.empty()) return;
    out << YAML::Key << key << YAML::Value << YAML::BeginMap;
    emitSettings(out, fields, settings);
    out << YAML::EndMap;
}

} // namespace

std::string recipeToYaml(const Recipe& recipe)
{
    YAML::Emitter out;
    out << YAML::BeginMap << YAML::Key << "luthier" << YAML::Value << 1;
    if (!recipe.name.empty()) out << YAML::Key << "name" << YAML::Value << recipe.name;
    out << YAML::Key << "task" << YAML::Value << recipe.task.name;
    out << YAML::Key << "model" << YAML::Value << recipe.model.name;
    auto data = recipe.data;
    if (recipe.format.name != "auto" || !recipe.format.settings.empty()) {
        Setting format{recipe.format.name};
        if (!recipe.format.settings.empty()) {
            format = Setting{};
            format.kind = Setting::Kind::Map;
            format.entries.emplace_back("name", recipe.format.name);
            format.entries.insert(format.entries.end(), recipe.format.settings.begin(),
                                  recipe.format.settings.end());
        }
        data.emplace("format", std::move(format));
    }
    emitSection(out, "data", fieldsOf("data"), data);
    out << YAML::Key << "method" << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "name" << YAML::Value << recipe.method.name;
    emitSettings(out, {}, recipe.method.settings);
    out << YAML::EndMap;
    emitSection(out, "layers", fieldsOf("layers"), recipe.layers);
    emitSection(out, "train", fieldsOf("train"), recipe.train);
    emitSection(out, "probe", fieldsOf("probe"), recipe.probe);
    emitSection(out, "export", fieldsOf("export"), recipe.exporting);
    out << YAML::EndMap;
    return std::string{out.c_str()} + "\n";
}

Recipe writtenOut(const CheckedRecipe& checked)
{
    Recipe recipe = checked.recipe;
    recipe.data = checked.data.settings();
    recipe.format.settings = checked.format.settings();
    recipe.method.settings = checked.method.settings();
    recipe.layers = checked.layers.settings();
    recipe.train = checked.train.settings();
    recipe.probe = checked.probe.settings();
    recipe.exporting = checked.exporting.settings();
    return recipe;
}

} // namespace luthier::config
