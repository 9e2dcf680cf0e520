// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/json_text.h"

namespace luthier::data {
namespace {

constexpr std::array<std::string_view, 1> kExtensions{"json"};
constexpr std::array kFields{kEncodingField};

Recognition recognise(const Head& head)
{
    const auto shape = jsonShape(head);
    if (shape.kind == JsonShape::Kind::List) {
        return {95, QT_TRANSLATE_NOOP("core", "the file begins like a JSON list")};
    }
    if (shape.kind == JsonShape::Kind::Wrapped) {
        return {90, QT_TRANSLATE_NOOP("core", "the file begins like a JSON object")};
    }
    return {};
}

Expected<Reading> read(TextSource& source, const config::Values&, TableWriter& rows)
{
    return readJson(source, rows);
}

} // namespace

const Format& json();

const Format& json()
{
    static const Format self{.entry = {.name = "json",
                                       .title = QT_TRANSLATE_NOOP("core", "JSON"),
                                       .summary = QT_TRANSLATE_NOOP("core", "A list of objects, one a row."),
                                       .paper = "",
                                       .fields = kFields},
                             .extensions = kExtensions,
                             .recognise = &recognise,
                             .read = &read};
    return self;
}

} // namespace luthier::data
