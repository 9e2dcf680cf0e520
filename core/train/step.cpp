// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/meter.h"
#include "core/tasks/packing.h"
#include "core/train/trainer.h"

#include <chrono>
#include <cmath>
#include <ctime>

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

namespace luthier::train {

std::int64_t rowRounding(const Settings& settings)
{
    constexpr std::int64_t kRows = 32;
    return settings.bf16 ? kRows : 1; // float32 products come from a library without that habit
}

data::Prefixes prefixesOf(nn::Network& network, bool training)
{
    if (!network.device().is_cpu()) return data::Prefixes::Own; // sequences lie side by side there, whole
    const bool isExact = network.isCausal() && !(training && network.dropsAtRandom());
    return isExact ? data::Prefixes::Shared : data::Prefixes::Own;
}

StepResult gradientsOf(Setup& setup, const std::vector<data::Batch>& batches)
{
    StepResult result;
    double norm = 0;
    for (const auto& batch : batches) {
        norm += setup.task.weightOf(batch, setup.labelWeights);
        result.tokens += batch.tokens;
        result.samples += batch.size();
    }
    if (norm == 0) norm = 1; // no row of them counts: loss and gradients are 0, not 0 / 0
    auto& items = setup.trained.items();
    for (const auto& batch : batches) {
        const at::AutoGradMode withGradients{true};
        auto packed = tasks::packed(batch, {.dropout = true, .roundTo = rowRounding(setup.settings)});
        if (setup.known.steps != nullptr) setup.known.steps->give(packed, batch);
        const auto loss = setup.task.loss(setup.network, packed, batch, setup.labelWeights, norm);
        loss.backward();
        result.loss += loss.item<double>();
        if (batches.size() == 1) break;
        // Several parts: their gradients are added in float32, whatever type they came in.
        const at::NoGradGuard noGrad;
        result.gradients.resize(items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto& gradient = items[i].adam.weight.mutable_grad();
            if (!gradient.defined()) continue;
            if (result.gradients[i].defined()) {
                result.gradients[i].add_(gradient);
            } else {
                result.gradients[i] = gradient.to(at::kFloat);
            }
            gradient.reset();
        }
    }
    if (batches.size() == 1) {
        for (auto& item : items) {
            auto& gradient = item.adam.weight.mutable_grad();
            result.gradients.push_back(gradient.defined() ? gradient.contiguous() : gradient);
            gradient.reset();
        }
    }
    return result;
}

namespace {

/// Tells the crew about a step when it is over, however it ends.
class CrewWatch {
public:
    CrewWatch(Crew& crew, const StepResult& result)
        : m_crew{crew}
        , m_result{result}
    {
    }
    ~CrewWatch()
    {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - m_start;
        const auto processor = static_cast<double>(std::clock() - m_processorStart) / CLOCKS_PER_SEC;
        if (m_crew.stepDone(seconds.count(), processor, m_result.tokens))
            at::set_num_threads(m_crew.threads());
    }
    CrewWatch(const CrewWatch&) = delete;
    CrewWatch& operator=(const CrewWatch&) = delete;

private:
    Crew& m_crew;
    const StepResult& m_result;
    std::chrono::steady_clock::time_point m_start{std::chrono::steady_clock::now()};
    std::clock_t m_processorStart{std::clock()};
};

} // namespace

StepTaken takeStep(Setup& setup, const std::vector<data::Batch>& batches, std::int64_t step)
{
    StepTaken done{};
    const CrewWatch watch{setup.crew, done.result};
    done.result = gradientsOf(setup, batches);
    std::vector<at::Tensor> defined;
    for (const auto& gradient : done.result.gradients) {
        if (gradient.defined()) defined.push_back(gradient);
    }
    nn::metered(nn::StepPart::Optimizer, 0, 0, [&] { done.norm = nn::gradientNorm(defined); });
    done.taken = std::isfinite(done.result.loss) && std::isfinite(done.norm);
    if (!done.taken) return done;
    constexpr double kTiny = 1e-6; // as torch.nn.utils.clip_grad_norm_ has it
    const double limit = setup.settings.clipGradNorm;
    const double factor = limit > 0 ? std::min(1.0, limit / (done.norm + kTiny)) : 1.0;
    nn::metered(nn::StepPart::Optimizer, 0, 0, [&] {
        setup.trained.step(done.result.gradients,
                           {.learningRate = learningRateAt(setup.settings, step),
                            .weightDecay = setup.settings.weightDecay,
                            .step = step + 1,
                            .gradientFactor = factor});
    });
    return done;
}

} // namespace luthier::train
