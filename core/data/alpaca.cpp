// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_text.h"

#include <algorithm>

namespace luthier::data {
namespace {

constexpr std::array<std::string_view, 2> kExtensions{"json", "jsonl"};
constexpr std::array kFields{kEncodingField};

Recognition recognise(const Head& head)
{
    if (!jsonShape(head).alpaca) return {};
    return {99, QT_TRANSLATE_NOOP("core", "its objects have an instruction and an output")};
}

/// A list or lines of objects, as JSON and JSON Lines; the keys say what is what.
Expected<Reading> read(TextSource& source, const config::Values&, TableWriter& rows)
{
    const bool lines = jsonShape({source.window(), source.atEnd(), ""}).kind == JsonShape::Kind::Lines;
    LUTHIER_TRY(auto reading, lines ? readJsonLines(source, rows) : readJson(source, rows));
    for (const std::string_view key : {"instruction", "output"}) {
        if (std::ranges::find(rows.columns(), key) != rows.columns().end()) continue;
        return Unexpected{{.code = ErrorCode::MissingField,
                           .message = Text{QT_TRANSLATE_NOOP("core", "no object has the key '%1'"), key},
                           .where = source.file().string(),
                           .hint = QT_TRANSLATE_NOOP("core", "choose the format json or jsonl")}};
    }
    reading.reason
        = Text{QT_TRANSLATE_NOOP("core", "%1 of %2 objects can be read, with instruction and output"),
               rows.rows(), rows.rows() + rows.setAsideRows()};
    return reading;
}

} // namespace

const Format& alpaca();

const Format& alpaca()
{
    static const Format self{
        .entry = {.name = "alpaca",
                  .title = QT_TRANSLATE_NOOP("core", "Alpaca"),
                  .summary = QT_TRANSLATE_NOOP("core", "JSON objects with instruction, input and output."),
                  .paper = "",
                  .fields = kFields},
        .extensions = kExtensions,
        .recognise = &recognise,
        .read = &read};
    return self;
}

} // namespace luthier::data
