// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace luthier::data {

inline constexpr std::array kAutomatic{config::Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")}};

inline constexpr config::Field kHeaderField{
    "header",
    QT_TRANSLATE_NOOP("core", "Header row"),
    QT_TRANSLATE_NOOP(
        "core",
        "Whether the first row names the columns. Choose it where the first example is missing, or "
        "where names stand among the rows."),
    "",
    config::Flag{true},
    kAutomatic,
    "auto"};

inline constexpr config::Field kQuotesField{
    "quotes",
    QT_TRANSLATE_NOOP("core", "Quotes"),
    QT_TRANSLATE_NOOP(
        "core",
        "Whether a field that begins with a quote ends at the next one and may hold line breaks. "
        "Switch it off where quotes are part of the texts."),
    "",
    config::Flag{true},
    kAutomatic,
    "auto"};

/// The header setting; nothing where it is to be found out.
std::optional<bool> headerSetting(const config::Values& settings);

/// How separated values are laid out, as far as their first records tell.
struct Layout {
    char separator{','};
    bool quotes{true};
    std::size_t fields{0}; ///< of most records
    std::size_t records{0}; ///< looked at, blank ones not counted
    std::size_t matching{0}; ///< of them, with that many fields

    double share() const
    {
        return records == 0 ? 0 : static_cast<double>(matching) / static_cast<double>(records);
    }
};

/// The layout of the first 100 records with the separator that fits best.
Layout layoutOf(std::string_view text, bool whole, std::string_view separators, bool quotes);

/// What `layout` says for a format with these separators. `atHome`: the file's name is the format's own.
Recognition recognised(const Layout& layout, bool atHome);

/// Reads separated values into `rows`.
///
/// Errors  EmptyFile; UnterminatedQuote where the quote opens; Limit for too many columns or one endless
/// record.
Expected<Reading> readDelimited(TextSource& source, const Layout& layout, std::optional<bool> header,
                                TableWriter& rows);

} // namespace luthier::data
