// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/model_list.h"

#include "core/base/places.h"
#include "core/base/text.h"
#include "core/config/nearest.h"

#include <algorithm>
#include <system_error>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

bool isModelFolder(const fs::path& folder)
{
    std::error_code failure;
    return fs::is_regular_file(folder / "config.json", failure);
}

bool isGguf(const fs::path& file)
{
    std::error_code failure;
    return file.extension() == ".gguf" && fs::is_regular_file(file, failure);
}

/// "SmolLM2-135M-Instruct.Q4_1.gguf" -> "SmolLM2-135M-Instruct"
std::string nameOfGguf(const fs::path& file)
{
    auto name = file.stem().string();
    const auto dot = name.rfind('.');
    const auto isQuantisation = [](const std::string& part) {
        return part.starts_with("Q") || part.starts_with("F16") || part.starts_with("F32")
            || part.starts_with("BF16") || part.starts_with("q") || part.starts_with("f16")
            || part.starts_with("f32");
    };
    if (dot != std::string::npos && isQuantisation(name.substr(dot + 1))) name.erase(dot);
    return name;
}

std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code failure;
    for (fs::directory_iterator entry{folder, failure}; !failure && entry != fs::directory_iterator{};
         entry.increment(failure)) {
        entries.push_back(entry->path());
    }
    std::ranges::sort(entries);
    return entries;
}

/// "models--org--name/snapshots/<commit>": how the Python stack's cache lays models out; the newest commit
/// counts.
void addFromHubCache(const fs::path& folder, std::vector<InstalledModel>& models)
{
    const auto name = folder.filename().string();
    fs::path newest;
    std::error_code failure;
    for (const auto& snapshot : entriesOf(folder / "snapshots")) {
        if (!isModelFolder(snapshot)) continue;
        if (newest.empty() || fs::last_write_time(snapshot, failure) > fs::last_write_time(newest, failure)) {
            newest = snapshot;
        }
    }
    if (!newest.empty()) models.push_back({name.substr(name.rfind("--") + 2), newest});
}

void addFrom(const fs::path& folder, std::vector<InstalledModel>& models)
{
    if (isModelFolder(folder)) {
        models.push_back({folder.filename().string(), folder});
        return;
    }
    for (const auto& entry : entriesOf(folder)) {
        if (isModelFolder(entry)) {
            models.push_back({entry.filename().string(), entry});
        } else if (isGguf(entry)) {
            models.push_back({nameOfGguf(entry), entry});
        } else if (entry.filename().string().starts_with("models--")) {
            addFromHubCache(entry, models);
        }
    }
}

} // namespace

std::vector<InstalledModel> installedModels()
{
    std::vector<InstalledModel> all;
    addFrom(modelsFolder(), all);
    for (const auto& folder : foreignModelFolders()) {
        addFrom(folder, all);
    }
    std::vector<InstalledModel> models;
    for (auto& model : all) {
        if (std::ranges::find(models, model.name, &InstalledModel::name) == models.end()) {
            models.push_back(std::move(model));
        }
    }
    return models;
}

Expected<fs::path> findModel(const std::string& nameOrPath, const fs::path& folder, const std::string& where)
{
    const auto models = installedModels();
    std::vector<std::string_view> names;
    std::string known;
    for (const auto& model : models) {
        if (model.name == nameOrPath || model.path.stem() == nameOrPath) return model.path;
        names.push_back(model.name);
        known.append(known.empty() ? "" : ", ").append(model.name);
    }
    std::error_code failure;
    const fs::path given{nameOrPath};
    const auto path = given.is_absolute() ? given : folder / given;
    if (!nameOrPath.empty() && fs::exists(path, failure)) return path;
    const auto near = config::nearest(nameOrPath, names);
    return Unexpected{
        {.code = ErrorCode::InvalidInput,
         .message
         = Text{QT_TRANSLATE_NOOP("core", "there is no model '%1', neither installed nor at that path"),
                nameOrPath},
         .where = where,
         .hint = near.empty()
             ? Text{QT_TRANSLATE_NOOP("core", "installed: %1"), known.empty() ? "–" : known}
             : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'? Installed: %2"), near, known}}};
}

} // namespace luthier::engine
