// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/places.h"
#include "core/config/recipe_yaml.h"
#include "core/data/inspect/report_of.h"
#include "core/data/inspect/sight_of.h"
#include "core/data/problems.h"
#include "core/data/role_names.h"
#include "core/data/roles.h"
#include "core/engine/find_run.h"
#include "core/engine/model_list.h"
#include "core/engine/panes.h"
#include "core/models/model_files.h"
#include "core/train/guard.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

constexpr const char* kExampleData = "snips.jsonl";
constexpr const char* kExampleRecipe = "recipe.yaml";

class OurDatasets final : public Datasets {
public:
    explicit OurDatasets(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    Expected<std::shared_ptr<const data::Table>> open(const fs::path& file, const config::Chosen& format,
                                                      const Job& job) override
    {
        return train::guarded([&] { return data::Table::open(file, format, job); });
    }

    std::vector<TaskGuess> guess(const data::Table& table) const override
    {
        std::vector<TaskGuess> guesses;
        for (const auto& form : data::guessForms(table)) {
            std::vector<std::string> known;
            for (const auto& one : data::roleNames(form.form)) {
                known.emplace_back(one.role);
            }
            for (const auto* task : tasks::all()) {
                if (task->form == form.form)
                    guesses.push_back({std::string{task->entry.name}, form.roles, form.reason, known});
            }
        }
        return guesses;
    }

    Expected<data::Report> report(const config::Recipe& recipe, const Job& job) override
    {
        return train::guarded([&]() -> Expected<data::Report> {
            LUTHIER_TRY(const auto order, orderForData(recipe));
            LUTHIER_TRY(const auto work, m_workshop->data(order, job));
            LUTHIER_TRY(const auto encoder, encoderOf(recipe));
            return data::reportOf(work->tables, work->prepared, order.checked.data,
                                  encoder ? &*encoder : nullptr, job);
        });
    }

    Expected<data::Sight> sight(const config::Recipe& recipe, std::int64_t row) override
    {
        return train::guarded([&]() -> Expected<data::Sight> {
            LUTHIER_TRY(const auto order, orderForData(recipe));
            LUTHIER_TRY(const auto work, m_workshop->data(order, {}));
            LUTHIER_TRY(const auto encoder, encoderOf(recipe));
            if (!encoder) {
                return Unexpected{
                    {.code = ErrorCode::InvalidInput,
                     .message = QT_TRANSLATE_NOOP("core", "which tokens a model sees depends on the model"),
                     .where = "model",
                     .hint = QT_TRANSLATE_NOOP("core", "choose a model first")}};
            }
            LUTHIER_TRY(const auto maxTokens, resolvedMaxTokens(order, *work, *encoder));
            return data::sightOf(work->tables, work->prepared, *encoder, maxTokens,
                                 data::longRowsOf(order.checked.data.word("long_rows")), row);
        });
    }

    Expected<std::vector<AskedRow>> questions(const std::string& run, const fs::path& file,
                                              const Job& job) override
    {
        return train::guarded([&]() -> Expected<std::vector<AskedRow>> {
            LUTHIER_TRY(const auto table, data::Table::open(file, {"auto"}, job));
            data::Roles roles;
            auto form = data::Form::Classes;
            if (!run.empty()) {
                LUTHIER_TRY(const auto folder, findRun(run));
                LUTHIER_TRY(const auto recipe, config::readRecipe(folder / "recipe.yaml"));
                LUTHIER_TRY(const auto order, Workshop::order(recipe));
                form = order.task->form;
                const auto& columns = order.checked.data.texts("columns");
                roles = {columns.begin(), columns.end()};
            } else {
                const auto guesses = data::guessForms(*table);
                if (!guesses.empty()) {
                    form = guesses.front().form;
                    roles = guesses.front().roles;
                }
            }
            return questionsOf(*table, form, roles);
        });
    }

    Expected<config::Recipe> example(const fs::path& folder) override
    {
        return train::guarded([&]() -> Expected<config::Recipe> {
            LUTHIER_CHECK(makeFolder(folder));
            for (const auto* name : {kExampleData, kExampleRecipe}) {
                std::error_code failure;
                if (fs::exists(folder / name, failure)) continue;
                LUTHIER_TRY(const auto text,
                            readFile(resourcesFolder() / "example" / name, std::size_t{64} << 20U));
                LUTHIER_CHECK(writeFile(folder / name, text));
            }
            return config::readRecipe(folder / kExampleRecipe);
        });
    }

private:
    static Expected<std::vector<AskedRow>> questionsOf(const data::Table& table, data::Form form,
                                                       data::Roles roles)
    {
        std::erase_if(roles, [&](const auto& role) {
            return !table.column(role.second);
        }); // the answers may be missing
        LUTHIER_TRY(const auto rows, data::Rows::of(table, roles));
        const auto name = table.source().path.filename().string();
        std::vector<AskedRow> asked;
        for (std::int64_t row = 0; row < table.rows(); ++row) {
            const auto line = table.line(row);
            auto question = form == data::Form::Classes ? Expected<Question>{textOf(rows, row)}
                                                        : conversationOf(rows, row);
            if (!question) {
                auto error = std::move(question).error();
                error.where = name + ":" + std::to_string(line);
                question = Unexpected{std::move(error)};
            }
            asked.push_back({row, line, std::move(question)});
        }
        for (const data::Problem& problem : table.source().setAside) {
            const auto line = lineOf(problem.where, name);
            if (!line) return Unexpected{data::errorOf(problem)}; // more bad rows than are remembered
            asked.push_back({-1, *line, Unexpected{data::errorOf(problem)}});
        }
        std::ranges::stable_sort(asked, {}, &AskedRow::line);
        return asked;
    }

    /// A row without a text asks nothing: its text is empty.
    static Question textOf(const data::Rows& rows, std::int64_t row)
    {
        const auto text = rows.text(row);
        return {.text = std::string{text.text},
                .text2 = std::string{text.text2.value_or(std::string_view{})},
                .plain = true};
    }

    static Expected<Question> conversationOf(const data::Rows& rows, std::int64_t row)
    {
        LUTHIER_TRY(const auto asked, rows.question(row));
        Question question;
        if (!asked.system.empty()) question.messages.push_back({"system", asked.system});
        for (const Json& message : asked.messages) {
            question.messages.push_back({message.at("role"), data::contentText(message.at("content"))});
        }
        return question;
    }

    /// The line in a place such as "notes.csv:212:18".
    static std::optional<std::int64_t> lineOf(std::string_view where, const std::string& name)
    {
        if (!where.starts_with(name + ":")) return std::nullopt;
        where.remove_prefix(name.size() + 1);
        std::int64_t line = 0;
        const auto read = std::from_chars(where.data(), where.data() + where.size(), line);
        return read.ec == std::errc{} ? std::optional{line} : std::nullopt;
    }

    /// The recipe as far as the data need it: a missing model is no fault here.
    static Expected<Order> orderForData(const config::Recipe& recipe)
    {
        auto only = recipe;
        if (only.model.name.empty()) only.model.name = "?";
        if (only.method.name.empty()) only.method.name = peft::all().front()->entry.name;
        return Workshop::order(only);
    }

    Expected<std::optional<data::TextEncoder>> encoderOf(const config::Recipe& recipe)
    {
        if (recipe.model.name.empty()) return std::optional<data::TextEncoder>{};
        LUTHIER_TRY(const auto path, findModel(recipe.model.name, recipe.folder, "model"));
        LUTHIER_TRY(const auto files, models::ModelFiles::open(path));
        LUTHIER_TRY(const auto words, m_workshop->words(path));
        return std::optional{words->encoder(files.outline().context)};
    }

    static Expected<std::int64_t> resolvedMaxTokens(const Order& order, const DataWork& work,
                                                    const data::TextEncoder& encoder)
    {
        std::vector<data::TokenRows> rows;
        for (const auto part : {data::Part::Train, data::Part::Validation, data::Part::Test}) {
            LUTHIER_TRY(auto some,
                        data::tokenise(work.tables, work.prepared, part, encoder, data::Keep::LengthsOnly));
            rows.push_back(std::move(some));
        }
        const std::array parts{static_cast<const data::TokenRows*>(&rows[0]),
                               static_cast<const data::TokenRows*>(&rows[1]),
                               static_cast<const data::TokenRows*>(&rows[2])};
        return data::maxTokensFor(order.checked.data, parts, encoder);
    }

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Datasets> makeDatasets(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurDatasets>(std::move(workshop));
}

} // namespace luthier::engine
