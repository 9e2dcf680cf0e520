// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace luthier::config {
namespace {

/// Slips between two words: letters put in, left out, exchanged, or swapped with a neighbour.
std::size_t slips(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t exchanged = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, exchanged});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before[j - 2] + 1);
            }
        }
        before.swap(last);
        last.swap(now);
    }
    return last[b.size()];
}

} // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> known)
{
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1; // further away it is another word
    for (const auto candidate : known) {
        const auto distance = slips(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return std::string{best};
}

} // namespace luthier::config
