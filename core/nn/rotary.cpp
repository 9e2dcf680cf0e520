// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/rotary.h"

#include <algorithm>
#include <cmath>

namespace luthier::nn {

std::vector<double> rotaryFrequencies(double base, std::int64_t rotated)
{
    std::vector<double> frequencies;
    for (std::int64_t i = 0; i < rotated / 2; ++i) {
        frequencies.push_back(std::pow(base, -2.0 * static_cast<double>(i) / static_cast<double>(rotated)));
    }
    return frequencies;
}

std::vector<double> Rotary::frequenciesFor(std::int64_t tokens) const
{
    if (!isLong(tokens)) return frequencies;
    if (!longFrequencies.empty()) return longFrequencies;
    if (factor <= 0) return frequencies;
    const auto rotated = static_cast<double>(2 * frequencies.size());
    const auto longer = factor * static_cast<double>(tokens) / static_cast<double>(original) - (factor - 1);
    return rotaryFrequencies(base * std::pow(longer, rotated / (rotated - 2)),
                             static_cast<std::int64_t>(rotated));
}

const RopeTable& RotaryTable::upTo(std::int64_t longest, at::Device device)
{
    const bool follows = !m_rotary.longFrequencies.empty() || m_rotary.factor > 0;
    const auto madeFor = follows && m_rotary.isLong(longest) ? longest : 0;
    const auto has = m_table.cosine.defined() ? m_table.cosine.size(0) : 0;
    // All long texts have the same frequencies, unless the base follows the length.
    const bool fits = madeFor == m_madeFor || (madeFor > 0 && m_madeFor > 0 && m_rotary.factor <= 0);
    if (fits && longest <= has) return m_table;
    m_madeFor = madeFor;
    m_table
        = ropeTable(m_rotary.frequenciesFor(longest), std::max<std::int64_t>(256, 2 * longest),
                    madeFor > 0 && !m_rotary.longFrequencies.empty() ? m_rotary.longScale : m_rotary.scale);
    m_table.cosine = m_table.cosine.to(device);
    m_table.sine = m_table.sine.to(device);
    return m_table;
}

} // namespace luthier::nn
