// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/delimited.h"

#include "core/data/normal_text.h"
#include "core/data/record_scanner.h"

#include <algorithm>
#include <set>
#include <utility>

namespace luthier::data {
namespace {

bool isNumber(std::string_view text)
{
    text = trimmed(text);
    bool digit = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            digit = true;
        } else if (std::string_view{"+-.,eE%"}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return digit;
}

class Reader {
public:
    Reader(TextSource& source, const Layout& layout, TableWriter& rows)
        : m_source{source}
        , m_layout{layout}
        , m_rows{rows}
        , m_scanner{layout.separator, layout.quotes}
    {
    }

    Expected<Reading> read(std::optional<bool> header);

private:
    Expected<bool> next();
    bool looksLikeAHeader();
    Expected<void> takeNames(bool header);
    Expected<void> takeRow();
    void setAside(ErrorCode code, Text message, std::size_t offset);
    std::string_view record() const { return m_source.window().substr(0, m_record.textEnd); }
    std::string_view value(std::size_t field)
    {
        return m_scanner.value(m_source.window(), m_record.fields[field]);
    }
    void consume()
    {
        m_source.consume(m_record.length);
        m_line += m_record.lines;
    }

    TextSource& m_source;
    Layout m_layout;
    TableWriter& m_rows;
    RecordScanner m_scanner;
    RecordScanner::Record m_record; ///< at the start of the window
    std::int64_t m_line{1}; ///< on which it begins
    std::int64_t m_blank{0}; ///< lines directly before it
    std::size_t m_fields{0}; ///< that a row must have
};

/// Finds the next record that is not blank; false at the end of the file.
Expected<bool> Reader::next()
{
    m_blank = 0;
    for (;;) {
        const auto window = m_source.window();
        if (window.empty() && m_source.atEnd()) return false;
        if (window.empty() || !m_scanner.scan(window, m_source.atEnd(), m_record)) {
            if (window.size() > kMostRowBytes) {
                return Unexpected{
                    {.code = ErrorCode::Limit,
                     .message
                     = Text{QT_TRANSLATE_NOOP("core", "the row that begins here has more than %1 bytes"),
                            kMostRowBytes},
                     .where = m_source.placeOf(m_line, 1),
                     .hint = QT_TRANSLATE_NOOP("core", "look for a quote that is never closed")}};
            }
            LUTHIER_CHECK(m_source.more());
            continue;
        }
        if (m_record.fault && m_record.fault->code == ErrorCode::UnterminatedQuote) {
            const auto place = placeAt(record(), m_record.fault->offset, m_line);
            return Unexpected{
                {.code = ErrorCode::UnterminatedQuote,
                 .message = Text{QT_TRANSLATE_NOOP("core", "the quote that opens here is never closed: %1"),
                                 excerpt(record().substr(m_record.fault->offset))},
                 .where = m_source.placeOf(place.line, place.column),
                 .hint = QT_TRANSLATE_NOOP("core", "close it, or read the file with quotes: false")}};
        }
        if (!m_record.blank) return true;
        ++m_blank;
        consume();
    }
}

/// Whether the first record names the columns: no cell of it is a number or a long text, and none comes again
/// further down in its own column. REQUIRES: the window begins with it.
bool Reader::looksLikeAHeader()
{
    constexpr std::size_t kLongestName = 100, kRowsCompared = 100;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < m_record.fields.size(); ++i) {
        names.emplace_back(value(i));
        if (names.back().size() > kLongestName || isNumber(names.back())) return false;
    }
    auto rest = m_source.window().substr(m_record.length);
    RecordScanner::Record record;
    for (std::size_t row = 0; row < kRowsCompared && !rest.empty(); ++row) {
        if (!m_scanner.scan(rest, m_source.atEnd(), record)) break;
        std::size_t alike = 0;
        for (std::size_t i = 0; i < std::min(names.size(), record.fields.size()); ++i) {
            if (!names[i].empty() && m_scanner.value(rest, record.fields[i]) == names[i]) ++alike;
        }
        // All of them again is a header once more: files were put together.
        if (alike > 0 && (alike < names.size() || names.size() == 1)) return false;
        rest.remove_prefix(record.length);
    }
    return true;
}

Expected<void> Reader::takeNames(bool header)
{
    const auto place = [this](std::size_t field) {
        return field < m_record.fields.size() ? m_record.fields[field].begin : 0;
    };
    m_fields = header ? m_record.fields.size() : m_layout.fields;
    std::set<std::string, std::less<>> names;
    for (std::size_t i = 0; i < m_fields; ++i) {
        std::string name{header ? trimmed(value(i)) : ""};
        if (header && name.empty()) {
            setAside(ErrorCode::BadName,
                     Text{QT_TRANSLATE_NOOP("core", "column %1 has no name in the first row"), i + 1},
                     place(i));
        }
        if (name.empty()) name = "column " + std::to_string(i + 1);
        if (names.contains(name)) {
            const auto twice = std::exchange(name, name + " (" + std::to_string(i + 1) + ")");
            while (names.contains(name)) {
                name += '*';
            }
            setAside(ErrorCode::DuplicateKey,
                     Text{QT_TRANSLATE_NOOP("core", "two columns are called '%1'; this one is read as '%2'"),
                          twice, name},
                     place(i));
        }
        names.insert(name);
        auto column = m_rows.column(name);
        if (!column) {
            Error error = std::move(column).error();
            error.where = m_source.placeOf(m_line, 1);
            return Unexpected{std::move(error)};
        }
    }
    return {};
}

void Reader::setAside(ErrorCode code, Text message, std::size_t offset)
{
    const auto place = placeAt(record(), offset, m_line);
    m_rows.setAside(code, std::move(message), place.line, place.column);
}

Expected<void> Reader::takeRow()
{
    const auto& fields = m_record.fields;
    if (m_record.fault) {
        const bool quote = m_record.fault->code == ErrorCode::BadQuote;
        setAside(m_record.fault->code,
                 Text{quote ? QT_TRANSLATE_NOOP("core", "text behind a closing quote: %1")
                            : QT_TRANSLATE_NOOP("core", "a NUL byte stands in the row: %1"),
                      excerpt(record())},
                 m_record.fault->offset);
        return {};
    }
    if (fields.size() != m_fields) {
        setAside(ErrorCode::RaggedRow,
                 Text{fields.size() == 1 ? QT_TRANSLATE_NOOP("core", "%1 field instead of %2: %3")
                                         : QT_TRANSLATE_NOOP("core", "%1 fields instead of %2: %3"),
                      fields.size(), m_fields, excerpt(record())},
                 fields.size() > m_fields ? fields[m_fields].begin : m_record.textEnd);
        return {};
    }
    for (const auto& field : fields) {
        if (field.end - field.begin <= kMostFieldBytes) continue;
        setAside(ErrorCode::Limit,
                 Text{QT_TRANSLATE_NOOP("core", "a field has more than %1 bytes: %2"), kMostFieldBytes,
                      excerpt(record())},
                 field.begin);
        return {};
    }
    for (std::int64_t i = 0; m_fields == 1 && i < m_blank; ++i) { // in a single column they are empty rows
        m_rows.put(0, "");
        LUTHIER_CHECK(m_rows.endRow(m_line - m_blank + i));
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        m_rows.put(i, value(i));
    }
    return m_rows.endRow(m_line);
}

Expected<Reading> Reader::read(std::optional<bool> header)
{
    LUTHIER_TRY(bool found, next());
    if (!found) {
        return Unexpected{{.code = ErrorCode::EmptyFile,
                           .message = QT_TRANSLATE_NOOP("core", "the file has only blank lines"),
                           .where = m_source.file().string()}};
    }
    const bool named = header.value_or(looksLikeAHeader());
    LUTHIER_CHECK(takeNames(named));
    const auto faultyNames = m_rows.setAsideRows();
    if (named) {
        consume();
        LUTHIER_TRY(found, next());
    }
    while (found) {
        LUTHIER_CHECK(takeRow());
        consume();
        LUTHIER_TRY(found, next());
    }
    const auto readable = m_rows.rows() + (named ? 1 : 0);
    return Reading{.settings = {{"header", named ? "true" : "false"},
                                {"quotes", m_layout.quotes ? "true" : "false"},
                                {"encoding", std::string{encodingWord(m_source.encoding())}}},
                   .reason = Text{QT_TRANSLATE_NOOP("core", "%1 of %2 rows have %3 fields"), readable,
                                  readable + m_rows.setAsideRows() - faultyNames, m_fields}};
}

} // namespace

Expected<Reading> readDelimited(TextSource& source, const Layout& layout, std::optional<bool> header,
                                TableWriter& rows)
{
    return Reader{source, layout, rows}.read(header);
}

} // namespace luthier::data
