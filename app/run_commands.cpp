// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/console.h"
#include "app/precision_option.h"
#include "core/config/recipe_yaml.h"
#include "core/engine/report_json.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

namespace luthier::app {
namespace {

/// RECIPE and its --set.
struct RecipeOptions {
    std::string file;
    std::vector<std::string> sets;

    void define(CLI::App& command)
    {
        command.add_option("recipe", file, "The recipe, a YAML file")->required();
        command
            .add_option("--set", sets,
                        "key.path=value, over what the recipe says; a path is absolute, or seen from the "
                        "recipe's folder")
            ->allow_extra_args(false);
    }

    Expected<config::Recipe> read() const
    {
        std::vector<config::Override> overrides;
        for (const auto& set : sets) {
            const auto equals = set.find('=');
            if (equals == std::string::npos || equals == 0) {
                return Unexpected{
                    {.code = ErrorCode::InvalidInput,
                     .message = Text{QT_TRANSLATE_NOOP("core", "'%1' is no key.path=value"), set},
                     .where = "--set"}};
            }
            overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
        }
        return config::readRecipe(file, overrides);
    }
};

/// Of a recipe that cannot be used: wrong usage, whichever of its faults stands first.
int refused(const Error& error, bool asJson)
{
    static_cast<void>(failed(error, asJson));
    return exitCode(ErrorCode::InvalidInput);
}

struct Run {
    RecipeOptions recipe;
    std::string runDir;
    bool resume{false};
    bool events{false};

    int operator()(engine::Engine& engine) const
    {
        RunControl control;
        const StopOnSignal listener{control};
        auto given = recipe.read();
        if (!given) return refused(given.error(), events);
        RunTeller teller;
        const auto sink = [&](const Event& event) {
            if (events) std::cout << engine::eventLine(event) << std::endl;
            teller.tell(event);
        };
        const auto summary
            = engine.training->run(*given, {.runDir = runDir, .resume = resume}, control, sink);
        if (!summary) return failed(summary.error(), events);
        std::cerr << "run directory: " << summary->runDir << '\n';
        return summary->ending == Summary::Ending::Cancelled ? exitCode(ErrorCode::Interrupted) : 0;
    }
};

struct Check {
    RecipeOptions recipe;
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        RunControl control;
        const StopOnSignal listener{control};
        const auto given = recipe.read();
        if (!given) return refused(given.error(), json);
        const auto report = engine.training->check(*given, {.stop = control.stopToken()});
        if (!report) return failed(report.error(), json);
        tell(*report);
        if (json) print(engine::toJson(*report));
        const bool fits = report->mayStartAnyway || report->peakMib > 0;
        return fits ? 0 : exitCode(ErrorCode::OutOfMemory);
    }

    static void tell(const engine::CheckReport& report)
    {
        std::cerr << report.answer.english() << '\n';
        for (const auto& line : report.lines) {
            const char* mark = line.level == engine::CheckLine::Level::Good ? "  ok    "
                : line.level == engine::CheckLine::Level::Note              ? "  note  "
                                                                            : "  fix   ";
            std::cerr << mark << line.title.english() << ": " << line.text.english() << '\n';
            for (const auto& remedy : line.remedies) {
                std::cerr << "          " << remedy.english() << '\n';
            }
        }
        for (const auto& problem : report.problems) {
            std::cerr << "  data  " << problem.message.english()
                      << (problem.where.empty() ? "" : " (" + problem.where + ")") << '\n';
        }
    }
};

struct BenchTrain {
    RecipeOptions recipe;
    std::int64_t steps{40};
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        const auto given = recipe.read();
        if (!given) return refused(given.error(), json);
        const auto report = engine.training->bench(*given, steps, {});
        if (!report) return failed(report.error(), json);
        if (json) print(engine::toJson(*report));
        std::cerr << fixed(report->tokensPerSecond, 1) << " tokens/s  " << fixed(report->samplesPerSecond, 2)
                  << " rows/s  peak " << fixed(report->peakRssMib, 0) << " MiB  first step after "
                  << fixed(report->firstStepSeconds, 2) << " s  loaded after "
                  << fixed(report->loadSeconds, 2) << " s  loss " << fixed(report->lossFirst, 4) << " -> "
                  << fixed(report->lossLast, 4) << "  " << report->precision << ", " << report->threads
                  << " threads\n";
        return 0;
    }
};

struct BenchProducts {
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        const auto report = engine.training->benchProducts({});
        if (!report) return failed(report.error(), json);
        if (json) print(engine::toJson(*report));
        const auto giga = [](double speed) {
            const auto text = speed > 0 ? fixed(speed / 1e9, 0) : std::string{"-"};
            return std::string(text.size() < 8 ? 8 - text.size() : 1, ' ') + text;
        };
        std::cerr << report->isa << ", " << report->threads << " threads, of registers alone "
                  << fixed(report->peakFp32 / 1e9, 0) << " in fp32, " << fixed(report->peakBf16 / 1e9, 0)
                  << " in bf16. Billions of operations a second:\n"
                  << "   fp32    bf16    int8  ATen fp32  product\n";
        for (const auto& row : report->rows) {
            std::cerr << giga(row.fp32) << giga(row.bf16) << giga(row.int8) << "   " << giga(row.aten) << "  "
                      << row.rows << " x " << row.depth << " x " << row.columns << ", " << row.kind << '\n';
        }
        return 0;
    }
};

struct BenchGenerate {
    engine::AnswerSource source;
    bool json{false};

    int operator()(engine::Engine& engine) const
    {
        const auto report = engine.answers->bench(source, {});
        if (!report) return failed(report.error(), json);
        if (json) print(engine::toJson(*report));
        std::cerr << fixed(report->promptTokensPerSecond, 1) << " prompt tokens/s  "
                  << fixed(report->generatedTokensPerSecond, 1) << " generated tokens/s  " << report->weights
                  << " weights, " << fixed(static_cast<double>(report->weightBytesPerToken) / 1e6, 0)
                  << " MB and " << fixed(static_cast<double>(report->cacheBytesPerToken) / 1e6, 0)
                  << " MB of keys and values a token: " << fixed(100 * report->shareOfReadSpeed, 0)
                  << " % of the memory's " << fixed(report->readBytesPerSecond / 1e9, 1) << " GB/s\n";
        return 0;
    }
};

} // namespace

void addRunCommands(CLI::App& app, Action& action)
{
    const auto run = std::make_shared<Run>();
    auto* command = app.add_subcommand("run", "Train what a recipe says");
    run->recipe.define(*command);
    command->add_option("--run-dir", run->runDir,
                        "Folder of the run; a new one under the runs folder by default");
    command->add_flag("--resume", run->resume, "Go on from the newest whole checkpoint of --run-dir")
        ->needs("--run-dir");
    command->add_flag("--events", run->events, "Print events as JSON Lines as they happen");
    command->callback([run, &action] { action = [run](engine::Engine& engine) { return (*run)(engine); }; });

    const auto check = std::make_shared<Check>();
    command = app.add_subcommand("check", "Data report, memory, and a measured dry run of a recipe");
    check->recipe.define(*command);
    command->add_flag("--json", check->json, "One JSON document on standard output");
    command->callback(
        [check, &action] { action = [check](engine::Engine& engine) { return (*check)(engine); }; });

    auto* bench = app.add_subcommand("bench", "Measure the speed of this machine");
    bench->require_subcommand(1);
    const auto train = std::make_shared<BenchTrain>();
    command = bench->add_subcommand("train", "Steps of a recipe, without looks and checkpoints");
    train->recipe.define(*command);
    command->add_option("--steps", train->steps, "Optimizer steps; the first five are not counted")
        ->check(CLI::Range(6, 1'000'000));
    command->add_flag("--json", train->json, "One JSON document on standard output");
    command->callback(
        [train, &action] { action = [train](engine::Engine& engine) { return (*train)(engine); }; });

    const auto products = std::make_shared<BenchProducts>();
    command
        = bench->add_subcommand("products", "The matrix products of a step, and ATen's in fp32 beside them");
    command->add_flag("--json", products->json, "One JSON document on standard output");
    command->callback(
        [products, &action] { action = [products](engine::Engine& engine) { return (*products)(engine); }; });

    const auto generate = std::make_shared<BenchGenerate>();
    command = bench->add_subcommand("generate", "Reading a prompt and writing an answer");
    command->add_option("--model", generate->source.model, "An installed name, a folder or a .gguf file")
        ->required();
    definePrecision(*command, generate->source.precision);
    command->add_flag("--json", generate->json, "One JSON document on standard output");
    command->callback(
        [generate, &action] { action = [generate](engine::Engine& engine) { return (*generate)(engine); }; });
}

} // namespace luthier::app
