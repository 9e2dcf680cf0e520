// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/looks.h"

#include "core/base/large_vector.h"
#include "core/base/random.h"
#include "core/tasks/packing.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <numeric>

#include <ATen/core/grad_mode.h>

namespace luthier::train {

std::vector<std::int64_t> drawnSamples(std::size_t size, std::size_t count, std::uint64_t seed)
{
    LargeVector<std::int64_t> all(size);
    std::iota(all.begin(), all.end(), 0);
    if (size > count) shuffle(all, Random{seed, RandomPurpose::Sampling});
    std::vector<std::int64_t> samples{all.begin(),
                                      all.begin() + static_cast<std::ptrdiff_t>(std::min(size, count))};
    std::ranges::sort(samples);
    return samples;
}

std::vector<tasks::SampleOutcome> measured(nn::Network& network, const tasks::Task& task,
                                           const data::SampleSet& set, std::vector<std::int64_t> samples,
                                           std::int64_t tokens, std::int64_t roundTo,
                                           const std::stop_token& stop, const FrozenStates* known)
{
    // More at once would be no faster, and would hold more than the steps do.
    constexpr std::int64_t kMostTokens = 2048;
    const at::NoGradGuard noGrad;
    const bool wasTraining = network.is_training();
    network.eval();
    std::vector<tasks::SampleOutcome> outcomes;
    for (const auto& batch :
         data::batchesOf(set, samples, std::min(tokens, kMostTokens), prefixesOf(network, false))) {
        if (stop.stop_requested()) break;
        auto packed = tasks::packed(batch, {.dropout = false, .roundTo = roundTo});
        if (known != nullptr) known->give(packed, batch);
        auto some = task.outcomes(network, packed, batch);
        outcomes.insert(outcomes.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
    }
    network.train(wasTraining);
    return outcomes;
}

Looks::Looks(const data::SampleSet& train, const data::SampleSet& validation, std::uint64_t seed)
    : m_train{train}
    , m_validation{validation}
    , m_validationSamples{drawnSamples(validation.size(), kMostRows, seed)}
{
    m_trainSamples = drawnSamples(train.size(), m_validationSamples.size(), seed + 1);
}

LookDone Looks::look(nn::Network& network, const tasks::Task& task, std::size_t labels, std::int64_t tokens,
                     std::int64_t roundTo, const KnownStates& known) const
{
    const auto heldBack
        = measured(network, task, m_validation, m_validationSamples, tokens, roundTo, {}, known.validation);
    const auto seen = measured(network, task, m_train, m_trainSamples, tokens, roundTo, {}, known.trainLooks);
    LookDone look{.loss = tasks::meanLoss(heldBack),
                  .trainSampleLoss = tasks::meanLoss(seen),
                  .metrics = task.metrics(heldBack, labels)};
    for (const auto& outcome : heldBack) {
        look.rowLosses.push_back(static_cast<float>(outcome.loss));
    }
    for (const auto& outcome : seen) {
        look.trainRowLosses.push_back(static_cast<float>(outcome.loss));
    }
    return look;
}

} // namespace luthier::train
