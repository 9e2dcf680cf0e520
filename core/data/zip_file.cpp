// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/zip_file.h"

#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>
#include <memory>
#include <system_error>

#include <archive.h>
#include <archive_entry.h>

namespace luthier::data {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 17U;

struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Free>;

Unexpected damaged(const std::filesystem::path& file, archive* reader)
{
    const auto* const words = archive_error_string(reader);
    return {{.code = ErrorCode::BadValue,
             .message = Text{QT_TRANSLATE_NOOP("core", "this Excel or zip file is damaged: %1"),
                             words == nullptr ? "" : words},
             .where = file.string(),
             .hint = QT_TRANSLATE_NOOP("core", "copy or save it once more")}};
}

Expected<Reader> opened(const std::filesystem::path& file)
{
    Reader reader{archive_read_new()};
    archive_read_support_format_zip(reader.get());
    if (archive_read_open_filename(reader.get(), file.c_str(), kBlockBytes) != ARCHIVE_OK)
        return damaged(file, reader.get());
    return reader;
}

/// The next entry's name; empty at the end.
Expected<std::string> nextName(archive* reader, const std::filesystem::path& file)
{
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader, &entry);
    if (status == ARCHIVE_EOF) return std::string{};
    if (status < ARCHIVE_WARN) return damaged(file, reader);
    const auto* const name = archive_entry_pathname_utf8(entry);
    return name == nullptr ? std::string{"?"} : std::string{name};
}

} // namespace

Expected<std::vector<std::string>> ZipFile::names() const
{
    LUTHIER_TRY(const auto reader, opened(m_file));
    std::vector<std::string> all;
    constexpr std::size_t kMostEntries = 100'000;
    while (all.size() < kMostEntries) {
        LUTHIER_TRY(auto name, nextName(reader.get(), m_file));
        if (name.empty()) break;
        all.push_back(std::move(name));
    }
    return all;
}

Expected<void> ZipFile::read(const std::string& wanted,
                             const std::function<Expected<void>(std::string_view)>& take,
                             const Job& job) const
{
    LUTHIER_TRY(const auto reader, opened(m_file));
    for (;;) {
        LUTHIER_TRY(const auto name, nextName(reader.get(), m_file));
        if (name.empty()) {
            return Unexpected{
                {.code = ErrorCode::MissingFile,
                 .message = Text{QT_TRANSLATE_NOOP("core", "the archive has no part '%1'"), wanted},
                 .where = m_file.string()}};
        }
        if (name == wanted) break;
    }
    std::error_code failure;
    const auto packed = std::filesystem::file_size(m_file, failure);
    const auto most = std::max<std::uint64_t>(std::uint64_t{64} << 20U, packed * kMostUnpacked);
    std::uint64_t unpacked = 0;
    std::string block(kBlockBytes, '\0');
    for (;;) {
        if (job.stop.stop_requested()) return Unexpected{interrupted()};
        const auto got = archive_read_data(reader.get(), block.data(), block.size());
        if (got < 0) return damaged(m_file, reader.get());
        if (got == 0) return {};
        unpacked += static_cast<std::uint64_t>(got);
        if (unpacked > most) {
            return Unexpected{
                {.code = ErrorCode::Limit,
                 .message
                 = Text{QT_TRANSLATE_NOOP("core", "the archive unpacks to more than %1 times its size"),
                        kMostUnpacked},
                 .where = m_file.string()}};
        }
        LUTHIER_CHECK(take(std::string_view{block}.substr(0, static_cast<std::size_t>(got))));
    }
}

} // namespace luthier::data
