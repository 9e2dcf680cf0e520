// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/data/json_text.h"
#include "core/data/normal_text.h"

#include <algorithm>

namespace luthier::data {
namespace {

using Kind = JsonShape::Kind;
constexpr std::string_view kSpace{" \t\r\n"};

std::string_view behindSpace(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of(kSpace), text.size()));
}

/// Where the string that begins at `at` ends; the text's size where it does not.
std::size_t closingQuote(std::string_view text, std::size_t at)
{
    for (;;) {
        const auto quote = text.find('"', at + 1);
        if (quote == std::string_view::npos) return text.size();
        std::size_t backslashes = 0;
        while (text[quote - 1 - backslashes] == '\\') { // ends at the opening quote at the latest
            ++backslashes;
        }
        if (backslashes % 2 == 0) return quote;
        at = quote;
    }
}

/// Counts the whole lines at the start of the text, and those of them that are objects by their ends.
void countLines(std::string_view text, bool whole, JsonShape& shape)
{
    constexpr std::size_t kLinesLookedAt = 100;
    while (!text.empty() && shape.lines < kLinesLookedAt) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos && !whole) break;
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end, text.size() - 1) + 1);
        if (line.empty()) continue;
        ++shape.lines;
        if (line.front() == '{' && line.back() == '}') ++shape.objects;
    }
}

bool isAlpaca(std::string_view text)
{
    const auto length = jsonExtent(text, true);
    if (!length) return false;
    const auto object = parseJson(text.substr(0, *length), "");
    return object && object->is_object() && object->contains("instruction") && object->contains("output");
}

/// Whether some member of the object is a list of objects.
bool holdsRows(std::string_view text)
{
    const auto object = parseJson(text, "");
    return object && std::ranges::any_of(*object, [](const Json& member) {
               return member.is_array() && !member.empty() && member.front().is_object();
           });
}

/// One object or lines of them: told by how the first lines end. A single line may be either; then its
/// content and the file's name decide.
Kind kindOfObjects(std::string_view text, const Head& head, JsonShape& shape)
{
    countLines(text, head.whole, shape);
    const bool namedLines = head.extension == "jsonl" || head.extension == "ndjson";
    if (shape.lines == 1 && shape.objects == 1) {
        return namedLines || !holdsRows(trimmed(text)) ? Kind::Lines : Kind::Wrapped;
    }
    return shape.objects * 2 >= std::max<std::size_t>(shape.lines, 1) || namedLines ? Kind::Lines
                                                                                    : Kind::Wrapped;
}

} // namespace

std::optional<std::size_t> jsonExtent(std::string_view text, bool last)
{
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            at = closingQuote(text, at);
            if (at >= text.size()) return std::nullopt;
            if (depth == 0) return at + 1;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth <= 1) return at + depth;
            --depth;
        } else if (depth == 0 && (c == ',' || c == ':' || kSpace.find(c) != std::string_view::npos)) {
            return at;
        }
    }
    if (last && depth == 0) return text.size();
    return std::nullopt;
}

JsonShape jsonShape(const Head& head)
{
    JsonShape shape;
    const auto text = behindSpace(head.text);
    const auto inside = behindSpace(text.substr(std::min<std::size_t>(1, text.size())));
    if (text.starts_with('[') && (inside.starts_with('{') || inside.starts_with(']'))) {
        shape.kind = Kind::List;
        shape.alpaca = isAlpaca(inside);
    } else if (text.starts_with('[') && head.extension == "json") {
        shape.kind = Kind::List; // of something else: its reader says what is wrong
    } else if (text.starts_with('{') && (inside.starts_with('"') || inside.starts_with('}'))) {
        shape.kind = kindOfObjects(text, head, shape);
        shape.alpaca = shape.kind == Kind::Lines && isAlpaca(text);
    }
    return shape;
}

} // namespace luthier::data
