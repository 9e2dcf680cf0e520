// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/recipe_yaml.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/config/faults.h"
#include "core/config/nearest.h"
#include "core/config/yaml_setting.h"

#include <algorithm>
#include <array>
#include <utility>

namespace luthier::config {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
constexpr std::array<std::string_view, 10> kTopKeys{"luthier", "name",   "task",  "model", "data",
                                                    "method",  "layers", "train", "probe", "export"};

/// Puts `value` at `path` ("train.epochs") of `root`, making maps on the way.
void put(Setting& root, std::string_view path, Setting value)
{
    Setting* at = &root;
    while (true) {
        const auto dot = path.find('.');
        const std::string key{path.substr(0, dot)};
        if (at->kind != Setting::Kind::Map) {
            // `method: lora` and then --set method.rank=8: the text stays as the name
            Setting map;
            map.kind = Setting::Kind::Map;
            at->text.swap(map.text);
            *at = std::move(map);
        }
        auto found = std::ranges::find(at->entries, key, &std::pair<std::string, Setting>::first);
        if (found == at->entries.end()) {
            at->entries.emplace_back(key, Setting{});
            found = at->entries.end() - 1;
        }
        at = &found->second;
        if (dot == std::string_view::npos) break;
        path.remove_prefix(dot + 1);
    }
    *at = std::move(value);
}

Settings settingsOf(Setting& section)
{
    Settings settings;
    for (auto& [key, value] : section.entries) {
        settings.emplace(key, std::move(value));
    }
    return settings;
}

/// {name: lora, rank: 16} -> a name and its settings; a text alone is the name.
Chosen chosenOf(Setting& section)
{
    Chosen chosen{.name = section.text, .settings = settingsOf(section), .place = section.place};
    if (const auto name = chosen.settings.find("name"); name != chosen.settings.end()) {
        chosen.name = name->second.text;
        chosen.place = name->second.place;
        chosen.settings.erase(name);
    }
    return chosen;
}

/// Whether what a run needs must be there.
enum class Completeness { Whole, Draft };

class Assembler {
public:
    Assembler(Setting root, const std::filesystem::path& file, Completeness completeness,
              std::vector<Error>& faults)
        : m_root{std::move(root)}
        , m_file{file.string()}
        , m_whole{completeness == Completeness::Whole}
        , m_faults{faults}
    {
    }

    Recipe recipe()
    {
        Recipe recipe;
        recipe.file = m_file;
        recipe.folder = std::filesystem::path{m_file}.parent_path();
        if (m_root.kind != Setting::Kind::Map) {
            fault(ErrorCode::BadYaml, QT_TRANSLATE_NOOP("core", "a recipe is a list of keys with values"),
                  m_file);
            return recipe;
        }
        checkTop();
        recipe.name = text("name");
        recipe.task = {.name = required("task"), .settings = {}, .place = placeOf("task")};
        recipe.model = {.name = required("model"), .settings = {}, .place = placeOf("model")};
        if (Setting* data = section("data")) {
            recipe.data = settingsOf(*data);
            if (const auto format = recipe.data.find("format"); format != recipe.data.end()) {
                recipe.format = chosenOf(format->second);
                recipe.data.erase(format);
            }
        }
        if (m_whole && !recipe.data.contains("train")) {
            fault(ErrorCode::InvalidInput, QT_TRANSLATE_NOOP("core", "the recipe says no file to learn from"),
                  m_file, QT_TRANSLATE_NOOP("core", "add data: {train: FILE}"));
        }
        if (m_whole) recipe.method = {.name = "full"};
        if (Setting* method = find("method")) recipe.method = chosenOf(*method);
        if (Setting* layers = section("layers")) recipe.layers = settingsOf(*layers);
        if (Setting* train = section("train")) recipe.train = settingsOf(*train);
        if (Setting* probe = section("probe")) recipe.probe = settingsOf(*probe);
        if (Setting* exporting = section("export")) recipe.exporting = settingsOf(*exporting);
        return recipe;
    }

private:
    void fault(ErrorCode code, Text message, std::string where, Text hint = {})
    {
        m_faults.push_back({.code = code,
                            .message = std::move(message),
                            .where = std::move(where),
                            .hint = std::move(hint)});
    }

    void checkTop()
    {
        for (const auto& [key, value] : m_root.entries) {
            if (std::ranges::find(kTopKeys, key) != kTopKeys.end()) continue;
            const auto near = nearest(key, kTopKeys);
            fault(ErrorCode::UnknownField, Text{QT_TRANSLATE_NOOP("core", "a recipe has no key '%1'"), key},
                  value.place.empty() ? m_file : value.place,
                  near.empty() ? Text{} : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'?"), near});
        }
        const Setting* const version = m_root.find("luthier");
        if (version == nullptr) {
            fault(ErrorCode::InvalidInput, QT_TRANSLATE_NOOP("core", "the recipe does not say its version"),
                  m_file, QT_TRANSLATE_NOOP("core", "begin it with: luthier: 1"));
        } else if (version->text != "1") {
            fault(ErrorCode::BadVersion,
                  Text{QT_TRANSLATE_NOOP("core", "version '%1' of recipes is not known here"), version->text},
                  version->place, QT_TRANSLATE_NOOP("core", "this program reads version 1"));
        }
    }

    Setting* find(std::string_view key)
    {
        const auto found = std::ranges::find(m_root.entries, key, &std::pair<std::string, Setting>::first);
        return found == m_root.entries.end() ? nullptr : &found->second;
    }

    /// A section that must hold named settings; nothing behind the colon is an empty one.
    Setting* section(std::string_view key)
    {
        Setting* const found = find(key);
        if (found == nullptr || found->kind == Setting::Kind::Map || found->text.empty()) return found;
        fault(ErrorCode::WrongType, Text{QT_TRANSLATE_NOOP("core", "'%1' must hold named settings"), key},
              found->place);
        return nullptr;
    }

    std::string placeOf(std::string_view key)
    {
        const Setting* const found = find(key);
        return found == nullptr || found->place.empty() ? std::string{key} : found->place;
    }

    std::string text(std::string_view key)
    {
        const Setting* const found = find(key);
        if (found == nullptr) return {};
        if (found->kind == Setting::Kind::Text) return found->text;
        fault(ErrorCode::WrongType, Text{QT_TRANSLATE_NOOP("core", "'%1' must be a text"), key},
              found->place);
        return {};
    }

    std::string required(std::string_view key)
    {
        const auto words = text(key);
        if (m_whole && words.empty() && (find(key) == nullptr || find(key)->kind == Setting::Kind::Text)) {
            fault(ErrorCode::InvalidInput, Text{QT_TRANSLATE_NOOP("core", "the recipe says no %1"), key},
                  find(key) == nullptr ? m_file : placeOf(key));
        }
        return words;
    }

    Setting m_root;
    std::string m_file;
    bool m_whole;
    std::vector<Error>& m_faults;
};

Expected<Recipe> assembled(std::string_view yaml, const std::filesystem::path& file,
                           std::span<const Override> overrides, Completeness completeness)
{
    if (yaml.size() > kMostBytes) {
        return Unexpected{{.code = ErrorCode::Limit,
                           .message = QT_TRANSLATE_NOOP("core", "a recipe is at most 1 MiB long"),
                           .where = file.string()}};
    }
    if (const auto bad = invalidUtf8(yaml); bad != std::string_view::npos) {
        return Unexpected{{.code = ErrorCode::BadUtf8,
                           .message = Text{QT_TRANSLATE_NOOP("core", "byte %1 is no UTF-8"),
                                           static_cast<std::int64_t>(bad)},
                           .where = file.string() + ":" + placeIn(yaml, bad)}};
    }
    std::vector<Error> faults;
    LUTHIER_TRY(auto root, settingFromYaml(yaml, file.string(), faults));
    for (const Override& one : overrides) {
        const auto where = "--set " + one.path;
        LUTHIER_TRY(auto value, settingFromYaml(one.value, where, faults));
        value.place = where;
        put(root, one.path, std::move(value));
    }
    auto recipe = Assembler{std::move(root), file, completeness, faults}.recipe();
    if (faults.empty()) return recipe;
    return Unexpected{asOneError(std::move(faults))};
}

} // namespace

Expected<Recipe> recipeFromYaml(std::string_view yaml, const std::filesystem::path& file,
                                std::span<const Override> overrides)
{
    return assembled(yaml, file, overrides, Completeness::Whole);
}

Expected<Recipe> readRecipe(const std::filesystem::path& file, std::span<const Override> overrides)
{
    auto text = readFile(file, kMostBytes);
    if (!text) {
        Error error = std::move(text).error();
        if (error.code == ErrorCode::NotFound) error.code = ErrorCode::InvalidInput; // of the command line
        return Unexpected{std::move(error)};
    }
    return recipeFromYaml(*text, file, overrides);
}

Expected<Recipe> readDraft(const std::filesystem::path& file)
{
    LUTHIER_TRY(const auto text, readFile(file, kMostBytes));
    return assembled(text, file, {}, Completeness::Draft);
}

} // namespace luthier::config
