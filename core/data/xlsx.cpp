// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/delimited.h"
#include "core/data/normal_text.h"
#include "core/data/workbook.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

namespace luthier::data {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::string_view, 2> kExtensions{"xlsx", "xlsm"};

constexpr std::array kFields{
    config::Field{
        "sheet", QT_TRANSLATE_NOOP("core", "Sheet"),
        QT_TRANSLATE_NOOP("core",
                          "The sheet with the rows: its name, or its number from 1. Automatic is the first."),
        "", config::Words{""}, kAutomatic, "auto", true},
    kHeaderField,
};

bool isOne(std::string_view head)
{
    return head.starts_with("PK\x03\x04"sv) && head.find("xl/") != std::string_view::npos;
}

Recognition recognise(const Head& /*head*/)
{
    return {}; // no text: see isOne
}

Expected<std::size_t> sheetOf(const Workbook& book, const std::string& wanted)
{
    if (wanted == "auto") return 0;
    const auto& names = book.sheets();
    const auto named = std::ranges::find(names, wanted);
    if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
    std::size_t number = 0;
    const auto* const end = wanted.data() + wanted.size();
    const auto read = std::from_chars(wanted.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end && number >= 1 && number <= names.size()) return number - 1;
    std::string all;
    for (const auto& name : names) {
        all.append(all.empty() ? "" : ", ").append(name);
    }
    return Unexpected{{.code = ErrorCode::InvalidInput,
                       .message = Text{QT_TRANSLATE_NOOP("core", "there is no sheet '%1'"), wanted},
                       .where = "data.format.sheet",
                       .hint = Text{QT_TRANSLATE_NOOP("core", "there are: %1"), all}}};
}

std::string letterOf(std::size_t column)
{
    std::string letters;
    for (++column; column > 0; column = (column - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return letters;
}

/// Whether the first row names the columns: every cell of it is a short text, none stands there twice, and
/// the next row does not begin with the same.
bool namesColumns(const SheetRow& first, const std::optional<SheetRow>& second)
{
    constexpr std::size_t kLongestName = 100;
    std::set<std::string> names;
    for (std::size_t i = 0; i < first.cells.size(); ++i) {
        const auto& cell = first.cells[i];
        if (cell.empty()) continue;
        if (!first.isText[i] || cell.size() > kLongestName || !names.insert(cell).second) return false;
    }
    return !second || second->cells != first.cells;
}

/// Puts the rows of a sheet into a table.
class SheetTable {
public:
    SheetTable(std::optional<bool> header, TableWriter& rows)
        : m_header{header}
        , m_rows{rows}
    {
    }
    Expected<void> take(SheetRow row)
    {
        if (m_isBegun) return put(row);
        if (!m_first) { // whether it names columns shows in the next
            m_first = std::move(row);
            return {};
        }
        LUTHIER_CHECK(start(row));
        return put(row);
    }
    Expected<void> finish() { return m_first && !m_isBegun ? start(std::nullopt) : Expected<void>{}; }
    bool hasHeader() const { return m_hasHeader; }

private:
    Expected<void> start(const std::optional<SheetRow>& second)
    {
        m_isBegun = true;
        m_hasHeader = m_header.value_or(namesColumns(*m_first, second));
        if (!m_hasHeader) return put(*m_first);
        for (std::size_t i = 0; i < m_first->cells.size(); ++i) {
            LUTHIER_CHECK(column(i, trimmed(m_first->cells[i])));
        }
        return {};
    }
    Expected<void> column(std::size_t index, std::string_view wanted)
    {
        std::string name{wanted.empty() ? "column " + letterOf(index) : std::string{wanted}};
        if (m_names.contains(name)) {
            const auto twice = std::exchange(name, name + " (" + letterOf(index) + ")");
            m_rows.setAside(
                ErrorCode::DuplicateKey,
                Text{QT_TRANSLATE_NOOP("core", "two columns are called '%1'; this one is read as '%2'"),
                     twice, name},
                m_first ? m_first->number : 1, static_cast<std::int64_t>(index) + 1);
        }
        m_names.insert(name);
        LUTHIER_TRY(const auto place, m_rows.column(name));
        m_columns.push_back(place);
        return {};
    }
    Expected<void> put(const SheetRow& row)
    {
        while (m_columns.size() < row.cells.size()) {
            LUTHIER_CHECK(column(m_columns.size(), {}));
        }
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (!row.cells[i].empty()) m_rows.put(m_columns[i], row.cells[i]);
        }
        return m_rows.endRow(row.number);
    }

    std::optional<bool> m_header;
    TableWriter& m_rows;
    std::optional<SheetRow> m_first;
    std::set<std::string> m_names;
    std::vector<std::size_t> m_columns; ///< of the table, one a column of the sheet
    bool m_isBegun{false}, m_hasHeader{false};
};

Expected<Reading> read(const std::filesystem::path& file, const config::Values& settings, TableWriter& rows,
                       const Job& job)
{
    LUTHIER_TRY(const auto book, Workbook::open(file, job));
    LUTHIER_TRY(const auto sheet, sheetOf(book, settings.is("sheet", "auto") ? "auto" : settings.text("sheet")));
    SheetTable table{headerSetting(settings), rows};
    const auto take = [&](SheetRow row) -> Expected<bool> {
        LUTHIER_CHECK(table.take(std::move(row)));
        return true;
    };
    LUTHIER_CHECK(book.rows(sheet, take, job));
    LUTHIER_CHECK(table.finish());
    return Reading{
        .settings = {{"sheet", book.sheets()[sheet]}, {"header", table.hasHeader() ? "true" : "false"}},
        .reason = book.sheets().size() == 1
            ? Text{QT_TRANSLATE_NOOP("core", "an Excel workbook with one sheet, '%1'"), book.sheets()[sheet]}
            : Text{QT_TRANSLATE_NOOP("core", "an Excel workbook; '%1' is one of its %2 sheets"),
                   book.sheets()[sheet], book.sheets().size()}};
}

} // namespace

const Format& xlsx();

const Format& xlsx()
{
    static const Format self{.entry
                             = {.name = "xlsx",
                                .title = QT_TRANSLATE_NOOP("core", "Excel"),
                                .summary = QT_TRANSLATE_NOOP("core", "The rows of one sheet of a workbook."),
                                .paper = "",
                                .fields = kFields},
                             .extensions = kExtensions,
                             .recognise = &recognise,
                             .isOne = &isOne,
                             .readFile = &read};
    return self;
}

} // namespace luthier::data
