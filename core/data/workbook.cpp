// SPDX-License-Identifier: GPL-3.0-or-later
// Source  ECMA-376 part 1, §18.2 to §18.8 (workbook, styles, shared strings, sheets).
#include "core/data/workbook.h"

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/data/xml_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>

namespace luthier::data {
namespace {

constexpr std::size_t kMostColumns = 16'384; // what the program itself has
constexpr std::size_t kMostStringBytes = std::size_t{1} << 31U;

const std::string& valueOf(const XmlReader::Attributes& attributes, std::string_view key)
{
    static const std::string kNone;
    const auto found = attributes.find(key);
    return found == attributes.end() ? kNone : found->second;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<double> realNumber(std::string_view text)
{
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

/// "_x000D_" is how characters stand there that XML cannot hold.
std::string unescaped(std::string text)
{
    for (auto at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
        constexpr std::size_t kLength = 7;
        if (at + kLength > text.size() || text[at + kLength - 1] != '_') continue;
        std::uint32_t character = 0;
        const auto* const digits = text.data() + at + 2;
        const auto read = std::from_chars(digits, digits + 4, character, 16);
        if (read.ec != std::errc{} || read.ptr != digits + 4) continue;
        if (character >= 0xD800 && character < 0xE000) continue; // half a character is none
        std::string letter;
        appendUtf8(letter, static_cast<char32_t>(character));
        text.replace(at, kLength, letter);
    }
    return text;
}

/// "BC12" -> 54; nothing where no letters begin it.
std::optional<std::size_t> columnOf(std::string_view reference)
{
    std::size_t column = 0;
    std::size_t letters = 0;
    for (const char letter : reference) {
        if (letter < 'A' || letter > 'Z' || ++letters > 3) break;
        column = column * 26 + static_cast<std::size_t>(letter - 'A' + 1);
    }
    if (column == 0 || column > kMostColumns) return std::nullopt;
    return column - 1;
}

/// Whether a number format shows a date or a time.
bool showsADate(std::string_view code)
{
    bool inQuotes = false;
    bool inBrackets = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char letter = code[i];
        if (letter == '\\' || letter == '_' || letter == '*') {
            ++i;
        } else if (letter == '"') {
            inQuotes = !inQuotes;
        } else if (!inQuotes && (letter == '[' || letter == ']')) {
            inBrackets = letter == '[';
            // [h], [mm], [ss]: time that runs on
            if (inBrackets && i + 1 < code.size()
                && std::string_view{"hHmMsS"}.find(code[i + 1]) != std::string_view::npos)
                return true;
        } else if (!inQuotes && !inBrackets
                   && std::string_view{"yYdDhHsS"}.find(letter) != std::string_view::npos) {
            return true;
        } else if (!inQuotes && !inBrackets && (letter == 'm' || letter == 'M')) {
            return true;
        }
    }
    return false;
}
bool isBuiltInDate(std::int64_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)
        || (id >= 50 && id <= 58);
}

/// 2026-01-31, with a time of day where there is one; the time alone where there is no day. Days are counted
/// from 1899-12-30, or from 1904-01-01; the program believes in a 29th of February 1900.
std::string dateOf(double days, bool from1904)
{
    constexpr double kLastDay = 2'958'466; // behind the year 9999
    if (!(days >= 0) || days >= kLastDay) return {};
    const auto seconds = static_cast<std::int64_t>(std::llround(days * 86'400));
    auto day = seconds / 86'400;
    const auto inDay = seconds % 86'400;
    const bool isTimeOnly = day == 0 && inDay > 0;
    if (!from1904 && day < 60) ++day;
    constexpr int kTo1970 = 25'569;
    constexpr int k1904To1970 = 24'107;
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{day - (from1904 ? k1904To1970 : kTo1970)}}};
    std::array<char, 40> text{};
    const auto length = isTimeOnly
        ? 0
        : std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if (inDay > 0) {
        std::snprintf(text.data() + length, text.size() - static_cast<std::size_t>(length),
                      isTimeOnly ? "%02lld:%02lld:%02lld" : " %02lld:%02lld:%02lld",
                      static_cast<long long>(inDay / 3600), static_cast<long long>(inDay / 60 % 60),
                      static_cast<long long>(inDay % 60));
    }
    return text.data();
}

/// As the program shows a number without a format: 15 digits, and no more than are needed.
std::string numberText(double number)
{
    constexpr int kDigits = 15;
    std::array<char, 64> text{};
    const bool isPlain = number == 0 || (std::abs(number) >= 1e-5 && std::abs(number) < 1e15);
    if (!isPlain) {
        const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                       std::chars_format::scientific, kDigits - 1);
        std::string all{text.data(), end.ptr};
        const auto e = all.find('e');
        auto digits = all.substr(0, e);
        if (digits.find('.') != std::string::npos) digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.')) digits.pop_back();
        return digits + "E" + all.substr(e + 1);
    }
    const int before
        = number == 0 ? 1 : std::max(1, static_cast<int>(std::floor(std::log10(std::abs(number)))) + 1);
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed,
                                   std::min(kDigits - before, 20));
    std::string all{text.data(), end.ptr};
    if (all.find('.') == std::string::npos) return all;
    all.erase(all.find_last_not_of('0') + 1);
    if (all.ends_with('.')) all.pop_back();
    return all == "-0" ? "0" : all;
}

} // namespace

/// Reads the XML of one sheet, row by row.
class Workbook::SheetReader {
public:
    SheetReader(const Workbook& book, const std::function<Expected<bool>(SheetRow)>& f)
        : m_book{book}
        , m_f{f}
        , m_reader{
              {.begin = [this](std::string_view name, const auto& attributes) { begin(name, attributes); },
               .end = [this](std::string_view name) { end(name); },
               .text =
                   [this](std::string_view text) {
                       if (m_isInValue) m_value += text;
                   }}}
    {
    }

    Expected<void> take(std::string_view bytes)
    {
        LUTHIER_CHECK(m_reader.take(bytes));
        return std::move(m_failure);
    }
    bool isDone() const { return m_isDone; }
    Expected<void> finish() { return m_isDone ? Expected<void>{} : m_reader.finish(); }

private:
    void begin(std::string_view name, const XmlReader::Attributes& attributes)
    {
        if (name == "row") {
            const auto number = wholeNumber(valueOf(attributes, "r"));
            m_row = {.number = number.value_or(m_number + 1)};
            m_number = m_row.number;
        } else if (name == "c") {
            m_column = columnOf(valueOf(attributes, "r")).value_or(m_row.cells.size());
            m_type = valueOf(attributes, "t");
            m_style = wholeNumber(valueOf(attributes, "s")).value_or(0);
            m_value.clear();
        } else if (name == "v" || name == "t") {
            m_isInValue = !m_isInPhonetic;
        } else if (name == "rPh") {
            m_isInPhonetic = true; // how it is pronounced is no part of it
        }
    }
    void end(std::string_view name)
    {
        if (name == "v" || name == "t") m_isInValue = false;
        if (name == "rPh") m_isInPhonetic = false;
        if (name == "c" && !m_value.empty() && m_column < kMostColumns) put();
        if (name != "row" || m_row.cells.empty() || m_isDone || !m_failure) return;
        auto wantsMore = m_f(std::move(m_row));
        m_row = {};
        if (!wantsMore) {
            m_failure = Unexpected{std::move(wantsMore).error()};
        } else {
            m_isDone = !*wantsMore;
        }
    }
    void put()
    {
        bool isText = true;
        auto text = cellText(isText);
        if (m_column >= m_row.cells.size()) {
            m_row.cells.resize(m_column + 1);
            m_row.isText.resize(m_column + 1, false);
        }
        m_row.cells[m_column] = std::move(text);
        m_row.isText[m_column] = isText;
    }
    std::string cellText(bool& isText)
    {
        if (m_type == "s") {
            const auto index = wholeNumber(m_value);
            const bool isKnown
                = index && *index >= 0 && static_cast<std::size_t>(*index) < m_book.m_strings.size();
            return isKnown ? m_book.m_strings[static_cast<std::size_t>(*index)] : std::string{};
        }
        if (m_type == "inlineStr" || m_type == "str") return unescaped(m_value);
        isText = false;
        if (m_type == "b") return m_value == "0" ? "FALSE" : "TRUE";
        if (m_type == "e" || m_type == "d") return m_value;
        const auto number = realNumber(m_value);
        if (!number) return m_value;
        const auto style = static_cast<std::size_t>(std::max<std::int64_t>(0, m_style));
        if (style < m_book.m_isDate.size() && m_book.m_isDate[style]) {
            auto date = dateOf(*number, m_book.m_countsFrom1904);
            if (!date.empty()) return date;
        }
        return numberText(*number);
    }

    const Workbook& m_book;
    const std::function<Expected<bool>(SheetRow)>& m_f;
    Expected<void> m_failure{};
    SheetRow m_row{};
    std::int64_t m_number{0}, m_style{0};
    std::size_t m_column{0};
    std::string m_type{}, m_value{};
    bool m_isInValue{false}, m_isInPhonetic{false}, m_isDone{false};
    XmlReader m_reader; // last: it calls the others
};

namespace {

/// One part of the archive through a reader; faults tell the part.
Expected<void> readPart(const ZipFile& zip, const std::string& part, XmlReader& reader, const Job& job)
{
    auto outcome = zip.read(
        part, [&](std::string_view bytes) { return reader.take(bytes); }, job);
    if (outcome) outcome = reader.finish();
    if (outcome || outcome.error().where == zip.file().string()) return outcome;
    Error error = std::move(outcome).error();
    error.where = zip.file().string() + ": " + part + ":" + error.where;
    return Unexpected{std::move(error)};
}

} // namespace

Expected<Workbook> Workbook::open(const std::filesystem::path& file, const Job& job)
{
    Workbook book{file};
    LUTHIER_CHECK(book.readList(job));
    LUTHIER_CHECK(book.readStrings(job));
    LUTHIER_CHECK(book.readStyles(job));
    return book;
}

Expected<void> Workbook::readList(const Job& job)
{
    std::vector<std::string> relations; // of each sheet
    XmlReader list{{.begin = [&](std::string_view name, const auto& attributes) {
        if (name == "workbookPr") {
            const auto& says = valueOf(attributes, "date1904");
            m_countsFrom1904 = says == "1" || says == "true";
        } else if (name == "sheet") {
            m_names.push_back(valueOf(attributes, "name"));
            relations.push_back(valueOf(attributes, "id"));
        }
    }}};
    LUTHIER_CHECK(readPart(m_zip, "xl/workbook.xml", list, job));
    std::map<std::string, std::string> targets;
    XmlReader files{{.begin = [&](std::string_view name, const auto& attributes) {
        if (name == "Relationship") targets[valueOf(attributes, "Id")] = valueOf(attributes, "Target");
    }}};
    LUTHIER_CHECK(readPart(m_zip, "xl/_rels/workbook.xml.rels", files, job));
    for (const auto& relation : relations) {
        const auto& target = targets[relation];
        m_parts.push_back(target.starts_with('/') ? target.substr(1) : "xl/" + target);
    }
    if (!m_names.empty()) return {};
    return Unexpected{{.code = ErrorCode::EmptyFile,
                       .message = QT_TRANSLATE_NOOP("core", "the workbook has no sheet"),
                       .where = m_zip.file().string()}};
}

Expected<void> Workbook::readStrings(const Job& job)
{
    constexpr auto kPart = "xl/sharedStrings.xml";
    LUTHIER_TRY(const auto parts, m_zip.names());
    if (std::ranges::find(parts, kPart) == parts.end()) return {}; // a sheet of numbers needs none
    std::string text;
    std::size_t bytes = 0;
    bool isInText = false;
    bool isInPhonetic = false;
    XmlReader reader{{.begin =
                          [&](std::string_view name, const auto& /*attributes*/) {
                              if (name == "si") text.clear();
                              if (name == "rPh") isInPhonetic = true;
                              isInText = name == "t" && !isInPhonetic;
                          },
                      .end =
                          [&](std::string_view name) {
                              if (name == "rPh") isInPhonetic = false;
                              if (name == "t") isInText = false;
                              if (name == "si") m_strings.push_back(unescaped(std::move(text)));
                          },
                      .text =
                          [&](std::string_view part) {
                              bytes += part.size();
                              if (isInText && bytes < kMostStringBytes) text += part;
                          }}};
    LUTHIER_CHECK(readPart(m_zip, kPart, reader, job));
    if (bytes < kMostStringBytes) return {};
    return Unexpected{
        {.code = ErrorCode::Limit,
         .message = Text{QT_TRANSLATE_NOOP("core", "the texts of the workbook have more than %1 bytes"),
                         kMostStringBytes},
         .where = m_zip.file().string()}};
}

Expected<void> Workbook::readStyles(const Job& job)
{
    constexpr auto kPart = "xl/styles.xml";
    LUTHIER_TRY(const auto parts, m_zip.names());
    if (std::ranges::find(parts, kPart) == parts.end()) return {};
    std::map<std::int64_t, bool> own; // formats of the workbook's own
    bool isInCells = false;
    XmlReader reader{{.begin =
                          [&](std::string_view name, const auto& attributes) {
                              if (name == "cellXfs") isInCells = true;
                              const auto id = wholeNumber(valueOf(attributes, "numFmtId")).value_or(0);
                              if (name == "numFmt") own[id] = showsADate(valueOf(attributes, "formatCode"));
                              if (name != "xf" || !isInCells) return;
                              const auto known = own.find(id);
                              m_isDate.push_back(known == own.end() ? isBuiltInDate(id) : known->second);
                          },
                      .end =
                          [&](std::string_view name) {
                              if (name == "cellXfs") isInCells = false;
                          }}};
    return readPart(m_zip, kPart, reader, job);
}

Expected<void> Workbook::rows(std::size_t sheet, const std::function<Expected<bool>(SheetRow)>& f,
                              const Job& job) const
{
    SheetReader reader{*this, f};
    const auto& part = m_parts.at(sheet);
    auto outcome = m_zip.read(
        part,
        [&](std::string_view bytes) -> Expected<void> {
            return reader.isDone() ? Expected<void>{} : reader.take(bytes);
        },
        job);
    if (outcome) outcome = reader.finish();
    if (outcome || outcome.error().where.find('/') != std::string::npos) return outcome;
    Error error = std::move(outcome).error();
    error.where = m_zip.file().string() + ": " + part + ":" + error.where;
    return Unexpected{std::move(error)};
}

} // namespace luthier::data
