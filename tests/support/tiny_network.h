// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/task.h"
#include "core/train/trainer.h"
#include "tests/support/golden.h"

#include <numeric>

#include <ATen/Parallel.h>

namespace luthier::test {

inline constexpr std::int32_t kTinyLabels = 3;

/// A real network of 260,000 weights without dropout: steps take milliseconds.
inline models::ModelFiles tinyFiles()
{
    at::set_num_threads(1); // more would wait for each other longer than they work
    return must(models::ModelFiles::open(golden("stories260k/hf")));
}

/// With a classifier, whose numbers are those of `seed`, where that is wanted.
inline std::shared_ptr<nn::Network> tinyNetwork(const models::ModelFiles& files, bool classifies,
                                                std::uint64_t seed = 1)
{
    auto network = must(files.load(at::kFloat, 1, false));
    network->dropout() = {};
    if (!classifies) return network;
    network->addClassifier(kTinyLabels);
    models::initialise(network->classifier()->weight, "head", seed, 0.1);
    return network;
}

/// Twelve samples of 3 to 14 tokens for a task of that form, behind as many that they all begin with;
/// `weights` gives them different weights.
inline data::SampleSet tinySamples(data::Form form, bool weights = false, std::int32_t alike = 0)
{
    data::SampleSet set;
    for (std::int32_t i = 0; i < 12; ++i) {
        data::Sample sample{.row = i, .learnFrom = alike + 1 + i / 3};
        for (std::int32_t j = 0; j < alike; ++j) {
            sample.ids.push_back(5 + j * 13 % 400);
        }
        for (std::int32_t j = 0; j < 3 + i; ++j) {
            sample.ids.push_back(3 + (i * 37 + j * 11) % 500);
        }
        if (form == data::Form::Classes) {
            sample.learnFrom = alike + 3 + i;
            sample.label = i % kTinyLabels;
        }
        if (weights) sample.weight = 0.5F + static_cast<float>(i % 4);
        set.add(sample);
    }
    return set;
}

inline std::vector<std::int64_t> allOf(const data::SampleSet& set)
{
    std::vector<std::int64_t> all(set.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// The whole set as one batch.
inline data::Batch wholeOf(const data::SampleSet& set)
{
    data::Batch batch;
    for (std::size_t i = 0; i < set.size(); ++i) {
        batch.add(set, i, i);
    }
    return batch;
}

/// Everything is exact already: the network is float32.
inline Expected<at::Tensor> noMoreDigits(const std::string& /*name*/)
{
    return at::Tensor{};
}

inline train::Settings tinySettings(std::int64_t steps)
{
    return {.steps = steps,
            .stepsPerEpoch = 1,
            .batchSize = 12,
            .microBatchTokens = 1000,
            .learningRate = 1e-3,
            .schedule = train::Settings::Schedule::Constant,
            .shuffle = false};
}

} // namespace luthier::test
