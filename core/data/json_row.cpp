// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_row.h"

#include "core/base/json.h"
#include "core/data/normal_text.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include <simdjson.h>

namespace luthier::data {
namespace {

constexpr int kMostLevels = 64;
using simdjson::ondemand::json_type;

/// The grammar of RFC 8259, §6.
bool isNumber(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const auto from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            ++at;
        }
        return at - from;
    };
    const auto is = [&](std::string_view any) {
        return at < text.size() && any.find(text[at]) != std::string_view::npos;
    };
    if (is("-")) ++at;
    const bool zero = is("0");
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (is(".")) {
        ++at;
        if (digits() == 0) return false;
    }
    if (is("eE")) {
        ++at;
        if (is("+-")) ++at;
        if (digits() == 0) return false;
    }
    return at == text.size();
}

} // namespace

/// simdjson finds its way through the text; what it leaves unchecked (numbers, words, keys that come twice)
/// is checked here, so that a row is either strict JSON as a whole or none at all.
struct JsonRows::Parser {
    struct Cell {
        std::string_view key, value;
        bool null;
    };

    simdjson::ondemand::parser parser{};
    simdjson::ondemand::document document{};
    std::vector<Cell> cells{}; ///< of the object in progress
    std::vector<std::string_view> keys{}; ///< of the objects around the place, the innermost last
    std::vector<std::size_t> columns{}; ///< of the object before this one, whose keys are mostly the same

    bool parse(std::string_view text);
    bool object(simdjson::ondemand::object object, int level);
    bool array(simdjson::ondemand::array array, int level);
    bool value(simdjson::ondemand::value value, int level, Cell& cell);
    bool keysDiffer(std::size_t from);
};

bool JsonRows::Parser::parse(std::string_view text)
{
    cells.clear();
    keys.clear();
    const simdjson::padded_string_view padded{text.data(), text.size(), text.size() + TextSource::kPadding};
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return false;
    simdjson::ondemand::object top;
    if (document.get_object().get(top) != simdjson::SUCCESS) return false;
    // Behind the object there is no place left to be at.
    return object(top, 1) && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

bool JsonRows::Parser::object(simdjson::ondemand::object object, int level)
{
    if (level > kMostLevels) return false;
    const auto first = keys.size();
    for (auto found : object) {
        simdjson::ondemand::field field;
        std::string_view key;
        Cell cell{};
        if (std::move(found).get(field) != simdjson::SUCCESS) return false;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
        keys.push_back(key);
        if (!value(field.value(), level, cell)) return false;
        cell.key = key;
        if (level == 1) cells.push_back(cell);
    }
    const bool differ = keysDiffer(first);
    keys.resize(first);
    return differ;
}

bool JsonRows::Parser::array(simdjson::ondemand::array array, int level)
{
    if (level > kMostLevels) return false;
    for (auto found : array) {
        simdjson::ondemand::value item;
        Cell cell{};
        if (std::move(found).get(item) != simdjson::SUCCESS || !value(item, level, cell)) return false;
    }
    return true;
}

bool JsonRows::Parser::value(simdjson::ondemand::value value, int level, Cell& cell)
{
    json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    if (type == json_type::string) {
        return value.get_string().get(cell.value) == simdjson::SUCCESS
            && simdjson::validate_utf8(cell.value); // half a surrogate pair
    }
    if (type == json_type::number || type == json_type::boolean || type == json_type::null) {
        cell.value = trimmed(value.raw_json_token());
        cell.null = cell.value == "null";
        // simdjson is not asked for the number: it would round a long one.
        return cell.null || cell.value == "true" || cell.value == "false" || isNumber(cell.value);
    }
    const char* const begin = value.raw_json_token().data();
    if (type == json_type::object) {
        simdjson::ondemand::object inner;
        if (value.get_object().get(inner) != simdjson::SUCCESS || !object(inner, level + 1)) return false;
    } else {
        simdjson::ondemand::array inner;
        if (value.get_array().get(inner) != simdjson::SUCCESS || !array(inner, level + 1)) return false;
    }
    const char* end = nullptr; // what follows: a comma or the end of what is around it
    if (document.current_location().get(end) != simdjson::SUCCESS) return false;
    cell.value = trimmed({begin, static_cast<std::size_t>(end - begin)});
    return true;
}

/// Whether no key from `from` on comes twice.
bool JsonRows::Parser::keysDiffer(std::size_t from)
{
    constexpr std::size_t kFew = 12; // below, comparing each with each is faster than sorting
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(from);
    if (keys.size() - from > kFew) {
        std::sort(begin, keys.end());
        return std::adjacent_find(begin, keys.end()) == keys.end();
    }
    for (auto key = begin; key != keys.end(); ++key) {
        if (std::find(begin, key, *key) != key) return false;
    }
    return true;
}

JsonRows::JsonRows(TableWriter& rows)
    : m_rows{rows}
    , m_parser{std::make_unique<Parser>()}
{
}

JsonRows::~JsonRows() = default;

Expected<void> JsonRows::take(std::string_view text, Place at)
{
    auto& [parser, document, cells, keys, columns] = *m_parser;
    if (!m_parser->parse(text)) {
        setAside(text, at);
        return {};
    }
    for (const auto& cell : cells) {
        if (cell.value.size() <= kMostFieldBytes) continue;
        m_rows.setAside(ErrorCode::Limit,
                        Text{QT_TRANSLATE_NOOP("core", "the value of '%1' has more than %2 bytes"),
                             excerpt(cell.key), kMostFieldBytes},
                        at.line, at.column);
        return {};
    }
    columns.resize(cells.size(), std::string::npos);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto& column = columns[i];
        if (column >= m_rows.columns().size() || m_rows.columns()[column] != cells[i].key) {
            LUTHIER_TRY(column, m_rows.column(cells[i].key));
        }
        if (!cells[i].null) m_rows.put(column, cells[i].value);
    }
    return m_rows.endRow(at.line);
}

/// The parser of base/json.h, slower, says what is wrong and where.
void JsonRows::setAside(std::string_view text, Place at)
{
    const auto parsed = parseJson(text, "", {.bytes = text.size(), .depth = kMostLevels});
    if (parsed && parsed->is_object()) { // nlohmann skips a mark
        m_rows.setAside(
            ErrorCode::BadJson,
            Text{QT_TRANSLATE_NOOP("core", "a byte-order mark stands inside the file: %1"), excerpt(text)},
            at.line, at.column);
        return;
    }
    if (parsed) {
        const char* const kind = parsed->is_array() ? QT_TRANSLATE_NOOP("core", "a list")
            : parsed->is_string()                   ? QT_TRANSLATE_NOOP("core", "a text")
            : parsed->is_number()                   ? QT_TRANSLATE_NOOP("core", "a number")
                                                    : QT_TRANSLATE_NOOP("core", "a single value");
        m_rows.setAside(ErrorCode::WrongType,
                        Text{QT_TRANSLATE_NOOP("core", "%1 instead of an object with keys: %2"), Text{kind},
                             excerpt(text)},
                        at.line, at.column);
        return;
    }
    const Error& error = parsed.error(); // its place is ":line:column", counted from the row's start
    const auto colon = error.where.rfind(':');
    const auto number = [](std::string_view digits) {
        std::int64_t value = 1;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    };
    const auto line = number(std::string_view{error.where}.substr(1)) - 1;
    const auto column = number(std::string_view{error.where}.substr(colon + 1));
    m_rows.setAside(error.code, Text{"%1: %2", error.message, excerpt(text)}, at.line + line,
                    line > 0 ? column : at.column + column - 1);
}

} // namespace luthier::data
