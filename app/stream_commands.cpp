// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/console.h"
#include "app/precision_option.h"
#include "core/base/json.h"
#include "core/engine/report_json.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

namespace luthier::app {
namespace {

using engine::Question;

constexpr int kBadLine = 3; // exit code where a line failed; the others were answered

/// Answers each line of the input with a line; a bad line with its error, and the next ones go on.
int answerLines(std::istream& input, const std::string& name,
                const std::function<Expected<Json>(const Json&)>& answer)
{
    int code = 0;
    std::int64_t number = 0;
    for (std::string line; std::getline(input, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto where = name + ":" + std::to_string(number);
        auto result = [&]() -> Expected<Json> {
            LUTHIER_TRY(const auto value, parseJson(line, where));
            return answer(value);
        }();
        if (!result) {
            Error error = std::move(result).error();
            if (!error.where.starts_with(where))
                error.where = where + (error.where.empty() ? "" : ": " + error.where);
            print(Json{{"error", toJson(error)}});
            code = kBadLine;
            continue;
        }
        print(*result);
    }
    return code;
}

Unexpected wrongLine(const char* expected)
{
    return {{.code = ErrorCode::WrongType,
             .message = Text{QT_TRANSLATE_NOOP("core", "expected is %1"), expected}}};
}

std::string textAt(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// A list of whole numbers, or nothing.
std::optional<std::vector<std::int32_t>> idsIn(const Json& list)
{
    if (!list.is_array()) return std::nullopt;
    std::vector<std::int32_t> ids;
    for (const auto& id : list) {
        if (!id.is_number_integer()) return std::nullopt;
        const auto number = id.get<std::int64_t>();
        if (number < 0 || number > INT32_MAX) return std::nullopt;
        ids.push_back(static_cast<std::int32_t>(number));
    }
    return ids;
}

/// "text", ["a", "b"], {"ids": …, "type_ids": …}, {"prompt": …}, {"messages": …}
Expected<Question> questionIn(const Json& line)
{
    constexpr const char* kExpected
        = "a text, [\"a\", \"b\"], {\"ids\": …}, {\"prompt\": …} or {\"messages\": …}";
    Question question;
    if (line.is_string()) {
        question.text = line.get<std::string>();
        question.plain = true;
        return question;
    }
    if (line.is_array() && line.size() == 2 && line[0].is_string() && line[1].is_string()) {
        question.text = line[0].get<std::string>();
        question.text2 = line[1].get<std::string>();
        return question;
    }
    if (!line.is_object()) return wrongLine(kExpected);
    if (line.contains("ids")) {
        const auto ids = idsIn(line["ids"]);
        const auto types = line.contains("type_ids") ? idsIn(line["type_ids"]) : std::vector<std::int32_t>{};
        if (!ids || ids->empty() || !types) return wrongLine("{\"ids\": [whole numbers]}");
        question.ids = *ids;
        question.types = *types;
        return question;
    }
    if (line.contains("messages")) {
        for (const auto& message : line["messages"]) {
            if (!message.is_object() || textAt(message, "role").empty())
                return wrongLine("messages with role and content");
            question.messages.push_back({textAt(message, "role"), textAt(message, "content")});
        }
        if (question.messages.empty()) return wrongLine("at least one message");
        return question;
    }
    for (const auto* key : {"prompt", "text"}) {
        if (!line.contains(key) || !line[key].is_string()) continue;
        question.text = line[key].get<std::string>();
        question.text2 = textAt(line, "text2");
        question.plain = true;
        return question;
    }
    return wrongLine(kExpected);
}

/// --model, --run, --adapter, --checkpoint.
struct Source {
    engine::AnswerSource source;

    void define(CLI::App& command, bool mayBeRun)
    {
        auto* model
            = command.add_option("--model", source.model, "An installed name, a folder or a .gguf file");
        command.add_option("--adapter", source.adapter, "A PEFT adapter folder on top of --model")
            ->needs(model);
        if (!mayBeRun) {
            model->required();
            return;
        }
        auto* run = command.add_option("--run", source.run, "The folder of a run, or its name");
        command.add_option("--checkpoint", source.checkpoint, "best, last or a step")->needs(run);
        model->excludes(run);
    }

    Expected<std::shared_ptr<engine::Answerer>> open(engine::Engine& engine) const
    {
        if (source.model.empty() && source.run.empty()) {
            return Unexpected{{.code = ErrorCode::InvalidInput,
                               .message = QT_TRANSLATE_NOOP("core", "who is to answer is not said"),
                               .where = "--model",
                               .hint = QT_TRANSLATE_NOOP("core", "add --model MODEL or --run RUN")}};
        }
        return engine.answers->open(source, {});
    }
};

template <class F>
int withAnswerer(engine::Engine& engine, const Source& source, F f)
{
    auto answerer = source.open(engine);
    if (!answerer) return failed(answerer.error(), false);
    return answerLines(std::cin, "stdin", [&](const Json& line) { return f(**answerer, line); });
}

void addWording(CLI::App& app, Action& action)
{
    struct Options {
        std::string model;
        bool special{false}, offsets{false}, skipSpecial{false};
    };
    const auto options = std::make_shared<Options>();
    const auto start = [&app, &options](const char* name, const char* what) {
        auto* command = app.add_subcommand(name, what);
        command->add_option("--model", options->model, "An installed name, a folder or a .gguf file")
            ->required();
        return command;
    };
    using Answer = std::function<Expected<Json>(const engine::Wording&, const Json&)>;
    const auto on = [&action, options](CLI::App* command, Answer answer) {
        command->callback([&action, options, answer = std::move(answer)] {
            action = [options, answer](engine::Engine& engine) {
                const auto wording = engine.answers->wording(options->model);
                if (!wording) return failed(wording.error(), false);
                return answerLines(std::cin, "stdin",
                                   [&](const Json& line) { return answer(**wording, line); });
            };
        });
    };

    auto* tokenize = start("tokenize", "Texts to ids: a JSON string a line");
    tokenize->add_flag("--special", options->special, "Add the model's special tokens");
    tokenize->add_flag("--offsets", options->offsets, "Print ids with their places in characters");
    on(tokenize, [options](const engine::Wording& wording, const Json& line) -> Expected<Json> {
        LUTHIER_TRY(const auto question, questionIn(line));
        LUTHIER_TRY(const auto tokens,
                    question.text2.empty()
                        ? wording.tokenize(question.text, options->special)
                        : wording.tokenizePair(question.text, question.text2, options->special));
        if (!options->offsets) return Json(tokens.ids);
        Json offsets = Json::array();
        for (const auto& [begin, end] : tokens.offsets) {
            offsets.push_back({begin, end});
        }
        return Json{{"ids", tokens.ids}, {"offsets", std::move(offsets)}};
    });

    auto* detokenize = start("detokenize", "Ids to texts: a JSON array a line");
    detokenize->add_flag("--skip-special", options->skipSpecial, "Leave special tokens out");
    on(detokenize, [options](const engine::Wording& wording, const Json& line) -> Expected<Json> {
        const auto ids = idsIn(line.is_object() && line.contains("ids") ? line["ids"] : line);
        if (!ids) return wrongLine("a list of ids");
        LUTHIER_TRY(auto text, wording.detokenize(*ids, options->skipSpecial));
        return Json(std::move(text));
    });

    on(start("render", "Conversations to the text of the model's chat template"),
       [](const engine::Wording& wording, const Json& line) -> Expected<Json> {
           LUTHIER_TRY(auto text, wording.render(toJson(line)));
           return Json(std::move(text));
       });
}

void addReading(CLI::App& app, Action& action)
{
    const auto source = std::make_shared<Source>();
    const auto tokens = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("embed", "Texts to vectors");
    source->define(*command, true);
    command->add_flag("--tokens", *tokens, "Every token's last hidden state instead of one vector");
    command->callback([&action, source, tokens] {
        action = [source, tokens](engine::Engine& engine) {
            return withAnswerer(engine, *source,
                                [&](engine::Answerer& answerer, const Json& line) -> Expected<Json> {
                                    LUTHIER_TRY(const auto question, questionIn(line));
                                    if (*tokens) {
                                        LUTHIER_TRY(const auto states, answerer.embedTokens(question));
                                        return Json(states);
                                    }
                                    LUTHIER_TRY(const auto vectors, answerer.embed({question}, {}));
                                    return Json(vectors.front());
                                });
        };
    });

    const auto scored = std::make_shared<Source>();
    command = app.add_subcommand("score", "Log-probabilities of completions");
    scored->define(*command, true);
    command->callback([&action, scored] {
        action = [scored](engine::Engine& engine) {
            return withAnswerer(
                engine, *scored, [](engine::Answerer& answerer, const Json& line) -> Expected<Json> {
                    LUTHIER_TRY(const auto question, questionIn(line));
                    const auto completion = line.is_object() ? textAt(line, "completion") : std::string{};
                    LUTHIER_TRY(const auto result, answerer.score(question, completion));
                    return Json{{"logprobs", result.logprobs}, {"sum", result.sum}};
                });
        };
    });
}

void addPredict(CLI::App& app, Action& action)
{
    const auto source = std::make_shared<Source>();
    const auto data = std::make_shared<std::string>();
    auto* command = app.add_subcommand("predict", "Labels with probabilities, or text");
    source->define(*command, true);
    command->add_option("--data", *data, "A data file instead of standard input");
    command->callback([&action, source, data] {
        action = [source, data](engine::Engine& engine) {
            auto opened = source->open(engine);
            if (!opened) return failed(opened.error(), false);
            auto& answerer = **opened;
            const auto answer = [&](const Question& question) -> Expected<Json> {
                if (answerer.task() == "text-classification") {
                    LUTHIER_TRY(const auto predictions, answerer.predict({question}, {}));
                    return engine::toJson(predictions.front());
                }
                LUTHIER_TRY(const auto generated, answerer.generate(question, {}, {}, {}));
                return Json{{"text", generated.text}};
            };
            if (data->empty()) {
                return answerLines(std::cin, "stdin", [&](const Json& line) -> Expected<Json> {
                    LUTHIER_TRY(const auto question, questionIn(line));
                    return answer(question);
                });
            }
            const auto questions = engine.datasets->questions(source->source.run, *data, {});
            if (!questions) return failed(questions.error(), false);
            int code = 0;
            for (const engine::AskedRow& row : *questions) {
                auto result = row.question ? answer(*row.question) : Unexpected{row.question.error()};
                if (!result) code = kBadLine;
                print(result ? *std::move(result) : Json{{"error", toJson(result.error())}});
            }
            return code;
        };
    });
}

void addGenerate(CLI::App& app, Action& action)
{
    const auto source = std::make_shared<Source>();
    const auto settings = std::make_shared<engine::GenerateSettings>();
    auto* command = app.add_subcommand("generate", "Prompts to texts");
    source->define(*command, true);
    command->add_option("--max-tokens", settings->maxTokens, "Tokens to write at most")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--temperature", settings->temperature, "0: always the likeliest token")
        ->check(CLI::Range(0.0, 100.0));
    command->add_option("--top-p", settings->topP, "Only the likeliest tokens of this probability")
        ->check(CLI::Range(0.0, 1.0));
    definePrecision(*command, source->source.precision);
    command->add_option("--seed", settings->seed, "The same seed gives the same text");
    command->callback([&action, source, settings] {
        action = [source, settings](engine::Engine& engine) {
            return withAnswerer(
                engine, *source, [&](engine::Answerer& answerer, const Json& line) -> Expected<Json> {
                    LUTHIER_TRY(const auto question, questionIn(line));
                    LUTHIER_TRY(const auto generated, answerer.generate(question, *settings, {}, {}));
                    return Json{{"text", generated.text},
                                {"tokens", generated.tokens},
                                {"stopped", generated.ended ? "eos" : "length"}};
                });
        };
    });
}

} // namespace

void addStreamCommands(CLI::App& app, Action& action)
{
    addWording(app, action);
    addReading(app, action);
    addPredict(app, action);
    addGenerate(app, action);
}

} // namespace luthier::app
