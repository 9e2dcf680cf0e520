// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/samples.h"
#include "core/nn/network.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace luthier::infer {

/// How a text's token states become one vector: what the model's own configuration says.
struct Pooling {
    enum class Kind { Mean, First, Last };
    Kind kind{Kind::Mean};
    bool normalised{false}; ///< to length 1
};

/// One vector a sample, in order. [samples][d]
std::vector<std::vector<float>> embedded(nn::Network& network, const data::SampleSet& set,
                                         const Pooling& pooling, std::int64_t tokensAtOnce,
                                         const std::stop_token& stop = {});

/// The last hidden state of each token of sample `i`. [tokens][d]
std::vector<std::vector<float>> tokenStates(nn::Network& network, const data::SampleSet& set, std::size_t i);

} // namespace luthier::infer
