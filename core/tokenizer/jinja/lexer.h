// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::jinja {

/// The smallest part of a template.
struct Lexeme {
    enum class Kind { Data, BeginPrint, EndPrint, BeginTag, EndTag, Name, Text, Integer, Float, Symbol, End };
    Kind kind{Kind::End};
    std::size_t offset{0};
    std::string text{}; ///< of Data, Name, Symbol; of Text without quotes and escapes
    std::int64_t integer{0};
    double real{0};
};

/// `source` as the lexemes' offsets mean it: line ends are \n, and the last one is dropped.
std::string normalizedSource(std::string_view source);

/// Takes a template apart, white space already cut as chat templates want it: a line end after a tag goes
/// (trim_blocks), spaces between a line's start and a tag too (lstrip_blocks), and what a `-` says.
///
/// Errors  TemplateError at "line:column".
/// Source  The template designer documentation of Jinja 3.1, "Whitespace Control".
Expected<std::vector<Lexeme>> lex(std::string_view source);

/// The error of a template that cannot be read.
Unexpected syntaxError(std::string_view source, std::size_t offset, Text message);

} // namespace luthier::jinja
