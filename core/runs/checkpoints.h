// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::runs {

/// <run>/checkpoints/step-000150: the weights after that step, and what training needs to go on from there.
struct Checkpoint {
    std::int64_t step{};
    std::filesystem::path path{};
};

/// Writes the files of a checkpoint, all with luthier::FileWriter, none in a folder of its own.
using FillCheckpoint = std::function<Expected<void>(const std::filesystem::path& folder)>;

/// "checkpoints/step-000150", relative to the run directory.
std::string checkpointName(std::int64_t step);

/// Those that stand there under their final names, ascending.
std::vector<Checkpoint> checkpointsOf(const std::filesystem::path& run);

/// Compares every file with MANIFEST.json: name, length, SHA-256.
///
/// Errors  MissingFile, Truncated, Inconsistent at the file; BadJson and the like at the manifest;
/// Interrupted.
Expected<void> verify(const Checkpoint& checkpoint, const Job& job = {});

struct Newest {
    std::optional<Checkpoint> checkpoint{}; ///< the newest that verifies
    std::vector<Error> skipped{}; ///< what is wrong with each newer one
};
/// Errors  Interrupted.
Expected<Newest> newestCheckpoint(const std::filesystem::path& run, const Job& job = {});

/// The step that was marked as the best, if any was.
std::optional<std::int64_t> bestStep(const std::filesystem::path& run);
Expected<void> markBest(const std::filesystem::path& run, std::int64_t step);

/// `which` is best, last or a step. Without a best one, best is the last.
///
/// Errors  NotFound where its weights were removed or never kept; InvalidInput for another word; as verify().
Expected<Checkpoint> findCheckpoint(const std::filesystem::path& run, std::string_view which,
                                    const Job& job = {});

/// Writes a checkpoint that appears whole or not at all, with its MANIFEST.json, and returns its size in
/// bytes. One of that step that is there already and verifies is kept as it is: it holds the same state.
///
/// Errors  DiskFull before anything is written where `bytesExpected` and 5 % more do not fit; what `fill`
/// says.
Expected<std::int64_t> publishCheckpoint(const std::filesystem::path& run, std::int64_t step,
                                         std::uint64_t bytesExpected, const FillCheckpoint& fill);

/// Removes all others; where the best is among them, best is the last from then on. What is interrupted
/// leaves only whole ones under their names.
Expected<void> removeCheckpointsExcept(const std::filesystem::path& run, std::span<const std::int64_t> steps);

} // namespace luthier::runs
