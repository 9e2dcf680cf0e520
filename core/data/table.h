// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/job.h"
#include "core/config/recipe.h"
#include "core/data/problem.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

/// Where a table came from and how it was read.
struct Source {
    std::filesystem::path path;
    std::uint64_t bytes{};
    std::string sha256;
    std::string format; ///< a stem of formats.def
    config::Settings settings{}; ///< the format's own, resolved: delimiter, encoding, header, …
    Text reason{}; ///< why it was read that way: "1,205 of 1,205 lines have 3 fields"
    std::vector<Problem> setAside{}; ///< rows that could not be read, with line and reason
};

/// The rows of one file: an Arrow table, memory-mapped from an Arrow IPC file that the first import wrote
/// into the cache, so that ten million rows need no more memory than ten. Every cell is a text or empty;
/// nested JSON stays JSON. The person's own file is read and never written.
///
/// Errors  open(): what the format's reader says, at "file:line:column"; DiskFull where the cache cannot be
/// written. Thread  reading from any, at the same time.
class Table {
public:
    static Expected<std::shared_ptr<const Table>>
    open(const std::filesystem::path& file, const config::Chosen& format = {"auto"}, const Job& job = {});
    ~Table();
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    const Source& source() const;
    std::int64_t rows() const;
    const std::vector<std::string>& columns() const;
    std::optional<std::size_t> column(std::string_view name) const;

    /// The cell's text, alive as long as the table; nothing where the source has none (null, absent key).
    std::optional<std::string_view> cell(std::int64_t row, std::size_t column) const;
    /// The line of the source on which the row begins, from 1.
    std::int64_t line(std::int64_t row) const;

private:
    struct Columns;
    static Expected<std::shared_ptr<const Table>> mapped(const std::filesystem::path& cached,
                                                         const std::filesystem::path& file);
    Table(Source source, std::unique_ptr<Columns> columns);
    Source m_source;
    std::unique_ptr<Columns> m_columns;
};

} // namespace luthier::data
