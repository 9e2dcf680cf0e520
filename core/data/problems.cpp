// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/problems.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace luthier::data {
namespace {

/// Codes of what misleads without losing a row, the worse ones first; then notes.
constexpr std::array<std::string_view, 13> kMild{
    "leaked_rows",  "conflicting_labels", "label_spelling",      "label_once", "few_rows_of_label",
    "cut_rows",     "exact_copies",       "near_copies",         "bad_date",   "bad_weight",
    "no_held_back", "few_held_back",      "near_copies_skipped",
};

} // namespace

int severity(const Problem& problem)
{
    if (problem.blocking) return 0;
    const auto found = std::ranges::find(kMild, problem.code);
    return found == kMild.end() ? 1 : 2 + static_cast<int>(found - kMild.begin());
}

std::vector<Problem> setAsideByKind(const Source& source)
{
    std::vector<Problem> kinds;
    for (const Problem& problem : source.setAside) {
        const auto known = std::ranges::find(kinds, problem.code, &Problem::code);
        if (known == kinds.end()) {
            kinds.push_back(problem);
        } else {
            known->count += problem.count;
        }
    }
    for (Problem& kind : kinds) {
        if (kind.count == 1) continue;
        kind.message = Text{QT_TRANSLATE_NOOP("core", "%1 rows could not be read; the first: %2"), kind.count,
                            kind.message};
    }
    return kinds;
}

Error errorOf(const Problem& setAside)
{
    Error error{.code = ErrorCode::BadValue, .message = setAside.message, .where = setAside.where};
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        if (errorName(static_cast<ErrorCode>(code)) == setAside.code)
            error.code = static_cast<ErrorCode>(code);
    }
    return error;
}

std::optional<Error> firstFault(const Source& source)
{
    if (source.setAside.empty()) return std::nullopt;
    return errorOf(source.setAside.front());
}

} // namespace luthier::data
