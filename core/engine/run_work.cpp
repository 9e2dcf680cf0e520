// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/run_work.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/recipe_yaml.h"
#include "core/engine/layers.h"
#include "core/engine/machine.h"
#include "core/engine/model_list.h"
#include "core/models/selection.h"
#include "core/nn/embedding.h"
#include "core/runs/checkpoints.h"
#include "core/tasks/packing.h"
#include "core/train/looks.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include <ATen/core/grad_mode.h>

#include <malloc.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

constexpr const char* kWeights = "model.safetensors";
constexpr const char* kAdapterWeights = "adapter_model.safetensors";
constexpr const char* kAdapterConfig = "adapter_config.json";
constexpr const char* kOptimizer = "optimizer.safetensors";
constexpr double kFreshDeviation = 0.02;

/// A blocking problem of the data as the error that it is for a run.
Expected<void> refuseBlocked(const data::Prepared& prepared)
{
    for (const auto& problem : prepared.problems) {
        if (!problem.blocking) continue;
        return Unexpected{{.code = ErrorCode::NotUsable,
                           .message = problem.message,
                           .where = problem.where.empty() ? "data" : problem.where,
                           .hint = QT_TRANSLATE_NOOP("core", "the data report lists the rows concerned")}};
    }
    return {};
}

/// The modules that PEFT makes copies of, by their first names: it takes a head as a whole.
Json headModules(const models::Outline& outline)
{
    std::set<std::string> names{outline.classifier.substr(0, outline.classifier.find('.'))};
    for (const auto& tensor : outline.tensors) {
        if (outline.isInHead(tensor)) names.insert(tensor.name.substr(0, tensor.name.find('.')));
    }
    return names;
}

} // namespace

fs::path weightFileOf(const fs::path& checkpoint, const peft::Method& method)
{
    return checkpoint / (method.adapt == nullptr ? kWeights : kAdapterWeights);
}

std::string fileNameOf(const std::string& parameter, const peft::Method& method)
{
    if (method.adapt == nullptr) return parameter;
    constexpr std::string_view kSlot = ".adapter.";
    const auto at = parameter.find(kSlot);
    if (at == std::string::npos) return "base_model.model." + parameter;
    return "base_model.model." + parameter.substr(0, at) + "." + parameter.substr(at + kSlot.size())
        + ".weight";
}

Expected<RunWork> RunWork::open(Workshop& workshop, const config::Recipe& recipe, const Job& job)
{
    RunWork work;
    LUTHIER_TRY(work.m_order, Workshop::order(recipe));
    LUTHIER_CHECK(refuseMissingCard(work.m_order));
    LUTHIER_CHECK(work.openModel(workshop));
    job.report(-1, QT_TRANSLATE_NOOP("core", "Reading the data"));
    LUTHIER_TRY(work.m_data, workshop.data(work.m_order, job));
    LUTHIER_CHECK(refuseBlocked(work.m_data->prepared));
    job.report(-1, QT_TRANSLATE_NOOP("core", "Turning rows into tokens"));
    LUTHIER_CHECK(work.tokenise(job));
    LUTHIER_CHECK(work.selectLayers());
    LUTHIER_CHECK(work.resolveSettings());
    return work;
}

Expected<void> RunWork::openModel(Workshop& workshop)
{
    const auto& chosen = m_order.recipe().model;
    const auto where = chosen.place.empty() ? std::string{"model"} : chosen.place;
    LUTHIER_TRY(m_modelPath, findModel(chosen.name, m_order.recipe().folder, where));
    LUTHIER_TRY(auto files, models::ModelFiles::open(m_modelPath));
    m_model = std::make_unique<models::ModelFiles>(std::move(files));
    LUTHIER_TRY(m_words, workshop.words(m_modelPath));
    if (m_order.task->needsClassifier || m_model->outline().writes) return {};
    return Unexpected{
        {.code = ErrorCode::Unsupported,
         .message = Text{QT_TRANSLATE_NOOP("core",
                                           "'%1' reads texts and writes none, so it cannot learn to "
                                           "answer"),
                         chosen.name},
         .where = where,
         .hint = QT_TRANSLATE_NOOP("core",
                                   "choose a model that writes, such as SmolLM2, or sort into "
                                   "classes")}};
}

data::LongRows RunWork::longRows() const
{
    return data::longRowsOf(m_order.checked.data.word("long_rows"));
}

Expected<void> RunWork::tokenise(const Job& job)
{
    const auto encoder = m_words->encoder(m_model->outline().context);
    LUTHIER_TRY(
        const auto trainRows,
        data::tokenise(m_data->tables, m_data->prepared, data::Part::Train, encoder, data::Keep::Ids, job));
    LUTHIER_TRY(const auto validationRows,
                data::tokenise(m_data->tables, m_data->prepared, data::Part::Validation, encoder,
                               data::Keep::Ids, job));
    LUTHIER_TRY(const auto testRows,
                data::tokenise(m_data->tables, m_data->prepared, data::Part::Test, encoder,
                               data::Keep::LengthsOnly, job));
    // The test rows count for the longest row only: every use of a recipe must come to the same number.
    const std::array parts{&trainRows, &validationRows, &testRows};
    LUTHIER_TRY(m_maxTokens, data::maxTokensFor(m_order.checked.data, parts, encoder));
    m_train = data::samplesOf(trainRows, m_maxTokens, longRows(), m_cuts);
    data::Cuts heldBack;
    m_validation = data::samplesOf(validationRows, m_maxTokens, longRows(), heldBack);
    m_order.checked.data.set("max_tokens", m_maxTokens);
    if (m_train.size() > 0) return {};
    return Unexpected{
        {.code = ErrorCode::NotUsable,
         .message = QT_TRANSLATE_NOOP("core", "no row is left to learn from"),
         .where = "data.train",
         .hint = QT_TRANSLATE_NOOP("core",
                                   "see the data report: rows may be empty, too long or all held "
                                   "back")}};
}

Expected<void> RunWork::selectLayers()
{
    const auto& outline = m_model->outline();
    const auto classes = m_order.task->needsClassifier ? static_cast<std::int64_t>(labels().size()) : 0;
    m_hasNewHead = classes > 0 && m_model->classifierLabels() != labels();
    LUTHIER_TRY(m_selected, chosenTensors(outline, *m_order.method, m_order.checked.layers, classes > 0));
    m_load = loadOf(outline, *m_order.method, m_order.checked.method, m_selected, classes);
    std::set<std::int32_t> words;
    for (const auto* set : {&m_train, &m_validation}) {
        words.insert(set->allIds().begin(), set->allIds().end());
    }
    m_load.keptWords = static_cast<std::int64_t>(words.size());
    m_load.datasetTokens = m_train.tokens() + m_validation.tokens();
    m_load.writesAnswers = m_order.task->form == data::Form::Answers && m_validation.size() > 0;
    return {};
}

Expected<void> RunWork::resolveSettings()
{
    const Amount amount{.trainSamples = static_cast<std::int64_t>(m_train.size()),
                        .hasValidation = m_validation.size() > 0,
                        .longestSample = m_train.longest()};
    LUTHIER_TRY(m_placing, placed(m_order, amount, m_load, [this](const train::Settings& settings) {
                    completeLoad(settings);
                }));
    return {};
}

void RunWork::completeLoad(const train::Settings& settings)
{
    const auto samples = static_cast<double>(m_train.size());
    const auto perStep
        = static_cast<double>(m_train.tokens()) / samples * static_cast<double>(settings.batchSize);
    const auto shared = sharedTokens(settings);
    m_load.batchTokens = static_cast<std::int64_t>(perStep - shared);
    m_load.largestBatchTokens = largestBatchRows(settings, settings.steps);
    m_load.padding = static_cast<double>(settings.batchSize * m_train.longest())
        / static_cast<double>(std::max<std::int64_t>(1, m_load.largestBatchTokens));
    if (m_order.task->form != data::Form::Answers) return;
    std::int64_t learned = 0;
    for (std::size_t i = 0; i < m_train.size(); ++i) {
        learned += m_train.length(i) - m_train.learnFrom(i);
    }
    m_load.learnedShare = static_cast<double>(learned) / samples * static_cast<double>(settings.batchSize)
        / std::max(1.0, perStep - shared);
}

/// Of a step; before the network is there, and as train::prefixesOf() will have it.
double RunWork::sharedTokens(const train::Settings& settings) const
{
    const auto& train = m_order.checked.train;
    const bool drops = !m_load.byHand || (!train.is("dropout", "model") && train.real("dropout") > 0);
    if (m_order.task->form != data::Form::Answers || drops || m_load.onCard) return 0;
    return train::sharedTokens(m_train, settings.batchSize, settings.seed, settings.shuffle);
}

std::int64_t RunWork::largestBatchRows(const train::Settings& settings, std::int64_t steps) const
{
    return train::expectedLargestBatch(m_train, settings.batchSize, steps)
        - static_cast<std::int64_t>(sharedTokens(settings));
}

train::Choice RunWork::choiceOf(const std::string& parameter) const
{
    const auto& outline = m_model->outline();
    const auto& multipliers = m_order.checked.layers.numbers("step_multipliers");
    if (parameter.starts_with(outline.classifier + ".")) {
        // A head that starts from nothing always learns: frozen, it would answer at random for ever.
        const models::TensorSpec head{.name = parameter, .place = models::TensorSpec::Place::Head};
        return {m_order.task->needsClassifier, models::stepMultiplier(head, outline.blocks, multipliers)};
    }
    const auto slot = parameter.find(".adapter.");
    const auto spec = std::ranges::find(
        outline.tensors, slot == std::string::npos ? parameter : parameter.substr(0, slot) + ".weight",
        &models::TensorSpec::name);
    if (spec == outline.tensors.end()) return {};
    const bool whole = m_load.trained[static_cast<std::size_t>(spec - outline.tensors.begin())];
    const bool trains = slot != std::string::npos || whole;
    return {trains, models::stepMultiplier(*spec, outline.blocks, multipliers)};
}

Expected<void> RunWork::build(const Job& job)
{
    LUTHIER_CHECK(refuseWithoutMemory(m_load, card()));
    job.report(-1, QT_TRANSLATE_NOOP("core", "Reading the model"));
    const auto type = settings().bf16 ? at::kBFloat16 : at::kFloat;
    LUTHIER_TRY(m_network, m_model->load(type, settings().seed, !m_hasNewHead));
    if (m_load.blocksInInt8) LUTHIER_CHECK(freezeInInt8());
    if (m_hasNewHead) {
        const at::NoGradGuard noGrad;
        m_network->addClassifier(static_cast<std::int64_t>(labels().size()));
        m_network->classifier()->to(type);
        const auto name = m_model->outline().classifier;
        models::initialise(m_network->classifier()->weight, name + ".weight", settings().seed,
                           kFreshDeviation);
        if (m_network->classifier()->bias.defined()) m_network->classifier()->bias.zero_();
    }
    if (!m_order.checked.train.is("dropout", "model")) {
        const double p = m_order.checked.train.real("dropout");
        m_network->dropout() = {.hidden = p, .attention = p, .classifier = p};
    }
    LUTHIER_CHECK(peft::apply(
        *m_order.method, *m_network, m_order.checked.method, settings().seed,
        [this](const std::string& layer) { return isAdapted(m_model->outline(), m_selected, layer); }));
    if (card() != nullptr) m_network->to(at::Device{card()->device});
    std::set<std::int32_t> words;
    for (const auto* set : {&m_train, &m_validation}) {
        words.insert(set->allIds().begin(), set->allIds().end());
    }
    LUTHIER_TRY(auto trained,
                train::Trained::of(
                    *m_network, [this](const std::string& name) { return choiceOf(name); },
                    [this](const std::string& name) -> Expected<at::Tensor> {
                        if (!m_model->has(name)
                            || (m_hasNewHead && name.starts_with(m_model->outline().classifier))) {
                            return at::Tensor{};
                        }
                        return m_model->read(name);
                    },
                    {words.begin(), words.end()}));
    m_trained.emplace(std::move(trained));
    m_network->remakeInBackward(m_load.remakes);
    return startFrom();
}

Expected<void> RunWork::freezeInInt8()
{
    constexpr std::size_t kRows = 16; // which inputs of a layer are large shows on few words
    constexpr std::int64_t kTokens = 512;
    const at::NoGradGuard noGrad;
    for (const auto& [name, layer] : m_network->linears()) {
        layer->observeInputs(true);
    }
    m_network->eval();
    const auto some = train::drawnSamples(m_train.size(), kRows, settings().seed);
    const auto batches = data::batchesOf(m_train, some, kTokens);
    auto rows = tasks::packed(batches.front(), {.dropout = false});
    for (; rows.fromBlock < m_network->layers(); ++rows.fromBlock) {
        rows.states = m_network->prefix(rows, rows.fromBlock + 1, false);
        // Op by op each block would leave holes in the heap, 190 MiB for SmolLM2: the most of the whole run.
        ::malloc_trim(0);
    }
    m_network->train();
    return m_model->freezeInInt8(*m_network);
}

Expected<void> RunWork::startFrom()
{
    if (m_order.checked.method.is("start_from", "none")) return {};
    auto folder = m_order.recipe().resolve(m_order.checked.method.text("start_from"));
    std::error_code failure;
    if (fs::exists(folder / "recipe.yaml", failure)) {
        LUTHIER_TRY(const auto checkpoint, runs::findCheckpoint(folder, "best"));
        folder = checkpoint.path;
    }
    return loadFrom(folder, false);
}

train::Setup RunWork::setup()
{
    tasks::LabelWeights weights;
    const auto& values = m_order.checked.train;
    if (m_order.task->needsClassifier && !values.is("class_weights", "none")) {
        weights = labelWeights(values, labels(), m_train);
    }
    return {.network = *m_network,
            .task = *m_order.task,
            .trained = *m_trained,
            .train = m_train,
            .validation = m_validation,
            .labels = labels().size(),
            .labelWeights = std::move(weights),
            .settings = settings(),
            .known = frozen().known()};
}

FrozenWork& RunWork::frozen()
{
    if (!m_frozen) m_frozen = std::make_unique<FrozenWork>(*this);
    return *m_frozen;
}

config::Recipe RunWork::resolvedRecipe() const
{
    auto checked = m_order.checked;
    train::writeResolved(settings(), checked.train);
    auto recipe = config::writtenOut(checked);
    recipe.folder = m_order.recipe().folder;
    recipe.model.name = fs::absolute(m_modelPath).lexically_normal().string(); // as the paths below
    if (std::ranges::any_of(installedModels(),
                            [&](const auto& m) { return m.name == m_order.recipe().model.name; })) {
        recipe.model.name = m_order.recipe().model.name;
    }
    recipe.format.name = m_data->tables.train->source().format;
    recipe.format.settings = m_data->tables.train->source().settings;
    std::vector<std::pair<std::string, std::string>> roles;
    for (const auto& [role, column] : m_data->prepared.roles) {
        roles.emplace_back(role, column);
    }
    recipe.data["columns"] = config::Setting::map(std::move(roles));
    // The run's own copy lies in another folder.
    const auto makeAbsolute = [&](config::Settings& settings, const char* key) {
        const auto found = settings.find(key);
        const bool isPath = found != settings.end() && found->second.kind == config::Setting::Kind::Text
            && !found->second.text.empty() && found->second.text != "none";
        if (isPath)
            found->second = fs::absolute(recipe.resolve(found->second.text)).lexically_normal().string();
    };
    for (const auto* key : {"train", "validation", "test", "corrections"}) {
        makeAbsolute(recipe.data, key);
    }
    makeAbsolute(recipe.method.settings, "start_from");
    return recipe;
}

std::uint64_t RunWork::checkpointBytes() const
{
    std::uint64_t bytes = static_cast<std::uint64_t>(m_trained->stateBytes());
    if (m_network->words().isNarrowed()) { // the table is written whole
        bytes += static_cast<std::uint64_t>(m_network->words().count() * m_network->width()) * sizeof(float);
    }
    return bytes;
}

std::int64_t RunWork::totalParameters() const
{
    std::int64_t sum = m_model->outline().parameters() + m_load.adapterParameters;
    if (!m_hasNewHead) return sum;
    for (const auto& tensor :
         m_model->outline().classifierTensors(static_cast<std::int64_t>(labels().size()))) {
        sum += tensor.count();
    }
    return sum;
}

Expected<void> RunWork::saveInto(const fs::path& folder, const train::Trained::Snapshot& state) const
{
    const auto& method = *m_order.method;
    if (method.adapt != nullptr) {
        auto config = method.fileConfig(m_order.checked.method, peft::targetModules(*m_network));
        config["base_model_name_or_path"] = m_order.recipe().model.name;
        config["task_type"] = m_order.task->needsClassifier ? "SEQ_CLS" : "CAUSAL_LM";
        config["modules_to_save"] = m_order.task->needsClassifier ? headModules(m_model->outline()) : Json{};
        LUTHIER_CHECK(writeFile(folder / kAdapterConfig, toPrettyJson(config) + "\n"));
    }
    return m_trained->save(state, weightFileOf(folder, method), folder / kOptimizer,
                           [&](const std::string& name) { return fileNameOf(name, method); });
}

Expected<void> RunWork::loadFrom(const fs::path& folder, bool moments)
{
    const auto& method = *m_order.method;
    return m_trained->load(weightFileOf(folder, method), moments ? folder / kOptimizer : fs::path{},
                           [&](const std::string& name) { return fileNameOf(name, method); });
}

} // namespace luthier::engine
