// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::data {

/// Finds the records and fields of separated values.
///
/// Records end at LF, CRLF or CR. A field that begins with a quote ends at the next single one; inside it
/// stand separators, line ends, and quotes written twice. A quote anywhere else is text.
///
/// Source  RFC 4180, widened by other separators and line ends.
class RecordScanner {
public:
    RecordScanner(char separator, bool quotes);

    struct Field {
        std::size_t begin, end; ///< in the text, without the quotes around it
        bool doubledQuotes; ///< holds quotes written twice
    };
    struct Fault {
        ErrorCode code; ///< BadQuote, NulByte, UnterminatedQuote
        std::size_t offset; ///< in the text
    };
    struct Record {
        std::vector<Field> fields{};
        std::size_t length{0}; ///< with its line end
        std::size_t textEnd{0}; ///< without it
        std::int64_t lines{0}; ///< that it ends: 1, and more where fields hold line ends; 0 for a last line
        std::optional<Fault> fault{};
        bool blank{false}; ///< nothing but a line end
    };

    /// The record at the start of `text`, or false where it needs more text than that. `last`: there is no
    /// more. A record with text behind a closing quote that runs over several lines is taken to end with its
    /// first line, so that one stray quote spoils one line. REQUIRES: `text` is not empty.
    bool scan(std::string_view text, bool last, Record& record) const;

    /// The field as it is meant. The view ends with the next call.
    std::string_view value(std::string_view text, const Field& field);

private:
    enum class Step { Field, End, More };
    Step quotedField(std::string_view text, bool last, Record& record, std::size_t& at) const;
    Step afterField(std::string_view text, bool last, Record& record, std::size_t& at) const;
    std::size_t stopFrom(std::string_view text, std::size_t at) const;

    char m_separator;
    bool m_quotes;
    std::array<bool, 256> m_stops{}; ///< separator, LF, CR
    std::string m_collapsed;
};

} // namespace luthier::data
