// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batcher.h"

#include "core/base/assert.h"
#include "core/base/random.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace luthier::data {
namespace {

/// Puts samples into batches in their order, a new one wherever the next would not fit.
std::vector<Batch> packed(const SampleSet& set, std::span<const std::int64_t> samples, std::int64_t tokens,
                          std::uint64_t seed, std::int64_t step)
{
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto index = static_cast<std::size_t>(samples[i]);
        const bool fits = !batches.empty() && batches.back().tokens() + set.length(index) <= tokens;
        if (!fits) batches.emplace_back();
        batches.back().add(set, index,
                           mixed(seed, static_cast<std::uint64_t>(RandomPurpose::Dropout),
                                 static_cast<std::uint64_t>(step), i));
    }
    return batches;
}

} // namespace

void Batch::add(const SampleSet& set, std::size_t index, std::uint64_t key)
{
    const auto length = set.length(index);
    LUTHIER_ASSERT(length + tokens() <= std::numeric_limits<std::int32_t>::max());
    const auto begin = borders.back();
    const auto count = static_cast<std::int32_t>(length);
    const auto* const from = set.ids(index);
    const auto second = set.secondFrom(index) < 0 ? count : set.secondFrom(index);
    ids.insert(ids.end(), from, from + count);
    for (std::int32_t position = 0; position < count; ++position) {
        positions.push_back(position);
        types.push_back(position < second ? 0 : 1);
        keys.push_back(mixed(key, static_cast<std::uint64_t>(position)));
    }
    const auto sample = static_cast<std::int32_t>(samples.size());
    // A row with a class learns that and no token; nothing stands before a first token that could predict it.
    const auto learnFrom = set.label(index) >= 0 ? count : std::max(set.learnFrom(index), 1);
    for (auto position = learnFrom; position < count; ++position) {
        learnRows.push_back(begin + position - 1);
        targets.push_back(from[position]);
        targetSamples.push_back(sample);
    }
    borders.push_back(begin + count);
    samples.push_back(static_cast<std::int64_t>(index));
    labels.push_back(set.label(index));
    weights.push_back(set.weight(index));
}

LargeVector<std::int64_t> epochOrder(std::size_t samples, std::uint64_t seed, std::int64_t epoch,
                                     bool shuffle)
{
    LargeVector<std::int64_t> order(samples);
    std::iota(order.begin(), order.end(), std::int64_t{0});
    if (shuffle) {
        luthier::shuffle(order, Random{mixed(seed, static_cast<std::uint64_t>(epoch)), RandomPurpose::Order});
    }
    return order;
}

Batcher::Batcher(const SampleSet& set, std::int64_t batchSize, std::uint64_t seed, bool shuffle)
    : m_set{set}
    , m_batchSize{batchSize}
    , m_seed{seed}
    , m_shuffle{shuffle}
    , m_stepsPerEpoch{(static_cast<std::int64_t>(set.size()) + batchSize - 1) / batchSize}
{
    LUTHIER_ASSERT(batchSize > 0 && set.size() > 0);
}

std::vector<std::int64_t> Batcher::samplesOf(std::int64_t step)
{
    const auto epoch = step / m_stepsPerEpoch;
    if (epoch != m_epoch) {
        m_order = epochOrder(m_set.size(), m_seed, epoch, m_shuffle);
        m_epoch = epoch;
    }
    const auto begin = m_order.begin() + step % m_stepsPerEpoch * m_batchSize;
    return {begin, begin + std::min<std::int64_t>(m_batchSize, m_order.end() - begin)};
}

std::vector<Batch> Batcher::batchesOf(std::int64_t step, std::int64_t microBatchTokens)
{
    return packed(m_set, samplesOf(step), microBatchTokens, m_seed, step);
}

std::vector<Batch> batchesOf(const SampleSet& set, std::span<const std::int64_t> samples, std::int64_t tokens)
{
    return packed(set, samples, tokens, 0, 0);
}

} // namespace luthier::data
