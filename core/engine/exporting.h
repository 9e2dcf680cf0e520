// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace luthier::engine {

/// A way for a run to leave the house.
struct ExportChoice {
    std::string format; ///< safetensors, peft, gguf-f16, …
    Text title{};
    Text summary{};
    std::int64_t bytes{}; ///< that it will take; 0: not known
    bool possible{true};
    Text whyNot{};
    bool rare{false}; ///< for those who ask for it by its name
};

inline constexpr double kUsualSame = 0.98; ///< of the single answers: below it a person should have a look

/// What an export was found to be after it was written, reloaded and asked again.
struct ExportReport {
    std::filesystem::path folder;
    std::string format;
    std::int64_t bytes{};
    std::vector<std::string> files{};
    std::int64_t rows{}; ///< asked
    std::int64_t agreeing{}; ///< rows with the same answer
    double largestDifference{}; ///< of logits
    /// Of an export with fewer digits than the run: the share of single answers that stayed the same, and by
    /// how much of itself the perplexity grew. Else 1 and 0.
    double sameAnswers{1}, perplexityGrowth{0};
    double changedFromBase{}; ///< largest difference to the model before training; 0 would be a failed export
    bool verified{false};
    Text answer{}; ///< one sentence
};

/// Files that give the same answers as the run, proven.
class Exporting {
public:
    virtual ~Exporting() = default;
    virtual Expected<std::vector<ExportChoice>> choices(const std::string& run, const std::string& checkpoint)
        = 0;
    /// Writes beside `folder`, reloads, compares, then moves there: a failed export leaves nothing half-done.
    virtual Expected<ExportReport> write(const std::string& run, const std::string& checkpoint,
                                         const std::string& format, const std::filesystem::path& folder,
                                         const Job& job)
        = 0;
};

} // namespace luthier::engine
