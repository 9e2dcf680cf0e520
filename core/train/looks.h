// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/data/batcher.h"
#include "core/data/samples.h"
#include "core/nn/network.h"
#include "core/tasks/task.h"
#include "core/train/frozen_states.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace luthier::train {

/// Measures samples with nothing switched off: dropout off, in batches of about `tokens` tokens. In the order
/// of `samples`; shorter where `stop` was asked. `known`: states of the frozen part, or null.
std::vector<tasks::SampleOutcome> measured(nn::Network& network, const tasks::Task& task,
                                           const data::SampleSet& set, std::vector<std::int64_t> samples,
                                           std::int64_t tokens, std::int64_t roundTo,
                                           const std::stop_token& stop = {},
                                           const FrozenStates* known = nullptr);

/// The looks of one run: always the same held-back samples, and as many training samples, so that the two
/// losses can be compared and differences between looks are paired.
class Looks {
public:
    static constexpr std::size_t kMostRows = 512; // more cost time and tell little more (product.md §2.5)

    Looks(const data::SampleSet& train, const data::SampleSet& validation, std::uint64_t seed);

    bool canLook() const { return !m_validationSamples.empty(); }
    std::size_t rows() const { return m_validationSamples.size(); }
    const std::vector<std::int64_t>& validationSamples() const { return m_validationSamples; }
    const std::vector<std::int64_t>& trainSamples() const { return m_trainSamples; }

    /// What a look finds now. `step` and `epoch` are left to the caller.
    LookDone look(nn::Network& network, const tasks::Task& task, std::size_t labels, std::int64_t tokens,
                  std::int64_t roundTo, const KnownStates& known = {}) const;

private:
    const data::SampleSet& m_train;
    const data::SampleSet& m_validation;
    std::vector<std::int64_t> m_trainSamples, m_validationSamples;
};

/// At most `count` of `size` samples, ascending, drawn with `seed`: the same for the same numbers.
std::vector<std::int64_t> drawnSamples(std::size_t size, std::size_t count, std::uint64_t seed);

} // namespace luthier::train
