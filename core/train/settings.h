// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/values.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace luthier::train {

/// The recipe's `train` section with every `auto` resolved.
struct Settings {
    enum class Schedule { Constant, Linear, Cosine };

    std::int64_t steps{}; ///< of the whole run
    std::int64_t stepsPerEpoch{};
    std::int64_t batchSize{};
    std::int64_t microBatchTokens{};
    double learningRate{};
    Schedule schedule{Schedule::Linear};
    double warmup{}; ///< share of all steps
    double weightDecay{};
    double clipGradNorm{}; ///< 0: off
    bool shuffle{true};
    std::uint64_t seed{1};
    bool deterministic{false};
    bool bf16{false};
    std::string device{"cpu"}; ///< LibTorch's name: cpu, cuda:0
    int threads{1};
    std::int64_t evaluateEvery{}; ///< steps; 0: never
    std::int64_t patience{0}; ///< looks; 0: do not stop early
    config::Every checkpointEvery{};
};

/// What `auto` depends on.
struct Circumstances {
    std::int64_t trainSamples{};
    bool hasValidation{false};
    std::int64_t activationBytesPerToken{}; ///< for micro_batch_tokens
    std::int64_t
        memoryBytes{}; ///< of the device, whatever is free now: the same recipe must give the same run
    std::int64_t longestSample{};
    bool prefersBf16{false};
    std::string device{"cpu"};
    int physicalCores{1};
};

Settings settingsFrom(const config::Values& values, const Circumstances& circumstances);

/// Writes what settingsFrom() resolved back into `values`, so that the run's recipe says it.
void writeResolved(const Settings& settings, config::Values& values);

/// The learning rate of step `step` (from 0). Linear and cosine fall to zero behind the last step; all grow
/// from zero over the warm-up.
double learningRateAt(const Settings& settings, std::int64_t step);

} // namespace luthier::train
