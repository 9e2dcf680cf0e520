// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/python_text.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace luthier::jinja {
namespace {

constexpr int kFirstFixedExponent = -4; // below and from here on, Python prints floats with an exponent
constexpr int kFirstWideExponent = 16;

bool isPrintable(char32_t character)
{
    if (character < 0x7FU) return character >= U' ';
    constexpr auto kOthers = U_GC_C_MASK | U_GC_Z_MASK;
    return (U_MASK(u_charType(static_cast<UChar32>(character))) & kOthers) == 0;
}

std::string inQuotes(std::string_view text)
{
    const bool isDouble
        = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = isDouble ? '"' : '\'';
    std::string result{quote};
    for (std::size_t at = 0; at < text.size();) {
        const auto [character, size] = characterAt(text, at);
        if (character == U'\n') {
            result += "\\n";
        } else if (character == U'\r') {
            result += "\\r";
        } else if (character == U'\t') {
            result += "\\t";
        } else if (character == U'\\' || character == static_cast<char32_t>(quote)) {
            result += '\\';
            result += static_cast<char>(character);
        } else if (isPrintable(character)) {
            appendUtf8(result, character);
        } else {
            const bool isShort = character < 0x100U;
            const bool isMiddle = character < 0x10000U;
            result += isShort ? "\\x" : isMiddle ? "\\u" : "\\U";
            result += hex(character, isShort ? 2 : isMiddle ? 4 : 8);
        }
        at += size;
    }
    return result + quote;
}

std::string joined(const Values& items, Budget& budget)
{
    std::string text;
    for (const Value& item : items) {
        if (budget.isSpent()) break;
        if (!text.empty()) text += ", ";
        text += repr(item, budget);
    }
    return text;
}

} // namespace

std::string floatText(double value)
{
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    std::array<char, 32> buffer{};
    const auto written
        = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    std::string_view text{buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data())};
    const std::string sign = text.starts_with('-') ? "-" : "";
    text.remove_prefix(sign.size());
    const auto e = text.find('e');
    std::string digits{text.substr(0, 1)};
    if (e > 2) digits += text.substr(2, e - 2);
    int exponent = 0;
    std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);

    if (exponent < kFirstFixedExponent || exponent >= kFirstWideExponent) {
        const std::string fraction = digits.size() > 1 ? "." + digits.substr(1) : "";
        const auto size = std::to_string(std::abs(exponent));
        return sign + digits[0] + fraction + 'e' + (exponent < 0 ? '-' : '+') + (size.size() < 2 ? "0" : "")
            + size;
    }
    if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < whole) digits.append(whole - digits.size(), '0');
    return sign + digits.substr(0, whole) + '.' + (digits.size() > whole ? digits.substr(whole) : "0");
}

std::string hex(char32_t character, std::size_t width)
{
    std::array<char, 8> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                   static_cast<std::uint32_t>(character), 16)
                         .ptr;
    const auto length = static_cast<std::size_t>(end - buffer.data());
    return std::string(width - std::min(width, length), '0') + std::string(buffer.data(), length);
}

std::string str(const Value& value, Budget& budget)
{
    if (value.isUndefined()) return {};
    return value.isText() ? value.text() : repr(value, budget);
}

std::string repr(const Value& value, Budget& budget)
{
    budget.spend(1);
    if (budget.isSpent()) return {};
    switch (value.kind()) {
    case Value::Kind::None:
        return "None";
    case Value::Kind::Boolean:
        return value.isTrue() ? "True" : "False";
    case Value::Kind::Integer:
        return std::to_string(value.whole());
    case Value::Kind::Float:
        return floatText(value.number());
    case Value::Kind::Text:
        budget.spendBytes(value.text().size());
        return inQuotes(value.text());
    case Value::Kind::List:
        return '[' + joined(value.items(), budget) + ']';
    case Value::Kind::Tuple:
        return '(' + joined(value.items(), budget) + (value.items().size() == 1 ? ",)" : ")");
    case Value::Kind::Dict: {
        std::string text;
        for (const auto& [key, item] : value.entries()) {
            if (budget.isSpent()) break;
            if (!text.empty()) text += ", ";
            text += repr(key, budget) + ": " + repr(item, budget);
        }
        return '{' + text + '}';
    }
    default:
        return '<' + std::string{value.typeName()} + '>';
    }
}

bool isSpace(char32_t character)
{
    return (character >= 0x09U && character <= 0x0DU) || (character >= 0x1CU && character <= 0x20U)
        || character == 0x85U
        || (character >= 0xA0U && u_isUWhiteSpace(static_cast<UChar32>(character)) != 0);
}

std::string_view stripped(std::string_view text, Side side)
{
    if (side != Side::Right) {
        while (!text.empty() && isSpace(characterAt(text, 0).character)) {
            text.remove_prefix(characterAt(text, 0).length);
        }
    }
    if (side != Side::Left) {
        while (!text.empty()) {
            const auto last = characterBefore(text, text.size());
            if (!isSpace(characterAt(text, last).character)) break;
            text = text.substr(0, last);
        }
    }
    return text;
}

std::string_view stripped(std::string_view text, Side side, std::string_view characters)
{
    const auto isOne = [characters](std::string_view character) {
        return characters.find(character) != std::string_view::npos;
    };
    if (side != Side::Right) {
        while (!text.empty() && isOne(text.substr(0, characterAt(text, 0).length))) {
            text.remove_prefix(characterAt(text, 0).length);
        }
    }
    if (side != Side::Left) {
        while (!text.empty() && isOne(text.substr(characterBefore(text, text.size())))) {
            text = text.substr(0, characterBefore(text, text.size()));
        }
    }
    return text;
}

std::vector<std::string_view> charactersOf(std::string_view text)
{
    std::vector<std::string_view> characters;
    characters.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); at += characters.back().size()) {
        characters.push_back(text.substr(at, characterAt(text, at).length));
    }
    return characters;
}

std::size_t length(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += characterAt(text, at).length) {
        ++count;
    }
    return count;
}

std::vector<std::string_view> linesOf(std::string_view text, bool keepEnds)
{
    static constexpr std::u32string_view kEnds{U"\n\r\v\f\x1C\x1D\x1E\x85\u2028\u2029"};
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [character, size] = characterAt(text, at);
        const auto lineEnd = at;
        at += size;
        if (kEnds.find(character) == std::u32string_view::npos) continue;
        if (character == U'\r' && at < text.size() && text[at] == '\n') ++at;
        lines.push_back(text.substr(begin, (keepEnds ? at : lineEnd) - begin));
        begin = at;
    }
    if (begin < text.size()) lines.push_back(text.substr(begin));
    return lines;
}

std::string upper(std::string_view text)
{
    std::string result;
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())})
        .toUpper(icu::Locale::getRoot())
        .toUTF8String(result);
}

std::string lower(std::string_view text)
{
    std::string result;
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())})
        .toLower(icu::Locale::getRoot())
        .toUTF8String(result);
}

std::string titled(std::string_view text, bool onlyFirst)
{
    std::string result;
    bool isFirst = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto [character, size] = characterAt(text, at);
        const auto code = static_cast<UChar32>(character);
        appendUtf8(result, static_cast<char32_t>(isFirst ? u_totitle(code) : u_tolower(code)));
        isFirst = !onlyFirst && u_hasBinaryProperty(code, UCHAR_CASED) == 0;
        at += size;
    }
    return result;
}

std::size_t find(std::string_view text, std::string_view part, std::size_t from, Budget& budget)
{
    if (part.empty()) return from <= text.size() ? from : std::string_view::npos;
    constexpr std::size_t kWindow = 1'024; // paid for before it is searched, in the worst case byte by byte
    constexpr std::size_t kComparedAtOnce = 64;
    for (; from < text.size() && !budget.isSpent(); from += kWindow) {
        const auto window = text.substr(from, kWindow + part.size() - 1);
        budget.spendBytes(window.size() * (1 + part.size() / kComparedAtOnce));
        const auto found = window.find(part);
        if (found != std::string_view::npos) return from + found;
    }
    return std::string_view::npos;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to, std::int64_t most,
                     Budget& budget)
{
    std::string result;
    std::size_t at = 0;
    for (std::int64_t count = 0; count != most && !budget.isSpent(); ++count) {
        const auto found = find(text, from, at, budget);
        if (found == std::string_view::npos) break;
        budget.spendBytes(to.size());
        result.append(text, at, found - at).append(to);
        at = found + from.size();
        if (from.empty()) { // between all characters
            if (at == text.size()) return result;
            const auto size = characterAt(text, at).length;
            result.append(text, at, size);
            at += size;
        }
    }
    budget.spendBytes(text.size());
    return result.append(text.substr(at));
}

} // namespace luthier::jinja
