// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fingerprint.h"

#include "core/data/batcher.h"
#include "core/tasks/packing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>

namespace luthier::engine {
namespace {

constexpr std::int64_t kTokensAtOnce = 1024;

void addClasses(nn::Network& network, const nn::Packed& packed, const data::Batch& batch,
                std::vector<Fingerprint>& prints)
{
    const auto logits = network.classify(packed, network.pooled(packed)).contiguous();
    for (std::int64_t b = 0; b < batch.size(); ++b) {
        const float* const row = logits.data_ptr<float>() + b * logits.size(1);
        Fingerprint& print = prints[static_cast<std::size_t>(batch.samples[static_cast<std::size_t>(b)])];
        print.logits.assign(row, row + logits.size(1));
        print.answers = {std::max_element(row, row + logits.size(1)) - row};
    }
}

void addTokens(nn::Network& network, const nn::Packed& packed, const data::Batch& batch,
               std::vector<Fingerprint>& prints)
{
    const auto hidden = network.hidden(packed);
    constexpr std::size_t kPlacesAtOnce = 64; // logits of more would take much memory
    for (std::size_t begin = 0; begin < batch.targets.size(); begin += kPlacesAtOnce) {
        const auto end = std::min(begin + kPlacesAtOnce, batch.targets.size());
        const std::vector<std::int64_t> rows{batch.learnRows.begin() + static_cast<std::ptrdiff_t>(begin),
                                             batch.learnRows.begin() + static_cast<std::ptrdiff_t>(end)};
        const auto logits = network.wordLogits(hidden.index_select(0, at::tensor(rows))).contiguous();
        const auto sumOfRows = at::logsumexp(logits, 1);
        const auto* const sums = sumOfRows.data_ptr<float>();
        for (std::size_t i = begin; i < end; ++i) {
            const float* const row
                = logits.data_ptr<float>() + static_cast<std::int64_t>(i - begin) * logits.size(1);
            const auto likeliest = std::max_element(row, row + logits.size(1)) - row;
            const auto sample = batch.samples[static_cast<std::size_t>(batch.targetSamples[i])];
            Fingerprint& print = prints[static_cast<std::size_t>(sample)];
            print.answers.push_back(likeliest);
            print.logits.push_back(row[likeliest]);
            print.logits.push_back(row[batch.targets[i]]);
            print.loss
                += static_cast<double>(sums[static_cast<std::int64_t>(i - begin)] - row[batch.targets[i]]);
        }
    }
}

} // namespace

std::vector<Fingerprint> fingerprints(const OpenedModel& model, const data::SampleSet& samples,
                                      const std::stop_token& stop)
{
    const at::NoGradGuard noGrad;
    model.network->eval();
    std::vector<Fingerprint> prints(samples.size());
    std::vector<std::int64_t> all(samples.size());
    std::iota(all.begin(), all.end(), 0);
    for (const auto& batch : data::batchesOf(samples, all, kTokensAtOnce)) {
        if (stop.stop_requested()) break;
        const auto packed = tasks::packed(batch, {});
        if (model.task->needsClassifier) {
            addClasses(*model.network, packed, batch, prints);
        } else {
            addTokens(*model.network, packed, batch, prints);
        }
    }
    return prints;
}

Agreement agreementOf(const std::vector<Fingerprint>& a, const std::vector<Fingerprint>& b)
{
    Agreement agreement{.rows = static_cast<std::int64_t>(a.size())};
    double places = 0;
    double same = 0;
    double losses = 0;
    for (std::size_t row = 0; row < std::min(a.size(), b.size()); ++row) {
        agreement.agreeing += a[row].answers == b[row].answers ? 1 : 0;
        losses += b[row].loss - a[row].loss;
        for (std::size_t i = 0; i < std::min(a[row].answers.size(), b[row].answers.size()); ++i) {
            places += 1;
            same += a[row].answers[i] == b[row].answers[i] ? 1 : 0;
        }
        if (a[row].logits.size() != b[row].logits.size()) {
            agreement.largestDifference = std::numeric_limits<double>::infinity();
            continue;
        }
        for (std::size_t i = 0; i < a[row].logits.size(); ++i) {
            agreement.largestDifference
                = std::max(agreement.largestDifference,
                           std::abs(static_cast<double>(a[row].logits[i] - b[row].logits[i])));
        }
    }
    if (places > 0) {
        agreement.sameAnswers = same / places;
        agreement.perplexityGrowth = std::exp(losses / places) - 1;
    }
    return agreement;
}

} // namespace luthier::engine
