// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/data/json_row.h"
#include "core/data/json_text.h"
#include "core/data/normal_text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace luthier::data {
namespace {

Reading reading(const TextSource& source, Text reason)
{
    return {.settings = {{"encoding", std::string{encodingWord(source.encoding())}}},
            .reason = std::move(reason)};
}

Unexpected tooLong(const TextSource& source, std::int64_t line)
{
    return {{.code = ErrorCode::Limit,
             .message = Text{QT_TRANSLATE_NOOP("core", "the row that begins here has more than %1 bytes"),
                             kMostRowBytes},
             .where = source.placeOf(line, 1)}};
}

/// Walks through a JSON document from value to value, and keeps the rows of its list.
class DocumentReader {
public:
    DocumentReader(TextSource& source, TableWriter& rows)
        : m_source{source}
        , m_rows{rows}
        , m_objects{rows}
    {
    }

    Expected<Reading> read();

private:
    Expected<std::optional<char>> peek();
    Expected<std::string_view> value();
    void consume(std::size_t bytes);
    Expected<void> expect(char wanted);
    Expected<void> list(bool isTable);
    Expected<void> element(std::string_view text, bool isTable);
    Expected<void> wrapper();
    Expected<void> member();
    Unexpected broken(Text message) const;
    std::string place() const { return m_source.placeOf(m_line, m_column); }

    TextSource& m_source;
    TableWriter& m_rows;
    JsonRows m_objects;
    std::int64_t m_line{1}, m_column{1}; ///< of the window's first character
    std::string m_listName; ///< of a wrapped list with rows
    bool m_emptyList{false}; ///< there is one without
    std::int64_t m_read{0}, m_others{0}; ///< objects, and what else stood among them
    std::string m_firstOther; ///< its place
};

Unexpected DocumentReader::broken(Text message) const
{
    return {{.code = ErrorCode::BadJson, .message = std::move(message), .where = place()}};
}

void DocumentReader::consume(std::size_t bytes)
{
    auto text = m_source.window().substr(0, bytes);
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        ++m_line;
        m_column = 1;
        text.remove_prefix(end + 1);
    }
    // A continuation byte is no character.
    m_column += std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    m_source.consume(bytes);
}

/// The next character that is no white space; nothing at the end of the file.
Expected<std::optional<char>> DocumentReader::peek()
{
    for (;;) {
        const auto window = m_source.window();
        const auto space = std::min(window.find_first_not_of(" \t\r\n"), window.size());
        consume(space);
        if (space < window.size()) return std::optional{window[space]};
        if (m_source.atEnd()) return std::optional<char>{};
        LUTHIER_CHECK(m_source.more());
    }
}

/// The value at the start of the window. REQUIRES: a character that is no white space stands there.
Expected<std::string_view> DocumentReader::value()
{
    for (;;) {
        const auto window = m_source.window();
        if (const auto length = jsonExtent(window, m_source.atEnd())) {
            if (*length > 0) return window.substr(0, *length);
            return broken(Text{QT_TRANSLATE_NOOP("core", "a value is missing before '%1'"),
                               std::string{window.substr(0, 1)}});
        }
        if (m_source.atEnd()) {
            return broken(
                Text{QT_TRANSLATE_NOOP("core", "the file ends inside the value that begins here: %1"),
                     excerpt(window)});
        }
        if (window.size() > kMostRowBytes) return tooLong(m_source, m_line);
        LUTHIER_CHECK(m_source.more());
    }
}

Expected<void> DocumentReader::expect(char wanted)
{
    LUTHIER_TRY(const auto found, peek());
    if (!found) {
        return broken(
            Text{QT_TRANSLATE_NOOP("core", "the file ends where '%1' is expected"), std::string{wanted}});
    }
    if (found != wanted) {
        return broken(Text{QT_TRANSLATE_NOOP("core", "'%1' is expected here, not: %2"), std::string{wanted},
                           excerpt(m_source.window())});
    }
    consume(1);
    return {};
}

Expected<void> DocumentReader::element(std::string_view text, bool isTable)
{
    if (!isTable) return {};
    const bool isObject = text.starts_with('{');
    ++(isObject ? m_read : m_others);
    if (!isObject && m_firstOther.empty()) m_firstOther = place();
    return m_objects.take(text, {m_line, m_column});
}

/// The elements of a list whose bracket is consumed, and the bracket behind them.
Expected<void> DocumentReader::list(bool isTable)
{
    LUTHIER_TRY(auto found, peek());
    while (found != ']') {
        if (!found) return expect(']');
        LUTHIER_TRY(const auto text, value());
        LUTHIER_CHECK(element(text, isTable));
        consume(text.size());
        LUTHIER_TRY(found, peek());
        if (found == ']') break;
        LUTHIER_CHECK(expect(','));
        LUTHIER_TRY(found, peek());
        if (found == ']') return broken(QT_TRANSLATE_NOOP("core", "no value stands behind the last comma"));
    }
    consume(1);
    return {};
}

/// `"name": value` of the object around the list.
Expected<void> DocumentReader::member()
{
    LUTHIER_TRY(const auto quote, peek());
    if (quote != '"') return broken(QT_TRANSLATE_NOOP("core", "a key in quotes is expected here"));
    LUTHIER_TRY(const auto key, value());
    const auto name = excerpt(key);
    consume(key.size());
    LUTHIER_CHECK(expect(':'));
    LUTHIER_TRY(const auto found, peek());
    if (!found) return broken(QT_TRANSLATE_NOOP("core", "the file ends behind a key"));
    if (found != '[') {
        LUTHIER_TRY(const auto text, value());
        if (auto parsed = parseJson(text, ""); !parsed) return broken(parsed.error().message);
        consume(text.size());
        return {};
    }
    consume(1);
    LUTHIER_TRY(const auto first, peek());
    const bool isTable = first == '{';
    if (isTable && !m_listName.empty()) {
        return Unexpected{
            {.code = ErrorCode::WrongType,
             .message
             = Text{QT_TRANSLATE_NOOP("core", "both %1 and %2 are lists of objects"), m_listName, name},
             .where = place(),
             .hint = QT_TRANSLATE_NOOP("core", "keep the one that holds your rows in a file of its own")}};
    }
    if (isTable) m_listName = name;
    m_emptyList = m_emptyList || first == ']';
    return list(isTable);
}

Expected<void> DocumentReader::wrapper()
{
    LUTHIER_TRY(auto found, peek());
    while (found != '}') {
        LUTHIER_CHECK(member());
        LUTHIER_TRY(found, peek());
        if (found == '}') break;
        LUTHIER_CHECK(expect(','));
    }
    consume(1);
    if (!m_listName.empty() || m_emptyList) return {};
    return Unexpected{{.code = ErrorCode::WrongType,
                       .message = QT_TRANSLATE_NOOP("core", "no list of objects stands in this file"),
                       .where = m_source.file().string()}};
}

Expected<Reading> DocumentReader::read()
{
    LUTHIER_TRY(const auto first, peek());
    if (first != '[' && first != '{') {
        return Unexpected{{.code = ErrorCode::WrongType,
                           .message = Text{QT_TRANSLATE_NOOP("core", "the file is no list of objects: %1"),
                                           excerpt(m_source.window())},
                           .where = place()}};
    }
    consume(1);
    LUTHIER_CHECK(first == '[' ? list(true) : wrapper());
    LUTHIER_TRY(const auto behind, peek());
    if (behind) {
        auto error = broken(Text{QT_TRANSLATE_NOOP("core", "text stands behind the end of the list: %1"),
                                 excerpt(m_source.window())});
        error.error.hint = QT_TRANSLATE_NOOP("core", "if every line is an object, choose the format jsonl");
        return error;
    }
    if (m_read == 0 && m_others > 0) {
        return Unexpected{{.code = ErrorCode::WrongType,
                           .message = QT_TRANSLATE_NOOP("core", "the list holds no objects"),
                           .where = m_firstOther,
                           .hint = QT_TRANSLATE_NOOP("core", "a row is an object: {\"text\": \"…\"}")}};
    }
    const auto rows = m_rows.rows(), all = rows + m_rows.setAsideRows();
    if (m_listName.empty()) {
        return reading(m_source,
                       {QT_TRANSLATE_NOOP("core", "a JSON list: %1 of %2 elements are rows"), rows, all});
    }
    return reading(
        m_source,
        {QT_TRANSLATE_NOOP("core", "the list %1: %2 of %3 elements are rows"), m_listName, rows, all});
}

} // namespace

Expected<Reading> readJson(TextSource& source, TableWriter& rows)
{
    return DocumentReader{source, rows}.read();
}

Expected<Reading> readJsonLines(TextSource& source, TableWriter& rows)
{
    const auto start = source.window().substr(
        std::min(source.window().find_first_not_of(" \t\r\n"), source.window().size()));
    if (start.starts_with('[')) return readJson(source, rows);
    JsonRows objects{rows};
    std::int64_t line = 1;
    std::size_t looked = 0; // bytes of the window without a line end
    for (;;) {
        const auto window = source.window();
        auto end = window.find('\n', looked);
        if (end == std::string_view::npos && !source.atEnd()) {
            if (window.size() > kMostRowBytes) return tooLong(source, line);
            looked = window.size();
            LUTHIER_CHECK(source.more());
            continue;
        }
        if (window.empty()) break;
        end = std::min(end, window.size());
        const auto text = window.substr(0, end);
        const auto object = trimmed(text);
        const auto column = static_cast<std::int64_t>(object.data() - text.data()) + 1;
        if (!object.empty()) LUTHIER_CHECK(objects.take(object, {line, column}));
        source.consume(std::min(end + 1, window.size()));
        looked = 0;
        ++line;
    }
    return reading(source,
                   {QT_TRANSLATE_NOOP("core", "%1 of %2 lines are JSON objects"), rows.rows(),
                    rows.rows() + rows.setAsideRows()});
}

} // namespace luthier::data
