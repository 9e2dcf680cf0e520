// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/places.h"
#include "core/config/recipe_yaml.h"
#include "core/engine/evaluating.h"
#include "core/engine/find_run.h"
#include "core/engine/panes.h"
#include "core/runs/checkpoints.h"
#include "core/runs/evaluation_json.h"
#include "core/runs/flat_recipe.h"
#include "core/runs/history.h"
#include "core/runs/index.h"
#include "core/runs/tidying.h"
#include "core/train/guard.h"

#include <algorithm>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

class OurRecords final : public Records {
public:
    explicit OurRecords(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    Expected<std::vector<runs::RunCard>> list() override
    {
        return train::guarded([&] { return runs::listRuns(runsFolder(), home() / "runs.sqlite"); });
    }

    Expected<std::vector<Event>> history(const std::string& run) override
    {
        return train::guarded([&] { return runs::readHistory(run); });
    }

    Expected<runs::Evaluation> evaluate(const std::string& nameOrPath, const EvaluateOptions& options,
                                        const Job& job) override
    {
        return train::guarded([&]() -> Expected<runs::Evaluation> {
            LUTHIER_TRY(const auto run, findRun(nameOrPath));
            LUTHIER_TRY(const auto checkpoint, runs::findCheckpoint(run, options.checkpoint));
            const auto key = "step-" + std::to_string(checkpoint.step) + "-" + options.part;
            if (options.data.empty()) {
                if (auto kept = runs::keptEvaluation(run, key)) return *std::move(kept);
            }
            LUTHIER_TRY(const auto rows, rowsFor(*m_workshop, run, options, job));
            LUTHIER_TRY(const auto model, openRun(*m_workshop, run, options.checkpoint));
            LUTHIER_TRY(auto evaluation, evaluated(model, rows, job));
            if (options.data.empty()) { // where it cannot be kept it is measured again the next time
                static_cast<void>(runs::keepEvaluation(run, key, evaluation));
            }
            return evaluation;
        });
    }

    Expected<runs::Comparison> compare(const std::vector<std::string>& runs, bool baselines,
                                       const Job& job) override
    {
        return train::guarded([&]() -> Expected<runs::Comparison> {
            std::vector<fs::path> folders;
            for (const auto& run : runs) {
                LUTHIER_TRY(auto folder, findRun(run));
                folders.push_back(std::move(folder));
            }
            std::vector<runs::Compared> rows;
            if (baselines && !folders.empty()) LUTHIER_CHECK(addBaselines(folders.front(), rows, job));
            std::vector<runs::FlatRecipe> recipes;
            std::string dataHash;
            for (const auto& run : folders) {
                const auto card = runs::readCard(run);
                LUTHIER_TRY(auto evaluation, evaluate(run.string(), {}, job));
                if (dataHash.empty()) dataHash = card.dataHash;
                rows.push_back({.name = card.name,
                                .dir = run.string(),
                                .sameData = card.dataHash == dataHash,
                                .evaluation = std::move(evaluation)});
                recipes.push_back(card.recipe);
            }
            auto comparison = runs::compareEvaluations(std::move(rows));
            comparison.differences = runs::recipeDifferences(recipes);
            return comparison;
        });
    }

    Expected<void> keep(const std::string& run, Keep what) override
    {
        constexpr auto kTheirs
            = std::array{runs::Keep::Best, runs::Keep::Last, runs::Keep::Both, runs::Keep::Nothing};
        return train::guarded(
            [&] { return runs::keep(run, kTheirs[static_cast<std::size_t>(what)], home() / "bin"); });
    }

    Expected<void> rename(const std::string& run, const std::string& name) override
    {
        return train::guarded([&] { return runs::rename(run, name); });
    }

private:
    /// The majority class (where there are classes) and the base model with nothing but a prompt, on the
    /// run's rows.
    Expected<void> addBaselines(const fs::path& run, std::vector<runs::Compared>& rows, const Job& job)
    {
        const auto add = [&](const char* name, const std::string& key, auto make) -> Expected<void> {
            auto evaluation = runs::keptEvaluation(run, key);
            if (!evaluation) {
                LUTHIER_TRY(const auto measured, rowsFor(*m_workshop, run, {}, job));
                LUTHIER_TRY(evaluation, make(measured));
                static_cast<void>(runs::keepEvaluation(run, key, *evaluation));
            }
            rows.push_back({.name = name, .dir = {}, .baseline = true, .evaluation = *std::move(evaluation)});
            return {};
        };
        using Result = Expected<std::optional<runs::Evaluation>>;
        LUTHIER_CHECK(add(QT_TRANSLATE_NOOP("core", "base model, prompted"), "baseline-prompted",
                          [&](const auto& measured) -> Result {
                              LUTHIER_TRY(auto evaluation, promptedBase(*m_workshop, run, measured, job));
                              return std::optional{std::move(evaluation)};
                          }));
        if (rows.front().evaluation.labels.empty()) return {};
        return add(QT_TRANSLATE_NOOP("core", "most frequent class"), "baseline-majority",
                   [&](const auto& measured) -> Result { return std::optional{majorityOf(measured)}; });
    }

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Records> makeRecords(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurRecords>(std::move(workshop));
}

} // namespace luthier::engine
