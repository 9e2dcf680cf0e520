// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/inspect/report_of.h"
#include "core/engine/bench_products.h"
#include "core/engine/checking.h"
#include "core/engine/machine.h"
#include "core/engine/panes.h"
#include "core/engine/process_time.h"
#include "core/engine/run_session.h"
#include "core/nn/ops/cpu_features.h"
#include "core/nn/ops/gemm.h"
#include "core/nn/ops/meter.h"
#include "core/train/estimate.h"
#include "core/train/guard.h"
#include "core/train/torch_setup.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace luthier::engine {
namespace {

/// A recipe that lies in a run directory is that run's own: its relative paths mean the folder it came from.
class OurTraining final : public Training {
public:
    explicit OurTraining(std::shared_ptr<Workshop> workshop)
        : m_workshop{std::move(workshop)}
    {
    }

    Expected<CheckReport> check(const config::Recipe& recipe, const Job& job) override
    {
        return train::guarded([&]() -> Expected<CheckReport> {
            LUTHIER_TRY(auto work, RunWork::open(*m_workshop, recipe, job));
            const auto encoder = work.words()->encoder(work.model().outline().context);
            LUTHIER_TRY(const auto report,
                        data::reportOf(work.data().tables, work.data().prepared, work.order().checked.data,
                                       &encoder, job));
            return checked(work, report, job);
        });
    }

    Expected<Summary> run(const config::Recipe& recipe, const RunOptions& options, RunControl& control,
                          const Sink& sink) override
    {
        return train::guarded([&]() -> Expected<Summary> {
            const Job job{.stop = control.stopToken()};
            LUTHIER_TRY(
                auto work,
                RunWork::open(*m_workshop, options.resume ? withCardThatIsHere(recipe) : recipe, job));
            train::yieldToTheWindow();
            train::prepareTorch(work.settings().threads, work.settings().deterministic);
            LUTHIER_CHECK(work.build(job));
            LUTHIER_TRY(auto session, RunSession::open(work, options, control, sink));
            return session.run();
        });
    }

    Expected<BenchReport> bench(const config::Recipe& recipe, std::int64_t steps, const Job& job) override
    {
        return train::guarded([&]() -> Expected<BenchReport> {
            LUTHIER_TRY(auto work, RunWork::open(*m_workshop, recipe, job));
            train::prepareTorch(work.settings().threads, work.settings().deterministic);
            LUTHIER_CHECK(work.build(job));
            BenchReport report{.loadSeconds = secondsSinceProcessStart(),
                               .precision = work.settings().bf16 ? "bf16" : "fp32",
                               .device = work.settings().device,
                               .threads = work.settings().threads};
            work.frozen().keep({.steps = steps}, job, [](const Text&) {});
            report.frozenSeconds = work.frozen().seconds();
            auto setup = work.setup();
            setup.crew = train::crewFor(work.settings());
            work.network().train();
            data::Batcher batcher{work.train(), work.settings().batchSize, work.settings().seed,
                                  work.settings().shuffle, train::prefixesOf(work.network(), true)};
            std::int64_t tokens = 0;
            std::int64_t samples = 0;
            nn::Meter meter;
            std::optional<nn::Metering> metering;
            auto start = std::chrono::steady_clock::now();
            for (std::int64_t step = 0; step < steps && !job.stop.stop_requested(); ++step) {
                if (step == kLeftOut) {
                    metering.emplace(meter);
                    start = std::chrono::steady_clock::now();
                }
                const auto done
                    = train::takeStep(setup, batcher.batchesOf(step, work.settings().microBatchTokens), step);
                if (step == 0) {
                    report.firstStepSeconds = secondsSinceProcessStart();
                    report.lossFirst = done.result.loss;
                }
                report.lossLast = done.result.loss;
                report.steps = step + 1;
                if (step < kLeftOut) continue;
                tokens += done.result.tokens;
                samples += done.result.samples;
            }
            const std::chrono::duration<double> steady = std::chrono::steady_clock::now() - start;
            const double seconds = steady.count() + report.frozenSeconds;
            report.tokensPerSecond = static_cast<double>(tokens) / seconds;
            report.samplesPerSecond = static_cast<double>(samples) / seconds;
            const auto* const card = work.card();
            const auto peak = card != nullptr ? peakBytes(*card) : peakMemory();
            report.peakRssMib = static_cast<double>(peak) / (1 << 20);
            metering.reset();
            if (card == nullptr)
                addParts(report, meter, steady.count()); // a card still works when a call is back
            auto load = work.load();
            load.holdsBest = load.writesAnswers = false;
            load.largestBatchTokens = work.largestBatchRows(steps);
            for (const auto& part : train::memoryParts(load)) {
                report.memoryMib.emplace_back(part.name, static_cast<double>(part.bytes) / (1 << 20));
            }
            report.isa = nn::nameOf(nn::cpuFeatures().isa());
            report.peakFlops = nn::productPeak(work.settings().bf16);
            return report;
        });
    }

    Expected<ProductBench> benchProducts(const Job& job) override
    {
        return train::guarded([&]() -> Expected<ProductBench> {
            const auto threads = nn::cpuFeatures().physicalCores;
            train::prepareTorch(threads, false);
            return productBench(threads, job);
        });
    }

private:
    /// What the meter read, for one step, and what is left of `seconds`.
    static void addParts(BenchReport& report, const nn::Meter& meter, double seconds)
    {
        const auto steps = static_cast<double>(std::max<std::int64_t>(1, report.steps - kLeftOut));
        double rest = seconds;
        for (const auto part : nn::kStepParts) {
            const auto& reading = meter.of(part);
            rest -= reading.seconds;
            report.parts.push_back({nn::nameOf(part), reading.seconds / steps, reading.operations / steps,
                                    reading.bytes / steps});
        }
        report.parts.push_back({.name = "rest", .seconds = rest / steps});
    }

    static constexpr std::int64_t kLeftOut = 5; // steps, in which the processor's clock and caches settle

    std::shared_ptr<Workshop> m_workshop;
};

} // namespace

std::unique_ptr<Training> makeTraining(std::shared_ptr<Workshop> workshop)
{
    return std::make_unique<OurTraining>(std::move(workshop));
}

} // namespace luthier::engine
