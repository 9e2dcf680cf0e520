// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoints.h"

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/runs/lenient_json.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <system_error>
#include <utility>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

constexpr const char* kManifest = "MANIFEST.json";
constexpr std::string_view kPrefix = "step-";
constexpr const char* kBestMark = "checkpoints/best";
constexpr JsonLimits kManifestLimits{.bytes = std::size_t{1} << 20U, .depth = 8};

std::optional<std::int64_t> stepFrom(std::string_view digits)
{
    std::int64_t step = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stopped, failure] = std::from_chars(digits.data(), end, step);
    return failure == std::errc{} && stopped == end && step >= 0 ? std::optional{step} : std::nullopt;
}

Error wrong(ErrorCode code, Text message, const fs::path& where)
{
    return {.code = code,
            .message = std::move(message),
            .where = where.string(),
            .hint = QT_TRANSLATE_NOOP("core", "the checkpoint before it can be used instead")};
}

Expected<std::int64_t> bytesOf(const fs::path& file)
{
    std::error_code failure;
    const auto bytes = fs::file_size(file, failure);
    if (!failure) return static_cast<std::int64_t>(bytes);
    return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not read"), file, failure.value())};
}

/// Reads every file of `folder` back and writes what it found as the manifest. Returns their bytes together.
Expected<std::int64_t> writeManifest(const fs::path& folder, std::int64_t step)
{
    const auto files = entriesOf(folder);
    if (files.empty()) return Unexpected{systemError(Text{}, folder, ENOENT)};
    Json list = Json::array();
    std::int64_t total = 0;
    for (const fs::path& file : files) {
        LUTHIER_TRY(const auto bytes, bytesOf(file));
        LUTHIER_TRY(const auto sum, sha256OfFile(file));
        list.push_back({{"name", file.filename().string()}, {"bytes", bytes}, {"sha256", sum}});
        total += bytes;
    }
    const Json manifest{
        {"luthier", 1}, {"version", LUTHIER_VERSION}, {"step", step}, {"files", std::move(list)}};
    const auto text = toPrettyJson(manifest) + "\n";
    LUTHIER_CHECK(writeFile(folder / kManifest, text));
    return total + static_cast<std::int64_t>(text.size());
}

/// A file's name as it may stand in a manifest: it must not lead out of the folder.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

Expected<void> verifyFile(const fs::path& folder, const Json& entry, const Job& job)
{
    const auto name = words(entry, "name");
    if (!isPlainName(name)) {
        return Unexpected{wrong(ErrorCode::BadName,
                                Text{QT_TRANSLATE_NOOP("core", "'%1' is no name of a file in it"), name},
                                folder / kManifest)};
    }
    const auto path = folder / name;
    const auto bytes = bytesOf(path);
    if (!bytes && bytes.error().code == ErrorCode::NotFound) {
        return Unexpected{wrong(ErrorCode::MissingFile,
                                Text{QT_TRANSLATE_NOOP("core", "the file '%1' is missing"), name}, path)};
    }
    if (!bytes) return Unexpected{bytes.error()};
    if (const auto expected = integer(entry, "bytes"); *bytes != expected) {
        return Unexpected{wrong(*bytes < expected ? ErrorCode::Truncated : ErrorCode::Inconsistent,
                                Text{QT_TRANSLATE_NOOP("core", "the file '%1' has %2 bytes instead of %3"),
                                     name, *bytes, expected},
                                path)};
    }
    LUTHIER_TRY(const auto sum, sha256OfFile(path, job));
    if (sum != words(entry, "sha256")) {
        return Unexpected{
            wrong(ErrorCode::Inconsistent,
                  Text{QT_TRANSLATE_NOOP("core", "the file '%1' is not what was written"), name}, path)};
    }
    return {};
}

Expected<void> enoughSpace(const fs::path& folder, std::uint64_t bytesExpected)
{
    const auto needed = bytesExpected + bytesExpected / 20; // formats.md §10: 5 % more
    const auto free = freeBytes(folder);
    if (!free || needed <= *free) return {};
    constexpr double kMib = 1024. * 1024.;
    return Unexpected{
        {.code = ErrorCode::DiskFull,
         .message = Text{QT_TRANSLATE_NOOP("core", "a checkpoint needs %1 MiB, and %2 MiB are free"),
                         Rounded{static_cast<double>(needed) / kMib, 1},
                         Rounded{static_cast<double>(*free) / kMib, 1}},
         .where = folder.string(),
         .hint = QT_TRANSLATE_NOOP(
             "core", "free some space there, then go on; nothing that was saved before is lost")}};
}

} // namespace

std::string checkpointName(std::int64_t step)
{
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%06lld", static_cast<long long>(step));
    return "checkpoints/" + std::string{kPrefix} + digits.data();
}

std::vector<Checkpoint> checkpointsOf(const fs::path& run)
{
    std::vector<Checkpoint> found;
    for (const fs::path& entry : entriesOf(run / "checkpoints")) {
        const auto name = entry.filename().string();
        if (!name.starts_with(kPrefix)) continue;
        const auto step = stepFrom(std::string_view{name}.substr(kPrefix.size()));
        if (step && run / checkpointName(*step) == entry) found.push_back({*step, entry});
    }
    std::ranges::sort(found, {}, &Checkpoint::step);
    return found;
}

Expected<void> verify(const Checkpoint& checkpoint, const Job& job)
{
    const auto path = checkpoint.path / kManifest;
    const auto manifest = readJson(path, kManifestLimits);
    if (!manifest && manifest.error().code == ErrorCode::NotFound) {
        return Unexpected{wrong(ErrorCode::MissingFile,
                                Text{QT_TRANSLATE_NOOP("core", "the file '%1' is missing"), kManifest},
                                path)};
    }
    if (!manifest) return Unexpected{manifest.error()};
    if (list(*manifest, "files").empty() || integer(*manifest, "step") != checkpoint.step) {
        return Unexpected{wrong(
            ErrorCode::Inconsistent,
            Text{QT_TRANSLATE_NOOP("core", "the list of files is not that of step %1"), checkpoint.step},
            path)};
    }
    for (const Json& entry : list(*manifest, "files")) {
        LUTHIER_CHECK(verifyFile(checkpoint.path, entry, job));
    }
    return {};
}

Expected<Newest> newestCheckpoint(const fs::path& run, const Job& job)
{
    Newest newest;
    auto checkpoints = checkpointsOf(run);
    for (; !checkpoints.empty(); checkpoints.pop_back()) {
        Checkpoint& checkpoint = checkpoints.back();
        auto verified = verify(checkpoint, job);
        if (verified) {
            newest.checkpoint = std::move(checkpoint);
            break;
        }
        if (verified.error().code == ErrorCode::Interrupted) return Unexpected{std::move(verified).error()};
        newest.skipped.push_back(std::move(verified).error());
    }
    return newest;
}

std::optional<std::int64_t> bestStep(const fs::path& run)
{
    constexpr std::size_t kMostBytes = 64;
    const auto text = readFile(run / kBestMark, kMostBytes);
    if (!text) return std::nullopt;
    const std::string_view name{*text};
    if (!name.starts_with(kPrefix) || !name.ends_with('\n')) return std::nullopt;
    return stepFrom(name.substr(kPrefix.size(), name.size() - kPrefix.size() - 1));
}

Expected<void> markBest(const fs::path& run, std::int64_t step)
{
    return writeFile(run / kBestMark, fs::path{checkpointName(step)}.filename().string() + "\n");
}

Expected<Checkpoint> findCheckpoint(const fs::path& run, std::string_view which, const Job& job)
{
    auto step = which == "best" ? bestStep(run) : stepFrom(which);
    if (!step && (which == "best" || which == "last")) {
        LUTHIER_TRY(const auto newest, newestCheckpoint(run, job));
        if (newest.checkpoint) return *newest.checkpoint;
        return Unexpected{
            {.code = ErrorCode::NotFound,
             .message = QT_TRANSLATE_NOOP("core", "this run has no checkpoint that can be used"),
             .where = (run / "checkpoints").string(),
             .others = newest.skipped}};
    }
    if (!step) {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = Text{QT_TRANSLATE_NOOP("core", "'%1' names no checkpoint"), which},
                           .where = "checkpoint",
                           .hint = QT_TRANSLATE_NOOP("core", "best, last, or the number of a step")}};
    }
    Checkpoint checkpoint{*step, run / checkpointName(*step)};
    std::error_code failure;
    if (!fs::exists(checkpoint.path, failure)) {
        return Unexpected{
            {.code = ErrorCode::NotFound,
             .message = Text{QT_TRANSLATE_NOOP("core", "the weights of step %1 are not there"), *step},
             .where = checkpoint.path.string(),
             .hint = QT_TRANSLATE_NOOP("core", "they were removed to free space, or never kept")}};
    }
    LUTHIER_CHECK(verify(checkpoint, job));
    return checkpoint;
}

Expected<std::int64_t> publishCheckpoint(const fs::path& run, std::int64_t step, std::uint64_t bytesExpected,
                                         const FillCheckpoint& fill)
{
    const Checkpoint checkpoint{step, run / checkpointName(step)};
    std::error_code failure;
    if (fs::exists(checkpoint.path, failure)) {
        if (verify(checkpoint)) return folderBytes(checkpoint.path);
        LUTHIER_CHECK(removeFolder(checkpoint.path));
    }
    LUTHIER_CHECK(makeFolder(checkpoint.path.parent_path()));
    LUTHIER_CHECK(enoughSpace(checkpoint.path.parent_path(), bytesExpected));
    std::int64_t bytes = 0;
    const auto fillWhole = [&](const fs::path& folder) -> Expected<void> {
        LUTHIER_CHECK(fill(folder));
        LUTHIER_TRY(bytes, writeManifest(folder, step));
        return {};
    };
    LUTHIER_CHECK(writeFolder(checkpoint.path, fillWhole));
    return bytes;
}

Expected<void> removeCheckpointsExcept(const fs::path& run, std::span<const std::int64_t> steps)
{
    const auto stays = [&steps](std::int64_t step) { return std::ranges::find(steps, step) != steps.end(); };
    if (const auto best = bestStep(run);
        best && !stays(*best)) { // the mark first: it names no missing folder
        std::error_code failure;
        fs::remove(run / kBestMark, failure);
    }
    for (const Checkpoint& checkpoint : checkpointsOf(run)) {
        if (!stays(checkpoint.step)) LUTHIER_CHECK(removeFolder(checkpoint.path));
    }
    return {};
}

} // namespace luthier::runs
