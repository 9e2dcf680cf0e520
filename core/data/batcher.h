// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"
#include "core/data/samples.h"

#include <cstdint>
#include <span>
#include <vector>

namespace luthier::data {

/// What becomes of the tokens that several samples of a batch begin with.
enum class Prefixes {
    Own, ///< each sample has its own
    /// One row serves them all. Exact where a token sees nothing but what stands before it, and nothing is
    /// switched off at random: then the states are the same, and the gradient of a row is the sum of theirs.
    Shared,
};

/// Samples packed end to end, no padding: T rows, one a token, in N sequences of neighbouring rows. A
/// sequence may go on from another, its parent, which stands before it in the list; a sample is the one in
/// which it ends and all that that one goes on from. Without shared prefixes sequences and samples are the
/// same.
///
/// Shapes  ids, positions, types, keys [T]; borders [N+1], borders[0] = 0, borders[N] = T; parents [N], −1
///         without one, or empty where none has; samples, ends, labels [B];
///         learnRows, targets [L]: row learnRows[i] of the hidden states predicts the id targets[i].
/// Source  of shared prefixes: arXiv:2410.20305, there for pairs.
struct Batch {
    std::vector<std::int32_t> ids{};
    std::vector<std::int32_t> positions{}; ///< in the own sample, from 0
    std::vector<std::int32_t> types{}; ///< segment: 1 for a pair's second text
    std::vector<std::int32_t> borders{0};
    std::vector<std::int32_t> parents{};
    std::vector<std::uint64_t>
        keys{}; ///< of the dropout masks: the same token of a step has the same key, however it is packed
    std::vector<std::int64_t> samples{}; ///< index in the SampleSet
    std::vector<std::int32_t> ends{}; ///< the sequence in which each ends
    std::vector<std::int32_t> labels{};
    std::vector<float> weights{}; ///< of the samples
    std::vector<std::int32_t> learnRows{};
    std::vector<std::int32_t> targets{};
    std::vector<std::int32_t> targetSamples{}; ///< which sample of the batch each target belongs to

    std::int64_t tokens{0}; ///< of the samples; more than rows() where they share some

    std::int64_t rows() const { return static_cast<std::int64_t>(ids.size()); }
    std::int64_t size() const { return static_cast<std::int64_t>(samples.size()); }
    std::int32_t parent(std::size_t sequence) const { return parents.empty() ? -1 : parents[sequence]; }
    /// The sequences of a sample, the first one first.
    std::vector<std::size_t> sequencesOf(std::size_t sample) const;
    /// Tokens at the start of sample `index` of `set` for which the batch has rows that it would share.
    std::int64_t sharedWith(const SampleSet& set, std::size_t index) const;
    /// Adds sample `index` of `set`; `key` stands for the sample in this step.
    void add(const SampleSet& set, std::size_t index, std::uint64_t key, Prefixes prefixes = Prefixes::Own);

private:
    struct Match {
        std::int32_t sequence{-1}; ///< the last one that is shared; −1: none
        std::int64_t inSequence{0}; ///< rows of that one that are
        std::int64_t tokens{0}; ///< of the sample that have a row so
    };
    Match matchOf(const SampleSet& set, std::size_t index) const;
    void split(std::size_t sequence, std::int64_t rows);
};

/// The order of the samples in `epoch`: a pure function of its arguments. In file order without `shuffle`.
LargeVector<std::int64_t> epochOrder(std::size_t samples, std::uint64_t seed, std::int64_t epoch,
                                     bool shuffle);

/// Deals out the samples of optimizer steps. Where it stands is one number, the step, so a resumed run goes
/// on with the very batches of an uninterrupted one.
class Batcher {
public:
    Batcher(const SampleSet& set, std::int64_t batchSize, std::uint64_t seed, bool shuffle,
            Prefixes prefixes = Prefixes::Own);

    std::int64_t stepsPerEpoch() const { return m_stepsPerEpoch; }
    /// The samples of step `step` (from 0), in order. The last step of an epoch may have fewer.
    std::vector<std::int64_t> samplesOf(std::int64_t step);
    /// Those samples in micro-batches of at most `microBatchTokens` rows (a longer sample stands alone).
    std::vector<Batch> batchesOf(std::int64_t step, std::int64_t microBatchTokens);

private:
    const SampleSet& m_set;
    std::int64_t m_batchSize;
    std::uint64_t m_seed;
    bool m_shuffle;
    Prefixes m_prefixes;
    std::int64_t m_stepsPerEpoch;
    std::int64_t m_epoch{-1}; ///< whose order m_order is
    LargeVector<std::int64_t> m_order;
};

/// `samples` of `set` in batches of at most `rows` rows, for looks and evaluation.
std::vector<Batch> batchesOf(const SampleSet& set, std::span<const std::int64_t> samples, std::int64_t rows,
                             Prefixes prefixes = Prefixes::Own);

} // namespace luthier::data
