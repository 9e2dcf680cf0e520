// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_vector.h"

#include <cstdint>
#include <numeric>
#include <utility>

namespace luthier::data {

/// Rows that belong together. The first of a cluster stands for it, so the outcome does not depend on the
/// order of joining.
class Clusters {
public:
    explicit Clusters(std::size_t rows)
        : m_parents(rows)
    {
        std::iota(m_parents.begin(), m_parents.end(), 0U);
    }

    std::uint32_t first(std::uint32_t row)
    {
        while (m_parents[row] != row) {
            row = m_parents[row] = m_parents[m_parents[row]];
        }
        return row;
    }
    /// False where they were together already.
    bool join(std::uint32_t a, std::uint32_t b)
    {
        a = first(a);
        b = first(b);
        if (a > b) std::swap(a, b);
        m_parents[b] = a;
        return a != b;
    }

private:
    LargeVector<std::uint32_t> m_parents; ///< never behind the row
};

} // namespace luthier::data
