// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/config/entry.h"
#include "core/data/batcher.h"
#include "core/data/samples.h"
#include "core/nn/network.h"
#include "core/nn/packed.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::tasks {

/// What one sample came out as, with nothing switched off.
struct SampleOutcome {
    std::int64_t sample{}; ///< index in the SampleSet
    double loss{}; ///< nats; mean over what is learned of the sample
    std::int64_t learned{1}; ///< tokens that `loss` is the mean of; 1 for a label
    std::int64_t rightTokens{}; ///< of these, guessed right as the likeliest
    std::int32_t expected{-1}; ///< label
    std::int32_t predicted{-1};
    std::vector<float> probabilities{}; ///< of each label
};

/// How much a sample counts: its own weight times that of its label. Empty: every label the same.
using LabelWeights = std::vector<float>;

/// What is learned: the head a network needs, the loss, the metrics.
struct Task {
    config::Entry entry;
    data::Form form{data::Form::Classes};
    bool needsClassifier{false}; ///< else a network that writes
    std::string_view metric; ///< the one that decides, where loss does not: "accuracy"
    bool metricIsShare{true}; ///< a share of rows or tokens: it has a Wilson interval

    /// What the loss of a step is divided by: the learned tokens, or the weights of the samples.
    double (*weightOf)(const data::Batch& batch, const LabelWeights& weights);

    /// Σ weight · loss / norm over the batch, differentiable. A scalar.
    at::Tensor (*loss)(nn::Network& network, const nn::Packed& packed, const data::Batch& batch,
                       const LabelWeights& weights, double norm);

    /// Each sample of the batch, without gradient. The packed batch must have no dropout keys.
    std::vector<SampleOutcome> (*outcomes)(nn::Network& network, const nn::Packed& packed,
                                           const data::Batch& batch);

    /// Names as in events: accuracy, macro_f1; token_accuracy, perplexity.
    Numbers (*metrics)(std::span<const SampleOutcome> outcomes, std::size_t labels);
};

/// Every task, in the order of tasks.def.
std::span<const Task* const> all();

/// Mean loss over all that is learned in these samples: tokens, or samples. nats
double meanLoss(std::span<const SampleOutcome> outcomes);

/// The loss of guessing blindly among `outcomes` labels or tokens. nats
double chanceLoss(std::int64_t outcomes);

} // namespace luthier::tasks
