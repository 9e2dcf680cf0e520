// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/table.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

/// Where a format puts the rows that it reads: an Arrow IPC file of bounded batches, which a Table maps
/// later. Columns may turn up on the way. Where one does after rows have left the memory, the schema on the
/// disk is wrong: rows are no longer kept, only names, and the file must be read once more (`isComplete`).
///
/// Errors  endRow(), publish(): DiskFull, Io; Limit where the rows would fill the disk out of proportion.
///         column(): Limit.
class TableWriter {
public:
    /// `columns` known beforehand; `sourceBytes` of the file that is read.
    TableWriter(std::filesystem::path file, std::uint64_t sourceBytes, std::vector<std::string> columns = {});
    ~TableWriter();
    TableWriter(const TableWriter&) = delete;
    TableWriter& operator=(const TableWriter&) = delete;

    /// The column of that name, a new one if need be.
    Expected<std::size_t> column(std::string_view name);
    const std::vector<std::string>& columns() const { return m_names; }

    /// A cell of the row in progress; those that get none are null. REQUIRES: each column at most once a row.
    void put(std::size_t column, std::string_view text);
    Expected<void> endRow(std::int64_t line);
    /// A row that cannot be read. The first kMostSetAside are kept, all are counted.
    void setAside(ErrorCode code, Text message, std::int64_t line, std::int64_t column);

    std::int64_t rows() const { return m_rows; }
    std::int64_t setAsideRows() const { return m_setAsideRows; }
    const std::vector<Problem>& setAsideFirst() const { return m_setAside; }
    bool isComplete() const { return !m_late; }

    /// Writes the rest, and how the rows came about; then the file is there. REQUIRES: isComplete().
    Expected<void> publish(Source source);

    static constexpr std::size_t kMostColumns = 100'000;
    static constexpr std::size_t kMostSetAside = 10'000;

private:
    struct Column {
        std::string bytes{};
        std::vector<std::int64_t> ends{0}; ///< Arrow's offsets: where each cell begins, and the end
        std::vector<std::int64_t> nulls{}; ///< rows of the batch
    };
    struct Output;

    Expected<void> flush();
    Expected<void> openOutput();

    std::filesystem::path m_file;
    std::uint64_t m_sourceBytes;
    std::vector<std::string> m_names;
    std::map<std::string, std::size_t, std::less<>> m_index;
    std::vector<Column> m_columns;
    std::vector<std::int64_t> m_lines;
    std::size_t m_batchBytes{0};
    std::int64_t m_rows{0};
    std::int64_t m_setAsideRows{0};
    std::vector<Problem> m_setAside;
    bool m_late{false}; ///< a column turned up too late
    std::unique_ptr<Output> m_output; ///< null before the first batch
};

} // namespace luthier::data
