// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/nn/block_node.h"
#include "core/nn/ops/attention.h"
#include "core/nn/ops/convert.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace luthier::nn {

/// Keys and values of one layer while text is read: those that a cache holds already and those of the new
/// tokens, one sequence behind the other, as attention takes them.
template <class S>
class CachedKeys {
public:
    /// `borders`: of the new tokens. REQUIRES: each cache has room for its new ones.
    CachedKeys(std::vector<KeyValues>& caches, const std::vector<std::int32_t>& borders, Arena& arena)
        : m_caches{caches}
        , m_newBorders{borders}
        , m_width{caches.front().k.size(1)}
    {
        LUTHIER_ASSERT(caches.size() + 1 == borders.size());
        for (std::size_t b = 0; b < caches.size(); ++b) {
            const auto& cache = caches[b];
            LUTHIER_ASSERT(cache.k.scalar_type() == at::kFloat && cache.length + count(b) <= cache.k.size(0));
            m_borders.push_back(m_borders.back() + static_cast<std::int32_t>(cache.length + count(b)));
        }
        m_k = arena.take<S>(m_borders.back() * m_width);
        m_v = arena.take<S>(m_borders.back() * m_width);
    }

    const std::vector<std::int32_t>& borders() const { return m_borders; }
    Rows<S> keys() const { return rowsAt(m_k, m_width); }
    Rows<S> values() const { return rowsAt(m_v, m_width); }

    /// A stage of the team: the new tokens' rows go to the caches, and all come here.
    void fill(Team& team, Rows<S> k, Rows<S> v) const
    {
        overRows(team, m_borders.back(), [&](auto begin, auto end) {
            for (auto row = begin; row < end; ++row) {
                fillRow(row, k, v);
            }
        });
    }
    /// REQUIRES: once, behind fill(), and by one thread.
    void close() const
    {
        for (std::size_t b = 0; b < m_caches.size(); ++b) {
            m_caches[b].length += count(b);
        }
    }

private:
    std::int64_t count(std::size_t b) const { return m_newBorders[b + 1] - m_newBorders[b]; }
    void fillRow(std::int64_t row, const Rows<S>& k, const Rows<S>& v) const
    {
        const auto after = std::ranges::upper_bound(m_borders, row);
        const auto b = static_cast<std::size_t>(after - m_borders.begin()) - 1;
        const auto& cache = m_caches[b];
        const auto at = row - m_borders[b];
        auto* const cachedK = cache.k.template data_ptr<float>() + at * m_width;
        auto* const cachedV = cache.v.template data_ptr<float>() + at * m_width;
        if (at < cache.length) {
            convert(cachedK, m_k + row * m_width, m_width);
            convert(cachedV, m_v + row * m_width, m_width);
            return;
        }
        const auto* const newK = k.row(m_newBorders[b] + at - cache.length);
        const auto* const newV = v.row(m_newBorders[b] + at - cache.length);
        convert(newK, cachedK, m_width);
        convert(newV, cachedV, m_width);
        std::copy_n(newK, m_width, m_k + row * m_width);
        std::copy_n(newV, m_width, m_v + row * m_width);
    }

    std::vector<KeyValues>& m_caches;
    const std::vector<std::int32_t>& m_newBorders;
    std::int64_t m_width;
    std::vector<std::int32_t> m_borders{0};
    S *m_k, *m_v;
};

} // namespace luthier::nn
