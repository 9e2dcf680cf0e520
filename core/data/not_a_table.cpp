// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/not_a_table.h"

#include "core/base/text.h"

#include <array>

namespace luthier::data {
namespace {

using namespace std::string_view_literals;

struct Kind {
    std::string_view begin; ///< of the file
    std::string_view inside; ///< somewhere in its head; empty: anything
    const char* name; ///< English source text
};

/// The first that fits counts: what holds a workbook stands before the bare archive.
constexpr std::array kKinds{
    Kind{"\x1f\x8b"sv, "", QT_TRANSLATE_NOOP("core", "a gzip archive")},
    Kind{"PK\x03\x04"sv, "xl/", QT_TRANSLATE_NOOP("core", "an Excel workbook")},
    Kind{"PK\x03\x04"sv, "word/", QT_TRANSLATE_NOOP("core", "a Word document")},
    Kind{"PK\x03\x04"sv, "opendocument", QT_TRANSLATE_NOOP("core", "an OpenDocument file")},
    Kind{"PK\x03\x04"sv, "", QT_TRANSLATE_NOOP("core", "a zip archive")},
    Kind{"PK\x05\x06"sv, "", QT_TRANSLATE_NOOP("core", "an empty zip archive")},
    Kind{"\xd0\xcf\x11\xe0"sv, "", QT_TRANSLATE_NOOP("core", "an old Office document")},
    Kind{"PAR1"sv, "", QT_TRANSLATE_NOOP("core", "a Parquet file")},
    Kind{"ARROW1"sv, "", QT_TRANSLATE_NOOP("core", "an Arrow file")},
    Kind{"SQLite format 3\0"sv, "", QT_TRANSLATE_NOOP("core", "an SQLite database")},
    Kind{"%PDF-"sv, "", QT_TRANSLATE_NOOP("core", "a PDF document")},
    Kind{"{\\rtf"sv, "", QT_TRANSLATE_NOOP("core", "an RTF document")},
    Kind{"\x80\x02"sv, "", QT_TRANSLATE_NOOP("core", "a Python pickle")},
    Kind{"\x80\x03"sv, "", QT_TRANSLATE_NOOP("core", "a Python pickle")},
    Kind{"\x80\x04"sv, "", QT_TRANSLATE_NOOP("core", "a Python pickle")},
    Kind{"\x80\x05"sv, "", QT_TRANSLATE_NOOP("core", "a Python pickle")},
    Kind{"\x93NUMPY"sv, "", QT_TRANSLATE_NOOP("core", "a NumPy array")},
    Kind{"\x89HDF"sv, "", QT_TRANSLATE_NOOP("core", "an HDF5 file")},
    Kind{"\x89PNG"sv, "", QT_TRANSLATE_NOOP("core", "a picture")},
    Kind{"\xff\xd8\xff"sv, "", QT_TRANSLATE_NOOP("core", "a picture")},
    Kind{"GIF8"sv, "", QT_TRANSLATE_NOOP("core", "a picture")},
    Kind{"BZh"sv, "", QT_TRANSLATE_NOOP("core", "a bzip2 archive")},
    Kind{"\xfd"
         "7zXZ"sv,
         "", QT_TRANSLATE_NOOP("core", "an xz archive")},
    Kind{"\x28\xb5\x2f\xfd"sv, "", QT_TRANSLATE_NOOP("core", "a zstd archive")},
    Kind{"7z\xbc\xaf"sv, "", QT_TRANSLATE_NOOP("core", "a 7-Zip archive")},
    Kind{"Rar!"sv, "", QT_TRANSLATE_NOOP("core", "a RAR archive")},
    Kind{"GGUF"sv, "", QT_TRANSLATE_NOOP("core", "a model (GGUF)")},
    Kind{"\x7f"
         "ELF"sv,
         "", QT_TRANSLATE_NOOP("core", "a program")},
};

/// Markup is recognised in either case, behind white space.
constexpr std::array kMarkup{
    Kind{"<!doctype html", "", QT_TRANSLATE_NOOP("core", "a web page (HTML)")},
    Kind{"<html", "", QT_TRANSLATE_NOOP("core", "a web page (HTML)")},
    Kind{"<?xml", "", QT_TRANSLATE_NOOP("core", "an XML document")},
};

bool beginsWithWord(std::string_view text, std::string_view word)
{
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        if (c != word[i]) return false;
    }
    return true;
}

} // namespace

std::optional<const char*> foreignKind(std::string_view head)
{
    for (const Kind& kind : kKinds) {
        if (head.starts_with(kind.begin) && head.find(kind.inside) != std::string_view::npos) {
            return kind.name;
        }
    }
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    for (const Kind& kind : kMarkup) {
        if (beginsWithWord(head, kind.begin)) return kind.name;
    }
    return std::nullopt;
}

} // namespace luthier::data
