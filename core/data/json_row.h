// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <memory>
#include <string_view>

namespace luthier::data {

/// Puts JSON objects into rows: a key is a column; texts without their quotes, numbers with the digits they
/// have in the file, lists and objects as JSON, null as nothing.
///
/// An object that is not strict JSON is set aside: duplicate keys, NaN, comments, half surrogates, text
/// behind its end, more than 64 levels.
///
/// Errors  take(): what the writer says.
class JsonRows {
public:
    explicit JsonRows(TableWriter& rows);
    ~JsonRows();
    JsonRows(const JsonRows&) = delete;
    JsonRows& operator=(const JsonRows&) = delete;

    /// `at` is where `text` begins. REQUIRES: `text` is UTF-8 without white space around it, and
    /// TextSource::kPadding bytes behind it may be read.
    Expected<void> take(std::string_view text, Place at);

private:
    struct Parser;
    void setAside(std::string_view text, Place at);

    TableWriter& m_rows;
    std::unique_ptr<Parser> m_parser;
};

} // namespace luthier::data
