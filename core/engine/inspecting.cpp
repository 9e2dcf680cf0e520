// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/inspecting.h"

#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "core/data/problems.h"
#include "core/data/roles.h"
#include "core/data/table.h"
#include "core/engine/model_list.h"
#include "core/engine/panes.h"
#include "core/engine/report_json.h"
#include "core/models/model_files.h"
#include "core/runs/index.h"

#include <system_error>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

Json problemOf(const Error& error)
{
    Json json = toJson(error);
    json["count"] = 1;
    return json;
}

Expected<Json> inspectModel(Workshop& workshop, const fs::path& path)
{
    LUTHIER_TRY(const auto files, models::ModelFiles::open(path));
    LUTHIER_TRY(const auto card, makeModels(nullptr)->inspect(fs::absolute(path).string()));
    Json json{{"kind", "model"}, {"format", files.isGguf() ? "gguf" : "safetensors"}};
    json.update(toJson(card));
    json["tensors"] = files.store().entries().size();
    json["problems"] = Json::array();
    const auto words = workshop.words(path);
    if (!words) json["problems"].push_back(problemOf(words.error()));
    if (words) json["chat_template"] = (*words)->hasTemplate();
    if (!files.classifierLabels().empty()) json["labels"] = files.classifierLabels();
    return json;
}

/// A file of tensors alone: not a model by itself, but readable.
Expected<Json> inspectTensors(const fs::path& path)
{
    LUTHIER_TRY(const auto file, checkpoint::TensorFile::open(path));
    std::int64_t parameters = 0;
    for (const auto& tensor : file->tensors()) {
        parameters += tensor.count();
    }
    return Json{{"kind", "model"},
                {"format", file->isGguf() ? "gguf" : "safetensors"},
                {"tensors", file->tensors().size()},
                {"parameters", parameters},
                {"problems", Json::array()}};
}

Expected<Json> inspectData(Workshop& workshop, const fs::path& path, const std::string& model, const Job& job)
{
    LUTHIER_TRY(const auto table, data::Table::open(path, {"auto"}, job));
    const auto forms = data::guessForms(*table);
    if (!forms.empty()) {
        config::Recipe recipe;
        for (const auto* task : tasks::all()) {
            if (task->form == forms.front().form) recipe.task.name = task->entry.name;
        }
        recipe.model.name = model;
        recipe.data["train"] = fs::absolute(path).string();
        const auto report
            = makeDatasets(std::shared_ptr<Workshop>{&workshop, [](Workshop*) {}})->report(recipe, job);
        if (report) {
            Json json{{"kind", "data"},
                      {"task", recipe.task.name},
                      {"task_reason", forms.front().reason.english()}};
            json.update(toJson(*report));
            return json;
        }
        if (!model.empty()) return Unexpected{report.error()};
    }
    data::Report report{
        .source = table->source(), .rows = table->rows(), .problems = data::setAsideByKind(table->source())};
    for (const auto& column : table->columns()) {
        report.guesses.push_back({column, "ignore", {}});
    }
    Json json{{"kind", "data"}};
    json.update(toJson(report));
    return json;
}

Expected<Json> inspectRun(const fs::path& path)
{
    Json json{{"kind", "run"}, {"format", "luthier"}};
    json.update(toJson(runs::readCard(path)));
    json["problems"] = Json::array();
    const auto recipe = config::readRecipe(path / "recipe.yaml");
    if (!recipe) json["problems"].push_back(problemOf(recipe.error()));
    return json;
}

Expected<Json> inspectAdapter(const fs::path& path)
{
    LUTHIER_TRY(auto json, inspectTensors(path / "adapter_model.safetensors"));
    LUTHIER_TRY(const auto config, readJson(path / "adapter_config.json"));
    json["kind"] = "adapter";
    json["format"] = "peft";
    for (const auto* key :
         {"peft_type", "base_model_name_or_path", "task_type", "r", "lora_alpha", "target_modules"}) {
        if (config.contains(key)) json[key] = config[key];
    }
    return json;
}

} // namespace

Expected<Json> inspected(Workshop& workshop, const fs::path& path, const std::string& model, const Job& job)
{
    std::error_code failure;
    const auto has = [&](const char* name) { return fs::exists(path / name, failure); };
    if (!fs::exists(path, failure)) {
        const auto installed = findModel(path.string(), {}, "path");
        if (installed) return inspectModel(workshop, *installed);
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), path, ENOENT)};
    }
    if (!fs::is_directory(path, failure)) {
        if (path.extension() == ".gguf") {
            auto whole = inspectModel(workshop, path);
            return whole || whole.error().code != ErrorCode::Unsupported ? std::move(whole)
                                                                         : inspectTensors(path);
        }
        if (path.extension() == ".safetensors") return inspectTensors(path);
        return inspectData(workshop, path, model, job);
    }
    if (has("recipe.yaml")) return inspectRun(path);
    if (has("adapter_config.json")) return inspectAdapter(path);
    if (has("config.json")) return inspectModel(workshop, path);
    if (has("tokenizer.json") || has("vocab.txt")) {
        LUTHIER_TRY(const auto words, workshop.words(path));
        return Json{{"kind", "tokenizer"},
                    {"format", has("tokenizer.json") ? "tokenizer.json" : "vocab.txt"},
                    {"vocabulary", words->tokenizer()->vocabularySize()},
                    {"chat_template", words->hasTemplate()},
                    {"problems", Json::array()}};
    }
    return inspectModel(workshop, path); // says what is missing
}

} // namespace luthier::engine
