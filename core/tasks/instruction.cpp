// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/nn/ops/vocabulary_loss.h"
#include "core/tasks/task.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>

namespace luthier::tasks {
namespace {

double weightOf(const data::Batch& batch, const LabelWeights& /*weights*/)
{
    double sum = 0;
    for (const auto sample : batch.targetSamples) {
        sum += static_cast<double>(batch.weights[static_cast<std::size_t>(sample)]);
    }
    return sum;
}

at::Tensor whole(const std::vector<std::int32_t>& numbers)
{
    auto tensor = at::empty({static_cast<std::int64_t>(numbers.size())}, at::kInt);
    std::copy(numbers.begin(), numbers.end(), tensor.data_ptr<std::int32_t>());
    return tensor;
}

/// The hidden states that predict a learned token, and no others: the head is the dearest layer. [N, d]
at::Tensor learnedRows(nn::Network& network, const nn::Packed& packed, const data::Batch& batch)
{
    const auto hidden = network.hidden(packed);
    return hidden.index_select(0, whole(batch.learnRows).to(hidden.device()));
}

at::Tensor loss(nn::Network& network, const nn::Packed& packed, const data::Batch& batch,
                const LabelWeights& /*weights*/, double norm)
{
    auto factors = at::empty({static_cast<std::int64_t>(batch.targets.size())}, at::kFloat);
    for (std::size_t i = 0; i < batch.targets.size(); ++i) {
        const auto sample = static_cast<std::size_t>(batch.targetSamples[i]);
        factors.data_ptr<float>()[i] = static_cast<float>(static_cast<double>(batch.weights[sample]) / norm);
    }
    const auto rows = learnedRows(network, packed, batch);
    return nn::vocabularyLoss(rows, network.vocabulary(), whole(batch.targets), factors, network.logitForm())
        .total;
}

std::vector<SampleOutcome> outcomes(nn::Network& network, const nn::Packed& packed, const data::Batch& batch)
{
    const at::NoGradGuard noGrad;
    const auto rows = learnedRows(network, packed, batch);
    const auto found = nn::vocabularyLoss(rows, network.vocabulary(), whole(batch.targets),
                                          at::ones({rows.size(0)}, at::kFloat), network.logitForm());
    const auto losses = found.perRow.cpu();
    const auto guesses = found.likeliest.cpu();
    std::vector<SampleOutcome> result;
    for (const auto sample : batch.samples) {
        result.push_back({.sample = sample, .learned = 0});
    }
    for (std::size_t i = 0; i < batch.targets.size(); ++i) {
        auto& outcome = result[static_cast<std::size_t>(batch.targetSamples[i])];
        outcome.loss += static_cast<double>(losses.data_ptr<float>()[i]);
        outcome.learned += 1;
        outcome.rightTokens += guesses.data_ptr<std::int64_t>()[i] == batch.targets[i] ? 1 : 0;
    }
    for (auto& outcome : result) {
        outcome.loss /= static_cast<double>(std::max<std::int64_t>(1, outcome.learned));
    }
    return result;
}

Numbers metrics(std::span<const SampleOutcome> outcomes, std::size_t /*labels*/)
{
    double right = 0;
    double learned = 0;
    for (const SampleOutcome& outcome : outcomes) {
        right += static_cast<double>(outcome.rightTokens);
        learned += static_cast<double>(outcome.learned);
    }
    return {{"token_accuracy", learned > 0 ? right / learned : 0},
            {"perplexity", std::exp(meanLoss(outcomes))}};
}

constexpr std::array kStarts{config::Start{"train.epochs", "2"}, config::Start{"train.batch_size", "8"},
                             config::Start{"data.long_rows", "leave-out"}};

} // namespace

const Task& instruction();

const Task& instruction()
{
    static const Task self{.entry
                           = {.name = "instruction",
                              .title = QT_TRANSLATE_NOOP("core", "Answer instructions"),
                              .summary = QT_TRANSLATE_NOOP("core", "Learns to answer as in your examples."),
                              .paper = "arXiv:2203.02155",
                              .starts = kStarts},
                           .form = data::Form::Answers,
                           .needsClassifier = false,
                           .metric = "token_accuracy",
                           .weightOf = &weightOf,
                           .loss = &loss,
                           .outcomes = &outcomes,
                           .metrics = &metrics};
    return self;
}

} // namespace luthier::tasks
