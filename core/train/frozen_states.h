// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cache_file.h"
#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/base/large_vector.h"
#include "core/data/batcher.h"
#include "core/data/samples.h"
#include "core/nn/network.h"
#include "core/nn/packed.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::train {

/// The part of a network below all that learns.
struct FrozenPart {
    std::int64_t blocks{0}; ///< so many, and the embeddings; 0: there is none
    bool onlyPooled{false}; ///< all blocks, and one row a sample is what goes on
    bool withPooler{false}; ///< and what makes pooled() of it is frozen, too: only the classifier is left
    /// Each sample by itself, not as many as fit at once. A matrix product's last bits depend on how many
    /// rows it has, so only then a state is the same whatever it is computed beside: for `deterministic`.
    bool oneByOne{false};
    std::int64_t roundTo{1}; ///< rowRounding
};

/// What the frozen part of a network makes of some samples: computed once, kept in a CacheFile, read at every
/// later sight of the sample and by the next run.
///
///     hidden(sample) = rest(states(sample)),   states = prefix(sample) with nothing switched off
///
/// Exact: the numbers are kept in the network's own type. Units  tokens · d · 2 or 4 bytes, or samples · d
/// with onlyPooled, on the disk; of which the system keeps in memory what it has room for. Thread  the
/// training thread.
class FrozenStates {
public:
    /// Of all `samples`, or of all of `set` where none are named. Network and set outlive this.
    FrozenStates(nn::Network& network, const FrozenPart& part, const data::SampleSet& set,
                 std::span<const std::int64_t> samples = {});

    std::int64_t bytes() const; ///< that all states have
    std::int64_t tokens() const { return m_tokens; } ///< that go through the frozen part for them
    bool areKnown() const { return (m_file && !m_isLost) || m_states.defined(); }

    /// What the states are made from: `weights` stands for all that the frozen numbers and the machine have
    /// to do with them; ids, segments and the part come in here. The key of a CacheFile.
    std::string keyFor(const std::string& weights) const;

    /// Reads what an earlier run kept. False: nothing usable is there.
    bool find(const std::string& key);
    /// Computes them and keeps them on the disk. Errors  of CacheWriter; Interrupted. torch may throw.
    Expected<void> fill(const std::string& key, const Job& job);
    /// Computes them in memory only: for a few samples.
    void compute();

    /// Puts the states of `batch` into `packed`, where they are known. Where they are not, one-by-one states
    /// are computed now, so that the bits are the same either way; others are left to the network. A file
    /// that cannot be read any more is as if it were not known.
    void give(nn::Packed& packed, const data::Batch& batch) const;

private:
    std::int64_t rowsOf(std::int64_t sample) const;
    at::Tensor emptyStates(std::int64_t rows) const;
    std::int64_t rowBytes() const;
    Expected<void> computeInto(std::byte* target, const Job& job, const CacheWriter* writer = nullptr) const;
    bool read(std::int64_t row, std::span<std::byte> to) const;
    at::Tensor computed(const data::Batch& batch) const;

    nn::Network& m_network;
    FrozenPart m_part;
    const data::SampleSet& m_set;
    at::ScalarType m_type; ///< of the network's states
    LargeVector<std::int64_t> m_samples;
    LargeVector<std::int64_t> m_begins; ///< by index in the set: its first row; −1: not among m_samples
    std::int64_t m_rows{0};
    std::int64_t m_tokens{0};
    std::optional<CacheFile> m_file;
    mutable bool m_isLost{false}; ///< the file: it could not be read
    at::Tensor m_states; ///< [rows, d], where they are in memory instead
};

/// The states that the steps and looks of a run may use; null: none.
struct KnownStates {
    const FrozenStates* steps{nullptr}; ///< of the training samples; null with dropout in the frozen part
    const FrozenStates* trainLooks{nullptr};
    const FrozenStates* validation{nullptr};
};

} // namespace luthier::train
