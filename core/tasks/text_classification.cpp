// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/tasks/task.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/zeros.h>

namespace luthier::tasks {
namespace {

float weightOfSample(const data::Batch& batch, std::size_t i, const LabelWeights& weights)
{
    const auto label = static_cast<std::size_t>(batch.labels[i]);
    return batch.weights[i] * (weights.empty() ? 1.0F : weights[label]);
}

double weightOf(const data::Batch& batch, const LabelWeights& weights)
{
    double sum = 0;
    for (std::size_t i = 0; i < batch.labels.size(); ++i) {
        sum += static_cast<double>(weightOfSample(batch, i, weights));
    }
    return sum;
}

/// log p of every label, in the sum's type. [B, labels]
at::Tensor logProbabilities(nn::Network& network, const nn::Packed& packed)
{
    const bool isKnown = packed.fromBlock > network.layers(); // what stands before the classifier
    const auto logits = network.classify(packed, isKnown ? packed.states : network.pooled(packed));
    const auto wide = logits.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    return at::log_softmax(logits, 1, wide);
}

at::Tensor loss(nn::Network& network, const nn::Packed& packed, const data::Batch& batch,
                const LabelWeights& weights, double norm)
{
    const auto logs = logProbabilities(network, packed);
    // − weight / norm at the label of each sample, 0 elsewhere: one product is the loss. Next to no work
    // stands behind a head that is all that learns, so each operation less is time. [B, labels]
    auto factors = at::zeros(logs.sizes(), at::kDouble);
    for (std::size_t i = 0; i < batch.labels.size(); ++i) {
        LUTHIER_ASSERT(batch.labels[i] >= 0 && batch.labels[i] < logs.size(1));
        const auto at = static_cast<std::int64_t>(i) * logs.size(1) + batch.labels[i];
        factors.data_ptr<double>()[at] = -static_cast<double>(weightOfSample(batch, i, weights)) / norm;
    }
    return at::dot(logs.reshape(-1), factors.reshape(-1).to(logs.options()));
}

std::vector<SampleOutcome> outcomes(nn::Network& network, const nn::Packed& packed, const data::Batch& batch)
{
    const at::NoGradGuard noGrad;
    const auto logs = logProbabilities(network, packed).to(at::kCPU, at::kFloat).contiguous();
    const auto labels = logs.size(1);
    std::vector<SampleOutcome> result;
    for (std::int64_t b = 0; b < batch.size(); ++b) {
        const float* const row = logs.data_ptr<float>() + b * labels;
        const auto at = static_cast<std::size_t>(b);
        SampleOutcome outcome{.sample = batch.samples[at], .expected = batch.labels[at]};
        outcome.predicted = static_cast<std::int32_t>(std::max_element(row, row + labels) - row);
        outcome.loss = outcome.expected < 0 ? 0 : -static_cast<double>(row[outcome.expected]);
        outcome.rightTokens = outcome.predicted == outcome.expected ? 1 : 0;
        for (std::int64_t label = 0; label < labels; ++label) {
            outcome.probabilities.push_back(std::exp(row[label]));
        }
        result.push_back(std::move(outcome));
    }
    return result;
}

/// Macro-F1 is the plain mean over the labels that occur, expected or predicted.
Numbers metrics(std::span<const SampleOutcome> outcomes, std::size_t labels)
{
    std::vector<double> right(labels);
    std::vector<double> expected(labels);
    std::vector<double> predicted(labels);
    double all = 0;
    for (const SampleOutcome& outcome : outcomes) {
        const auto truth = static_cast<std::size_t>(outcome.expected);
        const auto answer = static_cast<std::size_t>(outcome.predicted);
        expected[truth] += 1;
        predicted[answer] += 1;
        if (truth == answer) right[truth] += 1;
        all += truth == answer ? 1 : 0;
    }
    double sum = 0;
    double count = 0;
    for (std::size_t label = 0; label < labels; ++label) {
        if (expected[label] + predicted[label] == 0) continue;
        sum += 2 * right[label] / (expected[label] + predicted[label]);
        count += 1;
    }
    return {{"accuracy", outcomes.empty() ? 0 : all / static_cast<double>(outcomes.size())},
            {"macro_f1", count > 0 ? sum / count : 0}};
}

constexpr std::array kStarts{config::Start{"train.epochs", "5"}};

} // namespace

const Task& text_classification(); // NOLINT(readability-identifier-naming): the name of the file

const Task& text_classification()
{
    static const Task self{.entry
                           = {.name = "text-classification",
                              .title = QT_TRANSLATE_NOOP("core", "Sort into classes"),
                              .summary = QT_TRANSLATE_NOOP("core", "Each text gets one of your labels."),
                              .paper = {},
                              .starts = kStarts},
                           .form = data::Form::Classes,
                           .needsClassifier = true,
                           .metric = "accuracy",
                           .weightOf = &weightOf,
                           .loss = &loss,
                           .outcomes = &outcomes,
                           .metrics = &metrics};
    return self;
}

} // namespace luthier::tasks
