// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/models.h"

#include "core/base/files.h"
#include "core/base/places.h"
#include "core/config/recipe_yaml.h"
#include "core/engine/layer_tree.h"
#include "core/engine/layers.h"
#include "core/engine/machine.h"
#include "core/engine/model_list.h"
#include "core/engine/panes.h"
#include "core/engine/placing.h"
#include "core/models/model_files.h"
#include "core/nn/ops/cpu_features.h"
#include "core/train/guard.h"
#include "core/train/settings.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

/// A line "key: value" of the head of a model's README.
std::string readmeValue(const fs::path& folder, std::string_view key)
{
    const auto text = readFile(folder / "README.md", std::size_t{1} << 20U);
    if (!text || !text->starts_with("---")) return {};
    const auto head = text->substr(0, text->find("\n---", 3));
    const auto at = head.find("\n" + std::string{key} + ":");
    if (at == std::string::npos) return {};
    auto value = head.substr(at + key.size() + 2);
    value = value.substr(0, value.find('\n'));
    const auto first = value.find_first_not_of(" \t'\"");
    if (first == std::string::npos) return {};
    return value.substr(first, value.find_last_not_of(" \t\r'\"") - first + 1);
}

std::string ggufText(const models::ModelFiles& files, const char* key)
{
    const auto& metadata = files.store().first().metadata();
    const auto found = metadata.find(key);
    return found != metadata.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Memory for LoRA of an ordinary size on rows of an ordinary length.
std::int64_t usualMemory(const models::Outline& outline, bool bf16)
{
    constexpr std::int64_t kTokens = 1024;
    constexpr std::int64_t kRank = 16;
    train::Load load{.outline = &outline, .trained = std::vector<bool>(outline.tensors.size(), false)};
    for (const auto& tensor : outline.tensors) {
        if (!tensor.linear) continue;
        load.adapterParameters += kRank * (tensor.shape[0] + tensor.shape[1]);
        load.adapterRanks += kRank;
    }
    load.bf16 = bf16;
    load.microBatchTokens = kTokens;
    load.batchTokens = kTokens;
    load.labels = outline.writes ? 0 : 2;
    return train::totalBytes(train::memoryParts(load));
}

ModelCard cardOf(const InstalledModel& model, const models::ModelFiles& files)
{
    const auto& outline = files.outline();
    ModelCard card{.name = model.name, .path = model.path};
    card.architecture = files.architecture().entry.name;
    card.family = files.architecture().modelType;
    card.purpose = outline.writes
        ? Text{QT_TRANSLATE_NOOP("core", "Writes short answers and follows instructions.")}
        : Text{QT_TRANSLATE_NOOP("core", "Sorts and compares texts.")};
    for (const auto* task : tasks::all()) {
        if (task->needsClassifier || outline.writes) card.tasks.emplace_back(task->entry.name);
    }
    card.parameters = outline.parameters();
    card.bytes = static_cast<std::int64_t>(files.bytes());
    card.licence = files.isGguf() ? ggufText(files, "general.license") : readmeValue(model.path, "license");
    card.languages = files.isGguf() ? std::string{} : readmeValue(model.path, "language");
    card.contextLength = outline.context;
    card.quantisation = files.quantisation();
    card.memoryBytes = usualMemory(outline, nn::cpuFeatures().prefersBf16());
    return card;
}

/// Effective operations a second that this engine reaches on one core: for guesses before anything is
/// measured.
double operationsPerCore(bool bf16)
{
    const auto& features = nn::cpuFeatures();
    if (bf16) return features.amxBf16 ? 350e9 : 110e9;
    return features.avx512 ? 55e9 : features.avx2 ? 35e9 : 8e9;
}

class OurModels final : public Models {
public:
    explicit OurModels(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    std::vector<ModelCard> installed() override
    {
        std::vector<ModelCard> cards;
        for (const auto& model : installedModels()) {
            auto card = train::guarded([&] { return inspectAt(model); });
            if (card) {
                cards.push_back(*std::move(card));
            } else { // shown with the reason: a person may be looking for it
                cards.push_back({.name = model.name,
                                 .path = model.path,
                                 .trainable = false,
                                 .whyNot = card.error().message});
            }
        }
        return cards;
    }

    Expected<ModelCard> inspect(const std::string& nameOrPath) override
    {
        return train::guarded([&]() -> Expected<ModelCard> {
            LUTHIER_TRY(const auto path, findModel(nameOrPath, {}, "model"));
            return inspectAt({path.filename().string(), path});
        });
    }

    Expected<ModelCard> import(const fs::path& path) override
    {
        return train::guarded([&]() -> Expected<ModelCard> {
            LUTHIER_TRY(auto card, inspectAt({path.filename().string(), path}));
            LUTHIER_TRY(const auto words, m_workshop->words(path)); // a model without its words is of no use
            LUTHIER_CHECK(makeFolder(modelsFolder()));
            const auto link = modelsFolder() / path.filename();
            std::error_code failure;
            if (!fs::exists(fs::symlink_status(link, failure)))
                fs::create_symlink(fs::absolute(path), link, failure);
            if (failure)
                return Unexpected{
                    systemError(QT_TRANSLATE_NOOP("core", "could not create"), link, failure.value())};
            return card;
        });
    }

    Expected<Plan> plan(const config::Recipe& recipe, const DataFacts& facts) override
    {
        return train::guarded([&]() -> Expected<Plan> {
            LUTHIER_TRY(const auto selection, selected(recipe, facts.labels));
            return planOf(selection, facts);
        });
    }

    Expected<config::Recipe> layersWith(const config::Recipe& recipe, const std::vector<std::string>& ids,
                                        bool trained) override
    {
        return train::guarded([&]() -> Expected<config::Recipe> {
            LUTHIER_TRY(auto selection, selected(recipe, 2));
            const auto& outline = selection.files.outline();
            for (const auto& id : ids) {
                for (const auto i : tensorsOf(outline, id)) {
                    selection.tensors[i] = trained;
                }
            }
            auto changed = recipe;
            changed.layers["train"] = config::Setting::list(wordsFor(outline, selection.tensors));
            changed.layers.erase("freeze");
            return changed;
        });
    }

private:
    struct Selection {
        models::ModelFiles files;
        Order order;
        std::vector<bool> tensors;
        std::int64_t labels;
    };

    static Expected<ModelCard> inspectAt(const InstalledModel& model)
    {
        LUTHIER_TRY(const auto files, models::ModelFiles::open(model.path));
        return cardOf(model, files);
    }

    static Expected<Selection> selected(const config::Recipe& recipe, std::int64_t labels)
    {
        LUTHIER_TRY(auto order, Workshop::order(recipe));
        LUTHIER_TRY(const auto path, findModel(recipe.model.name, recipe.folder, "model"));
        LUTHIER_TRY(auto files, models::ModelFiles::open(path));
        const auto& outline = files.outline();
        const auto classes = order.task->needsClassifier ? std::max<std::int64_t>(2, labels) : 0;
        LUTHIER_TRY(auto tensors, chosenTensors(outline, *order.method, order.checked.layers, classes > 0));
        return Selection{std::move(files), std::move(order), std::move(tensors), classes};
    }

    static Expected<Plan> planOf(const Selection& selection, const DataFacts& facts)
    {
        const auto& outline = selection.files.outline();
        const auto& order = selection.order;
        auto load = loadOf(outline, *order.method, order.checked.method, selection.tensors, selection.labels);
        const Amount amount{.trainSamples = std::max<std::int64_t>(1, facts.trainRows),
                            .hasValidation = true,
                            .longestSample = facts.longestRow};
        LUTHIER_TRY(const auto placing, placed(order, amount, load, [&](const train::Settings& settings) {
                        load.batchTokens = settings.batchSize * std::max<std::int64_t>(1, facts.tokensPerRow);
                        load.writesAnswers = order.task->form == data::Form::Answers;
                        load.learnedShare = 0.4; // of an instruction row: until the data are known better
                        load.datasetTokens = facts.trainRows * facts.tokensPerRow;
                        load.padding = static_cast<double>(facts.longestRow)
                            / static_cast<double>(std::max<std::int64_t>(1, facts.tokensPerRow));
                    }));
        const auto& settings = placing.settings;

        Plan plan;
        plan.precision = load.bf16 ? "bf16" : "fp32";
        std::map<std::string, std::int64_t> adapterOf;
        if (order.method->adapt != nullptr) addAdapters(selection, adapterOf);
        plan.layers = layerTree(outline, load.trained, adapterOf, selection.labels,
                                order.checked.layers.numbers("step_multipliers"));
        plan.trainableParameters = train::trainableParameters(load);
        plan.totalParameters = outline.parameters() + load.adapterParameters;
        for (const auto& part : train::memoryParts(load)) {
            if (part.bytes > 0) plan.memory.push_back({part.name, partLabel(part.name), part.bytes});
            plan.memoryBytes += part.bytes;
        }
        plan.freeMemoryBytes = placing.card ? placing.card->freeBytes : freeMemory() + heldMemory();
        plan.steps = facts.trainRows > 0 ? settings.steps : 0;
        // How fast a card is nobody has measured yet; Check does.
        if (!placing.card && facts.trainRows > 0 && facts.tokensPerRow > 0) {
            constexpr double kBytesPerSecond = 10e9; // of memory: what the optimizer is bound by
            constexpr double kOverhead = 0.02; // of a step's many small operations
            plan.secondsPerStep = train::operationsPerStep(load)
                    / (operationsPerCore(load.bf16) * static_cast<double>(settings.threads))
                + static_cast<double>(plan.trainableParameters) * 28 / kBytesPerSecond + kOverhead;
            constexpr double kLooks = 1.3; // what looking at held-back rows adds
            plan.totalSeconds = kLooks * plan.secondsPerStep * static_cast<double>(plan.steps);
        }
        plan.resultBytes = plan.trainableParameters * 4;
        judgeForgetting(selection, settings, plan);
        return plan;
    }

    static void addAdapters(const Selection& selection, std::map<std::string, std::int64_t>& adapterOf)
    {
        const auto& outline = selection.files.outline();
        const auto& tensors = outline.tensors;
        const auto& method = *selection.order.method;
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const auto layer = tensors[i].name.substr(0, tensors[i].name.rfind('.'));
            if (!selection.tensors[i] || !mayAdapt(outline, tensors[i])) continue;
            if (!method.targets(layer, selection.order.checked.method)) continue;
            adapterOf[tensors[i].name] = method.parametersFor(tensors[i].shape[1], tensors[i].shape[0],
                                                              selection.order.checked.method);
        }
    }

    /// The rule of thumb of product.md §2.3.
    static void judgeForgetting(const Selection& selection, const train::Settings& settings, Plan& plan)
    {
        const auto& order = selection.order;
        const double share
            = static_cast<double>(plan.trainableParameters) / static_cast<double>(plan.totalParameters);
        int level = 2;
        constexpr std::int64_t kThinRank = 16;
        switch (order.method->reach) {
        case peft::Reach::Head:
            level = 0;
            break;
        case peft::Reach::Adapter:
            level = order.checked.method.integer("rank") <= kThinRank ? 0 : 1;
            break;
        default:
            level = share > 0.5 ? 2 : 1;
        }
        constexpr std::int64_t kManyRounds = 5;
        const auto epochs = settings.steps / std::max<std::int64_t>(1, settings.stepsPerEpoch);
        const bool isLong = epochs > kManyRounds && order.method->reach != peft::Reach::Head;
        if (isLong) level = std::min(2, level + 1);
        plan.forgetting = static_cast<Risk>(level);
        plan.forgettingReason = isLong
            ? Text{QT_TRANSLATE_NOOP("core", "%1 rounds are many: it may forget other things."), epochs}
            : level == 0 ? Text{QT_TRANSLATE_NOOP("core", "The model itself stays as it is.")}
            : level == 1
            ? Text{QT_TRANSLATE_NOOP("core", "A part of the model changes.")}
            : Text{QT_TRANSLATE_NOOP("core", "Most of the model changes: it may forget other things.")};
    }

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Models> makeModels(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurModels>(std::move(workshop));
}

} // namespace luthier::engine
