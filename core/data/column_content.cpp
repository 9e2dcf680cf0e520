// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column_content.h"

#include "core/data/dates.h"
#include "core/data/normal_text.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace luthier::data {
namespace {

bool isNumber(std::string_view text)
{
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size();
}

} // namespace

ColumnContent contentOf(const Table& table, std::size_t column)
{
    constexpr std::int64_t kRowsLookedAt = 1000;
    ColumnContent content;
    std::set<std::uint64_t> values;
    const auto step = std::max<std::int64_t>(1, table.rows() / kRowsLookedAt);
    for (std::int64_t row = 0; row < table.rows(); row += step) {
        ++content.rows;
        const auto text = trimmed(table.cell(row, column).value_or(""));
        if (text.empty()) continue;
        ++content.filled;
        values.insert(textKey(text));
        content.characters += static_cast<double>(text.size());
        content.numbers += isNumber(text) ? 1 : 0;
        content.lists += text.starts_with("[{") || (text.starts_with('[') && text.ends_with(']')) ? 1 : 0;
        content.dates += dateOf(text) ? 1 : 0;
    }
    content.distinct = values.size();
    content.characters /= static_cast<double>(std::max<std::size_t>(content.filled, 1));
    return content;
}

} // namespace luthier::data
