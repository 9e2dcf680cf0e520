// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace luthier::data {
namespace {

constexpr std::int64_t kLeastHeldBack = 20; // rows; with fewer, a part says nothing (product.md §2.1)

std::int64_t wanted(double share, std::size_t rows)
{
    if (share <= 0) return 0;
    return std::max<std::int64_t>(std::llround(share * static_cast<double>(rows)),
                                  std::min(kLeastHeldBack, static_cast<std::int64_t>(rows / 5)));
}

/// Takes clusters for one held-back part until it has what it should.
class Taker {
public:
    explicit Taker(std::int64_t wanted)
        : m_wanted{wanted}
    {
    }
    /// Sets the goal for when this share of all rows has been dealt.
    void reach(double share) { m_goal = std::llround(static_cast<double>(m_wanted) * share); }
    /// Takes the cluster if that comes nearer to the goal than leaving it.
    bool take(std::int64_t rows)
    {
        if (2 * (m_goal - m_taken) < rows) return false;
        m_taken += rows;
        return true;
    }

private:
    std::int64_t m_wanted;
    std::int64_t m_goal{0};
    std::int64_t m_taken{0};
};

class Dealer {
public:
    Dealer(const Deal& deal, Clusters& clusters)
        : m_deal{deal}
        , m_clusters{clusters}
        , m_sizes(deal.keys.size(), 0)
        , m_newest(deal.dates.empty() ? 0 : deal.keys.size(), 0)
        , m_test{wanted(deal.test, deal.rows.size())}
        , m_validation{wanted(deal.validation, deal.rows.size())}
    {
        std::size_t count = 0;
        for (const auto row : deal.rows) {
            const auto first = clusters.first(row);
            if (m_sizes[first]++ == 0) ++count;
            if (!m_newest.empty()) m_newest[first] = std::max(m_newest[first], deal.dates[row]);
        }
        m_order.reserve(count);
    }

    LargeVector<Part> parts()
    {
        sort();
        LargeVector<Part> parts(m_deal.keys.size(), Part::None);
        for (auto begin = m_order.begin(); begin != m_order.end();) {
            auto end = begin;
            while (end != m_order.end() && stratum(end->first) == stratum(begin->first)) {
                m_dealtRows += m_sizes[end++->first];
            }
            dealStratum({begin, end}, parts);
            begin = end;
        }
        for (const auto row : m_deal.rows) {
            parts[row] = parts[m_clusters.first(row)];
        }
        return parts;
    }

private:
    struct Cluster {
        std::int64_t rank; ///< stratum, or the negative date
        std::uint32_t random;
        std::uint32_t first; ///< row
    };

    /// Clusters of one stratum get their share of each part; by date there is only one.
    std::int32_t stratum(std::uint32_t first) const
    {
        return m_deal.labels.empty() || !m_newest.empty() ? 0 : m_deal.labels[first];
    }

    void sort()
    {
        for (const auto row : m_deal.rows) {
            if (m_clusters.first(row) != row) continue;
            const auto random
                = mixed(m_deal.seed, static_cast<std::uint64_t>(RandomPurpose::Split), m_deal.keys[row]);
            m_order.push_back({.rank = m_newest.empty() ? stratum(row) : -m_newest[row],
                               .random = static_cast<std::uint32_t>(random >> 32U),
                               .first = row});
        }
        std::ranges::sort(m_order, {}, [](const Cluster& one) {
            return std::tuple{one.rank, one.random, one.first};
        });
    }

    void dealStratum(std::span<const Cluster> clusters, LargeVector<Part>& parts)
    {
        // Goals run over the strata, so that what the clusters of one leave open the next makes good.
        const auto share = static_cast<double>(m_dealtRows) / static_cast<double>(m_deal.rows.size());
        m_test.reach(share);
        m_validation.reach(share);
        bool learned = false;
        for (const auto& [rank, random, first] : clusters) {
            const std::int64_t size = m_sizes[first];
            const bool mustLearn = !learned && first == clusters.back().first;
            const bool undated = !m_newest.empty() && m_newest[first] == 0;
            auto& part = parts[first] = Part::Train;
            if (!mustLearn && !undated) {
                part = m_test.take(size)      ? Part::Test
                    : m_validation.take(size) ? Part::Validation
                                              : Part::Train;
            }
            learned = learned || part == Part::Train;
        }
    }

    const Deal& m_deal;
    Clusters& m_clusters;
    LargeVector<std::uint32_t> m_sizes; ///< rows of a cluster, at its first
    LargeVector<std::int64_t> m_newest; ///< date of a cluster, at its first; empty: at random
    LargeVector<Cluster> m_order; ///< in which they are dealt
    Taker m_test, m_validation;
    std::int64_t m_dealtRows{0};
};

} // namespace

LargeVector<Part> dealt(const Deal& deal, Clusters& clusters)
{
    return Dealer{deal, clusters}.parts();
}

} // namespace luthier::data
