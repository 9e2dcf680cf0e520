// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/layers.h"

#include "core/base/text.h"
#include "core/models/selection.h"

#include <algorithm>

namespace luthier::engine {
namespace {

/// The words of the recipe's `layers` section with the method's own meaning of "all" put in.
struct LayerWords {
    std::vector<std::string> train, freeze;
};

Expected<LayerWords> layersOf(const peft::Method& method, const config::Values& layers, std::int64_t blocks,
                              bool hasClassifier)
{
    LayerWords words{layers.names("train"), layers.names("freeze")};
    if (method.needsClassifier && !hasClassifier) {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = QT_TRANSLATE_NOOP(
                               "core", "this method trains a head, and a task that writes text has none"),
                           .where = "method.name",
                           .hint = QT_TRANSLATE_NOOP("core", "choose lora, freeze or full")}};
    }
    const bool isAll = words.train == std::vector<std::string>{"all"};
    if (method.layers.empty()) return words;
    if (method.needsClassifier && !isAll && words.train != std::vector<std::string>{"head"}) {
        return Unexpected{
            {.code = ErrorCode::InvalidInput,
             .message = Text{QT_TRANSLATE_NOOP("core", "the method '%1' trains the head and nothing else"),
                             method.entry.name},
             .where = "layers.train",
             .hint = QT_TRANSLATE_NOOP("core", "choose the method freeze or full to train other layers")}};
    }
    if (!isAll) return words;
    if (method.layers == "last quarter") {
        words.train = {"last " + std::to_string(std::max<std::int64_t>(1, (blocks + 3) / 4))};
    } else {
        words.train = {std::string{method.layers}};
    }
    return words;
}

} // namespace

Expected<std::vector<bool>> chosenTensors(const models::Outline& outline, const peft::Method& method,
                                          const config::Values& layers, bool hasClassifier)
{
    LUTHIER_TRY(const auto words, layersOf(method, layers, outline.blocks, hasClassifier));
    LUTHIER_TRY(auto chosen,
                models::selectTensors(outline.tensors, outline.blocks, words.train, words.freeze));
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (hasClassifier && outline.isInHead(outline.tensors[i])) chosen[i] = true;
    }
    return chosen;
}

bool mayAdapt(const models::Outline& outline, const models::TensorSpec& tensor)
{
    return tensor.linear && tensor.place != models::TensorSpec::Place::Head && !outline.isInHead(tensor);
}

bool isAdapted(const models::Outline& outline, const std::vector<bool>& chosen, const std::string& layer)
{
    const auto* tensor = outline.find(layer + ".weight");
    return tensor != nullptr && mayAdapt(outline, *tensor)
        && chosen[static_cast<std::size_t>(tensor - outline.tensors.data())];
}

train::Load loadOf(const models::Outline& outline, const peft::Method& method, const config::Values& settings,
                   const std::vector<bool>& selected, std::int64_t labels)
{
    train::Load load{.outline = &outline, .trained = selected, .labels = labels};
    load.lowestAdaptedBlock = outline.blocks;
    if (method.adapt == nullptr) return load;
    load.trained.assign(selected.size(), false);
    load.byHand = method.folds(settings);
    load.blocksInInt8 = method.holdsBaseInInt8(settings);
    for (std::size_t i = 0; i < outline.tensors.size(); ++i) {
        const auto& tensor = outline.tensors[i];
        const auto layer = tensor.name.substr(0, tensor.name.rfind('.'));
        load.trained[i] = labels > 0 && outline.isInHead(tensor);
        if (!selected[i] || !mayAdapt(outline, tensor)) continue;
        if (!method.targets(layer, settings)) continue;
        const auto parameters = method.parametersFor(tensor.shape[1], tensor.shape[0], settings);
        load.adapterParameters += parameters;
        load.adapterRanks += parameters / (tensor.shape[1] + tensor.shape[0]);
        if (tensor.block >= 0) load.lowestAdaptedBlock = std::min(load.lowestAdaptedBlock, tensor.block);
    }
    return load;
}

tasks::LabelWeights labelWeights(const config::Values& train, const std::vector<std::string>& labels,
                                 const data::SampleSet& samples)
{
    tasks::LabelWeights weights(labels.size(), 1.0F);
    if (!train.is("class_weights", "balanced")) {
        const auto& given = train.numbers("class_weights");
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (const auto found = given.find(labels[i]); found != given.end()) {
                weights[i] = static_cast<float>(found->second);
            }
        }
        return weights;
    }
    std::vector<double> counts(labels.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        counts[static_cast<std::size_t>(samples.label(i))] += 1;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) { // a mean weight of 1, as scikit-learn's "balanced"
        weights[i] = counts[i] > 0 ? static_cast<float>(static_cast<double>(samples.size())
                                                        / (static_cast<double>(labels.size()) * counts[i]))
                                   : 0.0F;
    }
    return weights;
}

} // namespace luthier::engine
