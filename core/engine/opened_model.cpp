// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/opened_model.h"

#include "core/base/text.h"
#include "core/config/recipe_yaml.h"
#include "core/data/data_json.h"
#include "core/engine/layers.h"
#include "core/engine/model_list.h"
#include "core/engine/run_work.h"
#include "core/nn/ops/cpu_features.h"
#include "core/runs/checkpoints.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

const tasks::Task& taskFor(bool classifies)
{
    for (const auto* task : tasks::all()) {
        if (task->needsClassifier == classifies) return *task;
    }
    return *tasks::all().front();
}

Expected<const peft::Method*> methodOfAdapter(const Json& config, const std::string& where)
{
    const auto found = config.find("peft_type");
    const auto type = found != config.end() && found->is_string() ? found->get<std::string>() : std::string{};
    for (const auto* method : peft::all()) {
        if (method->fileConfig == nullptr) continue;
        std::string name{method->entry.name};
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (name == type) return method;
    }
    return Unexpected{
        {.code = ErrorCode::Unsupported,
         .message = Text{QT_TRANSLATE_NOOP("core", "add-ons of the kind '%1' are not known here"), type},
         .where = where}};
}

/// A classifier for `labels` on the network, its numbers still to be loaded.
void addClassifier(nn::Network& network, std::size_t labels)
{
    if (network.classifier() || labels == 0) return;
    network.addClassifier(static_cast<std::int64_t>(labels));
    network.classifier()->to(at::kFloat);
}

/// The names in kLabelFile; without that file, as the Python stack calls labels without names.
Expected<std::vector<std::string>> labelsOf(const fs::path& adapter, std::size_t count)
{
    const auto file = adapter / kLabelFile;
    std::vector<std::string> labels;
    std::error_code failure;
    if (!fs::exists(file, failure)) {
        for (std::size_t i = 0; i < count; ++i) {
            labels.push_back("LABEL_" + std::to_string(i));
        }
        return labels;
    }
    LUTHIER_TRY(const auto json, readJson(file));
    for (const auto& label : json) {
        if (label.is_string()) labels.push_back(label.get<std::string>());
    }
    if (json.is_array() && json.size() == count && labels.size() == count) return labels;
    return Unexpected{
        {.code = ErrorCode::Inconsistent,
         .message = Text{QT_TRANSLATE_NOOP("core", "a list with the names of %1 labels is expected"), count},
         .where = file.string()}};
}

/// What is in no base model has no numbers but the file's.
Expected<void> refuseUnfilled(nn::Network& network, const checkpoint::TensorFile& file,
                              const peft::Method& method, HeadFrom head)
{
    const auto classifier = network.classifier();
    for (const auto& item : network.named_parameters()) {
        const bool isHead = classifier && head == HeadFrom::File
            && (item.value().is_same(classifier->weight) || item.value().is_same(classifier->bias));
        const bool isOnlyHere = isHead || item.key().find(".adapter.") != std::string::npos;
        const auto name = fileNameOf(item.key(), method);
        if (!isOnlyHere || file.find(name) != nullptr) continue;
        return Unexpected{{.code = ErrorCode::MissingTensor,
                           .message = Text{QT_TRANSLATE_NOOP("core", "the tensor '%1' is missing"), name},
                           .where = file.path().string()}};
    }
    return {};
}

} // namespace

namespace {

/// A model that sorts reads its texts in one go: it keeps float32.
bool mayStayStored(const OpenedModel& opened, const Opening& opening)
{
    return opening.onlyAnswers && opened.files.outline().writes && opened.files.classifierLabels().empty();
}

/// Weights that are rounded themselves gain nothing from texts read in float32.
void readAsStored(nn::Network& network)
{
    const auto& layers = network.linears();
    const bool areExact = std::ranges::any_of(layers, [](const auto& layer) {
        const auto& stored = layer.second->stored();
        return stored == nullptr || stored->form == nn::StoredAs::Float32;
    });
    network.readTextsIn(!areExact && nn::cpuFeatures().prefersBf16() ? at::kBFloat16 : at::kFloat);
}

} // namespace

Expected<OpenedModel> openBase(Workshop& workshop, const fs::path& model, const Opening& opening)
{
    LUTHIER_TRY(auto files, models::ModelFiles::open(model));
    OpenedModel opened{.files = std::move(files), .path = model};
    LUTHIER_TRY(opened.words, workshop.words(model));
    if (mayStayStored(opened, opening)) {
        LUTHIER_TRY(opened.network, opened.files.loadToAnswer(opening.form, 1));
        readAsStored(*opened.network);
    } else {
        LUTHIER_TRY(opened.network, opened.files.load(at::kFloat, 1, true));
    }
    opened.labels = opened.files.classifierLabels();
    opened.task = &taskFor(!opened.files.outline().writes || !opened.labels.empty());
    opened.maxTokens = opened.files.outline().context;
    opened.network->eval();
    return opened;
}

Expected<OpenedModel> openRun(Workshop& workshop, const fs::path& run, const std::string& checkpoint,
                              const Opening& opening)
{
    LUTHIER_TRY(const auto recipe, config::readRecipe(run / "recipe.yaml"));
    LUTHIER_TRY(auto order, Workshop::order(recipe));
    LUTHIER_TRY(const auto found, runs::findCheckpoint(run, checkpoint));
    LUTHIER_TRY(const auto json, readJson(run / "data.json"));
    LUTHIER_TRY(const auto record, data::dataFromJson(json));
    LUTHIER_TRY(const auto path, findModel(recipe.model.name, recipe.folder, "model"));
    // A checkpoint of a method without adapters has numbers for the matrices themselves.
    const bool keepsBase = order.method->adapt != nullptr && !order.task->needsClassifier;
    LUTHIER_TRY(auto opened, openBase(workshop, path, keepsBase ? opening : Opening{}));
    opened.task = order.task;
    opened.method = order.method;
    opened.maxTokens = record.counts.maxTokens;
    opened.step = found.step;
    if (order.task->needsClassifier) {
        if (opened.labels != record.labels && opened.network->classifier()) {
            LUTHIER_TRY(opened.network, opened.files.load(at::kFloat, 1, false));
        }
        opened.labels = record.labels;
        addClassifier(*opened.network, opened.labels.size());
    }
    const auto& outline = opened.files.outline();
    LUTHIER_TRY(const auto selected,
                chosenTensors(outline, *order.method, order.checked.layers, order.task->needsClassifier));
    LUTHIER_CHECK(peft::apply(*order.method, *opened.network, order.checked.method, order.seed(),
                              [&](const std::string& layer) { return isAdapted(outline, selected, layer); }));
    LUTHIER_CHECK(loadTensors(*opened.network, weightFileOf(found.path, *order.method), *order.method,
                              order.task->needsClassifier ? HeadFrom::File : HeadFrom::Base));
    if (mayStayStored(opened, opening) && !order.task->needsClassifier) {
        models::keepToAnswer(*opened.network, opening.form.value_or(nn::StoredAs::Float32));
        readAsStored(*opened.network);
    }
    opened.network->eval();
    opened.order = std::move(order);
    return opened;
}

Expected<void> putAdapter(OpenedModel& model, const fs::path& adapter)
{
    const auto where = adapter / "adapter_config.json";
    LUTHIER_TRY(const auto config, readJson(where));
    LUTHIER_TRY(const auto* method, methodOfAdapter(config, where.string()));
    LUTHIER_TRY(const auto settings, method->settingsOf(config));
    LUTHIER_TRY(const auto values, config::Values::checked("method", method->entry.fields, settings));
    const auto& outline = model.files.outline();
    // As PEFT does: what is saved as a whole has no adapter, also where its name is a target.
    LUTHIER_CHECK(peft::apply(*method, *model.network, values, 1, [&](const std::string& layer) {
        const auto* tensor = outline.find(layer + ".weight");
        return tensor == nullptr || !outline.isInHead(*tensor);
    }));
    const auto file = adapter / "adapter_model.safetensors";
    LUTHIER_TRY(const auto tensors, checkpoint::TensorFile::open(file));
    const auto* head = tensors->find("base_model.model." + model.files.outline().classifier + ".weight");
    const bool bringsHead = head != nullptr && head->shape.size() == 2 && !model.network->classifier();
    if (bringsHead) {
        const auto count = static_cast<std::size_t>(head->shape.front());
        LUTHIER_TRY(model.labels, labelsOf(adapter, count));
        addClassifier(*model.network, count);
        model.task = &taskFor(true);
    }
    model.method = method;
    LUTHIER_CHECK(loadTensors(*model.network, file, *method, bringsHead ? HeadFrom::File : HeadFrom::Base));
    model.network->eval();
    return {};
}

Expected<void> loadTensors(nn::Network& network, const fs::path& file, const peft::Method& method,
                           HeadFrom head)
{
    const at::NoGradGuard noGrad;
    LUTHIER_TRY(const auto tensors, checkpoint::TensorFile::open(file));
    std::map<std::string, at::Tensor> parameters;
    for (const auto& item : network.named_parameters()) {
        parameters.emplace(fileNameOf(item.key(), method), item.value());
    }
    for (const auto& info : tensors->tensors()) {
        const auto found = parameters.find(info.name);
        const bool fits = found != parameters.end() && found->second.sizes().vec() == info.shape;
        if (!fits) {
            return Unexpected{
                {.code = found == parameters.end() ? ErrorCode::MissingTensor : ErrorCode::BadShape,
                 .message = Text{QT_TRANSLATE_NOOP("core", "'%1' does not fit this model"), info.name},
                 .where = file.string()}};
        }
        auto numbers = at::empty(info.shape, at::kFloat);
        LUTHIER_CHECK(
            checkpoint::decode(info, tensors->bytes(info),
                               {numbers.data_ptr<float>(), static_cast<std::size_t>(numbers.numel())}));
        found->second.copy_(numbers);
    }
    return refuseUnfilled(network, *tensors, method, head);
}

Expected<data::Sample> sampleOf(const OpenedModel& model, const Question& question)
{
    data::Sample sample;
    const auto& tokenizer = *model.words->tokenizer();
    if (!question.ids.empty()) {
        sample.ids = question.ids;
        for (std::size_t i = 0; i < question.types.size() && sample.secondFrom < 0; ++i) {
            if (question.types[i] != 0) sample.secondFrom = static_cast<std::int32_t>(i);
        }
        for (const auto id : sample.ids) {
            if (id >= 0 && id < model.files.outline().vocabulary) continue;
            return Unexpected{
                {.code = ErrorCode::BadValue,
                 .message = Text{QT_TRANSLATE_NOOP("core", "%1 is no id of this model; ids are 0 to %2"), id,
                                 model.files.outline().vocabulary - 1},
                 .where = "ids"}};
        }
    } else if (!question.text2.empty()) {
        const auto pair = tokenizer.encodePair(question.text, question.text2, true);
        sample.ids = pair.ids;
        const auto second = std::ranges::find(pair.types, std::int8_t{1});
        if (second != pair.types.end())
            sample.secondFrom = static_cast<std::int32_t>(second - pair.types.begin());
    } else {
        sample.ids = tokenizer.encode(question.text, true).ids;
    }
    if (sample.ids.empty()) {
        return Unexpected{{.code = ErrorCode::NotUsable,
                           .message = QT_TRANSLATE_NOOP("core", "there is no text"),
                           .where = "text"}};
    }
    if (static_cast<std::int64_t>(sample.ids.size()) > model.maxTokens) {
        // What stands around a text (its last token, [SEP]) is kept.
        const auto last = sample.ids.back();
        sample.ids.resize(static_cast<std::size_t>(model.maxTokens));
        if (question.ids.empty()) sample.ids.back() = last;
    }
    return sample;
}

Expected<std::vector<std::int32_t>> promptOf(const OpenedModel& model, const Question& question)
{
    if (!model.files.outline().writes) {
        return Unexpected{{.code = ErrorCode::Unsupported,
                           .message = QT_TRANSLATE_NOOP("core", "this model reads texts and writes none"),
                           .where = "model",
                           .hint = QT_TRANSLATE_NOOP("core", "choose a model that writes, such as SmolLM2")}};
    }
    std::vector<std::int32_t> ids = question.ids;
    if (!question.messages.empty()) {
        LUTHIER_TRY(ids, model.words->promptIds(messagesOf(question.messages)));
    } else if (ids.empty() && question.plain) {
        ids = model.words->tokenizer()->encode(question.text, true).ids;
    } else if (ids.empty()) {
        LUTHIER_TRY(ids, model.words->promptIds(messagesOf({{"user", question.text}})));
    }
    const auto context = model.files.outline().context;
    if (!ids.empty() && static_cast<std::int64_t>(ids.size()) < context) return ids;
    return Unexpected{
        {.code = ErrorCode::NotUsable,
         .message = Text{QT_TRANSLATE_NOOP("core", "the question has %1 tokens; this model takes 1 to %2"),
                         ids.size(), context - 1},
         .where = "prompt"}};
}

} // namespace luthier::engine
