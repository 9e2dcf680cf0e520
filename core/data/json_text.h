// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace luthier::data {

/// How far the JSON value at the start of `text` reaches, found by its brackets and quotes alone: whether it
/// is JSON shows later. Nothing where it goes on behind the text; `last`: there is no more, a bare word ends
/// too.
std::optional<std::size_t> jsonExtent(std::string_view text, bool last);

/// What the beginning of a file looks like to the JSON formats.
struct JsonShape {
    enum class Kind { None, Lines, List, Wrapped };
    Kind kind{Kind::None};
    std::size_t lines{0}, objects{0}; ///< of Lines: looked at, and those that are objects
    bool alpaca{false}; ///< its first object has an instruction and an output
};
JsonShape jsonShape(const Head& head);

/// Reads one object a line; a file that begins with `[` as a list. Errors  as readJson.
Expected<Reading> readJsonLines(TextSource& source, TableWriter& rows);

/// Reads a list of objects, or an object with exactly one list of objects.
///
/// Errors  BadJson where the list itself is broken; WrongType where there are no objects; Limit for an
/// endless
///         row.
Expected<Reading> readJson(TextSource& source, TableWriter& rows);

} // namespace luthier::data
