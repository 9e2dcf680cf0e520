// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_text.h"

namespace luthier::data {
namespace {

constexpr std::array<std::string_view, 2> kExtensions{"jsonl", "ndjson"};
constexpr std::array kFields{kEncodingField};

Recognition recognise(const Head& head)
{
    const auto shape = jsonShape(head);
    if (shape.kind != JsonShape::Kind::Lines) return {};
    return {95,
            Text{QT_TRANSLATE_NOOP("core", "%1 of the first %2 lines are JSON objects"), shape.objects,
                 shape.lines}};
}

Expected<Reading> read(TextSource& source, const config::Values&, TableWriter& rows)
{
    return readJsonLines(source, rows);
}

} // namespace

const Format& jsonl();

const Format& jsonl()
{
    static const Format self{.entry
                             = {.name = "jsonl",
                                .title = QT_TRANSLATE_NOOP("core", "JSON Lines"),
                                .summary = QT_TRANSLATE_NOOP("core", "One JSON object a line, one a row."),
                                .paper = "",
                                .fields = kFields},
                             .extensions = kExtensions,
                             .recognise = &recognise,
                             .read = &read};
    return self;
}

} // namespace luthier::data
