// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/faults.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

namespace luthier::config {
namespace {

/// Takes ":12" off the end of `text`; the largest number where there is none.
int takeNumber(std::string_view& text)
{
    constexpr int kNone = std::numeric_limits<int>::max();
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return kNone;
    int number = kNone;
    const auto* const last = text.data() + text.size();
    const auto [end, fault] = std::from_chars(text.data() + colon + 1, last, number);
    if (fault != std::errc{} || end != last) return kNone;
    text = text.substr(0, colon);
    return number;
}

/// Line and column of "recipe.yaml:14:9".
std::pair<int, int> placeOf(const Error& error)
{
    std::string_view where = error.where;
    const int column = takeNumber(where);
    const int line = takeNumber(where);
    return {line, column};
}

} // namespace

Error asOneError(std::vector<Error> faults)
{
    LUTHIER_ASSERT(!faults.empty());
    std::ranges::stable_sort(faults, {}, placeOf);
    Error first = std::move(faults.front());
    first.others.assign(std::make_move_iterator(faults.begin() + 1), std::make_move_iterator(faults.end()));
    return first;
}

void addEach(Error error, std::vector<Error>& faults)
{
    auto others = std::exchange(error.others, {});
    faults.push_back(std::move(error));
    faults.insert(faults.end(), std::make_move_iterator(others.begin()),
                  std::make_move_iterator(others.end()));
}

} // namespace luthier::config
