// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/zip_file.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace luthier::data {

/// One row of a sheet as text; cells that are not there are empty.
struct SheetRow {
    std::int64_t number{}; ///< from 1, as the program shows it
    std::vector<std::string> cells{};
    std::vector<bool> isText{}; ///< of each cell: not a number, a date, a truth value
};

/// An Excel workbook (ECMA-376, .xlsx): numbers as they are stored with at most 15 digits, dates as
/// 2026-01-31 12:30:00, formulas as their last result, truth values as TRUE and FALSE, errors as #N/A and the
/// like.
///
/// Errors  those of ZipFile and XmlReader, at "file: part:line:column"; MissingFile where it is no workbook;
/// Limit.
class Workbook {
public:
    static Expected<Workbook> open(const std::filesystem::path& file, const Job& job);

    const std::vector<std::string>& sheets() const { return m_names; } ///< in the order of their tabs
    /// Rows that have a cell at all, from the top; f says whether it wants the next.
    Expected<void> rows(std::size_t sheet, const std::function<Expected<bool>(SheetRow)>& f,
                        const Job& job) const;

private:
    class SheetReader;
    explicit Workbook(std::filesystem::path file)
        : m_zip{std::move(file)}
    {
    }
    Expected<void> readList(const Job& job);
    Expected<void> readStrings(const Job& job);
    Expected<void> readStyles(const Job& job);

    ZipFile m_zip;
    std::vector<std::string> m_names;
    std::vector<std::string> m_parts; ///< of the archive, one a sheet
    std::vector<std::string> m_strings;
    std::vector<bool> m_isDate; ///< of each cell style
    bool m_countsFrom1904{false};
};

} // namespace luthier::data
