// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/import.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/places.h"
#include "core/base/sha256.h"
#include "core/config/entry.h"
#include "core/data/format.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/stat.h>

namespace luthier::data {
namespace {

namespace fs = std::filesystem;

constexpr int kReaderVersion = 2; // raised whenever the same file would be read otherwise

fs::path folder()
{
    return cacheFolder() / "datasets";
}

std::string extensionOf(const fs::path& file)
{
    auto extension = file.extension().string();
    if (!extension.empty()) extension.erase(0, 1);
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return extension;
}

Json stateToJson(const FileState& state)
{
    return Json::array({state.bytes, state.modifiedNs, state.inode});
}

/// The encoding that was asked for, before it is known whose setting it is.
std::string_view wantedEncoding(const config::Chosen& format)
{
    const auto found = format.settings.find("encoding");
    if (found == format.settings.end()) return "auto";
    const auto known = std::ranges::find(kEncodings, found->second.text, &config::Option::value);
    return known == kEncodings.end() ? "auto"
                                     : known->value; // a wrong one is refused with the other settings
}

struct ChosenFormat {
    const Format* format{};
    config::Values settings{};
};

Expected<ChosenFormat> chosenFormat(const TextSource& source, const config::Chosen& chosen)
{
    ChosenFormat result;
    if (chosen.name == "auto") {
        auto found = sniffed({source.window(), source.atEnd(), extensionOf(source.file())});
        if (!found) {
            Error error = std::move(found).error();
            error.where = source.file().string();
            return Unexpected{std::move(error)};
        }
        result.format = found->format;
    } else {
        LUTHIER_TRY(
            result.format,
            config::find(formats(), chosen.name, chosen.place.empty() ? "data.format" : chosen.place));
    }
    LUTHIER_TRY(result.settings,
                config::Values::checked("data.format", result.format->entry.fields, chosen.settings));
    return result;
}

/// A format for files that are no text, where this is one; null for all others.
Expected<const Format*> fileFormat(const fs::path& file, const config::Chosen& chosen)
{
    if (chosen.name != "auto") {
        LUTHIER_TRY(
            const auto* const format,
            config::find(formats(), chosen.name, chosen.place.empty() ? "data.format" : chosen.place));
        return format->readFile == nullptr ? nullptr : format;
    }
    LUTHIER_TRY(const auto mapped, MappedFile::open(file));
    for (const Format* format : formats()) {
        constexpr std::size_t kHeadBytes = 4096;
        if (format->isOne != nullptr && format->isOne(mapped.text().substr(0, kHeadBytes))) return format;
    }
    return nullptr;
}

/// Once through the file; rows and names go to `rows`.
struct Read {
    std::string format;
    Reading reading;
};
Expected<Read> readOnce(const fs::path& file, const config::Chosen& chosen, TableWriter& rows, const Job& job)
{
    LUTHIER_TRY(const auto* const binary, fileFormat(file, chosen));
    if (binary != nullptr) {
        LUTHIER_TRY(const auto settings,
                    config::Values::checked("data.format", binary->entry.fields, chosen.settings));
        LUTHIER_TRY(auto reading, binary->readFile(file, settings, rows, job));
        return Read{std::string{binary->entry.name}, std::move(reading)};
    }
    LUTHIER_TRY(const auto source, TextSource::open(file, wantedEncoding(chosen), job));
    LUTHIER_TRY(const auto format, chosenFormat(*source, chosen));
    LUTHIER_TRY(auto reading, format.format->read(*source, format.settings, rows));
    return Read{std::string{format.format->entry.name}, std::move(reading)};
}

} // namespace

Expected<FileState> fileState(const fs::path& file)
{
    struct stat status { };
    if (::stat(file.c_str(), &status) != 0) {
        return Unexpected{systemError(QT_TRANSLATE_NOOP("core", "could not open"), file, errno)};
    }
    if (!S_ISREG(status.st_mode)) {
        return Unexpected{{.code = ErrorCode::Io,
                           .message = QT_TRANSLATE_NOOP("core", "this is not a file that can be read"),
                           .where = file.string()}};
    }
    return FileState{.bytes = static_cast<std::uint64_t>(status.st_size),
                     .modifiedNs
                     = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec,
                     .inode = status.st_ino};
}

Expected<std::string> knownSha256(const fs::path& file, const FileState& state, const Job& job)
{
    std::error_code failure;
    const auto memo = folder() / (sha256(fs::absolute(file, failure).string()) + ".memo");
    const auto expected = stateToJson(state);
    if (const auto known = readJson(memo, {.bytes = 4096}); known && known->is_object()) {
        const auto sum = known->find("sha256");
        const auto at = known->find("state");
        if (sum != known->end() && sum->is_string() && at != known->end() && *at == expected) {
            return sum->get<std::string>();
        }
    }
    LUTHIER_TRY(auto sum, sha256OfFile(file, job));
    LUTHIER_CHECK(makeFolder(folder()));
    LUTHIER_CHECK(writeFile(memo, toJson(Json{{"sha256", sum}, {"state", expected}})));
    return sum;
}

fs::path cachedTable(const fs::path& file, const std::string& sum, const config::Chosen& format)
{
    Json key{{"version", kReaderVersion}, {"sha256", sum}, {"format", format.name}};
    if (format.name == "auto") key["extension"] = extensionOf(file); // it may decide
    for (const auto& [name, setting] : format.settings) {
        key["settings"][name] = setting.text;
    }
    return folder() / (sha256(toJson(key)) + ".arrow");
}

Expected<void> importTable(const fs::path& file, const FileState& state, const std::string& sum,
                           const config::Chosen& format, const fs::path& destination, const Job& job)
{
    LUTHIER_CHECK(makeFolder(folder()));
    std::vector<std::string> columns;
    for (;;) {
        TableWriter rows{destination, state.bytes, std::move(columns)};
        auto read = readOnce(file, format, rows, job);
        if (!read) {
            Error error = std::move(read).error();
            if (error.where.empty()) error.where = file.string();
            return Unexpected{std::move(error)};
        }
        columns = rows.columns();
        if (!rows.isComplete()) continue; // once more, now that all columns are known
        LUTHIER_TRY(const auto after, fileState(file));
        if (!(after == state)) {
            return Unexpected{{.code = ErrorCode::Inconsistent,
                               .message = QT_TRANSLATE_NOOP("core", "the file changed while it was read"),
                               .where = file.string(),
                               .hint = QT_TRANSLATE_NOOP("core", "read it again when it is complete")}};
        }
        return rows.publish({.path = file,
                             .bytes = state.bytes,
                             .sha256 = sum,
                             .format = std::move(read->format),
                             .settings = std::move(read->reading.settings),
                             .reason = std::move(read->reading.reason)});
    }
}

} // namespace luthier::data
