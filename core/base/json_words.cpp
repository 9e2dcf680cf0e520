// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace luthier {
namespace {

constexpr std::array kTypes{
    QT_TRANSLATE_NOOP("core", "null"),   QT_TRANSLATE_NOOP("core", "object"),
    QT_TRANSLATE_NOOP("core", "array"),  QT_TRANSLATE_NOOP("core", "string"),
    QT_TRANSLATE_NOOP("core", "number"), QT_TRANSLATE_NOOP("core", "boolean"),
};

/// Signs as '[' are the same everywhere.
constexpr std::array kTokens{
    "'['",
    "'{'",
    "']'",
    "'}'",
    "':'",
    "','",
    QT_TRANSLATE_NOOP("core", "true literal"),
    QT_TRANSLATE_NOOP("core", "false literal"),
    QT_TRANSLATE_NOOP("core", "null literal"),
    QT_TRANSLATE_NOOP("core", "string literal"),
    QT_TRANSLATE_NOOP("core", "number literal"),
    QT_TRANSLATE_NOOP("core", "end of input"),
    QT_TRANSLATE_NOOP("core", "'[', '{', or a literal"),
};

constexpr std::array kPlaces{
    QT_TRANSLATE_NOOP("core", "syntax error while parsing value"),
    QT_TRANSLATE_NOOP("core", "syntax error while parsing object key"),
    QT_TRANSLATE_NOOP("core", "syntax error while parsing object separator"),
    QT_TRANSLATE_NOOP("core", "syntax error while parsing object"),
    QT_TRANSLATE_NOOP("core", "syntax error while parsing array"),
};

constexpr std::array kFaults{
    QT_TRANSLATE_NOOP("core", "invalid literal"),
    QT_TRANSLATE_NOOP("core", "invalid number; expected digit after '-'"),
    QT_TRANSLATE_NOOP("core", "invalid number; expected digit after '.'"),
    QT_TRANSLATE_NOOP("core", "invalid number; expected '+', '-', or digit after exponent"),
    QT_TRANSLATE_NOOP("core", "invalid number; expected digit after exponent sign"),
    QT_TRANSLATE_NOOP("core", "invalid string: missing closing quote"),
    QT_TRANSLATE_NOOP("core", "invalid string: forbidden character after backslash"),
    QT_TRANSLATE_NOOP("core", "invalid string: '\\u' must be followed by 4 hex digits"),
    QT_TRANSLATE_NOOP("core", "invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF"),
    QT_TRANSLATE_NOOP("core", "invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF"),
};

template <std::size_t N>
std::optional<Text> among(const std::array<const char*, N>& known, std::string_view words)
{
    const auto found = std::ranges::find(known, words, [](const char* one) { return std::string_view{one}; });
    if (found == known.end()) return std::nullopt;
    return Text{*found};
}

/// What stands before the first `border` and what behind it.
std::optional<std::pair<std::string, std::string>> parted(const std::string& words, std::string_view border)
{
    const auto at = words.find(border);
    if (at == std::string::npos) return std::nullopt;
    return std::pair{words.substr(0, at), words.substr(at + border.size())};
}

/// The reader's complaint: "invalid literal".
Text complaint(const std::string& words)
{
    if (auto known = among(kFaults, words)) return *std::move(known);
    constexpr std::string_view kControl = "invalid string: control character ";
    const auto escape = parted(words, " must be escaped to ");
    if (!words.starts_with(kControl) || !escape) return Text::verbatim(words);
    const auto name = escape->first.substr(kControl.size());
    if (const auto either = parted(escape->second, " or ")) {
        return {QT_TRANSLATE_NOOP("core", "invalid string: control character %1 must be escaped to %2 or %3"),
                name, either->first, either->second};
    }
    return {QT_TRANSLATE_NOOP("core", "invalid string: control character %1 must be escaped to %2"), name,
            escape->second};
}

/// "unexpected end of input", or "invalid literal; last read: 'x'".
Text found(const std::string& words)
{
    constexpr std::string_view kUnexpected = "unexpected ";
    if (words.starts_with(kUnexpected)) {
        if (auto token = among(kTokens, words.substr(kUnexpected.size()))) {
            return {QT_TRANSLATE_NOOP("core", "unexpected %1"), *std::move(token)};
        }
    }
    const auto read = parted(words, "; last read: '");
    if (!read || !words.ends_with('\'')) return Text::verbatim(words);
    return {QT_TRANSLATE_NOOP("core", "%1; last read: '%2'"), complaint(read->first),
            read->second.substr(0, read->second.size() - 1)};
}

} // namespace

Text typeName(const Json& value)
{
    return among(kTypes, value.type_name()).value_or(Text::verbatim(value.type_name()));
}

Text syntaxFault(const std::string& words)
{
    const auto halves = parted(words, " - ");
    auto place = halves ? among(kPlaces, halves->first) : std::nullopt;
    if (!place) return Text::verbatim(words);
    constexpr std::string_view kExpected = "; expected ";
    const auto& what = halves->second;
    const auto border = what.rfind(kExpected);
    auto wanted
        = border == std::string::npos ? std::nullopt : among(kTokens, what.substr(border + kExpected.size()));
    if (!wanted) return {"%1 - %2", *std::move(place), found(what)};
    return {QT_TRANSLATE_NOOP("core", "%1 - %2; expected %3"), *std::move(place),
            found(what.substr(0, border)), *std::move(wanted)};
}

} // namespace luthier
