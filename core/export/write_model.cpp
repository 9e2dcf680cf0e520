// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/write_model.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/checkpoint/safetensors_writer.h"

#include <utility>

#include <ATen/core/grad_mode.h>

namespace luthier::exporting {
namespace {

/// "BertForSequenceClassification": how the Python stack names its classes.
std::string className(const models::ModelFiles& base, bool classifies)
{
    const std::string family{base.architecture().className};
    if (classifies) return family + "ForSequenceClassification";
    if (!base.outline().writes) return family + "Model";
    return family + (family == "GPT2" ? "LMHeadModel" : "ForCausalLM");
}

} // namespace

void merge(nn::Network& network)
{
    const at::NoGradGuard noGrad;
    for (const auto& [name, layer] : peft::adapted(network)) {
        layer->weight.copy_(layer->adapter()->merged(layer->weight));
        layer->detachAdapter();
    }
}

Json configFor(const models::ModelFiles& base, const std::vector<std::string>& labels)
{
    Json config = base.config();
    config["architectures"] = Json::array({className(base, !labels.empty())});
    config.erase("torch_dtype");
    config["dtype"] = "float32";
    if (labels.empty()) return config;
    Json id2label = Json::object();
    Json label2id = Json::object();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        id2label[std::to_string(i)] = labels[i];
        label2id[labels[i]] = i;
    }
    config["id2label"] = std::move(id2label);
    config["label2id"] = std::move(label2id);
    config["num_labels"] = labels.size();
    config["problem_type"] = "single_label_classification";
    return config;
}

Expected<void> writeMerged(const std::filesystem::path& folder, nn::Network& network,
                           const models::ModelFiles& base, const std::vector<std::string>& labels)
{
    std::vector<checkpoint::Tensor> tensors;
    std::vector<at::Tensor> turned; // as files have them, while they are written
    for (const auto& item : network.named_parameters()) {
        auto tensor = item.value();
        LUTHIER_ASSERT(tensor.is_contiguous() && tensor.scalar_type() == at::kFloat);
        const auto* const spec = base.outline().find(item.key());
        if (spec != nullptr && spec->inputsFirst) {
            tensor = tensor.detach().t().contiguous();
            turned.push_back(tensor);
        }
        tensors.push_back({.name = spec != nullptr && !spec->fileName.empty() ? spec->fileName : item.key(),
                           .dtype = checkpoint::Dtype::F32,
                           .shape = tensor.sizes().vec(),
                           .bytes = {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
    }
    LUTHIER_CHECK(
        checkpoint::writeSafetensors(folder / "model.safetensors", std::move(tensors), {{"format", "pt"}}));
    return writeFile(folder / "config.json", toPrettyJson(configFor(base, labels)) + "\n");
}

Expected<void> writeCard(const std::filesystem::path& folder, const Card& card)
{
    std::string text = "---\n";
    if (!card.licence.empty()) text += "license: " + card.licence + "\n";
    text += "base_model: " + card.base + "\ntags:\n- luthier\n---\n\n# " + card.name + "\n\n"
        + "Fine-tuned with Luthier from `" + card.base + "` for " + card.task + " (method: " + card.method
        + ").\n\n" + "| | |\n|---|---|\n";
    for (const auto& [what, value] : card.facts) {
        text += "| " + what + " | " + value + " |\n";
    }
    text += "\nMeasured on rows that were held back from training. A result on other rows may differ.\n";
    return writeFile(folder / "README.md", text);
}

} // namespace luthier::exporting
