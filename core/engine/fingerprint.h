// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/samples.h"
#include "core/engine/opened_model.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace luthier::engine {

/// What a model says to a row, in few numbers: enough to tell whether another gives the same answers.
struct Fingerprint {
    std::vector<std::int64_t>
        answers{}; ///< the likeliest label, or the likeliest token at each learned place
    std::vector<float>
        logits{}; ///< every label's; or that of the likeliest and of the true token at each place
    double loss{0}; ///< of all learned places together; 0 where labels are told apart
};

/// One a sample, in order.
std::vector<Fingerprint> fingerprints(const OpenedModel& model, const data::SampleSet& samples,
                                      const std::stop_token& stop);

/// How far two models are from each other on the same samples.
struct Agreement {
    std::int64_t rows{};
    std::int64_t agreeing{}; ///< rows with the same answers
    double largestDifference{}; ///< of logits
    double sameAnswers{}; ///< share of all single answers
    double perplexityGrowth{}; ///< from a to b, of a's
};
Agreement agreementOf(const std::vector<Fingerprint>& a, const std::vector<Fingerprint>& b);

} // namespace luthier::engine
