// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"
#include "core/data/samples.h"

#include <cstdint>
#include <span>
#include <vector>

namespace luthier::data {

/// Samples packed end to end: T tokens, B samples, no padding.
///
/// Shapes  ids, positions, types, keys [T]; borders [B+1], borders[0] = 0, borders[B] = T; samples, labels
/// [B];
///         learnRows, targets [N]: row learnRows[i] of the hidden states predicts the id targets[i].
struct Batch {
    std::vector<std::int32_t> ids{};
    std::vector<std::int32_t> positions{}; ///< in the own sample, from 0
    std::vector<std::int32_t> types{}; ///< segment: 1 for a pair's second text
    std::vector<std::int32_t> borders{0};
    std::vector<std::uint64_t>
        keys{}; ///< of the dropout masks: the same token of a step has the same key, however it is packed
    std::vector<std::int64_t> samples{}; ///< index in the SampleSet
    std::vector<std::int32_t> labels{};
    std::vector<float> weights{}; ///< of the samples
    std::vector<std::int32_t> learnRows{};
    std::vector<std::int32_t> targets{};
    std::vector<std::int32_t> targetSamples{}; ///< which sample of the batch each target belongs to

    std::int64_t tokens() const { return static_cast<std::int64_t>(ids.size()); }
    std::int64_t size() const { return static_cast<std::int64_t>(samples.size()); }
    /// Adds sample `index` of `set`; `key` stands for the sample in this step.
    void add(const SampleSet& set, std::size_t index, std::uint64_t key);
};

/// The order of the samples in `epoch`: a pure function of its arguments. In file order without `shuffle`.
LargeVector<std::int64_t> epochOrder(std::size_t samples, std::uint64_t seed, std::int64_t epoch,
                                     bool shuffle);

/// Deals out the samples of optimizer steps. Where it stands is one number, the step, so a resumed run goes
/// on with the very batches of an uninterrupted one.
class Batcher {
public:
    Batcher(const SampleSet& set, std::int64_t batchSize, std::uint64_t seed, bool shuffle);

    std::int64_t stepsPerEpoch() const { return m_stepsPerEpoch; }
    /// The samples of step `step` (from 0), in order. The last step of an epoch may have fewer.
    std::vector<std::int64_t> samplesOf(std::int64_t step);
    /// Those samples in micro-batches of at most `microBatchTokens` tokens (a longer sample stands alone).
    std::vector<Batch> batchesOf(std::int64_t step, std::int64_t microBatchTokens);

private:
    const SampleSet& m_set;
    std::int64_t m_batchSize;
    std::uint64_t m_seed;
    bool m_shuffle;
    std::int64_t m_stepsPerEpoch;
    std::int64_t m_epoch{-1}; ///< whose order m_order is
    LargeVector<std::int64_t> m_order;
};

/// `samples` of `set` in batches of at most `tokens` tokens, for looks and evaluation.
std::vector<Batch> batchesOf(const SampleSet& set, std::span<const std::int64_t> samples,
                             std::int64_t tokens);

} // namespace luthier::data
