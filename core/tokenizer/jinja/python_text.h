// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/jinja/budget.h"
#include "core/tokenizer/jinja/value.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::jinja {

// What Python's texts do, by code point.

/// str(value): what {{ value }} prints.
std::string str(const Value& value, Budget& budget);
/// repr(value): how it stands inside a printed list.
std::string repr(const Value& value, Budget& budget);

/// repr(float): the fewest digits that read back as the same number.
std::string floatText(double value);
/// In lower case, filled up with zeros.
std::string hex(char32_t character, std::size_t width);

enum class Side { Left, Right, Both };
/// text.strip(), lstrip(), rstrip(): white space, or any of `characters`.
std::string_view stripped(std::string_view text, Side side);
std::string_view stripped(std::string_view text, Side side, std::string_view characters);

std::vector<std::string_view> charactersOf(std::string_view text);
std::size_t length(std::string_view text);
/// The lines of text.splitlines(keepends).
std::vector<std::string_view> linesOf(std::string_view text, bool keepEnds);

std::string upper(std::string_view text);
std::string lower(std::string_view text);
/// Each run of letters with a capital first. `onlyFirst`: text.capitalize() instead.
std::string titled(std::string_view text, bool onlyFirst);
bool isSpace(char32_t character);

/// text.replace(from, to, most); a negative `most` means all.
std::string replaced(std::string_view text, std::string_view from, std::string_view to, std::int64_t most,
                     Budget& budget);
/// Where `part` begins in `text` from `from` on, or npos, in time that grows with the sum of their lengths.
std::size_t find(std::string_view text, std::string_view part, std::size_t from, Budget& budget);

} // namespace luthier::jinja
