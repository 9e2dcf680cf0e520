// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/bench_generate.h"

#include "core/base/files.h"
#include "core/engine/machine.h"
#include "core/infer/generate.h"
#include "core/nn/embedding.h"
#include "core/nn/ops/read_speed.h"
#include "core/verdict/statistics.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <vector>

namespace luthier::engine {
namespace {

constexpr std::int64_t kPromptTokens = 512;
constexpr std::int64_t kNewTokens = 128;
constexpr int kRounds = 3;

const char* nameOf(nn::StoredAs form)
{
    switch (form) {
    case nn::StoredAs::Float32:
        return "fp32";
    case nn::StoredAs::Bfloat16:
        return "bf16";
    case nn::StoredAs::Int8:
        return "int8";
    case nn::StoredAs::Q4_0:
        return "Q4_0";
    case nn::StoredAs::Q4_1:
        return "Q4_1";
    case nn::StoredAs::Q8_0:
        return "Q8_0";
    }
    return "";
}

/// What one token has to read: every matrix once, whatever else a layer carries, and the vocabulary.
std::uint64_t weightBytes(nn::Network& network)
{
    const auto matrix = [](const std::shared_ptr<const nn::StoredMatrix>& stored, const at::Tensor& weight) {
        return stored
            ? stored->bytes()
            : static_cast<std::uint64_t>(weight.numel()) * static_cast<std::uint64_t>(weight.element_size());
    };
    std::uint64_t sum = 0;
    for (const auto& [name, layer] : network.linears()) {
        sum += matrix(layer->stored(), layer->weight);
        if (layer->adapter() == nullptr) continue;
        for (const auto& parameter : layer->adapter()->parameters()) {
            sum += parameter.nbytes();
        }
    }
    if (network.wordsAreTied()) sum += matrix(network.words().stored(), network.words().weight);
    return sum;
}

} // namespace

Expected<GenerateBench> benchGenerate(OpenedModel& model, const Job& job)
{
    if (auto writes = promptOf(model, {.text = "?"}); !writes) return Unexpected{std::move(writes).error()};
    auto& network = *model.network;
    std::vector<std::int32_t> ids(kPromptTokens);
    std::iota(ids.begin(), ids.end(), 100); // any ids: the time does not depend on them
    struct Times {
        double prompt, written; ///< seconds to the first token, and from there to the last
    };
    const auto timed = [&](std::int64_t tokens) -> Times {
        using Clock = std::chrono::steady_clock;
        const auto start = Clock::now();
        auto first = start;
        auto last = start;
        const auto note = [&](std::size_t, std::int32_t) {
            last = Clock::now();
            if (first == start) first = last;
            return true;
        };
        static_cast<void>(infer::continued(network, {{.ids = ids, .maxTokens = tokens}}, {}, note, job.stop));
        return {std::chrono::duration<double>(first - start).count(),
                std::chrono::duration<double>(last - first).count()};
    };
    GenerateBench report;
    const auto& layers = network.linears();
    const auto stored = layers[layers.size() / 2].second->stored();
    report.weights = stored ? nameOf(stored->form) : "fp32";
    report.weightBytesPerToken = static_cast<std::int64_t>(weightBytes(network));
    report.cacheBytesPerToken = 2 * static_cast<std::int64_t>(sizeof(float)) * network.layers()
        * network.keyValueWidth() * (kPromptTokens + kNewTokens / 2);
    static_cast<void>(timed(1)); // the first pass makes code and tables
    report.peakRssMib = static_cast<double>(peakMemory()) / (1 << 20); // before the memory for the next line
    const nn::ReadSpeed memory;
    const auto bytes = static_cast<double>(report.weightBytesPerToken + report.cacheBytesPerToken);
    std::vector<double> prompts, written, speeds, shares;
    double before = memory.measured();
    for (int round = 0; round < kRounds; ++round) {
        const Times times = timed(kNewTokens);
        const double after = memory.measured();
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        prompts.push_back(static_cast<double>(kPromptTokens) / times.prompt);
        written.push_back(static_cast<double>(kNewTokens - 1) / times.written);
        speeds.push_back((before + after) / 2);
        shares.push_back(written.back() * bytes / speeds.back());
        before = after;
    }
    report.promptTokensPerSecond = verdict::median(prompts);
    report.generatedTokensPerSecond = verdict::median(written);
    report.readBytesPerSecond = verdict::median(speeds);
    report.shareOfReadSpeed = verdict::median(shares);
    return report;
}

} // namespace luthier::engine
