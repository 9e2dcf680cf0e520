// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"

#include "core/base/assert.h"
#include "core/nn/embedding.h"
#include "core/nn/nesting.h"

#include <algorithm>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/linear.h>

namespace luthier::nn {
namespace {

constexpr std::uint32_t kClassifierSite = 0xC1A55; // no layer counts this far

} // namespace

std::int64_t Packed::longest() const
{
    const auto lengths = lengthsOf(borders, parents);
    std::int64_t longest = lengths.empty() ? 0 : std::ranges::max(lengths);
    if (caches == nullptr || caches->empty()) return longest;
    for (const KeyValues& cache : caches->front()) {
        longest = std::max(longest, cache.length + 1);
    }
    return longest;
}

Network::Network(std::string classifierName, bool classifierHasBias)
    : m_classifierName{std::move(classifierName)}
    , m_classifierHasBias{classifierHasBias}
{
}

void Network::addClassifier(std::int64_t labels)
{
    LUTHIER_ASSERT(!m_classifier);
    m_classifier
        = nest(*this, m_classifierName, std::make_shared<Linear>(width(), labels, m_classifierHasBias));
}

at::Device Network::device()
{
    return words().weight.device();
}

bool Network::dropsAtRandom()
{
    const auto& rates = dropout();
    return rates.hidden > 0 || rates.attention > 0 || std::ranges::any_of(linears(), [](const auto& item) {
               const auto* const adapter = item.second->activeAdapter();
               if (adapter == nullptr) return false;
               const auto part = adapter->lowRank();
               return !part || part->dropout > 0; // of others nobody knows
           });
}

at::Tensor Network::classify(const Packed& batch, const at::Tensor& pooled)
{
    LUTHIER_ASSERT(m_classifier);
    const Dropout drop{dropout().classifier, kClassifierSite, batch.keys};
    std::vector<std::int32_t> rows; // the key of a sample is the one of its first token
    if (drop.isOn()) rows.assign(batch.borders.begin(), batch.borders.end() - 1);
    return m_classifier->forward(dropped(pooled, drop, rows));
}

at::Tensor Network::wordLogits(const at::Tensor& hidden)
{
    const auto form = logitForm();
    if (const auto matrix = storedVocabulary()) return form.of(storedLinear(hidden, *matrix, {}));
    const auto words = vocabulary();
    if (hidden.size(0) <= kFewRows && !at::GradMode::is_enabled()) {
        if (const auto shared = sharedFrom(words))
            return form.of(storedLinear(hidden.to(at::kFloat), *shared, {}));
    }
    return form.of(at::linear(hidden.to(words.scalar_type()), words));
}

std::shared_ptr<const StoredMatrix> Network::storedVocabulary()
{
    if (wordsAreTied()) return words().stored();
    const auto head = vocabulary();
    for (const auto& [name, layer] : linears()) {
        if (layer->weight.is_same(head)) return layer->stored();
    }
    return nullptr;
}

std::vector<std::pair<std::string, std::shared_ptr<Linear>>> Network::linears()
{
    std::vector<std::pair<std::string, std::shared_ptr<Linear>>> found;
    for (const auto& item : named_modules()) {
        auto layer = std::dynamic_pointer_cast<Linear>(item.value());
        if (layer && layer != m_classifier) found.emplace_back(item.key(), std::move(layer));
    }
    return found;
}

} // namespace luthier::nn
