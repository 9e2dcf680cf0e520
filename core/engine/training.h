// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/base/run_control.h"
#include "core/config/recipe.h"
#include "core/data/report.h"
#include "core/engine/models.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// One line of the Check page.
struct CheckLine {
    enum class Level { Good, Note, Fix };
    std::string name; ///< fits, time, first-loss, learns-right-part, one-batch, right-parts-move, saves,
                      ///< same-rows, disk
    Text title{};
    Level level{Level::Good};
    Text text{}; ///< the finding with its numbers
    std::vector<Text> remedies{};
};

/// The measured dry run. Nothing of it is kept.
struct CheckReport {
    enum class Verdict { Go, Notes, Fix };
    Verdict verdict{Verdict::Go};
    bool mayStartAnyway{true}; ///< false: does not fit, NaN at step 0, nothing to learn
    Text answer{}; ///< one sentence
    std::vector<CheckLine> lines{};
    std::int64_t totalParameters{};
    std::int64_t trainableParameters{};
    std::vector<MemoryPart> memory{}; ///< the estimate
    double estimateMib{};
    double peakMib{}; ///< measured
    double secondsPerStep{};
    double secondsPerStepLow{}, secondsPerStepHigh{}; ///< 10th and 90th percentile
    double totalSeconds{};
    std::int64_t steps{};
    std::int64_t looks{};
    double firstLoss{};
    double chanceLoss{};
    double tookSeconds{};
    std::vector<data::Problem> problems{};
    std::vector<data::Sight> firstRows{};
};

struct RunOptions {
    std::filesystem::path runDir{}; ///< empty: a new folder under the runs folder
    bool resume{false}; ///< go on from the newest whole checkpoint, or from the beginning where there is none
};

struct BenchReport {
    double tokensPerSecond{}; ///< real tokens, the first five steps left out
    double samplesPerSecond{};
    double peakRssMib{};
    double firstStepSeconds{}; ///< process start to the end of step 1
    double loadSeconds{};
    double frozenSeconds{}; ///< before step 1, for what the frozen part makes of the rows; counted in the
                            ///< speeds
    std::int64_t steps{};
    double lossFirst{}, lossLast{};
    std::string precision;
    std::string device{}; ///< cpu, cuda:0: whose memory the peak and the estimate are of
    int threads{};
    std::string isa{}; ///< the road that products took: "amx", "avx512bf16", …
    double peakFlops{}; ///< what products could reach of registers alone, measured in this run. 1/s

    /// Where the steps that count spent their time; "rest" is what no part has.
    struct Part {
        std::string name;
        double seconds{}; ///< of one step
        double operations{}; ///< of floating point, of one step
        double bytes{}; ///< that had to be read and written, of one step
    };
    std::vector<Part> parts{};
    std::vector<std::pair<std::string, double>> memoryMib{}; ///< the estimate, part by part
};

/// How fast this processor multiplies.
struct ProductBench {
    /// One product, in floating-point operations a second; 0: not made.
    struct Row {
        std::string kind; ///< forward, input gradient, weight gradient
        std::int64_t rows{}, columns{}, depth{};
        double fp32{}, bf16{}, int8{}; ///< ours
        double aten{}; ///< ATen's in float32, in the same minutes
    };
    std::string isa{}; ///< the road: "amx", "avx512bf16", …
    double peakFp32{}, peakBf16{}; ///< of registers alone. 1/s
    int threads{};
    std::vector<Row> rows{};
};

/// Training and what belongs to it. One call at a time.
///
/// Thread  any; each call blocks until done, `sink` is called on the calling thread.
class Training {
public:
    virtual ~Training() = default;

    virtual Expected<CheckReport> check(const config::Recipe& recipe, const Job& job) = 0;

    /// Trains. What happens goes to `sink` and into the run directory.
    /// Errors  what checked() and report() say before the first step; Busy where another process has the run
    ///         directory; OutOfMemory, DiskFull. Stopping is no error, see Summary::Ending.
    virtual Expected<Summary> run(const config::Recipe& recipe, const RunOptions& options,
                                  RunControl& control, const Sink& sink)
        = 0;

    /// Trains `steps` steps of the recipe without looks and checkpoints, and measures.
    virtual Expected<BenchReport> bench(const config::Recipe& recipe, std::int64_t steps, const Job& job) = 0;

    /// Makes the products of a step without a model and data.
    virtual Expected<ProductBench> benchProducts(const Job& job) = 0;
};

} // namespace luthier::engine
