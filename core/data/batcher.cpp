// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batcher.h"

#include "core/base/assert.h"
#include "core/base/random.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace luthier::data {
namespace {

/// Fewer in common are not worth a sequence of their own.
constexpr std::int64_t kFewestShared = 8;

/// Puts samples into batches in their order, a new one wherever the next would not fit.
std::vector<Batch> packed(const SampleSet& set, std::span<const std::int64_t> samples, std::int64_t rows,
                          Prefixes prefixes, std::uint64_t seed, std::int64_t step)
{
    std::vector<Batch> batches;
    const auto fits = [&](const Batch& batch, std::size_t index) {
        const auto more = batch.rows() + set.length(index) - rows;
        return more <= 0 || (prefixes == Prefixes::Shared && more <= batch.sharedWith(set, index));
    };
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto index = static_cast<std::size_t>(samples[i]);
        if (batches.empty() || !fits(batches.back(), index)) batches.emplace_back();
        batches.back().add(set, index,
                           mixed(seed, static_cast<std::uint64_t>(RandomPurpose::Dropout),
                                 static_cast<std::uint64_t>(step), i),
                           prefixes);
    }
    return batches;
}

} // namespace

std::vector<std::size_t> Batch::sequencesOf(std::size_t sample) const
{
    std::vector<std::size_t> sequences;
    for (auto at = ends[sample]; at >= 0; at = parent(static_cast<std::size_t>(at))) {
        sequences.push_back(static_cast<std::size_t>(at));
    }
    std::ranges::reverse(sequences);
    return sequences;
}

std::int64_t Batch::sharedWith(const SampleSet& set, std::size_t index) const
{
    return matchOf(set, index).tokens;
}

/// Follows the sample from sequence to sequence, for as long as enough of the next one is the same.
Batch::Match Batch::matchOf(const SampleSet& set, std::size_t index) const
{
    Match match;
    if (set.label(index) >= 0) return match; // its last row stands for all of it and is nobody else's
    const std::span sample{set.ids(index), static_cast<std::size_t>(set.length(index))};
    const std::span mine{ids};
    for (std::size_t next = 0; next + 1 < borders.size(); ++next) { // children stand behind their parents
        if (parent(next) != match.sequence) continue;
        const auto begin = static_cast<std::size_t>(borders[next]);
        const auto length = static_cast<std::size_t>(borders[next + 1]) - begin;
        const auto rest = sample.subspan(static_cast<std::size_t>(match.tokens));
        const auto same = std::ranges::mismatch(rest, mine.subspan(begin, length)).in1 - rest.begin();
        if (same < kFewestShared) continue;
        match = {
            .sequence = static_cast<std::int32_t>(next), .inSequence = same, .tokens = match.tokens + same};
        if (same < static_cast<std::int64_t>(length)) break;
    }
    return match;
}

/// Makes two of a sequence, the second one from row `rows` on.
void Batch::split(std::size_t sequence, std::int64_t rows)
{
    const auto first = static_cast<std::int32_t>(sequence);
    const auto renumbered = [first](std::int32_t& which) {
        if (which >= first) ++which;
    };
    std::ranges::for_each(parents, renumbered);
    std::ranges::for_each(ends, renumbered);
    const auto at = static_cast<std::ptrdiff_t>(sequence) + 1;
    borders.insert(borders.begin() + at, borders[sequence] + static_cast<std::int32_t>(rows));
    parents.insert(parents.begin() + at, first);
}

void Batch::add(const SampleSet& set, std::size_t index, std::uint64_t key, Prefixes prefixes)
{
    const auto length = set.length(index);
    LUTHIER_ASSERT(length + rows() <= std::numeric_limits<std::int32_t>::max());
    const auto match = prefixes == Prefixes::Shared ? matchOf(set, index) : Match{};
    if (match.sequence >= 0) {
        const auto shared = static_cast<std::size_t>(match.sequence);
        parents.resize(borders.size() - 1, -1);
        if (borders[shared] + match.inSequence < borders[shared + 1]) split(shared, match.inSequence);
    }
    const auto begin = borders.back();
    const auto count = static_cast<std::int32_t>(length);
    const auto shared = static_cast<std::int32_t>(match.tokens);
    const auto* const from = set.ids(index);
    const auto second = set.secondFrom(index) < 0 ? count : set.secondFrom(index);
    ids.insert(ids.end(), from + shared, from + count);
    for (auto position = shared; position < count; ++position) {
        positions.push_back(position);
        types.push_back(position < second ? 0 : 1);
        keys.push_back(mixed(key, static_cast<std::uint64_t>(position)));
    }
    const bool isNew = shared < count || match.sequence < 0; // else another one begins with it
    if (isNew) {
        borders.push_back(begin + count - shared);
        if (!parents.empty()) parents.push_back(match.sequence);
    }
    const auto sample = static_cast<std::int32_t>(samples.size());
    samples.push_back(static_cast<std::int64_t>(index));
    ends.push_back(isNew ? static_cast<std::int32_t>(borders.size()) - 2 : match.sequence);
    labels.push_back(set.label(index));
    weights.push_back(set.weight(index));
    tokens += length;
    // A row with a class learns that and no token; nothing stands before a first token that could predict it.
    const auto learnFrom = set.label(index) >= 0 ? count : std::max(set.learnFrom(index), 1);
    std::int32_t position = 0;
    for (const auto sequence : sequencesOf(static_cast<std::size_t>(sample))) {
        for (auto row = borders[sequence]; row < borders[sequence + 1]; ++row, ++position) {
            if (position + 1 < learnFrom || position + 1 >= count) continue;
            learnRows.push_back(row);
            targets.push_back(from[position + 1]);
            targetSamples.push_back(sample);
        }
    }
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

Batcher::Batcher(const SampleSet& set, std::int64_t batchSize, std::uint64_t seed, bool shuffle,
                 Prefixes prefixes)
    : m_set{set}
    , m_batchSize{batchSize}
    , m_seed{seed}
    , m_shuffle{shuffle}
    , m_prefixes{prefixes}
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
    return packed(m_set, samplesOf(step), microBatchTokens, m_prefixes, m_seed, step);
}

std::vector<Batch> batchesOf(const SampleSet& set, std::span<const std::int64_t> samples, std::int64_t rows,
                             Prefixes prefixes)
{
    return packed(set, samples, rows, prefixes, 0, 0);
}

} // namespace luthier::data
