// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/delimited.h"
#include "core/data/record_scanner.h"

#include <algorithm>
#include <map>

namespace luthier::data {
namespace {

constexpr std::size_t kRecordsLookedAt = 100;

Layout layoutWith(char separator, std::string_view text, bool whole, bool quotes)
{
    const RecordScanner scanner{separator, quotes};
    RecordScanner::Record record;
    Layout layout{.separator = separator, .quotes = quotes};
    std::map<std::size_t, std::size_t> counts;
    while (!text.empty() && layout.records < kRecordsLookedAt) {
        if (!scanner.scan(text, whole, record)) {
            if (layout.records > 0) break;
            scanner.scan(text, true, record); // a first record longer than the head still tells something
        }
        text.remove_prefix(record.length);
        if (record.blank) continue;
        ++layout.records;
        ++counts[record.fields.size()];
    }
    for (const auto& [fields, records] : counts) {
        if (records >= layout.matching) { // of equally many, the larger number of fields
            layout.fields = fields;
            layout.matching = records;
        }
    }
    return layout;
}

} // namespace

std::optional<bool> headerSetting(const config::Values& settings)
{
    if (settings.is("header", "auto")) return std::nullopt;
    return settings.flag("header");
}

Layout layoutOf(std::string_view text, bool whole, std::string_view separators, bool quotes)
{
    Layout best;
    for (const char separator : separators) {
        const auto layout = layoutWith(separator, text, whole, quotes);
        const bool splits = layout.fields > 1, bestSplits = best.fields > 1;
        const bool better = splits != bestSplits ? splits
            : layout.share() != best.share()     ? layout.share() > best.share()
                                                 : layout.fields > best.fields;
        if (best.records == 0 || better) best = layout;
    }
    return best;
}

Recognition recognised(const Layout& layout, bool atHome)
{
    constexpr double kMost = 0.6; // fewer alike are no table
    constexpr int kTable = 30, kConsistency = 50, kList = 10, kHome = 5; // of 100: consistency weighs most
    if (layout.records == 0) return {};
    const Text reason{QT_TRANSLATE_NOOP("core", "%1 of the first %2 rows have %3 fields"), layout.matching,
                      layout.records, layout.fields};
    if (layout.fields > 1 && layout.share() >= kMost) {
        return {kTable + static_cast<int>(kConsistency * layout.share()) + (atHome ? kHome : 0), reason};
    }
    if (!atHome) return {};
    return {kList,
            layout.fields > 1
                ? reason
                : Text{QT_TRANSLATE_NOOP("core", "one field a row, %1 rows looked at"), layout.records}};
}

} // namespace luthier::data
