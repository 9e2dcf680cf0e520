// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/entry.h"
#include "core/config/values.h"
#include "core/data/table_writer.h"
#include "core/data/text_source.h"

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace luthier::data {

/// What can be told of a file before it is read.
struct Head {
    std::string_view text; ///< its beginning, UTF-8, cut at any character
    bool whole{false}; ///< `text` is all there is
    std::string extension{}; ///< of its name, lower case, without the dot
};

/// How sure a format is that a file is its own, from 0 (not mine) to 100.
struct Recognition {
    int confidence{0};
    Text reason{};
};

/// How a file was read.
struct Reading {
    config::Settings settings{}; ///< the format's own, with every `auto` resolved
    Text reason{}; ///< "1,205 of 1,205 rows have 3 fields"
};

/// One way rows stand in a file: what formats.def registers.
///
/// Errors  read(): what makes the file as a whole unreadable, at "file:line:column". A row that cannot be
/// read
///         is set aside in the writer, and reading goes on.
struct Format {
    config::Entry entry;
    std::span<const std::string_view> extensions;
    Recognition (*recognise)(const Head& head);
    Expected<Reading> (*read)(TextSource& source, const config::Values& settings, TableWriter& rows){nullptr};

    // Of files that are no text, instead of read(): whether one begins with these bytes, and how it is read.
    bool (*isOne)(std::string_view bytes){nullptr};
    Expected<Reading> (*readFile)(const std::filesystem::path& file, const config::Values& settings,
                                  TableWriter& rows, const Job& job){nullptr};
};

/// Every format, in the order of formats.def.
std::span<const Format* const> formats();

/// The format that `head` looks like most, and why. Errors  Unsupported where it looks like none.
struct Sniffed {
    const Format* format{};
    Text reason{};
};
Expected<Sniffed> sniffed(const Head& head);

inline constexpr std::array kEncodings{
    config::Option{"auto", QT_TRANSLATE_NOOP("core", "automatic")},
    config::Option{"utf-8", QT_TRANSLATE_NOOP("core", "UTF-8")},
    config::Option{"utf-16", QT_TRANSLATE_NOOP("core", "UTF-16")},
    config::Option{"latin-1", QT_TRANSLATE_NOOP("core", "Latin-1 (Western European)")},
};

/// A setting of every format.
inline constexpr config::Field kEncodingField{
    "encoding",
    QT_TRANSLATE_NOOP("core", "Encoding"),
    QT_TRANSLATE_NOOP("core",
                      "How the bytes of the file stand for characters; automatic is UTF-8, or what a mark at "
                      "the start says. Choose another where letters look wrong."),
    "",
    config::Choice{},
    kEncodings,
    "auto"};

struct Place {
    std::int64_t line, column; ///< from 1; columns in characters
};
/// The place of the byte at `offset` in a text that begins on `line`. Lines end at LF, CRLF or CR.
Place placeAt(std::string_view text, std::size_t offset, std::int64_t line);

constexpr std::size_t kMostFieldBytes = std::size_t{16} << 20U; // formats.md §1
constexpr std::size_t kMostRowBytes = std::size_t{32} << 20U; // what a reader holds to find a row's end

/// A stretch of the user's file for a message: one line, at most 120 bytes.
std::string excerpt(std::string_view text);

} // namespace luthier::data
