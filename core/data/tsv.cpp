// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/delimited.h"
#include "core/data/record_scanner.h"

#include <algorithm>

namespace luthier::data {
namespace {

constexpr std::array<std::string_view, 2> kExtensions{"tsv", "tab"};
constexpr std::string_view kTab = "\t";
constexpr std::array kFields{kEncodingField, kHeaderField, kQuotesField};

/// Spreadsheets put quotes around fields that need them; most other programs write quotes as text. They are
/// taken as meant so if one of the fields needs them, for it holds a tab, a line end or a doubled quote, and
/// none has text behind its closing quote.
bool quotesAreMeant(std::string_view text, bool whole)
{
    const RecordScanner scanner{'\t', true};
    RecordScanner::Record record;
    bool needed = false;
    while (!text.empty() && scanner.scan(text, whole, record)) {
        if (record.fault) return false;
        for (const auto& field : record.fields) {
            const auto inside = text.substr(field.begin, field.end - field.begin);
            needed
                = needed || field.doubledQuotes || inside.find_first_of("\t\r\n") != std::string_view::npos;
        }
        text.remove_prefix(record.length);
    }
    return needed;
}

Recognition recognise(const Head& head)
{
    const bool atHome = std::ranges::find(kExtensions, head.extension) != kExtensions.end();
    return recognised(layoutOf(head.text, head.whole, kTab, quotesAreMeant(head.text, head.whole)), atHome);
}

Expected<Reading> read(TextSource& source, const config::Values& settings, TableWriter& rows)
{
    const bool quotes = settings.is("quotes", "auto") ? quotesAreMeant(source.window(), source.atEnd())
                                                      : settings.flag("quotes");
    const auto layout = layoutOf(source.window(), source.atEnd(), kTab, quotes);
    return readDelimited(source, layout, headerSetting(settings), rows);
}

} // namespace

const Format& tsv();

const Format& tsv()
{
    static const Format self{.entry = {.name = "tsv",
                                       .title = QT_TRANSLATE_NOOP("core", "TSV"),
                                       .summary = QT_TRANSLATE_NOOP("core", "Rows with fields between tabs."),
                                       .paper = "",
                                       .fields = kFields},
                             .extensions = kExtensions,
                             .recognise = &recognise,
                             .read = &read};
    return self;
}

} // namespace luthier::data
