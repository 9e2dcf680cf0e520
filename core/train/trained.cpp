// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trained.h"

#include "core/base/text.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/nn/embedding.h"

#include <algorithm>
#include <set>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

namespace luthier::train {
namespace {

constexpr const char* kFirstMoment = "m.";
constexpr const char* kSecondMoment = "v.";

/// Norms and biases are vectors; decay would only pull them off their place.
bool decays(const at::Tensor& weight)
{
    return weight.dim() > 1;
}

checkpoint::Tensor tensorToWrite(std::string name, const at::Tensor& tensor)
{
    LUTHIER_ASSERT(tensor.is_contiguous() && tensor.scalar_type() == at::kFloat);
    return {.name = std::move(name),
            .dtype = checkpoint::Dtype::F32,
            .shape = tensor.sizes().vec(),
            .bytes = {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
}

Expected<at::Tensor> readTensor(const checkpoint::TensorFile& file, const std::string& name,
                                at::IntArrayRef shape)
{
    const auto* const info = file.find(name);
    if (info == nullptr) {
        return Unexpected{{.code = ErrorCode::MissingTensor,
                           .message = Text{QT_TRANSLATE_NOOP("core", "the tensor '%1' is missing"), name},
                           .where = file.path().string()}};
    }
    if (info->shape != shape.vec()) {
        return Unexpected{
            {.code = ErrorCode::BadShape,
             .message = Text{QT_TRANSLATE_NOOP("core", "'%1' has another shape than this run needs"), name},
             .where = file.path().string(),
             .hint = QT_TRANSLATE_NOOP("core",
                                       "rank, labels and model must be those that it was trained "
                                       "with")}};
    }
    auto tensor = at::empty(shape, at::kFloat);
    LUTHIER_CHECK(checkpoint::decode(*info, file.bytes(*info),
                                     {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())}));
    return tensor;
}

} // namespace

Expected<Trained> Trained::of(nn::Network& network, const std::function<Choice(const std::string&)>& choice,
                              const std::function<Expected<at::Tensor>(const std::string&)>& exactOf,
                              const std::vector<std::int32_t>& keptWords)
{
    const at::NoGradGuard noGrad;
    Trained trained;
    trained.m_network = &network;
    for (const auto& item : network.named_parameters()) {
        const auto chosen = choice(item.key());
        item.value().set_requires_grad(chosen.train);
        if (!chosen.train) continue;
        at::Tensor exact;
        if (item.value().scalar_type() != at::kFloat) {
            LUTHIER_TRY(exact, exactOf(item.key()));
        }
        at::Tensor weight = item.value();
        auto& words = network.words();
        if (weight.is_same(words.weight) && !network.wordsAreTied() && !keptWords.empty()) {
            trained.m_wordsName = item.key();
            trained.m_keptWords = keptWords;
            words.keepOnly(keptWords);
            weight = words.weight;
            const std::vector<std::int64_t> rows{keptWords.begin(), keptWords.end()};
            if (exact.defined()) {
                exact = exact.index_select(0, at::tensor(rows));
                trained.m_exactRest = exactOf;
            }
        }
        auto adam = nn::adamTensor(weight, exact);
        adam.stepMultiplier = chosen.stepMultiplier;
        adam.decays = decays(weight);
        trained.m_items.push_back({item.key(), std::move(adam)});
    }
    if (!trained.m_items.empty()) return trained;
    return Unexpected{{.code = ErrorCode::InvalidInput,
                       .message = QT_TRANSLATE_NOOP("core", "nothing of this model would be trained"),
                       .where = "layers.train",
                       .hint = QT_TRANSLATE_NOOP("core", "leave at least one layer to train")}};
}

std::int64_t Trained::parameters() const
{
    std::int64_t sum = 0;
    for (const Item& item : m_items) {
        sum += item.name == m_wordsName ? m_network->words().count() * item.adam.weight.size(1)
                                        : item.adam.weight.numel();
    }
    return sum;
}

std::int64_t Trained::stateBytes() const
{
    std::int64_t numbers = 0;
    for (const Item& item : m_items) {
        numbers += item.adam.weight.numel();
    }
    constexpr std::int64_t kBytes = 3 * sizeof(float); // weight and two moments
    return numbers * kBytes;
}

void Trained::step(const std::vector<at::Tensor>& gradients, nn::AdamSettings settings)
{
    std::vector<nn::AdamTensor> tensors;
    std::vector<at::Tensor> given;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        tensors.push_back(m_items[i].adam);
        given.push_back(gradients[i].defined() ? gradients[i] : at::zeros_like(m_items[i].adam.weight));
        if (m_items[i].name == m_wordsName && settings.weightDecay > 0) {
            const double rate = settings.learningRate * m_items[i].adam.stepMultiplier;
            setRestFactor(restFactor() * (1 - rate * settings.weightDecay));
        }
    }
    nn::adamStep(tensors, given, settings);
}

Trained::Snapshot Trained::view() const
{
    Snapshot state{.exact = {}, .m = {}, .v = {}, .restFactor = restFactor()};
    for (const Item& item : m_items) {
        state.exact.push_back(nn::masterOf(item.adam).cpu());
        state.m.push_back(item.adam.m.cpu());
        state.v.push_back(item.adam.v.cpu());
    }
    return state;
}

Trained::Snapshot Trained::snapshot() const
{
    const at::NoGradGuard noGrad;
    auto state = view();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const auto& adam = m_items[i].adam;
        const auto own = [](at::Tensor& copy, const at::Tensor& original) {
            if (copy.is_alias_of(original)) copy = copy.clone();
        };
        own(state.exact[i], adam.weight);
        own(state.m[i], adam.m);
        own(state.v[i], adam.v);
    }
    return state;
}

void Trained::restore(const Snapshot& state)
{
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        nn::setMaster(m_items[i].adam, state.exact[i]);
        m_items[i].adam.m.copy_(state.m[i]);
        m_items[i].adam.v.copy_(state.v[i]);
    }
    setRestFactor(state.restFactor);
}

double Trained::restFactor() const
{
    return m_network->words().restFactor();
}

void Trained::setRestFactor(double factor)
{
    m_network->words().setRestFactor(factor);
}

Expected<void> Trained::save(const Snapshot& state, const std::filesystem::path& weights,
                             const std::filesystem::path& optimizer,
                             const std::function<std::string(const std::string&)>& fileName) const
{
    std::vector<at::Tensor> alive;
    std::vector<checkpoint::Tensor> toWrite;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        auto exact = state.exact[i];
        if (m_items[i].name == m_wordsName) {
            at::Tensor rest;
            if (m_exactRest) {
                LUTHIER_TRY(rest, m_exactRest(m_wordsName));
            }
            exact = m_network->words().whole(exact, state.restFactor, std::move(rest));
        }
        alive.push_back(exact.contiguous());
        toWrite.push_back(tensorToWrite(fileName(m_items[i].name), alive.back()));
    }
    LUTHIER_CHECK(checkpoint::writeSafetensors(weights, std::move(toWrite)));
    alive.clear();
    std::vector<checkpoint::Tensor> moments;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        moments.push_back(tensorToWrite(kFirstMoment + m_items[i].name, state.m[i]));
        moments.push_back(tensorToWrite(kSecondMoment + m_items[i].name, state.v[i]));
    }
    return checkpoint::writeSafetensors(optimizer, std::move(moments));
}

Expected<void> Trained::refuseOthers(const checkpoint::TensorFile& file,
                                     const std::function<std::string(const std::string&)>& fileName) const
{
    std::set<std::string> known;
    for (const Item& item : m_items) {
        known.insert(fileName(item.name));
    }
    const auto other = std::ranges::find_if(
        file.tensors(), [&](const checkpoint::TensorInfo& info) { return !known.contains(info.name); });
    if (other == file.tensors().end()) return {};
    return Unexpected{
        {.code = ErrorCode::Inconsistent,
         .message = Text{QT_TRANSLATE_NOOP(
                             "core",
                             "'%1' was trained there and is not trained here, so the start would be only "
                             "a part of that run"),
                         other->name},
         .where = file.path().string(),
         .hint = QT_TRANSLATE_NOOP("core",
                                   "train at least the layers of that run, or export it as a whole model and "
                                   "choose that as the model")}};
}

Expected<void> Trained::load(const std::filesystem::path& weights, const std::filesystem::path& optimizer,
                             const std::function<std::string(const std::string&)>& fileName)
{
    const at::NoGradGuard noGrad;
    LUTHIER_TRY(const auto weightFile, checkpoint::TensorFile::open(weights));
    std::shared_ptr<const checkpoint::TensorFile> momentFile;
    if (!optimizer.empty()) {
        LUTHIER_TRY(momentFile, checkpoint::TensorFile::open(optimizer));
    }
    const bool isStart = optimizer.empty();
    if (isStart) LUTHIER_CHECK(refuseOthers(*weightFile, fileName));
    for (Item& item : m_items) {
        auto shape = item.adam.weight.sizes().vec();
        const bool isWords = item.name == m_wordsName;
        if (isWords) shape.front() = m_network->words().count();
        LUTHIER_TRY(auto exact, readTensor(*weightFile, fileName(item.name), shape));
        if (isWords) {
            if (isStart) { // else the rest is the start's still, times the factor that the checkpoint says
                m_network->words().setRest(exact);
                m_exactRest = nullptr;
                setRestFactor(1);
            }
            const std::vector<std::int64_t> rows{m_keptWords.begin(), m_keptWords.end()};
            exact = exact.index_select(0, at::tensor(rows));
        }
        nn::setMaster(item.adam, exact);
        if (!momentFile) continue;
        LUTHIER_TRY(const auto m, readTensor(*momentFile, kFirstMoment + item.name, item.adam.m.sizes()));
        LUTHIER_TRY(const auto v, readTensor(*momentFile, kSecondMoment + item.name, item.adam.v.sizes()));
        item.adam.m.copy_(m);
        item.adam.v.copy_(v);
    }
    return {};
}

} // namespace luthier::train
