// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/jinja/lexer.h"

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/tokenizer/jinja/python_text.h"

#include <array>
#include <charconv>
#include <utility>

namespace luthier::jinja {
namespace {

using Kind = Lexeme::Kind;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
        || static_cast<unsigned char>(c) >= 0x80U;
}

class Lexer {
public:
    explicit Lexer(std::string_view source)
        : m_source{source}
    {
    }

    Expected<std::vector<Lexeme>> run()
    {
        while (m_at < m_source.size()) {
            const auto open = opening();
            const auto data = m_source.substr(m_at, open - m_at);
            if (open == m_source.size()) {
                addData(data);
                break;
            }
            const char kind = m_source[open + 1];
            const char sign = peek(open + 2) == '-' || peek(open + 2) == '+' ? m_source[open + 2] : '\0';
            addData(beforeOpening(data, kind, sign));
            m_open = open;
            m_at = open + (sign == '\0' ? 2 : 3);
            if (kind == '#') {
                LUTHIER_CHECK(skipComment());
            } else if (kind == '%' && skipWord("raw")) {
                LUTHIER_CHECK(raw());
            } else {
                LUTHIER_CHECK(code(kind));
            }
        }
        add(Kind::End, m_source.size());
        return std::move(m_lexemes);
    }

private:
    char peek(std::size_t at) const { return at < m_source.size() ? m_source[at] : '\0'; }
    bool startsAt(std::size_t at, std::string_view text) const
    {
        return m_source.substr(at).starts_with(text);
    }

    Lexeme& add(Kind kind, std::size_t offset, std::string_view text = {})
    {
        return m_lexemes.emplace_back(Lexeme{.kind = kind, .offset = offset, .text = std::string{text}});
    }
    void addData(std::string_view text)
    {
        if (!text.empty()) add(Kind::Data, m_at, text);
    }
    Unexpected error(Text message) const { return syntaxError(m_source, m_open, std::move(message)); }

    std::size_t opening() const
    {
        for (auto at = m_source.find('{', m_at); at != std::string_view::npos;
             at = m_source.find('{', at + 1)) {
            const char next = peek(at + 1);
            if (next == '{' || next == '%' || next == '#') return at;
        }
        return m_source.size();
    }

    /// What stays of the text before a tag.
    std::string_view beforeOpening(std::string_view data, char kind, char sign) const
    {
        if (sign == '-') return stripped(data, Side::Right);
        if (sign == '+' || kind == '{') return data;
        const auto lineEnd = data.rfind('\n');
        const auto line = lineEnd == std::string_view::npos ? 0 : lineEnd + 1;
        if (line == 0 && !m_lineStarts) return data;
        return stripped(data.substr(line), Side::Both).empty() ? data.substr(0, line) : data;
    }

    /// Goes on behind a closing delimiter, with what white space belongs to it.
    void close(std::size_t behind, bool stripsAll, bool stripsLineEnd)
    {
        m_at = behind;
        if (stripsAll) {
            m_at = m_source.size() - stripped(m_source.substr(m_at), Side::Left).size();
        } else if (stripsLineEnd && peek(m_at) == '\n') {
            ++m_at;
        }
        m_lineStarts = m_source[m_at - 1] == '\n';
    }

    Expected<void> skipComment()
    {
        const auto end = m_source.find("#}", m_at);
        if (end == std::string_view::npos) {
            return error(QT_TRANSLATE_NOOP("core", "this comment has no end"));
        }
        const char sign = end > m_at ? m_source[end - 1] : '\0';
        close(end + 2, sign == '-', sign != '+');
        return {};
    }

    /// Goes behind `word` where it is the whole content of this tag; else stays.
    bool skipWord(std::string_view word)
    {
        const auto skipSpaces = [this](std::size_t at) {
            return m_source.size() - stripped(m_source.substr(at), Side::Left).size();
        };
        auto at = skipSpaces(m_at);
        if (!startsAt(at, word)) return false;
        at = skipSpaces(at + word.size());
        const char sign = peek(at) == '-' || peek(at) == '+' ? m_source[at++] : '\0';
        if (!startsAt(at, "%}")) return false;
        close(at + 2, sign == '-', word != "raw" && sign != '+');
        return true;
    }

    /// Text up to {% endraw %}.
    Expected<void> raw()
    {
        const auto begin = m_at;
        for (auto end = m_source.find("{%", begin); end != std::string_view::npos;
             end = m_source.find("{%", end + 2)) {
            const auto data = m_source.substr(begin, end - begin);
            const char sign = peek(end + 2) == '-' || peek(end + 2) == '+' ? m_source[end + 2] : '\0';
            const bool lineStarted = m_lineStarts;
            m_at = end + (sign == '\0' ? 2 : 3);
            if (!skipWord("endraw")) continue;
            const bool nowStarts = std::exchange(m_lineStarts, lineStarted);
            const auto kept = beforeOpening(data, '%', sign);
            m_lineStarts = nowStarts;
            if (!kept.empty()) add(Kind::Data, begin, kept);
            return {};
        }
        return error(QT_TRANSLATE_NOOP("core", "the tag 'raw' has no end"));
    }

    /// What stands in {{ … }} or {% … %}.
    Expected<void> code(char kind)
    {
        const bool isTag = kind == '%';
        const std::string_view closing = isTag ? "%}" : "}}";
        add(isTag ? Kind::BeginTag : Kind::BeginPrint, m_open);
        std::size_t brackets = 0; // inside them, a }} ends two dicts
        for (;;) {
            m_at = m_source.size() - stripped(m_source.substr(m_at), Side::Left).size();
            if (m_at >= m_source.size()) {
                return error(QT_TRANSLATE_NOOP("core", "this tag has no end"));
            }
            const bool strips = m_source[m_at] == '-';
            const bool keeps = isTag && m_source[m_at] == '+';
            if (brackets == 0 && startsAt(m_at + (strips || keeps ? 1 : 0), closing)) {
                add(isTag ? Kind::EndTag : Kind::EndPrint, m_at);
                close(m_at + (strips || keeps ? 3 : 2), strips, isTag && !keeps);
                return {};
            }
            LUTHIER_CHECK(next(brackets));
        }
    }

    Expected<void> next(std::size_t& brackets)
    {
        const char c = m_source[m_at];
        if (isDigit(c)) return number();
        if (isNameStart(c)) {
            const auto begin = m_at;
            while (m_at < m_source.size() && (isNameStart(m_source[m_at]) || isDigit(m_source[m_at]))) {
                ++m_at;
            }
            add(Kind::Name, begin, m_source.substr(begin, m_at - begin));
            return {};
        }
        if (c == '\'' || c == '"') return quoted(c);
        static constexpr std::array<std::string_view, 27> kSymbols{
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]",
            "(",  ")",  "{",  "}",  ">",  "<",  "=", ".", ":", "|", ",", ";", "!"};
        for (const auto symbol : kSymbols) {
            if (!startsAt(m_at, symbol)) continue;
            if (symbol == "(" || symbol == "[" || symbol == "{") ++brackets;
            if ((symbol == ")" || symbol == "]" || symbol == "}") && brackets > 0) --brackets;
            add(Kind::Symbol, m_at, symbol);
            m_at += symbol.size();
            return {};
        }
        return syntaxError(m_source, m_at,
                           {QT_TRANSLATE_NOOP("core", "the character '%1' means nothing here"), c});
    }

    std::string digits()
    {
        std::string found;
        for (; isDigit(peek(m_at)) || (peek(m_at) == '_' && isDigit(peek(m_at + 1))); ++m_at) {
            if (m_source[m_at] != '_') found += m_source[m_at];
        }
        return found;
    }

    Expected<void> number()
    {
        const auto begin = m_at;
        const bool afterDot = begin > 0 && m_source[begin - 1] == '.'; // items.0.1 holds no 0.1
        auto text = digits();
        bool isFloat = false;
        if (!afterDot && peek(m_at) == '.' && isDigit(peek(m_at + 1))) {
            ++m_at;
            text += '.' + digits();
            isFloat = true;
        }
        const bool signedExponent = peek(m_at + 1) == '+' || peek(m_at + 1) == '-';
        if (!afterDot && (peek(m_at) == 'e' || peek(m_at) == 'E')
            && isDigit(peek(m_at + (signedExponent ? 2 : 1)))) {
            text += 'e';
            if (signedExponent) text += m_source[m_at + 1];
            m_at += signedExponent ? 2 : 1;
            text += digits();
            isFloat = true;
        }
        auto& lexeme = add(isFloat ? Kind::Float : Kind::Integer, begin, text);
        const char* const end = text.data() + text.size();
        const auto result = isFloat ? std::from_chars(text.data(), end, lexeme.real)
                                    : std::from_chars(text.data(), end, lexeme.integer);
        if (result.ec == std::errc{}) return {};
        return syntaxError(m_source, begin, {QT_TRANSLATE_NOOP("core", "the number %1 is too large"), text});
    }

    Expected<void> quoted(char quote)
    {
        const auto begin = m_at++;
        std::string text;
        while (m_at < m_source.size() && m_source[m_at] != quote) {
            if (m_source[m_at] == '\\' && m_at + 1 < m_source.size()) {
                ++m_at;
                escape(text);
            } else {
                text += m_source[m_at++];
            }
        }
        if (m_at++ >= m_source.size()) {
            return syntaxError(m_source, begin, QT_TRANSLATE_NOOP("core", "this text has no closing quote"));
        }
        add(Kind::Text, begin, text);
        return {};
    }

    /// What stands behind a backslash, as Python reads it.
    void escape(std::string& text)
    {
        static constexpr std::string_view kLetters{"\\'\"abfnrtv\n"};
        static constexpr std::string_view kMeanings{"\\'\"\a\b\f\n\r\t\v"};
        const char c = m_source[m_at];
        if (const auto known = kLetters.find(c); known != std::string_view::npos) {
            if (c != '\n') text += kMeanings[known]; // a line that goes on in the next
            ++m_at;
            return;
        }
        const bool isOctal = c >= '0' && c <= '7';
        const std::size_t most = isOctal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        const auto digitsText = m_source.substr(m_at + (isOctal ? 0 : 1), most);
        std::uint32_t code = 0;
        const auto* const end = digitsText.data() + digitsText.size();
        const auto read = std::from_chars(digitsText.data(), end, code, isOctal ? 8 : 16);
        const auto length = static_cast<std::size_t>(read.ptr - digitsText.data());
        if (most == 0 || read.ec != std::errc{} || (!isOctal && length != most)) {
            text += '\\'; // unknown: both stay
            return;
        }
        const bool isCharacter = code < 0xD800U || (code > 0xDFFFU && code < 0x110000U);
        appendUtf8(text, isCharacter ? code : kReplacementCharacter);
        m_at += length + (isOctal ? 0 : 1);
    }

    std::string_view m_source;
    std::size_t m_at{0};
    std::size_t m_open{0}; ///< where the tag being read begins
    bool m_lineStarts{true}; ///< nothing but a line's start lies before m_at
    std::vector<Lexeme> m_lexemes;
};

} // namespace

std::string normalizedSource(std::string_view source)
{
    std::string text;
    text.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\r' && i + 1 < source.size() && source[i + 1] == '\n') continue;
        text += source[i] == '\r' ? '\n' : source[i];
    }
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

Expected<std::vector<Lexeme>> lex(std::string_view source)
{
    return Lexer{source}.run();
}

Unexpected syntaxError(std::string_view source, std::size_t offset, Text message)
{
    return Unexpected{
        {.code = ErrorCode::TemplateError, .message = std::move(message), .where = placeIn(source, offset)}};
}

} // namespace luthier::jinja
