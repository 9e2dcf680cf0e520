// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/files.h"
#include "core/config/recipe.h"
#include "core/runs/checkpoints.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace luthier::runs {

/// The folder of one run (contract.md §4), for the one process that trains in it. Whatever ends that process,
/// everything under its final name is whole, and what was flushed is there.
///
/// Errors  create(), createAt(), open(): Busy where another process trains there. All: DiskFull, Io; after
///         those the next call may succeed again.
/// Thread  one: the training thread.
class RunDirectory {
public:
    /// `<date>-<slug of name>-<n>` under `runs`, with the first n that is free.
    static Expected<RunDirectory> create(const std::filesystem::path& runs, std::string_view name,
                                         std::chrono::system_clock::time_point now
                                         = std::chrono::system_clock::now());
    /// A folder that the person named. Errors  InvalidInput where something is in it already.
    static Expected<RunDirectory> createAt(const std::filesystem::path& folder);
    /// To go on with a run, or with a folder where one was killed before it wrote anything. Removes what was
    /// half-written. Errors  InvalidInput where the folder holds other things than a run.
    static Expected<RunDirectory> open(const std::filesystem::path& folder);

    const std::filesystem::path& path() const { return m_path; }
    std::string name() const { return m_path.filename().string(); }

    /// As run, every `auto` resolved. Its relative paths mean the run directory.
    Expected<void> writeRecipe(const config::Recipe& recipe);
    /// data.json. The "hash" that dataHash() gives is its first key: lists of runs read no further.
    Expected<void> writeData(std::string_view json);

    /// Adds the event to events.jsonl, a look's row losses to looks.jsonl, a line to log.txt. Steps stay in
    /// the system's cache; looks, checkpoints and the end are flushed to the disk. A start takes summary.json
    /// away, the end writes it.
    Expected<void> append(const Event& event);
    /// A line of log.txt. REQUIRES: no text of a row in it; a person may send it to strangers.
    Expected<void> log(std::string_view line);

    /// runs/checkpoints.h, after flushing what was reported so far: no checkpoint is newer than the history.
    /// The event is the caller's to report, to append() too.
    Expected<CheckpointSaved> publish(std::int64_t step, bool best, std::uint64_t bytesExpected,
                                      const FillCheckpoint& fill);
    /// A checkpoint published before is the best one now.
    Expected<void> markBest(std::int64_t step);
    /// After publish(), by the recipe's `keep`: `all` removes nothing, the others all but the newest that
    /// verifies and the best. `last` keeps the best too while the run lasts: it may be needed yet.
    Expected<void> prune(std::string_view keep);
    /// The end of a run with `keep: last`.
    Expected<void> keepOnlyNewest();

private:
    RunDirectory(std::filesystem::path path, FolderLock lock);
    Expected<void> line(std::optional<LineAppender>& file, const char* name, std::string_view text);
    Expected<void> flush();
    Expected<std::optional<std::int64_t>> newestWhole() const;
    Expected<void> writeSummary(const RunEnded& ended);

    std::filesystem::path m_path;
    FolderLock m_lock;
    std::optional<LineAppender> m_events, m_looks, m_log; // opened when first written to
    std::optional<std::int64_t> m_published; // the newest checkpoint, known to be whole
};

/// What makes runs comparable: the SHA-256 of each source and the row numbers of each part.
std::string dataHash(std::span<const std::string> sourceSums,
                     std::span<const std::span<const std::int64_t>> parts);

/// "2026-11-21T10:00:00Z"
std::string isoTime(std::chrono::system_clock::time_point time);

} // namespace luthier::runs
