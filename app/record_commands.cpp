// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/engine/report_json.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

namespace luthier::app {
namespace fs = std::filesystem;
namespace {

int list(engine::Engine& engine, const std::string& kind, bool json)
{
    Json items = Json::array();
    if (kind == "models") {
        for (const auto& card : engine.models->installed()) {
            items.push_back(engine::toJson(card));
        }
    } else if (kind == "runs") {
        const auto cards = engine.records->list();
        if (!cards) return failed(cards.error(), json);
        for (const auto& card : *cards) {
            items.push_back(engine::toJson(card));
        }
    } else {
        const auto registry = kind == "methods" ? engine::Registry::Methods
            : kind == "tasks"                   ? engine::Registry::Tasks
            : kind == "formats"                 ? engine::Registry::Formats
                                                : engine::Registry::Architectures;
        for (const auto& entry : engine.catalogue->entries(registry)) {
            items.push_back(engine::toJson(entry));
        }
    }
    if (json) {
        print(Json{{kind, std::move(items)}});
        return 0;
    }
    for (const auto& item : items) {
        std::cout << item["name"].get<std::string>();
        for (const auto* key : {"title", "state", "licence", "path", "summary"}) {
            if (item.contains(key) && item[key] != item["name"])
                std::cout << "  " << item[key].get<std::string>();
        }
        std::cout << '\n';
        for (const auto& field : item.contains("fields") ? item["fields"] : Json::array()) {
            std::cout << "    " << field["key"].get<std::string>() << " ("
                      << field["initial"].get<std::string>() << ")  " << field["help"].get<std::string>()
                      << '\n';
        }
    }
    return 0;
}

struct Inspect {
    std::string path, model;
    bool json{false}, strict{false};

    int operator()(engine::Engine& engine) const
    {
        auto report = engine.catalogue->inspect(path, model, {});
        if (!report) return failed(report.error(), json);
        const Json document = *parseJson(*report, path);
        if (json) print(document);
        tell(document);
        return strict && !document["problems"].empty() ? exitCode(ErrorCode::BadValue) : 0;
    }

    static void tell(const Json& document)
    {
        for (const auto& [key, value] : document.items()) {
            if (key == "problems" || value.is_structured()) continue;
            std::cerr << key << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
        }
        for (const auto& problem : document["problems"]) {
            std::cerr << "problem: " << problem["message"].get<std::string>();
            if (!problem["where"].get<std::string>().empty())
                std::cerr << " (" << problem["where"].get<std::string>() << ")";
            std::cerr << '\n';
        }
    }
};

struct Evaluate {
    std::string run;
    engine::EvaluateOptions options;
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        const auto evaluation = engine.records->evaluate(run, options, {});
        if (!evaluation) return failed(evaluation.error(), json);
        if (json) print(engine::toJson(*evaluation));
        std::cerr << evaluation->rows << " rows (" << evaluation->part << "), loss "
                  << fixed(evaluation->loss, 4) << '\n';
        for (const auto& [name, measured] : evaluation->metrics) {
            std::cerr << "  " << name << " " << fixed(measured.value, 4) << " (" << fixed(measured.low, 4)
                      << " to " << fixed(measured.high, 4) << ")\n";
        }
        return 0;
    }
};

struct Compare {
    std::vector<std::string> runs;
    bool json{false}, baselines{false};

    int operator()(engine::Engine& engine) const
    {
        const auto comparison = engine.records->compare(runs, baselines, {});
        if (!comparison) return failed(comparison.error(), json);
        if (json) print(engine::toJson(*comparison));
        std::cerr << comparison->answer.english() << '\n';
        for (const auto& row : comparison->rows) {
            std::cerr << "  " << row.name << "  loss " << fixed(row.evaluation.loss, 4);
            for (const auto& [name, measured] : row.evaluation.metrics) {
                std::cerr << "  " << name << " " << fixed(measured.value, 4) << " (" << fixed(measured.low, 4)
                          << " to " << fixed(measured.high, 4) << ")";
            }
            if (row.word == runs::Compared::Word::Better) std::cerr << "  better";
            if (row.word == runs::Compared::Word::Worse) std::cerr << "  worse";
            if (row.word == runs::Compared::Word::CannotTell) std::cerr << "  cannot tell";
            std::cerr << '\n';
        }
        for (const auto& difference : comparison->differences) {
            std::cerr << "  " << difference.key << ":";
            for (const auto& value : difference.values) {
                std::cerr << "  " << (value.empty() ? "-" : value);
            }
            std::cerr << '\n';
        }
        return 0;
    }
};

struct Export {
    std::string run, format, folder, checkpoint{"best"};
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        const auto report = engine.exporting->write(run, checkpoint, format, folder, {});
        if (!report) return failed(report.error(), json);
        if (json) print(engine::toJson(*report));
        std::cerr << report->answer.english() << '\n' << report->folder.string() << '\n';
        return 0;
    }
};

template <class Command>
void onCallback(CLI::App* app, const std::shared_ptr<Command>& command, Action& action)
{
    app->callback(
        [command, &action] { action = [command](engine::Engine& engine) { return (*command)(engine); }; });
}

} // namespace

void addRecordCommands(CLI::App& app, Action& action)
{
    constexpr const char* kJsonHelp = "One JSON document on standard output";
    const auto kind = std::make_shared<std::string>();
    const auto listJson = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("list", "What there is");
    command->add_option("kind", *kind, "models, methods, tasks, formats, architectures or runs")
        ->required()
        ->check(CLI::IsMember({"models", "methods", "tasks", "formats", "architectures", "runs"}));
    command->add_flag("--json", *listJson, kJsonHelp);
    command->callback([&action, kind, listJson] {
        action = [kind, listJson](engine::Engine& engine) { return list(engine, *kind, *listJson); };
    });

    const auto inspect = std::make_shared<Inspect>();
    command = app.add_subcommand("inspect",
                                 "What a model, data file, adapter or run is, and what is wrong with it");
    command->add_option("path", inspect->path, "A file, a folder, or the name of an installed model")
        ->required();
    command->add_option("--model", inspect->model, "Whose tokens to count");
    command->add_flag("--json", inspect->json, kJsonHelp);
    command->add_flag("--strict", inspect->strict, "Exit 3 at any fault");
    onCallback(command, inspect, action);

    const auto evaluate = std::make_shared<Evaluate>();
    command = app.add_subcommand("evaluate", "A run's metrics with their intervals");
    command->add_option("--run", evaluate->run, "The folder of a run, or its name")->required();
    command->add_option("--data", evaluate->options.data, "Another file than the run's own test rows");
    command->add_option("--checkpoint", evaluate->options.checkpoint, "best, last or a step");
    command->add_flag("--json", evaluate->json, kJsonHelp);
    onCallback(command, evaluate, action);

    const auto compare = std::make_shared<Compare>();
    command = app.add_subcommand("compare", "Runs side by side on the same rows");
    command->add_option("runs", compare->runs, "Folders or names of runs")->required();
    command->add_flag("--baselines", compare->baselines,
                      "With the prompted base model and the most frequent class");
    command->add_flag("--json", compare->json, kJsonHelp);
    onCallback(command, compare, action);

    const auto exporting = std::make_shared<Export>();
    command = app.add_subcommand("export", "Files for other programs, verified after writing");
    command->add_option("run", exporting->run, "The folder of a run, or its name")->required();
    command
        ->add_option("--format", exporting->format, "safetensors, peft, gguf-f16, gguf-q8_0 or gguf-q4_k_m")
        ->required();
    command->add_option("--out", exporting->folder, "A folder that does not exist yet")->required();
    command->add_option("--checkpoint", exporting->checkpoint, "best, last or a step");
    command->add_flag("--json", exporting->json, kJsonHelp);
    onCallback(command, exporting, action);
}

} // namespace luthier::app
