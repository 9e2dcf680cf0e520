// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/delimited.h"

#include <algorithm>

namespace luthier::data {
namespace {

constexpr std::array<std::string_view, 2> kExtensions{"csv", "txt"};
constexpr std::string_view kSniffed = ",;|"; // tab-separated values are a format of their own

constexpr std::array kDelimiters{
    config::Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")},
    config::Option{"comma", QT_TRANSLATE_NOOP("core", "comma")},
    config::Option{"tab", QT_TRANSLATE_NOOP("core", "tab")},
    config::Option{"semicolon", QT_TRANSLATE_NOOP("core", "semicolon")},
    config::Option{"pipe", QT_TRANSLATE_NOOP("core", "vertical bar")},
};
constexpr std::string_view kSeparators = " ,\t;|"; // in the order of kDelimiters

constexpr std::array kFields{
    config::Field{
        "delimiter", QT_TRANSLATE_NOOP("core", "Delimiter"),
        QT_TRANSLATE_NOOP("core",
                          "The character between two fields. Choose it where rows fall apart at the "
                          "wrong places."),
        "", config::Words{""}, kDelimiters, "auto", true},
    kEncodingField,
    kHeaderField,
    kQuotesField,
};

Recognition recognise(const Head& head)
{
    const bool atHome = std::ranges::find(kExtensions, head.extension) != kExtensions.end();
    return recognised(layoutOf(head.text, head.whole, kSniffed, true), atHome);
}

Expected<char> separatorOf(const config::Values& settings)
{
    const auto word = settings.word("delimiter");
    const auto known = std::ranges::find(kDelimiters, word, &config::Option::value);
    if (known != kDelimiters.end()) return kSeparators[static_cast<std::size_t>(known - kDelimiters.begin())];
    const auto& given = settings.text("delimiter");
    const bool usable = given.size() == 1 && given[0] != '"' && given[0] != '\n' && given[0] != '\r'
        && given[0] != '\0' && static_cast<unsigned char>(given[0]) < 0x80U;
    if (usable) return given[0];
    return Unexpected{
        {.code = ErrorCode::InvalidInput,
         .message = Text{QT_TRANSLATE_NOOP("core", "'%1' cannot stand between fields"), given},
         .where = "data.format.delimiter",
         .hint = QT_TRANSLATE_NOOP("core", "one ASCII character, or comma, tab, semicolon, pipe")}};
}

std::string delimiterWord(char separator)
{
    const auto at = kSeparators.find(separator);
    return at == std::string_view::npos || at == 0 ? std::string{separator}
                                                   : std::string{kDelimiters[at].value};
}

Expected<Reading> read(TextSource& source, const config::Values& settings, TableWriter& rows)
{
    LUTHIER_TRY(const char separator, separatorOf(settings));
    const bool quotes = settings.is("quotes", "auto") || settings.flag("quotes");
    const auto layout
        = layoutOf(source.window(), source.atEnd(),
                   settings.is("delimiter", "auto") ? kSniffed : std::string_view{&separator, 1}, quotes);
    LUTHIER_TRY(auto reading, readDelimited(source, layout, headerSetting(settings), rows));
    reading.settings["delimiter"] = delimiterWord(layout.separator);
    return reading;
}

} // namespace

const Format& csv();

const Format& csv()
{
    static const Format self{.entry = {.name = "csv",
                                       .title = QT_TRANSLATE_NOOP("core", "CSV"),
                                       .summary = QT_TRANSLATE_NOOP(
                                           "core", "Rows with fields between commas, semicolons or bars."),
                                       .paper = "",
                                       .fields = kFields},
                             .extensions = kExtensions,
                             .recognise = &recognise,
                             .read = &read};
    return self;
}

} // namespace luthier::data
