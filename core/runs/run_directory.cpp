// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_directory.h"

#include "core/base/folder_path.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/config/recipe_yaml.h"
#include "core/runs/card_json.h"
#include "core/runs/event_json.h"
#include "core/runs/history.h"
#include "core/runs/text_json.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <system_error>
#include <thread>
#include <utility>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t kSlugLength = 40; // enough to recognise, short enough for a list

/// "Bank questions, v2" -> "bank-questions-v2"
std::string slugOf(std::string_view name)
{
    std::string slug;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            slug += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
        if (slug.size() == kSlugLength) break;
    }
    while (!slug.empty() && slug.back() == '-') {
        slug.pop_back();
    }
    return slug.empty() ? "run" : slug;
}

/// A list of runs that looks whether this one is at work holds the lock for microseconds: worth a second try.
Expected<FolderLock> takeLock(const fs::path& folder)
{
    constexpr int kTries = 5;
    for (int i = 1; i < kTries; ++i) {
        auto lock = FolderLock::take(folder);
        if (lock || lock.error().code != ErrorCode::Busy) return lock;
        std::this_thread::sleep_for(10ms);
    }
    return FolderLock::take(folder);
}

/// writeRecipe() makes the checkpoints' folder first: a person's own recipe.yaml stands beside none.
bool holdsARun(const fs::path& folder)
{
    const auto has = [&folder](const char* name) {
        std::error_code failure;
        return fs::exists(folder / name, failure);
    };
    return has("checkpoints") && has("recipe.yaml") && (has(".lock") || has("events.jsonl"));
}

/// Nothing in it, or what a run leaves that was killed before it had written its recipe.
bool isFresh(const fs::path& folder)
{
    return std::ranges::all_of(entriesOf(folder), [](const fs::path& entry) {
        const auto name = entry.filename().string();
        return name == ".lock" || name.starts_with("recipe.yaml.tmp-")
            || (name == "checkpoints" && entriesOf(entry).empty());
    });
}

bool mustReachTheDisk(const Event& event)
{
    return !std::holds_alternative<StepDone>(event) && !std::holds_alternative<SampleShown>(event)
        && !std::holds_alternative<VerdictGiven>(event) && !std::holds_alternative<Noted>(event);
}

/// The line of log.txt, or nothing. An error's values are left out: they may be a row's.
std::string logLine(const Event& event)
{
    const auto at = [](std::int64_t step) { return "step " + std::to_string(step) + ": "; };
    if (const auto* e = std::get_if<RunStarted>(&event)) {
        return (e->firstStep > 0 ? "resumed at step " + std::to_string(e->firstStep) : "started") + ", "
            + std::to_string(e->steps) + " steps, " + e->precision + " on " + e->device;
    }
    if (const auto* e = std::get_if<VerdictGiven>(&event)) {
        return at(e->step) + e->kind + " (" + e->severity + "): " + e->text.english();
    }
    if (const auto* e = std::get_if<CheckpointSaved>(&event)) {
        return at(e->step) + "checkpoint, " + std::to_string(e->bytes) + " bytes" + (e->best ? ", best" : "");
    }
    if (const auto* e = std::get_if<Noted>(&event))
        return at(e->step) + e->text.english() + (e->where.empty() ? "" : " (" + e->where + ")");
    if (const auto* e = std::get_if<RunEnded>(&event)) {
        std::string line = at(e->step) + e->outcome;
        if (e->error) {
            line.append(", ").append(errorName(e->error->code)).append(": ");
            line += e->error->message.source();
        }
        return line;
    }
    return {};
}

Error notEmpty(const fs::path& folder, const Text& hint)
{
    return {.code = ErrorCode::InvalidInput,
            .message = QT_TRANSLATE_NOOP("core", "there are other things in this folder"),
            .where = folder.string(),
            .hint = hint};
}

} // namespace

RunDirectory::RunDirectory(fs::path path, FolderLock lock)
    : m_path{std::move(path)}
    , m_lock{std::move(lock)}
{
}

Expected<RunDirectory> RunDirectory::create(const fs::path& runs, std::string_view name,
                                            std::chrono::system_clock::time_point now)
{
    LUTHIER_CHECK(makeFolder(runs));
    constexpr std::size_t kDateLength = 10;
    const auto stem = isoTime(now).substr(0, kDateLength) + "-" + slugOf(name) + "-";
    for (int n = 1;; ++n) {
        const auto folder = runs / (stem + std::to_string(n));
        std::error_code failure;
        const bool made = fs::create_directory(folder, failure);
        if (failure) {
            return Unexpected{
                systemError(QT_TRANSLATE_NOOP("core", "could not create"), folder, failure.value())};
        }
        if (!made) continue;
        LUTHIER_TRY(auto lock, takeLock(folder));
        return RunDirectory{folder, std::move(lock)};
    }
}

Expected<RunDirectory> RunDirectory::createAt(const fs::path& given)
{
    const auto folder = withoutSlash(given); // its last part is the run's name
    LUTHIER_CHECK(makeFolder(folder));
    if (!isFresh(folder)) {
        return Unexpected{
            holdsARun(folder)
                ? notEmpty(folder,
                           QT_TRANSLATE_NOOP("core",
                                             "a run is there: go on with --resume, or choose another folder"))
                : notEmpty(folder, QT_TRANSLATE_NOOP("core", "choose an empty folder for the run"))};
    }
    LUTHIER_TRY(auto lock, takeLock(folder));
    return RunDirectory{folder, std::move(lock)};
}

Expected<RunDirectory> RunDirectory::open(const fs::path& given)
{
    const auto folder = withoutSlash(given);
    LUTHIER_CHECK(makeFolder(folder));
    if (!holdsARun(folder) && !isFresh(folder)) {
        return Unexpected{notEmpty(folder, QT_TRANSLATE_NOOP("core", "choose the folder of a run"))};
    }
    LUTHIER_TRY(auto lock, takeLock(folder));
    removeLeftovers(folder);
    removeLeftovers(folder / "checkpoints");
    return RunDirectory{folder, std::move(lock)};
}

Expected<void> RunDirectory::writeRecipe(const config::Recipe& recipe)
{
    LUTHIER_CHECK(makeFolder(m_path / "checkpoints")); // before the file, whose writing flushes the folder
    return writeFile(m_path / "recipe.yaml", config::recipeToYaml(recipe));
}

Expected<void> RunDirectory::writeData(std::string_view json)
{
    return writeFile(m_path / "data.json", json);
}

Expected<void> RunDirectory::append(const Event& event)
{
    if (std::holds_alternative<RunStarted>(event)) {
        std::error_code failure;
        fs::remove(m_path / "summary.json", failure);
    }
    if (const auto* look = std::get_if<LookDone>(&event)) {
        LUTHIER_CHECK(line(m_looks, "looks.jsonl", rowLossesToJson(*look)));
    }
    LUTHIER_CHECK(line(m_events, "events.jsonl", eventToJson(event)));
    if (mustReachTheDisk(event)) LUTHIER_CHECK(flush());
    if (const auto words = logLine(event); !words.empty()) LUTHIER_CHECK(log(words));
    if (const auto* ended = std::get_if<RunEnded>(&event)) return writeSummary(*ended);
    return {};
}

Expected<void> RunDirectory::log(std::string_view words)
{
    std::string text = isoTime(std::chrono::system_clock::now()) + " ";
    text += words;
    std::ranges::replace(text, '\n', ' ');
    return line(m_log, "log.txt", text);
}

Expected<CheckpointSaved> RunDirectory::publish(std::int64_t step, bool best, std::uint64_t bytesExpected,
                                                const FillCheckpoint& fill)
{
    LUTHIER_CHECK(flush());
    LUTHIER_TRY(const auto bytes, publishCheckpoint(m_path, step, bytesExpected, fill));
    m_published = step;
    if (best) LUTHIER_CHECK(markBest(step));
    return CheckpointSaved{.step = step, .path = checkpointName(step), .best = best, .bytes = bytes};
}

Expected<void> RunDirectory::markBest(std::int64_t step)
{
    return runs::markBest(m_path, step);
}

Expected<void> RunDirectory::prune(std::string_view keep)
{
    if (keep == "all") return {};
    LUTHIER_TRY(const auto newest, newestWhole());
    if (!newest) return {};
    const std::array<std::int64_t, 2> kept{*newest, bestStep(m_path).value_or(*newest)};
    return removeCheckpointsExcept(m_path, kept);
}

Expected<void> RunDirectory::keepOnlyNewest()
{
    LUTHIER_TRY(const auto newest, newestWhole());
    if (!newest) return {};
    return removeCheckpointsExcept(m_path, std::array{*newest});
}

/// Nothing where none works: what there is may yet be rescued.
Expected<std::optional<std::int64_t>> RunDirectory::newestWhole() const
{
    if (m_published) return m_published;
    LUTHIER_TRY(const auto found, newestCheckpoint(m_path));
    if (!found.checkpoint) return std::nullopt;
    return found.checkpoint->step;
}

/// After a line that could not be written the file is opened anew, which ends what stands there of it.
Expected<void> RunDirectory::line(std::optional<LineAppender>& file, const char* name, std::string_view text)
{
    if (!file) {
        LUTHIER_TRY(auto opened, LineAppender::open(m_path / name));
        file.emplace(std::move(opened));
    }
    auto written = file->line(text);
    if (!written) file.reset();
    return written;
}

/// looks.jsonl first: a look that the history tells has its row losses.
Expected<void> RunDirectory::flush()
{
    if (m_looks) LUTHIER_CHECK(m_looks->flush());
    if (m_events) LUTHIER_CHECK(m_events->flush());
    return {};
}

Expected<void> RunDirectory::writeSummary(const RunEnded& ended)
{
    LUTHIER_TRY(const auto events, readOutline(m_path));
    Json summary = cardToJson(cardFromEvents(events));
    for (const char* elsewhere : {"dir", "name", "task", "model", "method", "recipe", "data_hash", "bytes"}) {
        summary.erase(elsewhere); // in recipe.yaml and data.json, or the folder's own
    }
    summary["ended"] = isoTime(std::chrono::system_clock::now());
    summary["peak_rss_mib"] = ended.peakRssMib;
    summary["error"] = ended.error ? errorToJson(*ended.error) : Json{};
    return writeFile(m_path / "summary.json", toPrettyJson(summary) + "\n");
}

std::string dataHash(std::span<const std::string> sourceSums,
                     std::span<const std::span<const std::int64_t>> parts)
{
    Sha256 sum;
    for (const std::string& source : sourceSums) {
        sum.add(source + "\n");
    }
    for (const auto& part : parts) {
        sum.add("part " + std::to_string(part.size()) + "\n");
        sum.add(std::as_bytes(part));
    }
    return sum.hex();
}

std::string isoTime(std::chrono::system_clock::time_point time)
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

} // namespace luthier::runs
