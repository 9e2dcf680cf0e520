// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/tidying.h"

#include "core/base/files.h"
#include "core/base/folder_path.h"
#include "core/base/json.h"
#include "core/runs/checkpoints.h"
#include "core/runs/lenient_json.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace luthier::runs {
namespace {
namespace fs = std::filesystem;

constexpr const char* kNameFile = "name.txt";
constexpr const char* kBinnedFile = "binned.json"; // inside the run: where it came from, and when
constexpr std::size_t kNameLength = 200; // bytes

std::int64_t secondsOf(std::chrono::system_clock::time_point time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Expected<void> move(const fs::path& from, const fs::path& to)
{
    std::error_code failure;
    if (fs::exists(to, failure)) {
        return Unexpected{{.code = ErrorCode::Busy,
                           .message = QT_TRANSLATE_NOOP("core", "something else has that name now"),
                           .where = to.string(),
                           .hint = QT_TRANSLATE_NOOP("core", "rename or move it, then try again")}};
    }
    fs::rename(from, to, failure);
    if (!failure) return {};
    Error error = systemError(QT_TRANSLATE_NOOP("core", "could not move"), from, failure.value());
    if (failure.value() == EXDEV) {
        error.hint = QT_TRANSLATE_NOOP("core", "this run lies on another disk: remove its folder by hand");
    }
    return Unexpected{std::move(error)};
}

} // namespace

Expected<void> keep(const fs::path& run, Keep what, const fs::path& bin)
{
    if (what == Keep::Nothing) {
        LUTHIER_CHECK(moveToBin(run, bin));
        return {};
    }
    LUTHIER_TRY(const auto lock, FolderLock::take(run));
    std::vector<std::int64_t> steps;
    for (const auto& [word, wanted] : {std::pair{"best", what != Keep::Last}, {"last", what != Keep::Best}}) {
        if (!wanted) continue;
        LUTHIER_TRY(const auto checkpoint, findCheckpoint(run, word));
        steps.push_back(checkpoint.step);
    }
    return removeCheckpointsExcept(run, steps);
}

Expected<void> rename(const fs::path& run, const std::string& name)
{
    const bool bad = name.find_first_not_of(' ') == std::string::npos || name.size() > kNameLength
        || invalidUtf8(name) != std::string_view::npos
        || std::ranges::any_of(name, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; });
    if (bad) {
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = Text{QT_TRANSLATE_NOOP("core", "'%1' cannot be a name"), name},
                           .where = "name",
                           .hint = Text{QT_TRANSLATE_NOOP("core", "one line of at most %1 bytes"),
                                        static_cast<std::int64_t>(kNameLength)}}};
    }
    return writeFile(run / kNameFile, name + "\n");
}

std::string givenName(const fs::path& run)
{
    auto text = readFile(run / kNameFile, kNameLength + 1);
    if (!text || invalidUtf8(*text) != std::string_view::npos) return {};
    return text->substr(0, text->find('\n'));
}

Expected<fs::path> moveToBin(const fs::path& run, const fs::path& bin)
{
    LUTHIER_TRY(const auto lock, FolderLock::take(run));
    LUTHIER_CHECK(makeFolder(bin));
    std::error_code failure;
    const auto from = withoutSlash(fs::absolute(run, failure).lexically_normal());
    const Json note{{"from", from.string()}, {"time", secondsOf(std::chrono::system_clock::now())}};
    LUTHIER_CHECK(writeFile(run / kBinnedFile, toJson(note) + "\n"));
    fs::path to = bin / from.filename();
    for (int n = 2; fs::exists(to, failure); ++n) {
        to = bin / (from.filename().string() + "~" + std::to_string(n));
    }
    LUTHIER_CHECK(move(from, to));
    return to;
}

Expected<fs::path> restore(const fs::path& binned)
{
    LUTHIER_TRY(const auto note, readJson(binned / kBinnedFile));
    const fs::path from = words(note, "from");
    if (!from.is_absolute()) return Unexpected{systemError(Text{}, binned / kBinnedFile, ENOENT)};
    LUTHIER_CHECK(makeFolder(from.parent_path()));
    LUTHIER_CHECK(move(binned, from));
    std::error_code failure;
    fs::remove(from / kBinnedFile, failure);
    return from;
}

Expected<void> emptyBin(const fs::path& bin, std::chrono::system_clock::time_point now,
                        std::chrono::hours age)
{
    removeLeftovers(bin);
    for (const fs::path& binned : entriesOf(bin)) {
        const auto note = readJson(binned / kBinnedFile);
        if (!note || integer(*note, "time") <= 0) continue; // not ours to remove
        if (secondsOf(now - age) > integer(*note, "time")) LUTHIER_CHECK(removeFolder(binned));
    }
    return {};
}

} // namespace luthier::runs
